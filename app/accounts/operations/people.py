"""People: made, shown, suspended."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import delete

from app.accounts.errors import EmailIsTaken
from app.accounts.events import UserReactivated, UserSuspended
from app.accounts.models import ApiToken, PasswordLink, Session, Theme, User
from app.accounts.queries import user_with_email
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import LANGUAGES, Sentence, lazy
from app.core.journal import write_down
from app.core.text import one_line
from app.core.transaction import atomic
from app.organizations.models import Organization

LONGEST_ADDRESS = 254
"""RFC 5321, 4.5.3.1.3, less the angle brackets."""


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
        raise Invalid(field, _what_is_wrong(email or "")) from None
    return (checked.ascii_email or checked.normalized).lower()


def _what_is_wrong(typed: str) -> Sentence:
    """The reason that helps to mend an address."""
    bare = typed.strip()
    if not bare:
        return lazy("Il manque l’adresse de courriel.")
    if "@" not in bare:
        return lazy("Il manque le signe @. Exemple : mairie@commune.fr")
    if bare.count("@") > 1:
        return lazy("Cette adresse a deux signes @ : gardez-en un.")
    if any(one.isspace() for one in bare):
        return lazy("Cette adresse contient une espace : retirez-la.")
    if len(bare) > LONGEST_ADDRESS:
        return lazy("Cette adresse est trop longue pour être vraie.")
    if not bare.isascii():
        return lazy("Cette adresse contient une lettre accentuée : une adresse n’en a pas.")
    return lazy("Cette adresse de courriel est incomplète. Exemple : mairie@commune.fr")


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


def choose_display(
    user: User, *, theme: str, language: str, is_compact: bool, prefers_plain_field: bool = False
) -> None:
    """How pages look for this person. Raises Invalid."""
    if theme not in set(Theme) or language not in LANGUAGES:
        raise Invalid("theme", lazy("Choisissez une des possibilités proposées."))
    with atomic():
        user.theme, user.language, user.is_compact = Theme(theme), language, is_compact
        user.prefers_plain_field = prefers_plain_field


def suspend_user(user: User, *, by: User | None = None, reason: str = "") -> None:
    """Take away every access at once."""
    with atomic():
        user.suspended_at = user.suspended_at or clock.now()
        end_every_access(user)
        write_down("user-suspended", actor_id=by.id if by else None, user_id=user.id, saying=reason)
        record(UserSuspended(user.id))


def reactivate_user(user: User, *, by: User | None = None) -> None:
    """Give a suspended person the way in back; sessions and tokens stay ended."""
    with atomic():
        user.suspended_at = None
        write_down("user-reactivated", actor_id=by.id if by else None, user_id=user.id)
        record(UserReactivated(user.id))


def end_every_access(user: User) -> None:
    """No session, no token opens anything any more; belongs in atomic()."""
    db.session.execute(delete(Session).where(Session.user_id == user.id))
    db.session.execute(delete(ApiToken).where(ApiToken.user_id == user.id))
    db.session.execute(delete(PasswordLink).where(PasswordLink.user_id == user.id))
