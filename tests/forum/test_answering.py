"""A peer answers, the asker chooses, a moderator confirms."""

from functools import partial

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.core.database import db
from app.core.plain_text import from_plain
from app.forum import operations
from app.forum.errors import NotAQuestion, OpeningPostIsNoAnswer, PostOfAnotherTopic
from app.forum.models import Answer, Kind, Post, PostRevision, Topic
from app.forum.queries import opening_of
from tests.races import race


def test_a_reply_appears_below_the_question(world):
    topic = world.question()
    christine = world.browser(world.christine)

    answer = christine.post(
        f"/clubs/secretaires/questions/{topic.id}/reponses", body="Trois jours.", client_id="r1"
    )

    assert answer.location == f"{world.address(topic)}#message-2"
    page = christine.get(world.address(topic))
    assert "Trois jours." in page.text
    assert "1 réponse</h2>" in page.text


def test_an_empty_reply_keeps_the_page_and_says_why(world):
    topic = world.question(body="Le texte de la question.")
    page = world.browser(world.christine).post(
        f"/clubs/secretaires/questions/{topic.id}/reponses", body="   "
    )
    assert page.status == 422
    assert "Écrivez votre texte" in page.text
    assert "Le texte de la question." in page.text


def test_the_asker_chooses_and_a_moderator_confirms(world):
    topic = world.question()
    post = world.reply(topic)
    nathalie, sylvie = world.browser(world.nathalie), world.browser(world.sylvie)

    nathalie.post(f"/clubs/secretaires/reponses/{post.id}/retenir")
    page = nathalie.get(world.address(topic))
    assert "Réponse retenue" in page.text
    assert "validée par" not in page.text

    sylvie.post(f"/clubs/secretaires/reponses/{post.id}/retenir", validee="1")
    assert "validée par Sylvie Cariou" in nathalie.get(world.address(topic)).text


def test_others_do_not_choose_nor_confirm(world):
    topic = world.question()
    post = world.reply(topic)
    christine, nathalie = world.browser(world.christine), world.browser(world.nathalie)

    assert christine.post(f"/clubs/secretaires/reponses/{post.id}/retenir").status == 403
    validate = nathalie.post(f"/clubs/secretaires/reponses/{post.id}/retenir", validee="1")
    assert validate.status == 403
    assert db.session.query(Answer).count() == 0


def test_a_second_choice_takes_the_place_of_the_first(world):
    topic = world.question()
    first, second = world.reply(topic), world.reply(topic, body="Cinq jours.")

    operations.accept_answer(topic, post=first, chosen_by=world.sylvie, validated=True)
    operations.accept_answer(topic, post=second, chosen_by=world.nathalie)

    answer = db.session.scalars(select(Answer)).one()
    assert answer.post_id == second.id
    assert answer.validated_at is None


def test_the_impossible_is_refused(world):
    topic, other = world.question(), world.question(title="Une autre ?")
    talk = world.question(title="On en parle", kind=Kind.DISCUSSION)
    foreign = world.reply(other)

    with pytest.raises(OpeningPostIsNoAnswer):
        operations.accept_answer(topic, post=opening_of(topic), chosen_by=world.nathalie)
    with pytest.raises(PostOfAnotherTopic):
        operations.accept_answer(topic, post=foreign, chosen_by=world.nathalie)
    with pytest.raises(NotAQuestion):
        operations.accept_answer(talk, post=world.reply(talk), chosen_by=world.nathalie)


def test_deleting_the_answer_opens_the_question_again(world):
    topic = world.question()
    post = world.reply(topic)
    operations.accept_answer(topic, post=post, chosen_by=world.nathalie)
    christine = world.browser(world.christine)

    assert (
        "Supprimer cette réponse"
        in christine.get(f"/clubs/secretaires/reponses/{post.id}/supprimer").text
    )
    christine.post(f"/clubs/secretaires/reponses/{post.id}/supprimer")

    found = db.session.get(Topic, topic.id)
    assert (found.state, found.reply_count) == ("open", 0)


def test_editing_a_validated_answer_withdraws_the_validation(world, monkeypatch):
    topic = world.question()
    post = world.reply(topic)
    operations.accept_answer(topic, post=post, chosen_by=world.sylvie, validated=True)

    operations.edit_post(post, editor=world.christine, body=from_plain("Quatre jours."))

    answer = db.session.get(Answer, topic.id, populate_existing=True)
    assert answer is not None
    assert answer.validated_at is None


def test_an_edit_is_quiet_for_five_minutes_then_keeps_the_former_text(world):
    post = world.reply(world.question())

    operations.edit_post(post, editor=world.christine, body=from_plain("Quatre jours."))
    assert post.edited_at is None
    assert db.session.query(PostRevision).count() == 0

    post.created_at -= operations.posting.QUIET_EDIT * 2
    operations.edit_post(post, editor=world.christine, body=from_plain("Cinq jours."))
    assert post.edited_at is not None
    assert db.session.query(PostRevision).one().body_html == "<p>Quatre jours.</p>"


def test_only_the_author_edits(world):
    post = world.reply(world.question())
    path = f"/clubs/secretaires/reponses/{post.id}/modifier"

    assert "Trois jours." in world.browser(world.christine).get(path).text
    assert world.browser(world.nathalie).get(path).status == 403
    assert world.browser(world.sylvie).post(path, body="x").status == 403


@pytest.mark.parametrize("round_", range(3))
def test_sixteen_who_choose_at_once_leave_one_answer(app, world, round_):
    topic = world.question()
    posts = [world.reply(topic, body=f"Réponse {n}").id for n in range(16)]
    asker_id, topic_id = world.nathalie.id, topic.id

    def choose(ready, post_id):
        topic, post = db.session.get(Topic, topic_id), db.session.get(Post, post_id)
        user = db.session.get(User, asker_id)
        ready()
        operations.accept_answer(topic, post=post, chosen_by=user)

    assert race(app, [partial(choose, post_id=post_id) for post_id in posts]) == [None] * 16
    assert db.session.query(Answer).count() == 1
