"""Posts, what they said before, and the one that settled its topic."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base
from app.forum.models.bylines import Mask
from app.forum.models.topics import Topic


class Post(Base):
    """One contribution to a topic; number 1 opens it."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("topic_id", "number"),
        UniqueConstraint("author_id", "client_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"))
    number: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    mask: Mapped[str | None] = mapped_column(String(160))
    """What is read in the place of the author's name, where she does not say who she is."""
    body_html: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    client_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    """When it last changed after the five quiet minutes."""

    topic: Mapped[Topic] = relationship()
    author: Mapped[User] = relationship()

    @property
    def byline(self) -> User | Mask:
        """Who signs it, as everybody reads it: nothing shown to members reads ``author``."""
        return Mask(self.mask) if self.mask else self.author

    @property
    def is_opening(self) -> bool:
        """Whether this is the topic's own text."""
        return self.number == 1

    @property
    def key(self) -> str:
        """Its name as the owner of files."""
        return f"post:{self.id}"


class PostTrace(Base):
    """Where a post that was split off is read now: its former address leads there."""

    __tablename__ = "post_trace"

    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    """Its number in that topic."""
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)


class PostRevision(Base):
    """What a post said before an edit."""

    __tablename__ = "post_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    body_html: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime]


class Answer(Base):
    """The record that a post settled its topic: one current answer for each."""

    __tablename__ = "answer"

    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True
    )
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), unique=True)
    accepted_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    accepted_at: Mapped[datetime]
    mask: Mapped[str | None] = mapped_column(String(160))
    """What is read in the place of who chose it: an asker behind a label stays there."""
    validated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    validated_at: Mapped[datetime | None]

    topic: Mapped[Topic] = relationship(back_populates="answer")
    post: Mapped[Post] = relationship()
    accepted_by: Mapped[User] = relationship(foreign_keys=accepted_by_id)
    validated_by: Mapped[User | None] = relationship(foreign_keys=validated_by_id)

    @property
    def chosen_by(self) -> User | Mask:
        """Who chose it, as everybody reads it."""
        return Mask(self.mask) if self.mask else self.accepted_by
