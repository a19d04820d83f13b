"""What moderators do to topics never says who is behind a label, and loses nothing."""

from app.clubs import operations as clubs
from app.clubs.models import Role
from app.core.database import db
from app.core.plain_text import from_plain
from app.forum import operations
from app.forum.models import Draft, Post, ReactionKind, Topic
from app.forum.operations import Besides, DraftWords
from app.notifications.models import Notification
from tests.forum.test_anonymity import LABEL, crowd, masked
from tests.races import race


def test_a_merged_topic_keeps_its_asker_hidden(world):
    crowd(world)
    into = world.question(world.christine, title="L’autre ?")
    topic = masked(world, title="Sans nom ?")
    reply = world.reply(topic, author=world.christine)
    operations.accept_answer(topic, post=reply, chosen_by=world.nathalie)
    operations.react(reply, user=world.nathalie, kind=ReactionKind.USED, is_on=True)
    operations.merge_topic(topic, into=into, by=world.sylvie)
    into = db.session.get(Topic, into.id)

    page = world.browser(world.christine).get(world.address(into)).text
    assert f"Choisie par {LABEL}" in page
    assert "Nathalie" not in page
    assert "Saint-Loup" not in page.split("Dans quelles collectivités")[-1].split("</details>")[0]
    mine = world.browser(world.nathalie).get(world.address(into)).text
    assert "is_anonymous" in mine
    post, _ = operations.add_post(
        into, author=world.nathalie, body=from_plain("Merci."), besides=Besides(is_anonymous=True)
    )
    assert post.mask == LABEL


def test_the_number_of_a_merged_topic_is_never_given_again(world):
    into, topic = world.question(title="Une ?"), world.question(title="Deux ?")
    former, former_id = world.address(topic), topic.id
    words = DraftWords(body="J’écrivais ici.")
    operations.save_draft(
        world.christine, words, club=world.secretaries, place=f"topic-{former_id}"
    )
    operations.merge_topic(topic, into=into, by=world.sylvie)
    following = world.question(title="Trois ?")
    assert following.id != former_id
    christine = world.browser(world.christine)
    assert christine.get(former).location == f"{world.address(into)}#message-2"
    assert db.session.query(Draft).one().place == f"topic-{into.id}"
    assert "J’écrivais ici." in christine.get(world.address(into)).text


def test_a_label_is_made_anew_for_the_club_a_topic_moves_to(world):
    crowd(world)
    clubs.add_member(world.archivists, user=world.sylvie, role=Role.MODERATOR)
    topic = masked(world, body="Qu’en dit @Sylvie Cariou ?") if world.sylvie else None
    world.deliver()
    operations.move_topic(topic, to=world.archivists, by=world.sylvie)
    db.session.expire_all()
    assert {post.mask for post in db.session.query(Post)} == {"Un membre d’un autre club"}
    assert {one.mask for one in db.session.query(Notification)} == {"Un membre d’un autre club"}
    page = world.browser(world.marc).get(f"/clubs/archivistes/questions/{topic.id}-{topic.slug}")
    assert "moins de 500" not in page.text
    assert "→ Archivistes" not in world.browser(world.sylvie).get("/clubs/secretaires/journal").text


def test_a_split_topic_can_be_read_to_its_end(world):
    christine = world.browser(world.christine)
    topic = world.question()
    world.reply(topic, author=world.sylvie)
    last = world.reply(topic, author=world.sylvie, body="Autre chose.")
    operations.split_topic(topic, posts=[last], title="Autre ?", by=world.sylvie)
    for one in db.session.query(Topic).all():
        christine.get(world.address(one))
    assert "topic-unread" not in christine.get("/clubs/secretaires/questions").text


def test_two_moderators_who_split_at_once_make_one_topic(app, world):
    topic = world.question()
    reply = world.reply(topic)
    ids = topic.id, reply.id, world.sylvie.id

    def split(ready):
        from app.accounts.models import User

        topic, reply = db.session.get(Topic, ids[0]), db.session.get(Post, ids[1])
        by = db.session.get(User, ids[2])
        ready()
        operations.split_topic(topic, posts=[reply], title="Autre ?", by=by)

    outcomes = race(app, [split] * 8)
    assert sum(outcome is None for outcome in outcomes) == 1, outcomes
    assert db.session.query(Topic).count() == 2


def test_two_screens_that_begin_at_once_are_both_kept(app, world):
    from app.accounts.models import User
    from app.clubs.models import Club
    from app.forum.errors import DraftIsNewer

    user_id, club_id = world.nathalie.id, world.secretaries.id

    def beginning(screen):
        def begin(ready):
            user, club = db.session.get(User, user_id), db.session.get(Club, club_id)
            ready()
            words = DraftWords(body=screen, client_id=screen, seen=0)
            operations.save_draft(user, words, club=club, place="question")

        return begin

    outcomes = race(app, [beginning("desk"), beginning("phone")])
    assert sorted(str(type(one).__name__) for one in outcomes) == ["DraftIsNewer", "NoneType"]
    assert any(isinstance(one, DraftIsNewer) for one in outcomes)


def test_a_sixth_pin_is_refused_in_words(world):
    for number in range(5):
        operations.pin_topic(world.question(title=f"N {number} ?"), by=world.sylvie, is_on=True)
    sixth = world.question(title="De trop ?")
    address = f"/clubs/secretaires/questions/{sixth.id}/animer/epingle"
    refused = world.browser(world.sylvie).post(address, actif="1")
    assert (refused.status, "Cinq sujets épinglés" in refused.text) == (409, True)
    page = world.browser(world.nathalie).get("/clubs/secretaires/questions").text
    assert all(f"N {number}" in page for number in range(5))
    assert "De trop" in page
