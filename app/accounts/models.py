"""The tables of people and of what proves who they are."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.database import Base
from app.organizations.models import Organization


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
    job_title: Mapped[str] = mapped_column(String(120), default="")
    expertise: Mapped[str] = mapped_column(String(300), default="")
    presence: Mapped[str] = mapped_column(String(120), default="")
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_superadmin: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(String(2), default="fr")
    theme: Mapped[Theme] = mapped_column(String(5), default=Theme.AUTO)
    is_compact: Mapped[bool] = mapped_column(default=False)
    prefers_plain_field: Mapped[bool] = mapped_column(default=False)
    """Writes in the browser's own text field, without the editor."""

    organization: Mapped[Organization | None] = relationship()

    @property
    def is_active(self) -> bool:
        """Whether the person may act at all."""
        return self.suspended_at is None

    @property
    def first_name(self) -> str:
        """How the home page greets."""
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = self.name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


class Session(Base):
    """One sign-in on one device; the cookie holds a token, this table its digest."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    is_own_device: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    id_token: Mapped[str | None] = mapped_column(Text)
    """What ProConnect gave for this session, sealed (core/sealing.py): it wants it back at the end."""

    user: Mapped[User] = relationship()


class ExternalIdentity(Base):
    """An identity at an OpenID provider that opens a member's account.

    ProConnect gives one subject for each person, provider of identities and service: a person who
    changes provider arrives as somebody else.
    """

    __tablename__ = "external_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    idp_id: Mapped[str] = mapped_column(String(100), default="")
    linked_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class ApiToken(Base):
    """A bearer token for programs."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class PasswordLink(Base):
    """A one-time link to choose a password: first sign-in or forgotten password."""

    __tablename__ = "password_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    nonce: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
