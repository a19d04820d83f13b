"""The tables of invitations sent by the hundred: a list, looked at line by line before it leaves."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clubs.models.club import Club, Role
from app.core.database import Base


class Verdict(StrEnum):
    """What a line of a list would do."""

    NEW = "new"
    KNOWN = "known"
    REQUESTED = "requested"
    MEMBER = "member"
    INVITED = "invited"
    REPEATED = "repeated"
    WRONG = "wrong"


class Outcome(StrEnum):
    """What a line of a list did."""

    SENT = "sent"
    ADDED = "added"
    SKIPPED = "skipped"
    REFUSED = "refused"


batch_club = Table(
    "batch_club",
    Base.metadata,
    Column("batch_id", ForeignKey("batch.id", ondelete="CASCADE"), primary_key=True),
    Column("club_id", ForeignKey("club.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Batch(Base):
    """A list of people to invite, on its way."""

    __tablename__ = "batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(String(10), default=Role.MEMBER)
    message: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    inviter: Mapped[User] = relationship()
    clubs: Mapped[list[Club]] = relationship(secondary=batch_club, order_by=Club.name)


class BatchLine(Base):
    """One line of a list: as it was typed, what it would do, what it did."""

    __tablename__ = "batch_line"
    __table_args__ = (Index("uq_batch_line_batch_id_number", "batch_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id", ondelete="CASCADE"))
    number: Mapped[int]
    typed: Mapped[str] = mapped_column(String(300))
    email: Mapped[str] = mapped_column(String(254), default="")
    name: Mapped[str] = mapped_column(String(80), default="")
    verdict: Mapped[Verdict] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why the address is wrong, in French, as it is kept."""
    outcome: Mapped[Outcome | None] = mapped_column(String(8))
