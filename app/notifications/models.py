"""The tables of notifications and of what each member wants."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import Base


class NotificationKind(StrEnum):
    """Why a member is told."""

    REPLY = "reply"
    MENTION = "mention"
    ACCEPTED = "accepted"
    FOLLOWED = "followed"
    """A new question under a tag I follow: not urgent, it comes in the digest."""
    REQUEST = "request"
    """Somebody would like to come into a club I look after, or a member proposes somebody."""
    FOLLOWUP = "followup"
    """What became of a question or an invitation of mine, or of a colleague I proposed."""
    ASKED = "asked"
    """A silent question that I am well placed to answer, or that I should see to."""
    REVIEW = "review"
    """Something I wrote, follow or look after may be true no more."""


class Notification(Base):
    """One thing one member should know. ``key`` makes it one, however often its event is handled."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        Index("ix_notification_unread", "user_id", "read_at"),
        Index("ix_notification_creation", "user_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
    kind: Mapped[NotificationKind] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(60))
    thread: Mapped[str] = mapped_column(String(60))
    """The conversation it belongs to: e-mails of one conversation stay together."""
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    mask: Mapped[str | None] = mapped_column(String(160))
    """What is read in the place of the actor's name, where she does not say who she is."""
    subject: Mapped[str] = mapped_column(String(200))
    """What it is about: the title of the question, the name of the room."""
    excerpt: Mapped[str] = mapped_column(String(600), default="")
    path: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=user_id)
    actor: Mapped[User] = relationship(foreign_keys=actor_id)
    club: Mapped[Club] = relationship()

    @property
    def signature(self) -> str:
        """Who did it, as the member reads it."""
        return self.mask or self.actor.name


class Rhythm(StrEnum):
    """How often e-mails of what is not urgent come."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class DigestPreference(Base):
    """How often a member wants them, and until when they were told; without a row, daily."""

    __tablename__ = "digest_preference"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    rhythm: Mapped[Rhythm] = mapped_column(String(8), default=Rhythm.DAILY)
    told_until: Mapped[datetime | None]


class Preference(Base):
    """What a member changed about one kind; without a row, on the site and by e-mail."""

    __tablename__ = "preference"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[NotificationKind] = mapped_column(String(10), primary_key=True)
    on_site: Mapped[bool] = mapped_column(default=True)
    by_email: Mapped[bool] = mapped_column(default=True)
