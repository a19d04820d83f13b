"""Letters out: composed from templates, sent by SMTP or kept as files in the outbox.

Only handlers of the outbox call send(): a letter leaves once its reason is committed, and with the
same Message-ID if a crash makes it leave again.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from flask import current_app
from flask_babel import force_locale

from app.config import Settings
from app.core import clock

TIMEOUT_SECONDS = 15


@dataclass(frozen=True)
class Letter:
    """One e-mail to one person."""

    template: str
    """The folder in templates/mail/ with subject.txt, body.txt and body.html."""
    to: str
    key: str
    """What makes this letter the same letter: becomes its Message-ID."""
    to_name: str = ""
    language: str = "fr"
    words: dict[str, Any] = field(default_factory=dict)
    thread: str | None = None
    """The key of the letter that began the conversation."""
    unsubscribe: str | None = None
    """The address of the one-click unsubscribe (RFC 8058)."""


def send(letter: Letter) -> None:
    """Send or keep the letter. Raises OSError or smtplib.SMTPException when it could not leave."""
    message = compose(letter)
    settings: Settings = current_app.extensions["settings"]
    if settings.mail_url.startswith("smtp"):
        _send_by_smtp(message, settings.mail_url)
    else:
        _keep(message, outbox(settings))


def compose(letter: Letter) -> EmailMessage:
    """The letter as a message with text and HTML."""
    settings: Settings = current_app.extensions["settings"]
    words = {"site_name": settings.site_name, "base_url": settings.base_url, **letter.words}
    message = EmailMessage(policy=SMTP)
    with force_locale(letter.language):
        subject = _render(letter, "subject.txt", words)
        message["Subject"] = " ".join(subject.split())
        text = _render(letter, "body.txt", words)
        rich = _render(letter, "body.html", {"subject": message["Subject"], **words})
    message["From"] = Address(settings.site_name, addr_spec=settings.mail_from)
    message["To"] = Address(letter.to_name, addr_spec=letter.to)
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = message_id(letter.key)
    message["Auto-Submitted"] = "auto-generated"
    if letter.thread:
        message["In-Reply-To"] = message["References"] = message_id(letter.thread)
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text.strip() + "\n")
    message.add_alternative(rich, subtype="html")
    return message


def message_id(key: str) -> str:
    """The Message-ID of ``key``: letters, digits and dots only (a colon would cut it short)."""
    settings: Settings = current_app.extensions["settings"]
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{name}@{urlsplit(settings.base_url).hostname}>"


def outbox(settings: Settings) -> Path:
    """Where letters are kept when no mail server is configured."""
    return settings.data_dir / "outbox"


def forget_letters_to(address: str) -> None:
    """Delete the letters to an address that were kept because no mail server takes them."""
    settings: Settings = current_app.extensions["settings"]
    for file in outbox(settings).glob("*.eml"):
        with file.open("rb") as letter:
            to = BytesHeaderParser(policy=SMTP).parse(letter)["To"]
        if to and address.lower() in {one.addr_spec.lower() for one in to.addresses}:
            file.unlink(missing_ok=True)


def _render(letter: Letter, part: str, words: dict[str, Any]) -> str:
    # Not flask.render_template: a letter belongs to no request and to no current member.
    return current_app.jinja_env.get_template(f"mail/{letter.template}/{part}").render(words)


def _keep(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stamp = clock.now().strftime("%Y%m%dT%H%M%S%f")
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]
    draft = folder / f".{stamp}-{name}"
    draft.write_bytes(message.as_bytes())
    draft.rename(folder / f"{stamp}-{name}.eml")


def _send_by_smtp(message: EmailMessage, url: str) -> None:
    parts = urlsplit(url)
    uses_tls = parse_qs(parts.query).get("tls") == ["true"]
    with smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=TIMEOUT_SECONDS) as server:
        if uses_tls:
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
