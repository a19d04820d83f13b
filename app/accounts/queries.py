"""Reading accounts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import ApiToken, ExternalIdentity, PasswordLink, Session, User
from app.core import clock
from app.core.database import db
from app.core.tokens import digest


def user_with_email(email: str) -> User | None:
    """The person with this address, case aside."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def session_with_token(token: str) -> Session | None:
    """The session this cookie token opens, with its person."""
    person = joinedload(Session.user).joinedload(User.organization)
    return db.session.scalar(
        select(Session).options(person).where(Session.token_hash == digest(token))
    )


def api_token(token: str) -> ApiToken | None:
    """The bearer token, while it is valid."""
    person = joinedload(ApiToken.user).joinedload(User.organization)
    found = db.session.scalar(
        select(ApiToken).options(person).where(ApiToken.token_hash == digest(token))
    )
    if found is None or (found.expires_at and found.expires_at <= clock.now()):
        return None
    return found


def living_password_link(token: str) -> PasswordLink | None:
    """The one-time link, while it can be used."""
    return db.session.scalar(
        select(PasswordLink)
        .options(joinedload(PasswordLink.user))
        .where(
            PasswordLink.token_hash == digest(token),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > clock.now(),
        )
    )


def external_identity(issuer: str, subject: str) -> ExternalIdentity | None:
    """The identity the provider calls ``subject``, with its member."""
    return db.session.scalar(
        select(ExternalIdentity)
        .options(joinedload(ExternalIdentity.user))
        .where(ExternalIdentity.issuer == issuer, ExternalIdentity.subject == subject)
    )


def identity_of(user: User, issuer: str) -> ExternalIdentity | None:
    """The member's identity at this provider; the newest, should there be several."""
    return db.session.scalar(
        select(ExternalIdentity)
        .where(ExternalIdentity.user_id == user.id, ExternalIdentity.issuer == issuer)
        .order_by(ExternalIdentity.id.desc())
        .limit(1)
    )
