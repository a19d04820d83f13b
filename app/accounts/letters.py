"""The e-mails of accounts."""

from __future__ import annotations

from flask import current_app

from app.accounts.events import PasswordLinkAsked
from app.accounts.models import PasswordLink
from app.config import Settings
from app.core import clock
from app.core.database import db, reading
from app.core.jobs import slow
from app.core.mail import Letter, send
from app.core.tokens import derive
from app.core.transaction import release


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


def _letter(link: PasswordLink) -> Letter:
    settings: Settings = current_app.extensions["settings"]
    address = f"{settings.base_url}/mot-de-passe/{derive('password', link.nonce)}"
    return Letter(
        "password-link",
        to=link.user.email,
        to_name=link.user.name,
        key=f"password-link.{link.id}",
        language=link.user.language,
        words={"name": link.user.first_name, "address": address},
    )
