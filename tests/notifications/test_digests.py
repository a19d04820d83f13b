"""What is followed, told at once or in one letter."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from app.clubs.operations import leave_club
from app.clubs.queries import membership_of
from app.core import clock
from app.forum import operations as forum
from app.notifications import operations
from app.notifications.digests import prepare_digests
from app.notifications.models import NotificationKind
from tests.letters import letters

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def at(monkeypatch):
    """Set the clock of Paris, some days from now."""
    today = clock.now().astimezone(PARIS)

    def set_clock(days, hour=8):
        moment = (today + timedelta(days=days)).replace(hour=hour, minute=5)
        monkeypatch.setattr(clock, "now", lambda: moment.astimezone(ZoneInfo("UTC")))

    return set_clock


@pytest.fixture
def followed(world):
    """Nathalie follows « budget »."""
    first = world.question(world.christine, title="La toute première ?", tags=["budget"])
    world.deliver()
    forum.watch_tags(world.nathalie, club=world.secretaries, tag_ids={first.tags[0].id})

    def ask(title):
        world.question(world.christine, title=title, tags=["budget"])
        world.deliver()

    return ask


def digest(world):
    prepare_digests()
    world.deliver()
    return [one for one in letters(world) if "que vous suivez" in one["Subject"]]


def test_followers_see_it_and_get_one_letter_in_the_morning(world, followed, at):
    followed("Quel chapitre ?")
    followed("Quelle nature ?")
    assert "Christine Morel demande" in world.browser(world.nathalie).get("/notifications").text
    assert letters(world) == [], "nothing urgent"
    at(1, hour=14)
    assert digest(world) == []
    at(1)
    sent = digest(world)
    assert len(sent) == 1
    assert sent[0]["Subject"] == "2 nouvelles questions que vous suivez"
    assert "Quel chapitre" in sent[0].text
    assert "La toute première" not in sent[0].text
    assert "List-Unsubscribe" in sent[0]
    assert len(digest(world)) == 1, "told once"
    at(2)
    assert len(digest(world)) == 1, "an empty one is not sent"


def test_a_week_is_a_week(world, followed, at):
    operations.choose_rhythm(world.nathalie, rhythm="weekly")
    followed("Un ?")
    at(1)
    assert len(digest(world)) == 1
    at(2)
    followed("Deux ?")
    at(3)
    assert len(digest(world)) == 1
    at(8)
    assert len(digest(world)) == 2


def test_at_once_never_or_not_by_mail(world, followed, at):
    operations.choose_rhythm(world.nathalie, rhythm="now")
    followed("Tout de suite ?")
    assert [one["Subject"] for one in letters(world)] == [
        "Christine Morel demande : « Tout de suite ? »"
    ]
    operations.choose_rhythm(world.nathalie, rhythm="never")
    followed("Jamais ?")
    at(1)
    assert digest(world) == []
    operations.choose_rhythm(world.nathalie, rhythm="daily")
    operations.choose_preference(
        world.nathalie, kind=NotificationKind.FOLLOWED, on_site=True, by_email=False
    )
    at(2)
    assert digest(world) == []


def test_what_was_read_or_is_out_of_reach_is_not_told(world, followed, at):
    followed("Lue ?")
    operations.read_notifications(world.nathalie.id)
    at(1)
    assert digest(world) == []
    followed("Partie ?")
    leave_club(membership_of(world.nathalie, world.secretaries.id))
    at(2)
    assert digest(world) == []
