"""Accounts that nobody uses: told of it, then closed (CNIL, 18 September 2025: two years)."""

from __future__ import annotations

import logging
from datetime import timedelta

from app.accounts.errors import LastSuperadministrator
from app.accounts.models import User
from app.clubs.errors import LastModerator
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.jobs import every
from app.core.transaction import atomic
from app.privacy.events import InactivityFound
from app.privacy.operations.closing import close_account
from app.privacy.queries import people_unseen_since

logger = logging.getLogger(__name__)

WARNED_AFTER = timedelta(days=700)
"""Twenty-three months."""
CLOSED_AFTER = timedelta(days=731)
"""Twenty-four months."""
NOTICE = timedelta(days=25)
"""The least between the letter and the end: whoever the server forgot to warn is warned first."""
AT_A_TIME = 200


@every(timedelta(days=1))
def warn_the_unseen() -> None:
    """Write once to those who have not come for 23 months."""
    unseen = people_unseen_since(clock.now() - WARNED_AFTER).where(User.warned_at.is_(None))
    with atomic():
        found = unseen.limit(AT_A_TIME).with_for_update(skip_locked=True)
        for user in db.session.scalars(found).all():
            user.warned_at = clock.now()
            record(InactivityFound(user.id))


@every(timedelta(days=1))
def close_the_unused() -> None:
    """Close the accounts of those who have not come for 24 months, and who were told."""
    now = clock.now()
    unused = people_unseen_since(now - CLOSED_AFTER).where(User.warned_at < now - NOTICE)
    with atomic():
        found = db.session.scalars(unused.with_only_columns(User.id)).all()
    for user_id in found:
        _close(user_id)


def _close(user_id: int) -> None:
    try:
        with atomic():
            user = db.session.get_one(User, user_id, populate_existing=True, with_for_update=True)
            if user.warned_at is not None:  # else the person came back a moment ago
                close_account(user, by=None)
    except (LastModerator, LastSuperadministrator) as refusal:
        logger.warning("unused account %s stays open: %s", user_id, type(refusal).__name__)
