"""The tables of live rooms."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import Base
from app.core.text import slugify


class Room(Base):
    """A live conversation of a club.

    ``last_seq`` counts its events: creating, editing and deleting a message each take the next
    number, in the same transaction, so that order holds whatever commits first.
    """

    __tablename__ = "room"

    id: Mapped[int] = mapped_column(primary_key=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(String(200), default="")
    is_general: Mapped[bool] = mapped_column(default=False)
    last_seq: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime]

    club: Mapped[Club] = relationship()

    @property
    def slug(self) -> str:
        """Its name, for addresses."""
        return slugify(self.name)


class Message(Base):
    """One line of a room. ``seq`` is its creation and never changes, ``event_seq`` its latest event."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("room_id", "seq"),
        UniqueConstraint("author_id", "client_id"),
        Index("ix_message_events", "room_id", "event_seq"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("room.id", ondelete="CASCADE"))
    seq: Mapped[int]
    event_seq: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    client_id: Mapped[str] = mapped_column(String(64))
    body_html: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    room: Mapped[Room] = relationship()
    author: Mapped[User] = relationship()


class RoomMark(Base):
    """How far a member has read a room."""

    __tablename__ = "room_mark"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    room_id: Mapped[int] = mapped_column(
        ForeignKey("room.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seq: Mapped[int]
