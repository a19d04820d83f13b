"""How far members have read, and what they have begun to write."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base


class ReadMark(Base):
    """How far a member has read a topic."""

    __tablename__ = "read_mark"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    number: Mapped[int]


class Draft(Base):
    """A text a member has not sent: one per form. ``topic_id`` is null for a new question."""

    __tablename__ = "draft"
    __table_args__ = (Index("uq_draft_place", "user_id", "club_id", "place", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(400), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    is_html: Mapped[bool] = mapped_column(default=False)
    """Whether the text came from the editor."""
    tags: Mapped[str] = mapped_column(String(400), default="")
    summary: Mapped[str] = mapped_column(String(400), default="", server_default="")
    """Of a procedure; its theme stands in ``tags``."""
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    """Who meant to ask without her name finds it so when she comes back."""
    version: Mapped[int] = mapped_column(default=1)
    """How often it was saved: who writes on an older one writes on another screen."""
    writer: Mapped[str | None] = mapped_column(String(64))
    """The form that saved it last, by its client id."""
    saved_at: Mapped[datetime]
