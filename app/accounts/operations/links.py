"""Passwords, and the one-time links by e-mail: to choose one, or to come in without."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete, update

from app.accounts.errors import PasswordLinkIsDead, SignInLinkIsDead
from app.accounts.events import PasswordChanged, PasswordLinkAsked
from app.accounts.models import ApiToken, LinkKind, PasswordLink, Session, User
from app.accounts.passwords import accept_password, hash_password
from app.accounts.queries import user_with_email
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.tokens import derive, digest
from app.core.transaction import atomic, release

PASSWORD_LINK_LIFE = timedelta(minutes=30)
SIGN_IN_LINK_LIFE = timedelta(minutes=15)
FIRST_LINK_LIFE = timedelta(days=7)


def ask_password_link(email: str) -> None:
    """Send a link to choose a new password, if the address is a member's. Says nothing either way."""
    with atomic():
        user = user_with_email(email)
        if user is not None and user.is_active:
            record(PasswordLinkAsked(_new_link(user, PASSWORD_LINK_LIFE).id))


def ask_sign_in_link(email: str) -> None:
    """Send a link that opens a session, if the address is a member's. Says nothing either way."""
    with atomic():
        user = user_with_email(email)
        if user is not None and user.is_active:
            link = _new_link(user, SIGN_IN_LINK_LIFE, LinkKind.SIGN_IN)
            record(PasswordLinkAsked(link.id))


def use_sign_in_link(link: PasswordLink) -> User:
    """Come in by the link, once. Raises SignInLinkIsDead."""
    with atomic():
        if not _is_used_up(link):
            raise SignInLinkIsDead
    return link.user


def first_password_link(user: User) -> str:
    """The token of a link by which a new person chooses a first password; valid 7 days."""
    with atomic():
        link = _new_link(user, FIRST_LINK_LIFE)
    return derive("password", link.nonce)


def choose_password_by_link(link: PasswordLink, *, password: str) -> User:
    """Use the link once; every session ends. Raises Invalid, PasswordLinkIsDead."""
    accept_password(password, about=_about(link.user))
    release()
    hashed = hash_password(password)
    with atomic():
        if not _is_used_up(link):
            raise PasswordLinkIsDead
        _set_password(link.user, hashed)
    return link.user


def change_password(user: User, *, password: str) -> None:
    """Replace the password; every session and token ends. Raises Invalid."""
    accept_password(password, about=_about(user))
    release()
    hashed = hash_password(password)
    with atomic():
        _set_password(user, hashed)


def _is_used_up(link: PasswordLink) -> bool:
    """Whether this use is the one that counts: two at once, and one wins."""
    used = update(PasswordLink).where(
        PasswordLink.id == link.id,
        PasswordLink.used_at.is_(None),
        PasswordLink.expires_at > clock.now(),
    )
    won = db.session.execute(used.values(used_at=clock.now()).returning(PasswordLink.id))
    return won.scalar() is not None


def _new_link(user: User, life: timedelta, kind: LinkKind = LinkKind.PASSWORD) -> PasswordLink:
    nonce = secrets.token_urlsafe(32)
    link = PasswordLink(
        token_hash=digest(derive(kind, nonce)),
        nonce=nonce,
        kind=kind,
        user_id=user.id,
        created_at=clock.now(),
        expires_at=clock.now() + life,
    )
    db.session.add(link)
    db.session.flush()
    return link


def _set_password(user: User, hashed: str) -> None:
    user.password_hash = hashed
    db.session.execute(delete(Session).where(Session.user_id == user.id))
    db.session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))
    db.session.execute(
        update(PasswordLink)
        .where(PasswordLink.user_id == user.id, PasswordLink.used_at.is_(None))
        .values(used_at=clock.now())
    )
    record(PasswordChanged(user.id))


def _about(user: User) -> tuple[str, ...]:
    return (*user.name.split(), user.email, user.email.partition("@")[0])
