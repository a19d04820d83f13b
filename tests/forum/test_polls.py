"""A club chooses."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db
from app.core.transaction import atomic
from app.forum import operations
from app.forum.errors import NoSuchOption, OneOptionOnly, PollIsClosed
from app.forum.models import Poll, PollVote, Topic
from app.forum.operations import Besides, PollWords
from tests.forum.test_asking import form
from tests.races import race


def polled(world, **more):
    words = PollWords(["Lundi", "Mardi", "Jeudi"], **more)
    return world.question(title="Quel jour ?", besides=Besides(poll=words))


def options(topic):
    return [one.id for one in db.session.get(Poll, topic.id).options]


def test_a_question_is_asked_with_a_poll(world):
    nathalie = world.browser(world.nathalie)
    answer = nathalie.post(
        "/clubs/secretaires/questions/nouvelle",
        **form(poll_options="Lundi\n\n mardi \nMardi\nJeudi", poll_is_multiple="y"),
    )
    page = nathalie.get(answer.location).text
    assert "Sondage" in page
    poll = db.session.query(Poll).one()
    assert [one.text for one in poll.options] == ["Lundi", "mardi", "Jeudi"]
    assert (poll.is_multiple, poll.is_anonymous) == (True, True)


def test_what_is_wrong_with_a_poll_comes_back(world):
    nathalie = world.browser(world.nathalie)
    for changes, sentence in [
        ({"poll_options": "Un seul"}, "de deux à douze choix"),
        ({"poll_options": "a\nb", "poll_closes": "demain"}, "31/12/2026"),
        ({"poll_options": "a\nb", "poll_closes": "2020-01-01"}, "Choisissez un jour à venir"),
    ]:
        page = nathalie.post("/clubs/secretaires/questions/nouvelle", **form(**changes))
        assert page.status == 422
        assert sentence in page.text
        assert changes["poll_options"].split("\n")[0] in page.text
    assert db.session.query(Topic).count() == 0


def test_results_show_once_one_has_chosen(world):
    topic = polled(world)
    monday, tuesday, _ = options(topic)
    operations.vote(topic, user=world.sylvie, option_ids={monday})
    christine = world.browser(world.christine)
    assert "<meter" not in christine.get(world.address(topic)).text

    christine.post(f"/clubs/secretaires/questions/{topic.id}/sondage", option=str(tuesday))
    page = christine.get(world.address(topic)).text
    assert page.count("<meter") == 3
    assert "2 votants" in page
    assert "Sylvie Cariou" not in page.split('id="sondage"')[1].split("</section>")[0]


def test_an_open_poll_shows_who_chose_what(world):
    topic = polled(world, is_anonymous=False)
    operations.vote(topic, user=world.sylvie, option_ids={options(topic)[0]})
    operations.vote(topic, user=world.christine, option_ids={options(topic)[0]})
    page = world.browser(world.christine).get(world.address(topic)).text
    assert "Christine Morel, Sylvie Cariou" in page


def test_a_choice_takes_the_place_of_the_former(world):
    topic = polled(world)
    for option in options(topic):
        operations.vote(topic, user=world.christine, option_ids={option})
    assert [one.option_id for one in db.session.query(PollVote)] == [options(topic)[-1]]
    operations.vote(topic, user=world.christine, option_ids=set())
    assert db.session.query(PollVote).count() == 0


def test_what_a_poll_refuses(world):
    topic, other = polled(world), polled(world)
    with pytest.raises(OneOptionOnly):
        operations.vote(topic, user=world.christine, option_ids=set(options(topic)[:2]))
    with pytest.raises(NoSuchOption):
        operations.vote(topic, user=world.christine, option_ids={options(other)[0]})
    with pytest.raises(NoSuchOption):
        operations.vote(world.question(), user=world.christine, option_ids=set())
    with atomic():
        db.session.get(Poll, topic.id).closes_at = clock.now() - timedelta(minutes=1)
    with pytest.raises(PollIsClosed):
        operations.vote(topic, user=world.christine, option_ids={options(topic)[0]})
    page = world.browser(world.christine)
    answer = page.post(
        f"/clubs/secretaires/questions/{topic.id}/sondage", option=str(options(topic)[0])
    )
    assert "Ce sondage est clos" in page.get(answer.location.split("#")[0]).text
    assert db.session.query(PollVote).count() == 0


def test_sixteen_choices_at_once_leave_one(app, world):
    topic = polled(world)
    topic_id, user_id, ids = topic.id, world.christine.id, options(topic)

    def choosing(option_id):
        def choose(ready):
            from app.accounts.models import User

            topic, user = db.session.get(Topic, topic_id), db.session.get(User, user_id)
            ready()
            operations.vote(topic, user=user, option_ids={option_id})

        return choose

    for _ in range(30):
        assert race(app, [choosing(ids[n % 3]) for n in range(16)]) == [None] * 16
        assert db.session.query(PollVote).count() == 1
