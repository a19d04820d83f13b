"""A club's rooms: said once, in order, edited and deleted without a hole."""

from functools import partial

import pytest

from app.accounts.models import User
from app.chat import operations, queries
from app.chat.errors import MessageIsDeleted
from app.chat.models import Message, Room, RoomMark
from app.core.database import db
from app.core.errors import Invalid
from tests.races import race


def test_a_club_is_born_with_its_general_room(world):
    assert world.room.name == "Salon général"
    nathalie = world.browser(world.nathalie)
    assert nathalie.get("/clubs/secretaires/salons").location.endswith("-salon-general")
    assert (
        "Le salon est calme"
        in nathalie.get(f"/clubs/secretaires/salons/{world.room.id}-salon-general").text
    )


def test_a_message_without_a_script(world):
    nathalie = world.browser(world.nathalie)
    path = f"/clubs/secretaires/salons/{world.room.id}"
    said = nathalie.post(f"{path}/messages", body="Bonjour <b>à toutes</b>\n\n- un", client_id="c1")
    assert said.status == 302
    page = nathalie.get(f"{path}-salon-general").text
    assert "Bonjour &lt;b&gt;à toutes" in page
    assert "<li>un</li>" in page
    refused = nathalie.post(f"{path}/messages", body="   ", client_id="c2")
    assert refused.status == 422
    assert "Écrivez votre texte" in refused.text
    long = nathalie.post(f"{path}/messages", body="m" * 4001, client_id="c3")
    assert "4\u202f001 signes" in long.text
    assert "mmmm" in long.text


def test_the_same_client_id_is_the_same_message(world):
    first = world.say("Bonjour", client_id="c1")
    again = world.say("Bonjour", client_id="c1")
    assert first.id == again.id
    assert db.session.query(Message).count() == 1


def test_each_event_takes_the_next_number(world):
    first, second = world.say("un"), world.say("deux")
    operations.edit_message(first, body="un, corrigé")
    operations.delete_message(second)
    assert [(m.seq, m.event_seq) for m in (first, second)] == [(1, 3), (2, 4)]
    assert queries.last_seq(world.room) == 4
    missed = queries.messages_after(world.room, 2, 50)
    assert [(m.seq, m.event_seq, m.body_text) for m in missed] == [
        (1, 3, "un, corrigé"),
        (2, 4, ""),
    ]
    with pytest.raises(MessageIsDeleted):
        operations.edit_message(second, body="encore")


def test_history_goes_back_page_by_page(world):
    for n in range(7):
        world.say(f"message {n}")
    newest = queries.messages_before(world.room, None, 3)
    older = queries.messages_before(world.room, newest[0].seq, 3)
    assert [m.body_text for m in older + newest] == [f"message {n}" for n in range(1, 7)]


def test_unread_is_counted_from_the_mark(world):
    christine = world.browser(world.christine)
    world.say("un")
    world.say("deux")
    rooms = world.program(world.christine).get("/api/v1/clubs/secretaires/rooms").json["items"]
    assert [(room["name"], room["unread"]) for room in rooms] == [("Salon général", 2)]
    christine.get(f"/clubs/secretaires/salons/{world.room.id}-salon-general")
    rooms = world.program(world.christine).get("/api/v1/clubs/secretaires/rooms").json["items"]
    assert rooms[0]["unread"] == 0
    operations.mark_room_read(world.room, user=world.christine, seq=1)
    mark = db.session.get(RoomMark, (world.christine.id, world.room.id), populate_existing=True)
    assert mark.seq == 2


def test_the_api_of_rooms(world):
    nathalie = world.program(world.nathalie)
    path = f"/api/v1/rooms/{world.room.id}/messages"
    first = nathalie.send("POST", path, {"body": "Bonjour", "client_id": "a"})
    again = nathalie.send("POST", path, {"body": "Bonjour", "client_id": "a"})
    assert (first.status, again.status) == (201, 200)
    assert first.json == again.json
    assert nathalie.get(path).json == {"items": [first.json], "last_seq": 1}
    assert nathalie.get(path, after=1).json["items"] == []
    assert nathalie.send("POST", path, {"body": "x"}).status == 422
    assert nathalie.send("POST", path, {"body": "  ", "client_id": "b"}).status == 422


def test_only_the_author_edits_and_a_moderator_may_delete(world):
    message = world.say("un mot")
    path = f"/clubs/secretaires/salons/messages/{message.id}"
    assert "un mot" in world.browser(world.nathalie).get(f"{path}/modifier").text
    assert world.browser(world.sylvie).get(f"{path}/modifier").status == 403
    assert world.browser(world.christine).post(f"{path}/supprimer").status == 403
    assert world.browser(world.sylvie).post(f"{path}/supprimer").status == 302
    assert db.session.get(Message, message.id, populate_existing=True).body_html == ""


def test_a_mention_is_a_member_of_the_club_or_nothing(world):
    assert world.marc
    message = world.say("Merci @Christine Morel et @Marc Dubois, @Christine Morelle", world.sylvie)
    assert "data-mention" not in message.body_html
    assert world.christine
    message = world.say("Merci @Christine Morel et @Marc Dubois, @Christine Morelle", world.sylvie)
    assert message.body_html == (
        f'<p>Merci <a data-mention="{world.christine.id}">@Christine Morel</a> et @Marc Dubois, @Christine Morelle</p>'
    )


def test_empty_and_invisible_messages_are_refused(world):
    for body in ("", "  ", "\u200b"):
        with pytest.raises(Invalid):
            world.say(body)


@pytest.mark.parametrize("round_", range(2))
def test_sixteen_who_speak_at_once_leave_no_hole(app, world, round_):
    """Replay by id misses 209 of 480 messages on PostgreSQL; the room's own counter misses none."""
    room_id, author_id = world.room.id, world.nathalie.id

    def speak(ready, writer):
        for n in range(6):
            room, author = db.session.get(Room, room_id), db.session.get(User, author_id)
            if n == 0:
                ready()
            operations.post_message(room, author=author, body="mot", client_id=f"{writer}-{n}")
            db.session.remove()

    outcomes = race(app, [partial(speak, writer=n) for n in range(16)])
    assert outcomes == [None] * 16
    seqs = sorted(seq for (seq,) in db.session.query(Message.seq))
    assert seqs == list(range(1, 97))
    assert db.session.get(Room, room_id, populate_existing=True).last_seq == 96


@pytest.mark.parametrize("round_", range(3))
def test_an_edit_never_brings_a_deleted_message_back(app, world, round_):
    message_id = world.say("un mot à oublier").id

    def change(ready, act):
        message = db.session.get(Message, message_id)
        assert message.room
        ready()
        act(message)

    edit = partial(change, act=lambda message: operations.edit_message(message, body="encore là"))
    delete = partial(change, act=operations.delete_message)
    outcomes = race(app, [edit, delete] * 8)
    assert sum(one is None for one in outcomes[1::2]) == 1
    assert all(one is None or isinstance(one, MessageIsDeleted) for one in outcomes)
    message = db.session.get(Message, message_id)
    assert message.deleted_at is not None
    assert message.body_html == ""
