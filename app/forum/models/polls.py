"""Polls: a question of several choices that stands under a topic's own text."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base


class Poll(Base):
    """What a topic lets its club choose between."""

    __tablename__ = "poll"

    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True
    )
    is_multiple: Mapped[bool]
    is_anonymous: Mapped[bool]
    """Nobody sees who chose what; otherwise everybody in the club does."""
    closes_at: Mapped[datetime | None]

    options: Mapped[list[PollOption]] = relationship(
        order_by="PollOption.position", cascade="all, delete-orphan", passive_deletes=True
    )


class PollOption(Base):
    """One of the choices, in their order."""

    __tablename__ = "poll_option"
    __table_args__ = (UniqueConstraint("topic_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("poll.topic_id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(160))


class PollVote(Base):
    """One member's choice of one option."""

    __tablename__ = "poll_vote"

    option_id: Mapped[int] = mapped_column(
        ForeignKey("poll_option.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )

    user: Mapped[User] = relationship()
