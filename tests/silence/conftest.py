"""Time that passes, from a Monday morning, and a club next door."""

from datetime import datetime, timedelta

import pytest

from app.accounts.models import User
from app.clubs import operations as clubs
from app.clubs.models import Role
from app.core import clock
from app.core.clock import PARIS
from app.core.database import db
from app.notifications.telling_silence import watch_silence

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=PARIS)


@pytest.fixture
def later(monkeypatch):
    """Lets time pass, from a Monday morning."""
    passed = [MONDAY]
    monkeypatch.setattr(clock, "now", lambda: passed[0].astimezone(tz=None))

    def wait(**time):
        passed[0] += timedelta(**time)
        for user in db.session.query(User):
            user.seen_at = passed[0]
        db.session.commit()
        watch_silence()

    return wait


@pytest.fixture
def neighbours(world):
    """Another club of the same trade, with its moderator and a member."""
    club = clubs.found_club(
        "secretaires-bretagne", name="Secrétaires bretons", profession="secretaire de  mairie"
    )
    return club, world.member("Annaïg", club, Role.MODERATOR), world.member("Gwen", club)
