"""What live listeners hear of rooms; the same for everyone, only after the commit."""

from __future__ import annotations

from app.accounts.models import User
from app.chat import queries
from app.chat.events import MessageDeleted, MessageEdited, MessagePosted, RoomRead
from app.chat.schemas import MessageOut
from app.clubs.queries import memberships_of
from app.core.sockets import broadcast, drop, join, members_on, when_connected, when_disconnected


def channel(room_id: int) -> str:
    """The channel of a room."""
    return f"room:{room_id}"


def send_message(event: MessagePosted) -> None:
    """The room hears a new message."""
    _send("message", event.message_id)


def send_edited_message(event: MessageEdited) -> None:
    """The room hears what a message now says."""
    _send("message:edited", event.message_id)


def send_deleted_message(event: MessageDeleted) -> None:
    """The room hears that a message is gone."""
    _send("message:deleted", event.message_id)


def send_room_read(event: RoomRead) -> None:
    """The room hears how far a member has read."""
    words = {"room_id": event.room_id, "user_id": event.user_id, "seq": event.seq}
    broadcast("room:read", words, to=channel(event.room_id))


def send_presence(room_id: int, *, but: int | None = None) -> None:
    """The room hears who is there."""
    online = [user_id for user_id in members_on(channel(room_id)) if user_id != but]
    broadcast("presence", {"room_id": room_id, "online": online}, to=channel(room_id))


def drop_connections(event: object) -> None:
    """End the connections of the member whose access changed; run now, and by the worker."""
    drop(event.user_id)  # type: ignore[attr-defined]


@when_connected
def listen_to_own_clubs(user: User) -> None:
    """A connected member hears what happens in each club."""
    for membership in memberships_of(user):
        join(f"club:{membership.club_id}")


@when_disconnected
def leave_rooms(user_id: int, channels: list[str]) -> None:
    """The rooms a member was in hear that they left."""
    for name in channels:
        kind, _, number = name.partition(":")
        if kind == "room":
            still_there = members_on(name).count(user_id) > 0
            send_presence(int(number), but=None if still_there else user_id)


def _send(name: str, message_id: int) -> None:
    message = queries.message(message_id)
    if message is not None:
        words = MessageOut.of(message).model_dump(mode="json")
        broadcast(name, words, to=channel(message.room_id))
