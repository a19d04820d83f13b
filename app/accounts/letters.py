"""The e-mails of accounts."""

from __future__ import annotations

from flask import current_app

from app.accounts.events import (
    IdentityLinked,
    IdentityUnlinked,
    PasswordChanged,
    PasswordLinkAsked,
    SecondFactorChanged,
)
from app.accounts.models import LinkKind, PasswordLink, User
from app.config import Settings
from app.core import clock
from app.core.database import db, reading
from app.core.jobs import slow
from app.core.mail import Letter, send
from app.core.tokens import derive
from app.core.transaction import release

Guarded = PasswordChanged | SecondFactorChanged | IdentityLinked | IdentityUnlinked
"""What a person is told of at once: a way into the account has changed."""


@slow
def send_password_link(event: PasswordLinkAsked) -> None:
    """Send the link to choose a new password, unless it died meanwhile."""
    with reading():
        link = db.session.get(PasswordLink, event.link_id)
        is_alive = link is not None and link.used_at is None and link.expires_at > clock.now()
        letter = _letter(link) if link and is_alive and link.user.is_active else None
        release()
    if letter:
        send(letter)


@slow
def send_security_notice(event: Guarded) -> None:
    """Tell a person that what opens her account has changed: if it was not her, she knows."""
    with reading():
        user = db.session.get(User, event.user_id)
        letter = _notice(user, event) if user and user.is_active else None
        release()
    if letter:
        send(letter)


def _notice(user: User, event: Guarded) -> Letter:
    now = clock.now()
    kind = "password" if isinstance(event, PasswordChanged) else "second-factor"
    return Letter(
        "security-notice",
        to=user.email,
        to_name=user.name,
        key=f"security.{kind}.{user.id}.{now:%Y%m%d%H%M}",
        language=user.language,
        words={
            "name": user.first_name,
            "kind": kind,
            "at": now,
            "address": f"{_base()}/compte/securite",
        },
    )


def _base() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url


def _letter(link: PasswordLink) -> Letter:
    opens_session = link.kind == LinkKind.SIGN_IN
    path = "connexion/lien" if opens_session else "mot-de-passe"
    address = f"{_base()}/{path}/{derive(link.kind, link.nonce)}"
    return Letter(
        "sign-in-link" if opens_session else "password-link",
        to=link.user.email,
        to_name=link.user.name,
        key=f"password-link.{link.id}",
        language=link.user.language,
        words={"name": link.user.first_name, "address": address},
    )
