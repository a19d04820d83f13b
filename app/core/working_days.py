"""French working days: what of a stretch of time a town hall could have answered in.

A working day counts whole, from midnight to midnight in Paris: two are 48 working hours. Saturdays,
Sundays and public holidays (Code du travail, art. L. 3133-1, by the `holidays` library) count for
nothing; in August, when half of the town halls are closed, a working day counts for half.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

from app.core.clock import PARIS, local

AUGUST = 8
AUGUST_PACE = 0.5
LONGEST = timedelta(days=120)
"""Nobody asks further back: a bound for the loop."""


def worked_between(start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two instants; nothing where ``end`` comes first."""
    start = max(start, end - LONGEST)
    total = timedelta()
    day = local(start).date()
    while True:
        morning = datetime.combine(day, time.min, tzinfo=PARIS)
        evening = datetime.combine(day + timedelta(days=1), time.min, tzinfo=PARIS)
        total += max(timedelta(), min(end, evening) - max(start, morning)) * pace_of(day)
        if evening >= end:
            return total
        day += timedelta(days=1)


def pace_of(day: date) -> float:
    """How much of a day counts: 1, a half in August, 0 when nobody is there."""
    if day.weekday() >= 5 or day in _holidays(day.year):
        return 0.0
    return AUGUST_PACE if day.month == AUGUST else 1.0


@lru_cache(maxsize=16)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))
