"""The tables of what lets a person in: sessions, identities elsewhere, tokens, links."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.people import User
from app.core.database import Base


class Session(Base):
    """One sign-in on one device; the cookie holds a token, this table its digest."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    is_own_device: Mapped[bool] = mapped_column(default=False)
    is_administrators: Mapped[bool] = mapped_column(default=False)
    """An administrator's: it runs out sooner."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    """When a second factor was last proven in it."""
    confirmed_at: Mapped[datetime | None]
    """When the person last proved who they are: what is grave asks for it anew."""
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


class LinkKind(StrEnum):
    """What a one-time link opens."""

    PASSWORD = "password"  # noqa: S105  a word, not one
    SIGN_IN = "sign-in"


class PasswordLink(Base):
    """A one-time link by e-mail: to choose a password, or to come in without one."""

    __tablename__ = "password_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    nonce: Mapped[str] = mapped_column(String(64))
    kind: Mapped[LinkKind] = mapped_column(String(8), default=LinkKind.PASSWORD)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class SignInEntry(Base):
    """One sign-in or refusal, kept a year (CNIL, délibération 2021-122) and shown to the person."""

    __tablename__ = "sign_in_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    way: Mapped[str] = mapped_column(String(20))
    device: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    is_refused: Mapped[bool] = mapped_column(default=False)
