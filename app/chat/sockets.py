"""Live events of rooms: the same reach, policies and operations as pages and API."""

from __future__ import annotations

from typing import Any

from app.accounts.identity import current_member
from app.chat import operations, queries
from app.chat.broadcasts import channel, send_presence
from app.chat.models import Message, Room
from app.chat.schemas import (
    MessageEdit,
    MessageOut,
    MessageRef,
    MessageSend,
    RoomJoin,
    RoomReadIn,
    RoomRef,
)
from app.core.sockets import broadcast, join, leave, on, this_connection
from app.core.transaction import release
from app.core.web import authorize, in_reach

MOST_REPLAYED = 500


@on("room:join", RoomJoin)
def join_room(body: RoomJoin) -> dict[str, Any]:
    """Enter a room and get what was missed.

    The channel is joined before the database is read: what happens in between comes twice rather
    than never, and the client drops what it has.
    """
    room = _room(body.room_id)
    join(channel(room.id))
    release()  # a new snapshot: one begun before joining would hide what came in between
    last = queries.last_seq(room)
    missed = [] if body.after is None else queries.messages_after(room, body.after, MOST_REPLAYED)
    send_presence(room.id)
    return {
        "room": {"id": room.id, "name": room.name},
        # A replay cut short says how far it went: the client asks again from there.
        "last_seq": missed[-1].event_seq if len(missed) == MOST_REPLAYED else last,
        "messages": [MessageOut.of(message).model_dump(mode="json") for message in missed],
    }


@on("room:leave", RoomRef)
def leave_room(body: RoomRef) -> dict[str, Any]:
    """Leave a room."""
    leave(channel(body.room_id))
    send_presence(body.room_id)
    return {}


@on("message:send", MessageSend, writes=True)
def send_message(body: MessageSend) -> dict[str, Any]:
    """Say something: acknowledged once committed."""
    room = _room(body.room_id)
    authorize("post in", room)
    message, _ = operations.post_message(
        room, author=current_member(), body=body.body, client_id=body.client_id
    )
    return {"message": MessageOut.of(message).model_dump(mode="json")}


@on("message:edit", MessageEdit, writes=True)
def edit_message(body: MessageEdit) -> dict[str, Any]:
    """Say it differently."""
    message = _message(body.id)
    authorize("edit", message)
    operations.edit_message(message, body=body.body)
    return {}


@on("message:delete", MessageRef, writes=True)
def delete_message(body: MessageRef) -> dict[str, Any]:
    """Take a message away."""
    message = _message(body.id)
    authorize("delete", message)
    operations.delete_message(message)
    return {}


@on("typing", RoomRef)
def typing(body: RoomRef) -> dict[str, Any]:
    """Tell the others that I am writing."""
    room, member = _room(body.room_id), current_member()
    words = {"room_id": room.id, "user": {"id": member.id, "name": member.name}}
    broadcast("typing", words, to=channel(room.id), but=this_connection())
    return {}


@on("room:read", RoomReadIn, writes=True)
def read_room(body: RoomReadIn) -> dict[str, Any]:
    """Say how far I have read."""
    room = _room(body.room_id)
    operations.mark_room_read(
        room, user=current_member(), seq=min(body.seq, queries.last_seq(room))
    )
    return {}


def _room(room_id: int) -> Room:
    return in_reach(queries.room_in_reach(current_member(), room_id))


def _message(message_id: int) -> Message:
    return in_reach(queries.message_in_reach(current_member(), message_id))
