"""Working time in France, by the calendar of 2026 and 2027."""

from datetime import datetime, timedelta

import pytest

from app.core.clock import PARIS
from app.core.working_days import worked_between


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23 10:00", "2026-11-24 10:00", 24),  # Monday to Tuesday
        ("2026-11-27 16:00", "2026-11-30 16:00", 24),  # over a weekend
        ("2026-11-28 09:00", "2026-11-29 20:00", 0),  # within it
        ("2026-11-10 12:00", "2026-11-12 12:00", 24),  # Armistice
        ("2026-05-13 00:00", "2026-05-16 00:00", 48),  # Ascension is a Thursday
        ("2026-12-24 18:00", "2026-12-28 18:00", 24),  # Christmas is a Friday
        ("2026-08-03 08:00", "2026-08-05 08:00", 24),  # August goes at half the pace
        ("2026-08-14 12:00", "2026-08-17 12:00", 12),  # 15 August is a Saturday that year
        ("2026-03-27 12:00", "2026-03-30 12:00", 24),  # the clocks go forward in the weekend
        ("2026-11-24 10:00", "2026-11-23 10:00", 0),  # the wrong way round
    ],
)
def test_hours_that_a_town_hall_could_answer_in(start, end, hours):
    assert worked_between(at(start), at(end)) == timedelta(hours=hours)


def test_nobody_waits_for_a_year_long_sum():
    assert worked_between(at("2001-01-01 00:00"), at("2026-11-27 00:00")) < timedelta(days=90)
