"""Changing rooms: the one door behind page, API and socket."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.chat.errors import MessageIsDeleted
from app.chat.events import MessageDeleted, MessageEdited, MessagePosted, RoomRead
from app.chat.models import Message, Room, RoomMark
from app.clubs.events import ClubFounded
from app.clubs.mentions import naming, with_mentions, without_mentions_of
from app.clubs.models import Club
from app.core import clock
from app.core.database import db, move_forward
from app.core.events import record
from app.core.plain_text import from_plain
from app.core.rich_text import RichText, to_text
from app.core.text import one_line, within
from app.core.transaction import atomic, once

LONGEST_MESSAGE = 4_000
GENERAL = "Salon général"


def open_general_room(event: ClubFounded) -> None:
    """Give a new club the room every club has."""
    club = db.session.get_one(Club, event.club_id)
    open_room(club, name=GENERAL, is_general=True)


def open_room(club: Club, *, name: str, description: str = "", is_general: bool = False) -> Room:
    """A new room. Raises Invalid."""
    with atomic():
        room = Room(
            club=club,
            name=one_line(name, "name", longest=60),
            description=one_line(description, "description", longest=200, required=False),
            is_general=is_general,
            opened_at=clock.now(),
        )
        db.session.add(room)
        db.session.flush()
    return room


def post_message(room: Room, *, author: User, body: str, client_id: str) -> tuple[Message, bool]:
    """Say something; returns the message and whether it is new. Raises Invalid."""
    text = _clean(room, body)

    def make() -> Message:
        seq = _next_seq(room)
        message = Message(
            room=room,
            seq=seq,
            event_seq=seq,
            author=author,
            client_id=client_id,
            body_html=text.html,
            body_text=text.text,
            created_at=clock.now(),
        )
        db.session.add(message)
        db.session.flush()
        mark_room_read(room, user=author, seq=seq)
        record(MessagePosted(message.id))
        return message

    return once(lambda: _message_sent(author, client_id), make)


def edit_message(message: Message, *, body: str) -> None:
    """Say it differently. Raises Invalid, MessageIsDeleted."""
    text = _clean(message.room, body)
    with atomic():
        message.event_seq = _next_event(message)
        message.body_html, message.body_text = text.html, text.text
        message.edited_at = clock.now()
        record(MessageEdited(message.id))


def delete_message(message: Message) -> None:
    """Take a message away; its number stays, its words do not. Raises MessageIsDeleted."""
    with atomic():
        message.event_seq = _next_event(message)
        message.body_html = message.body_text = ""
        message.deleted_at = clock.now()
        record(MessageDeleted(message.id))


def mark_room_read(room: Room, *, user: User, seq: int) -> None:
    """Remember how far ``user`` has read; never moves back."""
    with atomic():
        if move_forward(RoomMark, {"user_id": user.id, "room_id": room.id}, "seq", seq):
            record(RoomRead(room.id, user.id, seq))


def forget_member(user: User) -> None:
    """Nothing is left of what a person read; what she said stays. Belongs in atomic()."""
    db.session.execute(delete(RoomMark).where(RoomMark.user_id == user.id))


def call_in_messages(user: User, called: str) -> Iterator[Message]:
    """Name a person otherwise in every message that names her; belongs in atomic()."""
    for message_id in db.session.scalars(
        select(Message.id).where(naming(Message.body_html, user.id))
    ).all():
        message = db.session.get_one(Message, message_id)
        message.body_html = without_mentions_of(user.id, message.body_html, called=called)
        message.body_text = to_text(message.body_html)
        yield message


def _clean(room: Room, body: str) -> RichText:
    return with_mentions(from_plain(within(body, "body", LONGEST_MESSAGE)), club_id=room.club_id)


def _next_event(message: Message) -> int:
    """The next number of the room, which locks it; then the message as it is now, still there."""
    seq = _next_seq(message.room)
    db.session.refresh(message, ["deleted_at"])
    if message.deleted_at:
        raise MessageIsDeleted
    return seq


def _next_seq(room: Room) -> int:
    seq: int = db.session.execute(
        update(Room)
        .where(Room.id == room.id)
        .values(last_seq=Room.last_seq + 1)
        .returning(Room.last_seq)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    return seq


def _message_sent(author: User, client_id: str) -> Message | None:
    return db.session.scalar(
        select(Message).where(Message.author_id == author.id, Message.client_id == client_id)
    )
