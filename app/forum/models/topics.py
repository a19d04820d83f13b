"""Topics and their tags."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import Base
from app.forum.models.bylines import Mask

if TYPE_CHECKING:
    from app.forum.models.posts import Answer


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
        {"sqlite_autoincrement": True},  # the number of a merged topic leads on: never given again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"))
    kind: Mapped[Kind] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(70))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    mask: Mapped[str | None] = mapped_column(String(160))
    """What is read in the place of the author's name, where she does not say who she is."""
    client_id: Mapped[str | None] = mapped_column(String(64))
    external_id: Mapped[str | None] = mapped_column(String(120))
    """Its name in the file it was imported from."""
    created_at: Mapped[datetime]
    last_activity_at: Mapped[datetime]
    last_number: Mapped[int] = mapped_column(default=0)
    """The number of the newest post; read marks compare with it."""
    reply_count: Mapped[int] = mapped_column(default=0)
    may_travel: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the asker lets other clubs of her profession answer, where hers stays silent."""
    closed_at: Mapped[datetime | None]
    pinned_at: Mapped[datetime | None]
    """Since when it stands above the others; who did it is in the journal of the club."""

    club: Mapped[Club] = relationship()
    author: Mapped[User] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary=topic_tag, order_by=Tag.name)
    answer: Mapped[Answer | None] = relationship(
        back_populates="topic", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def byline(self) -> User | Mask:
        """Who signs it, as everybody reads it: nothing shown to members reads ``author``."""
        return Mask(self.mask) if self.mask else self.author

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


class TopicTrace(Base):
    """Where a topic that was moved to another club, or merged into another topic, is read now."""

    __tablename__ = "topic_trace"

    club_id: Mapped[int] = mapped_column(
        ForeignKey("club.id", ondelete="CASCADE"), primary_key=True
    )
    former_id: Mapped[int] = mapped_column(primary_key=True)
    """The number in its former address: a topic that was merged is no row any more."""
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id", ondelete="CASCADE"), index=True)
    offset: Mapped[int] = mapped_column(default=0)
    """What to add to the number of one of its posts."""
    external_id: Mapped[str | None] = mapped_column(String(120))
    """Its name in the file it was imported from: it is not brought in again."""


class Purpose(StrEnum):
    """What a text is offered for."""

    QUESTION = "question"
    PROCEDURE = "procedure"


class QuestionTemplate(Base):
    """A text that a club offers to begin a question or a procedure with."""

    __tablename__ = "question_template"
    __table_args__ = (UniqueConstraint("club_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    purpose: Mapped[Purpose] = mapped_column(
        String(9), default=Purpose.QUESTION, server_default=Purpose.QUESTION
    )
    body_html: Mapped[str] = mapped_column(Text)
