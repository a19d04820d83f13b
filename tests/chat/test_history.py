"""An old message is found again: the room opens around it, with the ways up and down."""

import re
from datetime import UTC, datetime

import pytest

from app.chat.models import RoomMark
from app.core import clock
from app.core.database import db
from app.notifications.models import Notification


@pytest.fixture
def talk(world):
    """A mention, then more than a page of others, and a little before it."""
    assert world.sylvie
    for n in range(30):
        world.say(f"avant {n}")
    said = world.say("@Sylvie Cariou, à relire")
    for n in range(80):
        world.say(f"après {n}")
    return said


def room_path(world):
    return f"/clubs/secretaires/salons/{world.room.id}-salon-general"


def shown(page):
    return [int(seq) for seq in re.findall(r'id="message-(\d+)"', page.text)]


def test_a_notification_leads_to_an_old_message(world, talk):
    world.deliver()
    sylvie = world.browser(world.sylvie)
    assert talk.seq not in shown(sylvie.get(room_path(world))), "too old for the room's own page"
    path = db.session.query(Notification).filter_by(user_id=world.sylvie.id).one().path
    lead = sylvie.get(path)
    assert lead.location == f"{room_path(world)}?autour={talk.seq}#message-{talk.seq}"
    page = sylvie.get(lead.location.partition("#")[0])
    assert shown(page) == list(range(talk.seq - 25, talk.seq + 25))
    assert "Messages plus anciens" in page.text
    assert "Messages plus récents" in page.text


def test_one_goes_down_to_the_live_end_and_up_to_the_beginning(world, talk):
    sylvie = world.browser(world.sylvie)
    page = sylvie.get(room_path(world), autour=talk.seq)
    seen = shown(page)
    while "Messages plus récents" in page.text:
        page = sylvie.get(room_path(world), apres=seen[-1])
        seen += shown(page)
    page = sylvie.get(room_path(world), autour=talk.seq)
    while "Messages plus anciens" in page.text:
        page = sylvie.get(room_path(world), avant=seen[0])
        assert "Messages plus récents" in page.text
        seen = shown(page) + seen
    assert seen == list(range(1, 112))


def test_a_script_gets_only_what_lies_that_way(world, talk):
    sylvie = world.browser(world.sylvie)
    sylvie.headers["HX-Request"] = "true"
    newer = sylvie.get(room_path(world), apres=5)
    assert "Messages plus récents" in newer.text
    assert "Messages plus anciens" not in newer.text
    older = sylvie.get(room_path(world), avant=90)
    assert "Messages plus récents" not in older.text
    assert "Messages plus anciens" in older.text


def test_the_mark_goes_as_far_as_what_was_shown(world, talk):
    sylvie = world.browser(world.sylvie)
    sylvie.get(room_path(world), autour=talk.seq)
    mark = db.session.get(RoomMark, (world.sylvie.id, world.room.id))
    assert mark.seq == talk.seq + 24
    sylvie.get(room_path(world))
    sylvie.get(room_path(world), avant=20)
    mark = db.session.get(RoomMark, (world.sylvie.id, world.room.id), populate_existing=True)
    assert mark.seq == 111


def test_a_day_begins_at_midnight_in_paris(world, monkeypatch):
    for at in (
        datetime(2026, 11, 21, 22, 59, tzinfo=UTC),
        datetime(2026, 11, 21, 23, 1, tzinfo=UTC),
    ):
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        world.say("bonsoir")
    monkeypatch.undo()
    page = world.browser(world.nathalie).get(room_path(world)).text
    assert re.findall(r'data-day="([^"]+)"', page) == ["2026-11-21", "2026-11-22"]


@pytest.mark.parametrize("word", ["autour", "apres", "avant", "message"])
@pytest.mark.parametrize("number", ["0", "1", "2147483647", "99999999999", "x"])
def test_a_number_that_leads_nowhere_leads_to_the_room(world, word, number):
    world.say("un seul mot")
    nathalie = world.browser(world.nathalie)
    answer = nathalie.get(room_path(world), **{word: number})
    if answer.location:
        answer = nathalie.get(answer.location.partition("#")[0])
    assert shown(answer) == [1]
    assert "Messages plus" not in answer.text


def test_a_corrected_old_message_is_shown_where_it_stands(world, talk):
    nathalie = world.browser(world.nathalie)
    path = f"/clubs/secretaires/salons/messages/{talk.id}/modifier"
    lead = nathalie.post(path, body="Relu")
    page = nathalie.get(lead.location.partition("#")[0])
    assert "Relu" in page.text
    assert talk.seq in shown(page)
