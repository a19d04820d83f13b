"""The tables of the forum."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import Base


class Kind(StrEnum):
    """What a topic is; only questions have answers."""

    QUESTION = "question"
    DISCUSSION = "discussion"
    ANNOUNCEMENT = "annonce"


class State(StrEnum):
    """Where a topic stands, in the words of the API."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


topic_tag = Table(
    "topic_tag",
    Base.metadata,
    Column("topic_id", ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Tag(Base):
    """A word that a club files its topics under; one per folded name."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("club_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    slug: Mapped[str] = mapped_column(String(60))


class Topic(Base):
    """A question, discussion or announcement; its text is its first post."""

    __tablename__ = "topic"
    __table_args__ = (
        UniqueConstraint("author_id", "client_id"),
        UniqueConstraint("club_id", "external_id"),
        Index("ix_topic_activity", "club_id", "last_activity_at", "id"),
        Index("ix_topic_creation", "club_id", "created_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"))
    kind: Mapped[Kind] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(70))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    client_id: Mapped[str | None] = mapped_column(String(64))
    external_id: Mapped[str | None] = mapped_column(String(120))
    """Its name in the file it was imported from."""
    created_at: Mapped[datetime]
    last_activity_at: Mapped[datetime]
    last_number: Mapped[int] = mapped_column(default=0)
    """The number of the newest post; read marks compare with it."""
    reply_count: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]

    club: Mapped[Club] = relationship()
    author: Mapped[User] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary=topic_tag, order_by=Tag.name)
    answer: Mapped[Answer | None] = relationship(
        back_populates="topic", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def state(self) -> State:
        """Closed, else answered, else open."""
        if self.closed_at:
            return State.CLOSED
        return State.ANSWERED if self.answer else State.OPEN

    @property
    def is_question(self) -> bool:
        """Whether it may have an answer."""
        return self.kind == Kind.QUESTION


class TagWatch(Base):
    """A member's wish to hear of new questions under a tag."""

    __tablename__ = "tag_watch"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )


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
    body_html: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    client_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    """When it last changed after the five quiet minutes."""

    topic: Mapped[Topic] = relationship()
    author: Mapped[User] = relationship()

    @property
    def is_opening(self) -> bool:
        """Whether this is the topic's own text."""
        return self.number == 1

    @property
    def key(self) -> str:
        """Its name as the owner of files."""
        return f"post:{self.id}"


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
    validated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    validated_at: Mapped[datetime | None]

    topic: Mapped[Topic] = relationship(back_populates="answer")
    post: Mapped[Post] = relationship()
    accepted_by: Mapped[User] = relationship(foreign_keys=accepted_by_id)
    validated_by: Mapped[User | None] = relationship(foreign_keys=validated_by_id)


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
    saved_at: Mapped[datetime]
