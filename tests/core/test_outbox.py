"""What follows later: at least once, never before the commit."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.core import clock, jobs
from app.core.database import db
from app.core.events import Delivery, Event, EventEntry, Reactions, record
from app.core.transaction import atomic


@dataclass(frozen=True)
class BellRung(Event):
    times: int


HEARD: list[int] = []


def listen(event):
    HEARD.append(event.times)


def stumble(event):
    raise OSError("the bell is broken")


@jobs.in_batches
def listen_to_many(events):
    HEARD.append(sum(event.times for event in events))


@pytest.fixture
def reactions(app, monkeypatch):
    HEARD.clear()

    def use(**row):
        monkeypatch.setitem(app.extensions, "reactions", {BellRung: Reactions(**row)})

    return use


def test_a_later_handler_runs_once_after_the_commit(reactions):
    reactions(later=(listen,))
    with atomic():
        record(BellRung(3))
        assert HEARD == []
    assert HEARD == []

    assert jobs.deliver_due() == 1
    assert jobs.deliver_due() == 0
    assert HEARD == [3]
    assert db.session.query(Delivery).count() == 0


def test_a_rolled_back_event_leaves_nothing(reactions):
    reactions(within=(listen,), now=(listen,), later=(listen,))
    with pytest.raises(ValueError), atomic():
        record(BellRung(1))
        raise ValueError
    assert jobs.deliver_due() == 0
    assert HEARD == [1]  # `within` ran, inside what was then undone
    assert db.session.query(EventEntry).count() == 0


def test_a_failing_handler_waits_longer_each_time_then_gives_up(reactions, monkeypatch):
    reactions(later=(stumble,))
    with atomic():
        record(BellRung(1))
    now = clock.now()
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        assert jobs.deliver_due() == 0
        delivery = db.session.query(Delivery).populate_existing().one()
        assert delivery.attempts == attempt
        assert "the bell is broken" in delivery.last_error
        if delivery.dead_at is None:
            assert delivery.due_at > now
        now = delivery.due_at + timedelta(seconds=1)
        db.session.rollback()
        monkeypatch.setattr(clock, "now", lambda at=now: at)
    assert db.session.query(Delivery).populate_existing().one().dead_at is not None


def test_a_dead_workers_lease_runs_out(reactions, monkeypatch):
    reactions(later=(listen,))
    with atomic():
        record(BellRung(5))
    assert jobs._claim() is not None  # and this worker dies here

    assert jobs.deliver_due() == 0
    later = clock.now() + jobs.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert jobs.deliver_due() == 1
    assert HEARD == [5]


def test_who_comes_back_from_the_dead_finishes_nothing(reactions, monkeypatch):
    reactions(later=(listen,))
    with atomic():
        record(BellRung(5))
    slow = jobs._claim()
    later = clock.now() + jobs.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert jobs._claim() is not None

    jobs._finish(slow)
    assert db.session.query(Delivery).count() == 1


def test_a_batch_is_one_call(reactions):
    reactions(later=(listen_to_many,))
    with atomic():
        for n in range(5):
            record(BellRung(n))
    assert jobs.deliver_due() == 5
    assert HEARD == [10]


@pytest.mark.parametrize("off", ["", "hashjoin", "mergejoin, hashjoin, hashagg, sort, material"])
def test_one_claim_takes_one_delivery_whatever_the_plan(reactions, off):
    """PostgreSQL may run a subquery with a LIMIT once for each row of the statement around it."""
    reactions(later=(listen,))
    with atomic():
        for n in range(3):
            record(BellRung(n + 1))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(db.text("analyze delivery"))
        for name in filter(None, off.split(", ")):
            db.session.execute(db.text(f"set enable_{name} = off"))
        db.session.commit()
    try:
        assert len(jobs._claim().deliveries) == 1
        assert jobs.deliver_due() == 2
    finally:
        if db.engine.dialect.name == "postgresql":
            db.session.execute(db.text("reset all"))
            db.session.commit()
    assert len(HEARD) == 2


def test_a_clock_that_steps_back_delays_nothing(reactions, monkeypatch):
    reactions(later=(listen,))
    with atomic():
        record(BellRung(7))
    earlier = clock.now() - timedelta(seconds=5)
    monkeypatch.setattr(clock, "now", lambda: earlier)
    assert jobs.deliver_due() == 1
    assert HEARD == [7]


def test_the_schedule_runs_each_job_once_a_period(app, monkeypatch):
    runs = []
    monkeypatch.setattr(jobs, "_SCHEDULE", {"ring": (timedelta(hours=1), lambda: runs.append(1))})
    jobs.run_schedule()
    jobs.run_schedule()
    assert runs == [1]
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    jobs.run_schedule()
    assert runs == [1, 1]
