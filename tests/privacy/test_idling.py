"""Accounts that nobody uses: told after 23 months, closed after 24 (CNIL)."""

from datetime import timedelta

import pytest

from app.accounts import operations as accounts
from app.accounts.models import Session, User
from app.clubs import operations as clubs
from app.clubs.models import Role
from app.core import clock
from app.core.database import db
from app.core.transaction import atomic
from app.privacy import operations
from tests.letters import letters


@pytest.fixture
def ages(world):
    """Says how many days ago somebody last came, and was told."""

    def age(user, *, seen, warned=None):
        now = clock.now()
        with atomic():
            user.created_at = now - timedelta(days=2000)
            user.seen_at = now - timedelta(days=seen)
            user.warned_at = now - timedelta(days=warned) if warned is not None else None
        return user

    return age


def is_open(user):
    return db.session.get(User, user.id, populate_existing=True).is_active


def each_day(world):
    operations.warn_the_unseen()
    operations.close_the_unused()
    world.deliver()


def test_one_letter_after_23_months(world, ages):
    ages(world.nathalie, seen=701)
    ages(world.christine, seen=690)
    each_day(world)
    each_day(world)
    (letter,) = letters(world)
    assert letter["To"].addresses[0].addr_spec == world.nathalie.email
    assert "http://localhost/connexion" in letter.text
    assert "http://localhost/connexion" in letter.html
    assert is_open(world.nathalie)


def test_who_never_came_is_counted_from_the_beginning(world):
    with atomic():
        world.nathalie.created_at = clock.now() - timedelta(days=701)
    assert world.nathalie.seen_at is None
    each_day(world)
    assert len(letters(world)) == 1


def test_closed_after_24_months(world, ages):
    email = ages(world.nathalie, seen=732, warned=26).email
    ages(world.christine, seen=729, warned=29)
    each_day(world)
    assert not is_open(world.nathalie)
    assert is_open(world.christine)
    assert [str(one["To"]) for one in letters(world)] == [email], "the farewell"


def test_who_was_not_told_in_time_is_told_first(world, ages):
    ages(world.nathalie, seen=900)
    ages(world.christine, seen=900, warned=24)
    each_day(world)
    assert is_open(world.nathalie)
    assert is_open(world.christine)
    assert len(letters(world)) == 1


def test_coming_back_is_enough(world, ages):
    ages(world.nathalie, seen=729, warned=29)
    world.browser(world.nathalie)
    found = db.session.get(User, world.nathalie.id, populate_existing=True)
    assert found.warned_at is None
    assert clock.now() - found.seen_at < timedelta(minutes=1)
    each_day(world)
    assert is_open(world.nathalie)
    assert not letters(world)


def test_a_session_kept_alive_counts_as_coming(world, ages):
    nathalie = world.browser(world.nathalie)
    ages(world.nathalie, seen=729, warned=29)
    with atomic():
        session = db.session.query(Session).one()
        session.seen_at = clock.now() - timedelta(minutes=6)
    assert nathalie.get("/compte").status == 200
    found = db.session.get(User, world.nathalie.id, populate_existing=True)
    assert found.warned_at is None
    assert clock.now() - found.seen_at < timedelta(minutes=1)


def test_a_letter_that_waits_does_not_leave_once_she_came(world, ages):
    ages(world.nathalie, seen=701)
    operations.warn_the_unseen()
    accounts.open_session(world.nathalie, device="", is_own_device=False)
    assert world.deliver() == 1, "the letter is given up, not tried again"
    assert not letters(world)


def test_what_is_known_of_the_last_visit_outlives_the_log(world):
    """Sessions are kept 90 days and the log of sign-ins a year: neither counts two years."""
    accounts.open_session(world.nathalie, device="", is_own_device=False)
    with atomic():
        world.nathalie.created_at = clock.now() - timedelta(days=2000)
        db.session.query(Session).delete()
    each_day(world)
    assert not letters(world)


def test_the_last_moderator_is_told_but_stays(world, ages, caplog):
    ages(world.sylvie, seen=900)
    ages(world.nathalie, seen=900, warned=30)
    each_day(world)
    assert len(letters(world)) == 2, "her notice, and Nathalie's farewell"
    ages(world.sylvie, seen=900, warned=30)
    each_day(world)
    assert is_open(world.sylvie)
    assert not is_open(world.nathalie), "the others are closed all the same"
    assert f"unused account {world.sylvie.id} stays open: LastModeratorOf" in caplog.text
    assert world.sylvie.name not in caplog.text
    clubs.add_member(world.secretaries, user=world.christine, role=Role.MODERATOR)
    each_day(world)
    assert not is_open(world.sylvie)


def test_the_suspended_are_neither_told_nor_closed(world, ages):
    for user, warned in ((world.nathalie, 30), (world.christine, None)):
        ages(user, seen=900, warned=warned)
        accounts.suspend_user(user)
    each_day(world)
    assert not letters(world)
    nathalie, christine = (
        db.session.get(User, user.id, populate_existing=True)
        for user in (world.nathalie, world.christine)
    )
    assert nathalie.closed_at is None
    assert christine.warned_at is None
