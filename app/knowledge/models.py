"""The tables of procedures."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import Base
from app.core.text import slugify
from app.forum.models import Mask


class Stage(StrEnum):
    """Where the words being worked on stand, in the words of the API."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Procedure(Base):
    """A maintained document of a club: the words being worked on; what is read is its latest version."""

    __tablename__ = "procedure"
    __table_args__ = (
        UniqueConstraint("created_by_id", "client_id"),
        Index("ix_procedure_theme", "club_id", "theme_key", "title"),
        {"sqlite_autoincrement": True},  # what was said of a discarded one is never said of another
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(60))
    theme_key: Mapped[str] = mapped_column(String(60))
    """The theme without accents nor case: one shelf, however it is typed."""
    summary: Mapped[str] = mapped_column(String(400))
    body_html: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    stage: Mapped[Stage] = mapped_column(String(9), default=Stage.DRAFT)
    edition: Mapped[int] = mapped_column(default=1)
    """How often the words were saved: who writes on an older one hears of it."""
    version_number: Mapped[int] = mapped_column(default=0)
    """The version that is read; 0 before the first."""
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    """Who keeps it true."""
    referee_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    """Who may approve it beside the moderators."""
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    wish: Mapped[str] = mapped_column(String(300), default="")
    """What a reader who may approve asked for first, until it is proposed anew."""
    wished_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    client_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    source_post_id: Mapped[int | None] = mapped_column(
        ForeignKey("post.id", ondelete="SET NULL"), index=True
    )
    """The answer it was made from."""

    club: Mapped[Club] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=owner_id)
    referee: Mapped[User | None] = relationship(foreign_keys=referee_id)
    wished_by: Mapped[User | None] = relationship(foreign_keys=wished_by_id)
    credits: Mapped[list[Credit]] = relationship(
        order_by="Credit.position", cascade="all, delete-orphan", passive_deletes=True
    )
    current: Mapped[ProcedureVersion | None] = relationship(
        primaryjoin=(
            "and_(Procedure.id == foreign(ProcedureVersion.procedure_id),"
            " Procedure.version_number == ProcedureVersion.number)"
        ),
        viewonly=True,
        uselist=False,
    )

    @property
    def key(self) -> str:
        """Its name as the owner of files and of a validity."""
        return f"procedure:{self.id}"

    @property
    def is_published(self) -> bool:
        """Whether the club reads it."""
        return self.version_number > 0

    @property
    def shown_title(self) -> str:
        """Its title as the club reads it."""
        return self.current.title if self.current else self.title

    @property
    def path(self) -> str:
        """Where it is read."""
        return f"/clubs/{self.club.slug}/procedures/{self.id}-{slugify(self.shown_title)}"


class ProcedureVersion(Base):
    """What a procedure said from one publication to the next; never changed."""

    __tablename__ = "procedure_version"
    __table_args__ = (UniqueConstraint("procedure_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    theme: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(String(400))
    body_html: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(String(300))
    """What changed, in a sentence."""
    published_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    published_by: Mapped[User] = relationship()


class Credit(Base):
    """Whose words a procedure was made from: a person, or the label she wrote behind."""

    __tablename__ = "procedure_credit"

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("procedure.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    """None where a label stands: nothing here says who is behind it."""
    mask: Mapped[str | None] = mapped_column(String(160))

    user: Mapped[User | None] = relationship()

    @property
    def byline(self) -> User | Mask:
        """Who is thanked, as everybody reads it."""
        return self.user or Mask(self.mask or "")


class Comment(Base):
    """What a member says under a procedure."""

    __tablename__ = "procedure_comment"
    __table_args__ = (
        UniqueConstraint("author_id", "client_id"),
        {"sqlite_autoincrement": True},  # for its notifications' keys
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("procedure.id", ondelete="CASCADE"), index=True
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    body_html: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    client_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]

    procedure: Mapped[Procedure] = relationship()
    author: Mapped[User] = relationship()

    @property
    def key(self) -> str:
        """Its name as the owner of files."""
        return f"comment:{self.id}"


class Adoption(Base):
    """« Adopté chez nous »: a member's town hall works that way, or with a variant."""

    __tablename__ = "procedure_adoption"

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("procedure.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    variant: Mapped[str] = mapped_column(String(400), default="")
    version_number: Mapped[int]
    adopted_at: Mapped[datetime]

    user: Mapped[User] = relationship()
