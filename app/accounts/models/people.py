"""The tables of people: who they are, what they know, what they look after."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.core.database import Base
from app.core.text import fold
from app.organizations.models import Operator, Organization


class Theme(StrEnum):
    """Light, dark, or as the computer says."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class User(UserMixin, Base):  # type: ignore[misc]  # the library has no types
    """A person. The e-mail address is kept in lower case: it compares without case."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    folded_name: Mapped[str] = mapped_column(String(120), index=True)
    job_title: Mapped[str] = mapped_column(String(120), default="")
    presence: Mapped[str] = mapped_column(String(120), default="")
    """Days and hours at the town hall."""
    ask_about: Mapped[str] = mapped_column(String(200), default="")
    """« Demandez-moi… »"""
    photo_key: Mapped[str | None] = mapped_column(String(43), unique=True)
    charter_accepted_at: Mapped[datetime | None]
    introduced_at: Mapped[datetime | None]
    """When the steps of the first visit were done, or passed over."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_superadmin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    """When the person last came: kept here, since sessions and the log of sign-ins are not kept
    as long as inactivity is counted."""
    warned_at: Mapped[datetime | None]
    """When she was told that an account nobody uses is closed; coming back clears it."""
    closed_at: Mapped[datetime | None]
    """Since when there is nobody behind it: what she wrote stays, nothing says who she was."""
    language: Mapped[str] = mapped_column(String(2), default="fr")
    theme: Mapped[Theme] = mapped_column(String(5), default=Theme.AUTO)
    is_compact: Mapped[bool] = mapped_column(default=False)
    prefers_plain_field: Mapped[bool] = mapped_column(default=False)
    """Writes in the browser's own text field, without the editor."""

    organization: Mapped[Organization | None] = relationship()
    expertises: Mapped[list[Expertise]] = relationship(
        order_by="Expertise.position", cascade="all, delete-orphan"
    )

    @validates("name")
    def _fold_name(self, key: str, name: str) -> str:
        self.folded_name = fold(name)[:120]  # a ligature is three letters
        return name

    @property
    def expertise(self) -> str:
        """What the person knows well, in one line."""
        return ", ".join(one.name for one in self.expertises)

    @property
    def photo_path(self) -> str | None:
        """Where the photograph is served, to those who share a club."""
        return f"/membres/{self.id}/photo/{self.photo_key}" if self.photo_key else None

    @property
    def is_active(self) -> bool:
        """Whether the person may act at all."""
        return self.suspended_at is None and self.closed_at is None

    @property
    def first_name(self) -> str:
        """How the home page greets."""
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


class Expertise(Base):
    """One thing a person knows well: a tag that others find it by."""

    __tablename__ = "expertise"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    folded_name: Mapped[str] = mapped_column(String(60), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]


class OperatorAdministrator(Base):
    """A person who looks after the organizations, clubs and people of an operator."""

    __tablename__ = "operator_administrator"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    operator_id: Mapped[int] = mapped_column(
        ForeignKey("operator.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    appointed_at: Mapped[datetime]

    user: Mapped[User] = relationship()
    operator: Mapped[Operator] = relationship()
