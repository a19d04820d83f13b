"""A question that nobody answers, from the first day to the fifth."""

from datetime import timedelta

import pytest

from app.accounts import operations as accounts
from app.accounts.models import User
from app.accounts.operations import Profile
from app.core import clock
from app.core.database import db
from app.core.transaction import atomic
from app.forum import operations as forum
from app.forum.models import WatchLevel
from app.notifications.models import NotificationKind
from app.notifications.operations import choose_preference
from app.notifications.telling_silence import watch_silence
from app.silence import operations
from app.silence.models import Escalation, HelpRequest, Offer
from tests.letters import letters
from tests.races import race
from tests.silence.asking import asked, crowd, words_of


def test_three_members_then_the_moderators(world, later):
    colleagues = crowd(world, 6)
    assert world.sylvie
    topic = world.question(title="Comment tenir le registre ?")
    later(hours=23)
    assert asked(topic) == []
    later(hours=2)
    assert len(asked(topic)) == 3
    assert set(asked(topic)) <= {one.id for one in colleagues}
    world.deliver()
    chosen = next(one for one in colleagues if one.id in asked(topic))
    assert words_of(chosen) == ["placed"]
    letter = next(one for one in letters(world) if chosen.email in one["To"])
    assert "attend une réponse" in letter["Subject"]
    assert words_of(world.sylvie) == []
    page = world.browser(world.nathalie).get(world.address(topic)).text
    assert "3 membres bien placés ont été sollicités" in page.replace("\xa0", " ")
    assert chosen.name not in page.split("<main")[1]

    later(hours=24)
    world.deliver()
    assert words_of(world.sylvie) == ["silent"]
    assert len(asked(topic)) == 3, "nobody is asked twice"
    later(days=30)
    world.deliver()
    assert words_of(world.sylvie) == ["silent"]
    assert db.session.query(Offer).count() == 0, "without her consent it stays in its club"


def test_a_weekend_is_no_silence(world, later):
    crowd(world, 3)
    later(days=4, hours=7)  # Friday, 16:00
    topic = world.question()
    later(days=2)
    assert asked(topic) == []
    later(days=1, hours=1)
    assert len(asked(topic)) == 3


@pytest.mark.parametrize("ending", ["reply", "answer", "close", "own reply"])
def test_who_is_answered_is_left_alone(world, later, ending):
    crowd(world, 4)
    topic = world.question()
    if ending == "close":
        forum.close_topic(topic, by=world.sylvie)
    elif ending == "own reply":
        world.reply(topic, world.nathalie, "Je précise.")
    else:
        post = world.reply(topic)
        if ending == "answer":
            forum.accept_answer(topic, post=post, chosen_by=world.nathalie)
    later(days=3)
    assert bool(asked(topic)) == (ending == "own reply"), "her own words answer nothing"


def test_who_knows_and_who_is_alike_comes_first(world, later):
    crowd(world, 8)
    big = world.organization("Grande-Ville", 60_000)
    expert, alike, busy = (
        world.member(name, world.secretaries) for name in ("Experte", "Voisine", "Débordée")
    )
    with atomic():
        for one in db.session.query(User):
            one.organization = big
        alike.organization = world.nathalie.organization = world.village
    profile = Profile("Experte", "Secrétaire", "cimetières, budget", "", "")
    accounts.edit_profile(expert, profile)
    accounts.edit_profile(busy, Profile("Débordée", "Secrétaire", "cimetières", "", ""))
    for n in range(3):
        other = world.question(title=f"Autre {n} ?")
        with atomic():
            db.session.add(HelpRequest(topic_id=other.id, user_id=busy.id, asked_at=clock.now()))
            other.closed_at = clock.now()
    topic = world.question(title="Reprise d’une tombe ?", tags=["cimetières"])
    later(hours=25)
    assert {expert.id, alike.id} <= set(asked(topic))
    assert busy.id not in asked(topic), "three requests a week are enough"


def test_who_is_away_deaf_or_unwilling_is_not_asked(world, later):
    away, deaf, unwilling, free = crowd(world, 4)
    topic = world.question()
    forum.watch_topic(topic, user=deaf, level=WatchLevel.MUTED)
    choose_preference(unwilling, kind=NotificationKind.ASKED, on_site=False, by_email=False)
    later(hours=25)
    assert unwilling.id not in asked(topic)
    assert deaf.id not in asked(topic)
    assert world.nathalie.id not in asked(topic)
    assert set(asked(topic)) == {away.id, free.id}


def test_a_server_that_slept_takes_the_steps_it_missed_once(world, later):
    crowd(world, 4)
    assert world.sylvie
    topic = world.question()
    later(days=3)
    world.deliver()
    assert len(asked(topic)) == 3
    assert words_of(world.sylvie) == ["silent"]
    watch_silence()
    world.deliver()
    assert words_of(world.sylvie) == ["silent"]
    assert db.session.query(Escalation).one().step == 2


def test_those_that_wait_for_nothing_hold_up_nobody(world, later, monkeypatch):
    crowd(world, 3)
    monkeypatch.setattr(operations, "AT_A_TIME", 2)
    for n in range(2):
        world.question(title=f"Ancienne {n} ?")
    later(days=3)
    fresh = world.question(title="Nouvelle ?")
    later(days=1, hours=1)
    assert db.session.query(Escalation).filter_by(topic_id=fresh.id).count() == 1


def test_two_workers_take_each_step_once(app, world, later, monkeypatch):
    crowd(world, 8)
    topic_id = world.question().id
    later(hours=1)

    def look(ready):
        ready()
        operations.escalate_silence()

    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    assert race(app, [look] * 8) == [None] * 8
    assert db.session.query(HelpRequest).filter_by(topic_id=topic_id).count() == 3


def test_imported_questions_are_not_escalated(world, later):
    crowd(world, 3)
    topic = world.question()
    with atomic():
        topic.external_id = "fiche-1"
    later(days=3)
    assert asked(topic) == []
