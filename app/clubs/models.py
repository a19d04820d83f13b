"""The tables of clubs, memberships and invitations."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import clock
from app.core.database import Base
from app.organizations.models import Operator


class Role(StrEnum):
    """What a member is in a club."""

    MEMBER = "member"
    MODERATOR = "moderator"


class Color(StrEnum):
    """The colour of a club; always with its name."""

    PETROL = "petrol"
    PLUM = "plum"
    EARTH = "earth"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"


club_operator = Table(
    "club_operator",
    Base.metadata,
    Column("club_id", ForeignKey("club.id", ondelete="CASCADE"), primary_key=True),
    Column("operator_id", ForeignKey("operator.id", ondelete="CASCADE"), primary_key=True),
)

invitation_club = Table(
    "invitation_club",
    Base.metadata,
    Column("invitation_id", ForeignKey("invitation.id", ondelete="CASCADE"), primary_key=True),
    Column("club_id", ForeignKey("club.id", ondelete="CASCADE"), primary_key=True),
)


class Club(Base):
    """A closed circle of members of one profession, open to one operator or to several."""

    __tablename__ = "club"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    profession: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(String(300), default="")
    welcome_html: Mapped[str] = mapped_column(Text, default="")
    rules_html: Mapped[str] = mapped_column(Text, default="")
    color: Mapped[Color] = mapped_column(String(8), default=Color.PETROL)
    founded_at: Mapped[datetime]

    operators: Mapped[list[Operator]] = relationship(secondary=club_operator)


class Membership(Base):
    """A person in a club; the row goes when the membership ends."""

    __tablename__ = "membership"
    __table_args__ = (Index("uq_membership_user_id_club_id", "user_id", "club_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role] = mapped_column(String(10), default=Role.MEMBER)
    joined_at: Mapped[datetime]
    welcomed_at: Mapped[datetime | None]
    """When the member put the welcome of the club away."""

    user: Mapped[User] = relationship()
    club: Mapped[Club] = relationship()

    @property
    def is_moderator(self) -> bool:
        """Whether this member looks after the club."""
        return self.role == Role.MODERATOR


class Invitation(Base):
    """A single-use way in for one address; its token is derived from ``nonce`` (core/tokens.py)."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    nonce: Mapped[str] = mapped_column(String(64))
    role: Mapped[Role] = mapped_column(String(10), default=Role.MEMBER)
    message: Mapped[str] = mapped_column(Text, default="")
    inviter_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    """Who accepted it."""

    clubs: Mapped[list[Club]] = relationship(secondary=invitation_club)
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


class DeadToken(Base):
    """The digest of a link that was replaced, so that whoever holds it is told why it is dead."""

    __tablename__ = "dead_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    invitation_id: Mapped[int] = mapped_column(
        ForeignKey("invitation.id", ondelete="CASCADE"), index=True
    )
