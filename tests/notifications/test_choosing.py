"""Who was answered and chose nothing is reminded once, after three quiet days."""

from datetime import timedelta

import pytest

from app.clubs import operations as clubs
from app.clubs.queries import membership_of
from app.core import clock
from app.core.database import db
from app.forum import operations as forum
from app.forum.models import Kind, WatchLevel
from app.notifications.models import Notification
from app.notifications.telling_choices import ask_to_choose
from tests.letters import letters


@pytest.fixture
def later(monkeypatch, world):
    """Lets days pass."""
    passed = [clock.now()]
    monkeypatch.setattr(clock, "now", lambda: passed[0])

    def wait(days):
        world.deliver()
        passed[0] += timedelta(days=days)
        ask_to_choose()
        world.deliver()

    return wait


def reminders(topic):
    return db.session.query(Notification).filter_by(key=f"choose.{topic.id}").count()


def test_an_answered_question_left_open_is_pointed_out_once(world, later):
    topic = world.question(title="Quel délai pour la DIA ?")
    world.reply(topic)
    later(days=2)
    assert reminders(topic) == 0
    later(days=2)
    assert reminders(topic) == 1
    letter = [one for one in letters(world) if world.nathalie.email in one["To"]][-1]
    assert "retenez celle qui vous a aidé" in letter["Subject"]
    bell = world.browser(world.nathalie).get("/notifications").text
    assert "retenez celle qui vous a aidé" in bell
    later(days=5)
    assert reminders(topic) == 1

    world.browser(world.nathalie).get(world.address(topic))
    assert (
        not db.session.query(Notification)
        .filter_by(user_id=world.nathalie.id, read_at=None)
        .count()
    )


def test_nobody_is_reminded_of_what_waits_for_no_choice(world, later):
    mine = [world.question(title=f"Question {n} ?") for n in range(4)]
    chosen, muted, silent, closed = mine
    talk = world.question(title="Discussion", kind=Kind.DISCUSSION)
    gone = world.question(world.member("Partie", world.secretaries), title="Partie ?")
    left = world.question(title="Celle-ci ?")
    for topic in (chosen, muted, closed, talk, gone, left):
        reply = world.reply(topic)
        if topic is chosen:
            forum.accept_answer(topic, post=reply, chosen_by=world.nathalie)
    world.reply(silent, world.nathalie)
    forum.watch_topic(muted, user=world.nathalie, level=WatchLevel.MUTED)
    forum.close_topic(closed, by=world.sylvie)
    clubs.end_membership(membership_of(gone.author, gone.club_id))
    later(days=4)

    assert reminders(left) == 1
    assert [reminders(topic) for topic in (*mine, talk, gone)] == [0] * 6
