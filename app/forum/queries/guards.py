"""How often the guard spoke."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from app.clubs.models import Club
from app.core import clock
from app.core.database import db
from app.forum.models import GuardTally

PERIOD = timedelta(days=30)


def guard_counts(club: Club) -> tuple[int, int]:
    """How many pieces of personal data were pointed out in thirty days, and how many masked."""
    since = clock.local(clock.now()).date() - PERIOD
    sums = select(func.sum(GuardTally.found), func.sum(GuardTally.masked)).where(
        GuardTally.club_id == club.id, GuardTally.day > since
    )
    found, masked = db.session.execute(sums).one()
    return found or 0, masked or 0
