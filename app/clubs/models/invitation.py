"""The tables of invitations and of what became of each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clubs.models.club import Club, Role
from app.core import clock
from app.core.database import Base

invitation_club = Table(
    "invitation_club",
    Base.metadata,
    Column("invitation_id", ForeignKey("invitation.id", ondelete="CASCADE"), primary_key=True),
    Column("club_id", ForeignKey("club.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Invitation(Base):
    """A single-use way in; link and code are derived from nonces (core/tokens.py).

    A letter on paper may have no address yet: whoever types its code says where the link goes.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_expires_at", "expires_at", "accepted_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    """Who is invited, as the inviter knows."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    nonce: Mapped[str] = mapped_column(String(64))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_nonce: Mapped[str | None] = mapped_column(String(64))
    role: Mapped[Role] = mapped_column(String(10), default=Role.MEMBER)
    message: Mapped[str] = mapped_column(Text, default="")
    inviter_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    reminders: Mapped[int] = mapped_column(default=0)
    lapsed_at: Mapped[datetime | None]
    """When its inviter was told that nobody came."""
    asked_again_at: Mapped[datetime | None]
    """When somebody with a dead link last asked for a new one."""
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    """Who accepted it."""

    clubs: Mapped[list[Club]] = relationship(secondary=invitation_club, order_by=Club.name)
    inviter: Mapped[User] = relationship(foreign_keys=inviter_id)
    user: Mapped[User | None] = relationship(foreign_keys=user_id)

    @property
    def state(self) -> str:
        """``pending``, ``accepted``, ``revoked`` or ``expired``."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= clock.now() else "pending"


class StepKind(StrEnum):
    """What can happen to an invitation."""

    WRITTEN = "written"
    SENT = "sent"
    REMINDED = "reminded"
    RESENT = "resent"
    CLAIMED = "claimed"
    ASKED_AGAIN = "asked-again"
    REVOKED = "revoked"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"


class Step(Base):
    """One moment in the life of an invitation."""

    __tablename__ = "invitation_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitation.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[StepKind] = mapped_column(String(12))
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )

    actor: Mapped[User | None] = relationship()


class DeadToken(Base):
    """The digest of a link that was replaced, so that whoever holds it is told why it is dead."""

    __tablename__ = "dead_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitation.id", ondelete="CASCADE"), index=True
    )
