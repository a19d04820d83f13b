"""Changing accounts."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, cast

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import CursorResult, delete, select, update

from app.accounts.errors import EmailIsTaken, PasswordLinkIsDead
from app.accounts.events import (
    PasswordChanged,
    PasswordLinkAsked,
    SessionEnded,
    UserSuspended,
)
from app.accounts.models import ApiToken, PasswordLink, Session, Theme, User
from app.accounts.passwords import accept_password, hash_password
from app.accounts.queries import user_with_email
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import LANGUAGES, lazy
from app.core.jobs import every
from app.core.sealing import seal, unseal
from app.core.text import one_line
from app.core.tokens import derive, digest, new_token
from app.core.transaction import atomic, release
from app.organizations.models import Organization

PASSWORD_LINK_LIFE = timedelta(minutes=30)
FIRST_LINK_LIFE = timedelta(days=7)
IDLE = timedelta(hours=12)
IDLE_ON_OWN_DEVICE = timedelta(days=30)
ABSOLUTE = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=5)


def clean_email(email: str | None, field: str = "email") -> str:
    """The address in lower case, or Invalid."""
    try:
        checked = validate_email(
            (email or "").strip(),
            check_deliverability=False,
            test_environment=True,
            allow_smtputf8=False,
        )
    except EmailNotValidError:
        raise Invalid(
            field, lazy("Cette adresse de courriel est incomplète. Exemple : mairie@commune.fr")
        ) from None
    return (checked.ascii_email or checked.normalized).lower()


def create_user(
    email: str,
    *,
    name: str,
    job_title: str = "",
    organization: Organization | None = None,
    password_hash: str | None = None,
    is_superadmin: bool = False,
) -> User:
    """A new person. Raises Invalid, EmailIsTaken."""
    email = clean_email(email)
    with atomic():
        if user_with_email(email):
            raise EmailIsTaken
        user = User(
            email=email,
            name=one_line(name, "name", longest=80),
            job_title=one_line(job_title, "job_title", longest=120, required=False),
            organization=organization,
            password_hash=password_hash,
            is_superadmin=is_superadmin,
            created_at=clock.now(),
        )
        db.session.add(user)
        db.session.flush()
    return user


def open_session(
    user: User, *, device: str, is_own_device: bool, id_token: str | None = None
) -> str:
    """A new session for ``user``; returns the token for its cookie.

    ``id_token`` is what the OpenID provider gave, if the person came from there.
    """
    token, now = new_token(), clock.now()
    with atomic():
        session = Session(
            token_hash=digest(token),
            user_id=user.id,
            device=device[:200],
            is_own_device=is_own_device,
            created_at=now,
            seen_at=now,
            id_token=seal(id_token) if id_token else None,
        )
        db.session.add(session)
    return token


def is_over(session: Session) -> bool:
    """Whether a session has run out: idle or absolute (security.md I11)."""
    now = clock.now()
    idle = IDLE_ON_OWN_DEVICE if session.is_own_device else IDLE
    return session.seen_at + idle <= now or session.created_at + ABSOLUTE <= now


def note_presence(session: Session) -> None:
    """Keep an active session alive; writes once in five minutes."""
    with atomic():
        db.session.execute(
            update(Session).where(Session.id == session.id).values(seen_at=clock.now())
        )


def end_session(token: str) -> str | None:
    """Sign out the session that ``token`` opens; returns the id_token it was opened with, if any."""
    with atomic():
        session = db.session.scalar(select(Session).where(Session.token_hash == digest(token)))
        if session is None:
            return None
        record(SessionEnded(session.id, session.user_id))
        db.session.delete(session)
    return unseal(session.id_token) if session.id_token else None


def ask_password_link(email: str) -> None:
    """Send a link to choose a new password, if the address is a member's. Says nothing either way."""
    with atomic():
        user = user_with_email(email)
        if user is not None and user.is_active:
            record(PasswordLinkAsked(_new_link(user, PASSWORD_LINK_LIFE).id))


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
        used = update(PasswordLink).where(
            PasswordLink.id == link.id,
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > clock.now(),
        )
        result = db.session.execute(used.values(used_at=clock.now()))
        if cast("CursorResult[Any]", result).rowcount != 1:
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


def edit_profile(user: User, *, name: str, job_title: str, expertise: str, presence: str) -> None:
    """Say who one is. Raises Invalid."""
    with atomic():
        user.name = one_line(name, "name", longest=80)
        user.job_title = one_line(job_title, "job_title", longest=120)
        user.expertise = one_line(expertise, "expertise", longest=300, required=False)
        user.presence = one_line(presence, "presence", longest=120, required=False)


def move_to_organization(user: User, *, organization: Organization) -> None:
    """The person now works for ``organization``."""
    with atomic():
        user.organization = organization


def choose_display(
    user: User, *, theme: str, language: str, is_compact: bool, prefers_plain_field: bool = False
) -> None:
    """How pages look for this person. Raises Invalid."""
    if theme not in set(Theme) or language not in LANGUAGES:
        raise Invalid("theme", lazy("Choisissez une des possibilités proposées."))
    with atomic():
        user.theme, user.language, user.is_compact = Theme(theme), language, is_compact
        user.prefers_plain_field = prefers_plain_field


def suspend_user(user: User) -> None:
    """Take away every access at once."""
    with atomic():
        user.suspended_at = user.suspended_at or clock.now()
        db.session.execute(delete(Session).where(Session.user_id == user.id))
        db.session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))
        record(UserSuspended(user.id))


def create_token(user: User, *, name: str, days: int | None) -> str:
    """A bearer token for programs acting as ``user``; shown once."""
    token, now = new_token(), clock.now()
    with atomic():
        db.session.add(
            ApiToken(
                token_hash=digest(token),
                user_id=user.id,
                name=one_line(name, "name", longest=80),
                created_at=now,
                expires_at=now + timedelta(days=days) if days else None,
            )
        )
    return token


@every(timedelta(hours=1))
def forget_what_ran_out() -> None:
    """Delete sessions and links that can no longer serve."""
    now = clock.now()
    with atomic():
        db.session.execute(
            delete(Session).where(
                (Session.created_at < now - ABSOLUTE)
                | (Session.seen_at < now - IDLE_ON_OWN_DEVICE)
                | (~Session.is_own_device & (Session.seen_at < now - IDLE))
            )
        )
        db.session.execute(delete(PasswordLink).where(PasswordLink.expires_at < now))


def _new_link(user: User, life: timedelta) -> PasswordLink:
    nonce = secrets.token_urlsafe(32)
    link = PasswordLink(
        token_hash=digest(derive("password", nonce)),
        nonce=nonce,
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
    return (*user.name.split(), user.email.partition("@")[0])
