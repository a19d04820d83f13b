"""The end of an account: nothing says any more who the person was."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import delete, select

from app.accounts.models import (
    ApiToken,
    Authenticator,
    Expertise,
    ExternalIdentity,
    OperatorAdministrator,
    Passkey,
    PasswordLink,
    RecoveryCode,
    Session,
    SignInEntry,
    Theme,
    User,
)
from app.accounts.operations.roles import keep_a_superadministrator
from app.core import clock
from app.core.database import db
from app.core.jobs import every
from app.core.storage import photos
from app.core.transaction import after_commit, release

FORMER = "Ancien membre"
UNCLAIMED_KEPT = timedelta(days=1)
_OWN = (
    Session,
    ApiToken,
    PasswordLink,
    Passkey,
    Authenticator,
    RecoveryCode,
    ExternalIdentity,
    SignInEntry,
    Expertise,
    OperatorAdministrator,
)


def erase_person(user: User) -> None:
    """Erase who a person was and every way in (RGPD art. 17); the row stays for what she wrote.

    Belongs in atomic(). Raises LastSuperadministrator.
    """
    if user.is_superadmin:
        keep_a_superadministrator(user)
    for table in _OWN:
        db.session.execute(delete(table).where(table.__table__.c.user_id == user.id))
    if user.photo_key:
        after_commit(partial(photos().drop, user.photo_key))
    _blank(user)
    db.session.flush()
    db.session.expire(user, ["expertises"])


@every(timedelta(days=1))
def forget_lost_photos() -> None:
    """Delete the photographs that nobody shows any more: a crash may have left their bytes."""
    kept = set(db.session.scalars(select(User.photo_key).where(User.photo_key.is_not(None))))
    release()
    for key in list(photos().keys_before(clock.now() - UNCLAIMED_KEPT)):
        if key not in kept:
            photos().drop(key)


def _blank(user: User) -> None:
    user.name, user.email = FORMER, f"ancien-membre-{user.id}@invalid"
    user.job_title = user.presence = user.ask_about = ""
    user.organization = user.photo_key = user.password_hash = None
    user.charter_accepted_at = None
    user.introduced_at = user.seen_at = user.warned_at = user.suspended_at = None
    user.is_superadmin = user.is_compact = user.prefers_plain_field = False
    user.language, user.theme = "fr", Theme.AUTO
    user.closed_at = clock.now()
