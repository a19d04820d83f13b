"""Reading rooms, through the member's reach."""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts.models import User
from app.chat.models import Message, Room, RoomMark
from app.clubs.models import Club, Membership
from app.clubs.queries import scope_of
from app.core.database import db


def room_in_reach(user: User, room_id: int) -> Room | None:
    """A room of one of the member's clubs."""
    return db.session.scalar(
        select(Room)
        .options(joinedload(Room.club))
        .where(Room.id == room_id, Room.club_id.in_(scope_of(user)))
    )


def message_in_reach(user: User, message_id: int) -> Message | None:
    """A message of one of the member's clubs, with its room."""
    return db.session.scalar(
        select(Message)
        .join(Message.room)
        .options(
            contains_eager(Message.room).joinedload(Room.club),
            joinedload(Message.author).joinedload(User.organization),
        )
        .where(Message.id == message_id, Room.club_id.in_(scope_of(user)))
    )


def message(message_id: int) -> Message | None:
    """Any message, with what is said of it; for broadcasts, which only reach its room."""
    return db.session.scalar(
        select(Message)
        .options(
            joinedload(Message.room).joinedload(Room.club),
            joinedload(Message.author).joinedload(User.organization),
        )
        .where(Message.id == message_id)
        .execution_options(populate_existing=True)
    )


def general_room(club: Club) -> Room:
    """The room every club has."""
    return db.session.scalars(select(Room).where(Room.club_id == club.id, Room.is_general)).one()


def messages_of(room: Room) -> Select[Message]:
    """The messages of a room, with their authors."""
    return (
        select(Message)
        .options(joinedload(Message.author).joinedload(User.organization))
        .where(Message.room_id == room.id)
    )


def messages_after(room: Room, event_seq: int, limit: int) -> list[Message]:
    """Each message whose latest event is later, once, in the order of events."""
    rows = messages_of(room).where(Message.event_seq > event_seq)
    return list(db.session.scalars(rows.order_by(Message.event_seq).limit(limit)))


def messages_before(room: Room, seq: int | None, limit: int) -> list[Message]:
    """The messages just before ``seq`` (else the newest), oldest first."""
    rows = messages_of(room)
    if seq is not None:
        rows = rows.where(Message.seq < seq)
    return list(db.session.scalars(rows.order_by(Message.seq.desc()).limit(limit)))[::-1]


def messages_beyond(room: Room, seq: int, limit: int) -> list[Message]:
    """The messages just after ``seq``, oldest first."""
    rows = messages_of(room).where(Message.seq > seq)
    return list(db.session.scalars(rows.order_by(Message.seq).limit(limit)))


def messages_around(room: Room, seq: int, limit: int) -> list[Message]:
    """The message ``seq`` and those on both sides of it, oldest first."""
    half = limit // 2
    return messages_before(room, seq, half) + messages_beyond(room, seq - 1, limit - half)


def ends_of(room: Room) -> tuple[int, int]:
    """The numbers of the room's first and last message; 0 and 0 before anyone spoke."""
    numbers = (
        select(end(Message.seq)).where(Message.room_id == room.id).scalar_subquery()
        for end in (func.min, func.max)
    )
    first, last = db.session.execute(select(*numbers)).one()
    return first or 0, last or 0


def read_mark(user: User, room: Room) -> int:
    """How far the member has read; 0 before the first visit."""
    mark = db.session.get(RoomMark, (user.id, room.id))
    return mark.seq if mark else 0


def last_seq(room: Room) -> int:
    """The room's counter, read anew."""
    return db.session.scalars(select(Room.last_seq).where(Room.id == room.id)).one()


def rooms_with_news(membership: Membership) -> list[tuple[Room, int]]:
    """The rooms of the member's club, the general one first, each with its number of unread messages."""
    mark = func.coalesce(RoomMark.seq, 0)
    unread = (
        select(func.count())
        .where(
            Message.room_id == Room.id,
            Message.seq > mark,
            Message.deleted_at.is_(None),
            Message.author_id != membership.user_id,
            Message.created_at > membership.joined_at,
        )
        .correlate(Room, RoomMark)
        .scalar_subquery()
    )
    rows = (
        select(Room, unread)
        .outerjoin(
            RoomMark, (RoomMark.room_id == Room.id) & (RoomMark.user_id == membership.user_id)
        )
        .where(Room.club_id == membership.club_id)
        .order_by(Room.is_general.desc(), Room.name)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows)]
