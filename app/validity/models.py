"""The tables of validity."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.database import Base


class State(StrEnum):
    """Whether something is still true, in the words of the API."""

    CURRENT = "current"
    TO_REVIEW = "to_review"
    OUTDATED = "outdated"
    REPLACED = "replaced"


class Validity(Base):
    """Until when something holds, and who last said that it does."""

    __tablename__ = "validity"

    owner: Mapped[str] = mapped_column(String(40), primary_key=True)
    """What it is about, in the words of its feature: ``post:12``."""
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None] = mapped_column(index=True)
    review_on: Mapped[date | None] = mapped_column(index=True)
    lapse_told_on: Mapped[date | None]
    """The day whose coming was already acted upon."""
    outdated_at: Mapped[datetime | None]
    """When somebody said that it holds no more."""
    replaced_by: Mapped[str | None] = mapped_column(String(300))
    """The path of what is true instead."""
    replaced_title: Mapped[str | None] = mapped_column(String(200))

    checked_by: Mapped[User] = relationship()


class LegalReference(Base):
    """A text of law that something cites."""

    __tablename__ = "legal_reference"
    __table_args__ = (Index("ix_legal_reference_key", "key", "club_id"),)

    owner: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    """One for each text of law, however it is written: ``cgct:L2121-17`` (core/law.py)."""
    label: Mapped[str] = mapped_column(String(120))
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"))


class DoubtKind(StrEnum):
    """Where a doubt comes from."""

    READER = "reader"
    LAW = "law"
    EDIT = "edit"


class Doubt(Base):
    """A reason to look at something again, until somebody has."""

    __tablename__ = "doubt"
    __table_args__ = (
        UniqueConstraint("owner", "key"),
        Index("ix_doubt_open", "club_id", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(60))
    """What makes it one doubt: ``reader.7.2``, ``law.3``."""
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"))
    kind: Mapped[DoubtKind] = mapped_column(String(6))
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text)
    raised_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    raised_by: Mapped[User] = relationship(foreign_keys=raised_by_id)


class LawChange(Base):
    """A moderator's word that a text of law is another one since a day."""

    __tablename__ = "law_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(120))
    changed_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(400))
    declared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    declared_at: Mapped[datetime]

    declared_by: Mapped[User] = relationship()
