"""The tables of silence."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.clubs.models import Club
from app.core.database import Base
from app.forum.models import Topic


class Step(IntEnum):
    """How far the silence of a question went."""

    MEMBERS = 1
    MODERATORS = 2
    NEIGHBOURS = 3


class Escalation(Base):
    """A question that stayed without a reply, and how far it was brought."""

    __tablename__ = "escalation"

    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True
    )
    step: Mapped[int]
    stepped_at: Mapped[datetime]


class HelpRequest(Base):
    """A member was asked to look at a question."""

    __tablename__ = "help_request"
    __table_args__ = (Index("ix_help_request_load", "user_id", "asked_at"),)

    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    asked_at: Mapped[datetime]


class Offer(Base):
    """A question that another club of the profession may read and answer, its asker willing."""

    __tablename__ = "offer"

    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True
    )
    club_id: Mapped[int] = mapped_column(
        ForeignKey("club.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    """The club it is offered to."""
    offered_at: Mapped[datetime]

    topic: Mapped[Topic] = relationship()
    club: Mapped[Club] = relationship()
