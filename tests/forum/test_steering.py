"""Moderators pin, close, move, merge and split; old addresses lead on."""

import re

import pytest

from app.clubs import operations as clubs
from app.clubs.models import Role
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.rich_text import from_html
from app.files.models import AttachmentUse
from app.files.operations import upload
from app.forum import operations
from app.forum.errors import NothingToSplit, OtherClub, SameTopic, TopicHasPoll
from app.forum.models import Answer, Bookmark, Post, Topic
from app.forum.operations import Besides, PollWords
from app.notifications.models import Notification
from tests.files import pictures
from tests.world import counting_queries


@pytest.fixture
def both(world):
    """Sylvie looks after two clubs."""
    clubs.add_member(world.archivists, user=world.sylvie, role=Role.MODERATOR)
    return world.browser(world.sylvie)


def acts():
    return [entry.act for entry in db.session.query(JournalEntry).order_by(JournalEntry.id)]


def test_a_pinned_topic_stands_first_until_it_does_not(world):
    old = world.question(title="La règle du club ?")
    world.question(title="La dernière question ?")
    sylvie, nathalie = world.browser(world.sylvie), world.browser(world.nathalie)
    address = f"/clubs/secretaires/questions/{old.id}/animer/epingle"

    def order():
        page = nathalie.get("/clubs/secretaires/questions").text
        return re.findall(r"<h3><a[^>]*>([^<]+)", page)

    assert order()[0].startswith("La dernière")
    assert nathalie.post(address, actif="1").status == 403
    sylvie.post(address, actif="1")
    assert [title[:8] for title in order()] == ["La règle", "La derni"]
    assert "Épinglée" in nathalie.get(world.address(old)).text
    sylvie.post(address, actif="0")
    assert order()[0].startswith("La dernière")
    assert acts()[-2:] == ["topic-pinned", "topic-unpinned"]


def test_a_closed_topic_takes_no_reply_until_it_is_open_again(world):
    topic = world.question()
    sylvie, nathalie = world.browser(world.sylvie), world.browser(world.nathalie)
    reply = f"/clubs/secretaires/questions/{topic.id}/reponses"

    sylvie.post(f"/clubs/secretaires/questions/{topic.id}/animer/fermeture", actif="1")
    refused = nathalie.post(reply, body="Je voulais dire ceci.", format="texte")
    assert refused.status == 422
    assert "Je voulais dire ceci." in refused.text
    assert "on ne peut plus y répondre" in refused.text
    program = world.program(world.nathalie)
    closed = program.get("/api/v1/clubs/secretaires/topics", state="closed").json["items"]
    assert [one["state"] for one in closed] == ["closed"]

    sylvie.post(f"/clubs/secretaires/questions/{topic.id}/animer/fermeture", actif="0")
    assert nathalie.post(reply, body="Je voulais dire ceci.", format="texte").status == 302


def test_a_topic_moves_with_all_that_hangs_on_it(world, both):
    christine, marc = world.browser(world.christine), world.browser(world.marc)
    picture, _ = upload(world.nathalie, name="plan.png", content=pictures.picture())
    shown = from_html(f'<p>Voir <img src="{picture.path}" alt="plan"> @Christine Morel</p>')
    topic = world.question(body=shown, tags=["cimetière"])
    world.deliver()
    former = world.address(topic)
    assert christine.get(former).status == 200
    assert christine.get(picture.path).status == 200
    assert marc.get(picture.path).status == 404

    answer = both.post(
        f"/clubs/secretaires/questions/{topic.id}/animer/club", club=str(world.archivists.id)
    )

    assert answer.location == f"/clubs/archivistes/questions/{topic.id}-{topic.slug}"
    page = marc.get(answer.location)
    assert page.status == 200
    assert "data-mention" not in page.text, "Christine is not in that club"
    assert "cimetière" in page.text
    assert marc.get(picture.path).status == 200
    assert christine.get(picture.path).status == 404
    assert christine.get(former).status == 404
    assert both.get(former).location.startswith("/clubs/archivistes/")
    assert {use.club_id for use in db.session.query(AttachmentUse)} == {world.archivists.id}
    world.deliver()
    found = world.program(world.marc).get("/api/v1/search", q="plan délai").json
    assert [one["club"] for one in found["items"]] == ["archivistes"]
    assert world.program(world.christine).get("/api/v1/search", q="plan délai").json["total"] == 0
    told = db.session.query(Notification).filter_by(user_id=world.christine.id).one()
    assert told.path.startswith("/clubs/archivistes/")
    assert "Quel délai" not in christine.get("/notifications").text


def test_a_topic_moves_only_where_the_moderator_looks_after(world):
    topic = world.question()
    sylvie = world.browser(world.sylvie)
    clubs.add_member(world.archivists, user=world.sylvie)
    refused = sylvie.post(
        f"/clubs/secretaires/questions/{topic.id}/animer/club", club=str(world.archivists.id)
    )
    assert refused.status == 422
    assert db.session.get(Topic, topic.id).club_id == world.secretaries.id


def test_two_topics_become_one_and_addresses_lead_on(world):
    into = world.question(title="Le délai de convocation ?")
    world.reply(into)
    twin = world.question(title="Convocation : quel délai ?", author=world.christine)
    said = world.reply(twin, author=world.nathalie, body="Cinq jours chez nous.")
    operations.accept_answer(twin, post=said, chosen_by=world.christine)
    operations.keep_post(said, user=world.nathalie, is_on=True)
    world.deliver()
    sylvie, nathalie = world.browser(world.sylvie), world.browser(world.nathalie)
    former, twin_id, said_id = world.address(twin), twin.id, said.id

    answer = sylvie.post(
        f"/clubs/secretaires/questions/{twin.id}/animer/fusion",
        into=f"http://x{world.address(into)}",
    )

    assert answer.location == world.address(into)
    assert [p.number for p in db.session.query(Post).order_by(Post.number)] == [1, 2, 3, 4]
    kept = db.session.get(Topic, into.id)
    assert (kept.reply_count, kept.last_number) == (3, 4)
    assert db.session.query(Answer).one().topic_id == into.id
    assert db.session.query(Bookmark).one().post_id == said_id
    assert nathalie.get(former).location == world.address(into) + "#message-3"
    assert nathalie.get(f"{former}?message=2").location.endswith("#message-4")
    assert db.session.get(Topic, twin_id) is None
    world.deliver()
    found = world.program(world.nathalie).get("/api/v1/search", q="cinq jours").json
    assert [one["topic_id"] for one in found["items"]] == [into.id]
    threads = {one.thread for one in db.session.query(Notification)}
    assert threads == {f"topic.{into.id}"}


def test_what_cannot_be_merged_says_why(world, both):
    topic, other = world.question(), world.question(world.marc, club=world.archivists)
    with pytest.raises(SameTopic):
        operations.merge_topic(topic, into=topic, by=world.sylvie)
    with pytest.raises(OtherClub):
        operations.merge_topic(topic, into=other, by=world.sylvie)
    polled = world.question(besides=Besides(poll=PollWords(["a", "b"])))
    with pytest.raises(TopicHasPoll):
        operations.merge_topic(polled, into=topic, by=world.sylvie)
    refused = both.post(
        f"/clubs/secretaires/questions/{topic.id}/animer/fusion", into="pas une adresse"
    )
    assert refused.status == 422
    assert "pas une adresse" in refused.text


def test_replies_become_a_topic_of_their_own(world):
    topic = world.question()
    kept = world.reply(topic, body="Trois jours.")
    gone = world.reply(topic, body="Et pour le cimetière ?", author=world.christine)
    answer = world.reply(topic, body="Pour le cimetière, un an.", author=world.sylvie)
    operations.accept_answer(topic, post=answer, chosen_by=world.nathalie)
    world.deliver()
    sylvie = world.browser(world.sylvie)
    page = sylvie.get(f"/clubs/secretaires/questions/{topic.id}/animer").text
    assert "Et pour le cimetière" in page

    made = sylvie.post(
        f"/clubs/secretaires/questions/{topic.id}/animer/scission",
        title="Cimetière : quel délai ?",
        posts=[str(gone.id), str(answer.id)],
    )

    new = db.session.query(Topic).filter(Topic.id != topic.id).one()
    assert made.location == world.address(new)
    assert new.author_id == world.christine.id
    assert [p.number for p in db.session.query(Post).filter_by(topic_id=new.id)] == [1, 2]
    old = db.session.get(Topic, topic.id)
    assert (old.reply_count, old.answer) == (1, None)
    assert old.last_activity_at == db.session.get(Post, kept.id).created_at
    told = db.session.query(Notification).filter_by(key=f"reply.{answer.id}").one()
    assert told.path == f"/clubs/secretaires/questions/{new.id}?message=2"
    world.deliver()
    found = world.program(world.nathalie).get("/api/v1/search", q="cimetière").json
    assert [one["topic_id"] for one in found["items"]] == [new.id]


def test_nothing_chosen_splits_nothing(world):
    topic = world.question()
    opening = db.session.query(Post).one()
    for posts in ([], [opening]):
        with pytest.raises(NothingToSplit):
            operations.split_topic(topic, posts=posts, title="Autre ?", by=world.sylvie)
    refused = world.browser(world.sylvie).post(
        f"/clubs/secretaires/questions/{topic.id}/animer/scission", title="Autre ?"
    )
    assert refused.status == 422


def test_lists_cost_the_same_with_pinned_topics(world):
    nathalie = world.browser(world.nathalie)

    def queries():
        nathalie.get("/clubs/secretaires/questions")
        with counting_queries() as statements:
            nathalie.get("/clubs/secretaires/questions")
        return len(statements)

    operations.pin_topic(world.question(), by=world.sylvie, is_on=True)
    world.question(title="Autre ?")
    few = queries()
    for number in range(4):
        operations.pin_topic(world.question(title=f"N {number} ?"), by=world.sylvie, is_on=True)
        world.question(title=f"M {number} ?")
    assert queries() == few
