"""What the API and the live events of rooms take and give."""

from __future__ import annotations

from flask import url_for
from pydantic import Field

from app.accounts.models import User
from app.chat.models import Message, Room
from app.core.api import Id, Input, Instant, Output

LONGEST_CLIENT_ID = 64


class MessageIn(Input):
    """A new message; ``client_id`` makes a repeat harmless."""

    body: str
    client_id: str = Field(min_length=1, max_length=LONGEST_CLIENT_ID)


class MessagesQuery(Input):
    """``?after=`` an event number, or ``?before=`` a message number."""

    after: Id | None = None
    before: Id | None = None
    limit: int = Field(default=50, ge=1, le=100)


class SpeakerOut(Output):
    """Who said it."""

    id: int
    name: str
    initials: str
    photo: str | None
    place: str

    @classmethod
    def of(cls, user: User) -> SpeakerOut:
        """A member, as rooms show them."""
        place = user.organization.name if user.organization else ""
        return cls(
            id=user.id, name=user.name, initials=user.initials, photo=user.photo_path, place=place
        )


class MessageOut(Output):
    """A message; a deleted one keeps its place and loses its words."""

    id: int
    room_id: int
    seq: int
    event_seq: int
    client_id: str
    author: SpeakerOut
    body_html: str
    created_at: Instant
    edited_at: Instant | None
    deleted: bool

    @classmethod
    def of(cls, message: Message) -> MessageOut:
        """A message, as every member of its club sees it."""
        return cls(
            id=message.id,
            room_id=message.room_id,
            seq=message.seq,
            event_seq=message.event_seq,
            client_id=message.client_id,
            author=SpeakerOut.of(message.author),
            body_html="" if message.deleted_at else message.body_html,
            created_at=message.created_at,
            edited_at=message.edited_at,
            deleted=message.deleted_at is not None,
        )


class MessagesOut(Output):
    """Some messages, and the room's counter."""

    items: list[MessageOut]
    last_seq: int


class RoomOut(Output):
    """A room of one of my clubs."""

    id: int
    url: str
    name: str
    description: str
    last_seq: int
    unread: int

    @classmethod
    def of(cls, room: Room, slug: str, unread: int) -> RoomOut:
        """A room, with what the member has not read."""
        return cls(
            id=room.id,
            url=url_for("chat.room", slug=slug, room_id=room.id, name=room.slug),
            name=room.name,
            description=room.description,
            last_seq=room.last_seq,
            unread=unread,
        )


class RoomsOut(Output):
    """The rooms of a club."""

    items: list[RoomOut]
    next: None = None


class RoomJoin(Input):
    """Enter a room, asking for what happened after an event number."""

    room_id: Id
    after: Id | None = None


class RoomRef(Input):
    """A room."""

    room_id: Id


class RoomReadIn(Input):
    """How far I have read."""

    room_id: Id
    seq: Id


class MessageSend(MessageIn):
    """Say something in a room."""

    room_id: Id


class MessageEdit(Input):
    """Say it differently."""

    id: Id
    body: str


class MessageRef(Input):
    """A message."""

    id: Id
