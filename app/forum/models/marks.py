"""What members say of a post or a topic without words: thanks, used here, kept, followed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base
from app.forum.models.posts import Post


class ReactionKind(StrEnum):
    """What a member says of somebody else's post, in the words of its address."""

    THANKS = "merci"
    USED = "utilise"
    """« Utilisé chez nous »: it served in the member's town hall."""


class Reaction(Base):
    """One member's word on one post: each kind once."""

    __tablename__ = "reaction"

    post_id: Mapped[int] = mapped_column(
        ForeignKey("post.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[ReactionKind] = mapped_column(String(8), primary_key=True)
    made_at: Mapped[datetime]

    user: Mapped[User] = relationship()


class Bookmark(Base):
    """A post that a member keeps for later; nobody else knows."""

    __tablename__ = "bookmark"
    __table_args__ = (
        Index("uq_bookmark_user_id_post_id", "user_id", "post_id", unique=True),
        Index("ix_bookmark_kept", "user_id", "kept_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    kept_at: Mapped[datetime]

    post: Mapped[Post] = relationship()


class WatchLevel(StrEnum):
    """How much a member wants to hear of a topic; without a row, only what is meant for her."""

    WATCHING = "abonne"
    NORMAL = "normal"
    MUTED = "muet"


class Watch(Base):
    """A member's wish about one topic, other than the ordinary one."""

    __tablename__ = "watch"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    level: Mapped[WatchLevel] = mapped_column(String(8))
