"""The tables of those who wish to come in, and of those whom members would like to see there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clubs.models.club import Club
from app.clubs.models.invitation import Invitation
from app.core.database import Base

_UNDECIDED = text("decided_at IS NULL")


class JoinRequest(Base):
    """A member's wish to enter another club, and what a moderator said to it."""

    __tablename__ = "join_request"
    __table_args__ = (
        Index(
            "uq_join_request_undecided",
            "user_id",
            "club_id",
            unique=True,
            sqlite_where=_UNDECIDED,
            postgresql_where=_UNDECIDED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    is_granted: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(Text, default="")

    user: Mapped[User] = relationship(foreign_keys=user_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    club: Mapped[Club] = relationship()


class Proposal(Base):
    """A colleague whom a member would like to see in the club; a moderator decides."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
    proposer_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("invitation.id", ondelete="SET NULL")
    )
    """What came of it; none when it was put aside."""

    club: Mapped[Club] = relationship()
    proposer: Mapped[User] = relationship(foreign_keys=proposer_id)
    decided_by: Mapped[User | None] = relationship(foreign_keys=decided_by_id)
    invitation: Mapped[Invitation | None] = relationship()
