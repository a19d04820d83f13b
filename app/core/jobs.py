"""Work for later: deliveries claimed with leases, and the schedule.

A worker claims a delivery for a minute, runs its handler outside any transaction, then deletes it.
A worker that dies leaves a lease that runs out, and another takes over: at least once, never lost
(measured in `tests/faults`). Several workers may run beside each other on PostgreSQL.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from flask import Flask
from sqlalchemy import CursorResult, Select, delete, exists, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Base, db, reading
from app.core.events import (
    Delivery,
    EventEntry,
    Handler,
    handler_named,
    revive,
    slow_handlers,
)
from app.core.transaction import atomic, release
from app.core.watching import Watch

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
BATCH_SIZE = 200
MOST_ATTEMPTS = 8
EVENTS_KEPT = timedelta(days=30)
POLL_SECONDS = 0.5

Job = Callable[[], object]
_SCHEDULE: dict[str, tuple[timedelta, Job]] = {}


class ScheduledRun(Base):
    """When a scheduled job last ran, so that one worker of several runs it."""

    __tablename__ = "scheduled_run"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime]


@dataclass(frozen=True)
class Claim:
    """Deliveries this worker holds until their lease runs out; all for one handler."""

    handler: str
    deliveries: tuple[tuple[int, int, str, dict[str, Any]], ...]
    """(id, attempt, event name, payload)"""


def in_batches(handler: Handler) -> Handler:
    """Mark a later handler that takes a list of events at a time."""
    handler.takes_batches = True  # type: ignore[attr-defined]
    return handler


def slow(handler: Handler) -> Handler:
    """Mark a later handler that waits for others (a mail server): it has a worker of its own."""
    handler.is_slow = True  # type: ignore[attr-defined]
    return handler


def every(period: timedelta) -> Callable[[Job], Job]:
    """Run the function below once each ``period``, in one worker."""

    def schedule(job: Job) -> Job:
        _SCHEDULE[f"{job.__module__}.{job.__qualname__}"] = (period, job)
        return job

    return schedule


class Lane(StrEnum):
    """What a worker takes: a slow mail server must not hold up the end of an access."""

    QUICK = "quick"
    SLOW = "slow"


def run_worker(app: Flask, stop: threading.Event, lane: Lane) -> None:
    """Deliver what is due in one lane until ``stop`` is set; the quick one runs the schedule too."""
    bell: threading.Event = app.extensions["worker_bell"]
    watch: Watch | None = None
    while not stop.is_set():
        try:
            with app.app_context():
                if lane is Lane.QUICK:
                    watch = watch or Watch()
                    watch.look()
                deliver_due(lane)
                if lane is Lane.QUICK:
                    run_schedule()
        except Exception:
            logger.exception("the worker stumbled; it goes on")
        if lane is Lane.QUICK:
            bell.wait(POLL_SECONDS)
            bell.clear()
        else:
            stop.wait(POLL_SECONDS)


def deliver_due(lane: Lane | None = None) -> int:
    """Run every delivery that is due, in one lane or in all; returns how many succeeded."""
    done = 0
    while claim := _claim(lane):
        done += _deliver(claim)
    return done


def run_schedule() -> None:
    """Run each scheduled job whose time has come."""
    for name, (period, job) in _SCHEDULE.items():
        if _take_turn(name, period):
            job()


def forget_errors_naming(address: str) -> None:
    """Erase the errors that name an address (mail servers repeat it); belongs in atomic()."""
    naming = func.lower(Delivery.last_error).contains(address.lower(), autoescape=True)
    db.session.execute(
        update(Delivery)
        .where(naming)
        .values(last_error=None)
        .execution_options(synchronize_session=False)
    )


@every(timedelta(days=1))
def forget_old_events() -> None:
    """Delete the events of last month that everything has followed from."""
    old = EventEntry.recorded_at < clock.now() - EVENTS_KEPT
    waits = exists().where(Delivery.entry_id == EventEntry.id)
    with atomic():
        db.session.execute(
            delete(EventEntry).where(old, ~waits).execution_options(synchronize_session=False)
        )


def _due(now: datetime, lane: Lane | None = None) -> Select[str]:
    due = (
        select(Delivery.handler)
        .where(
            Delivery.dead_at.is_(None),
            or_(Delivery.attempts == 0, Delivery.due_at <= now),  # clocks may step back
            or_(Delivery.lease_until.is_(None), Delivery.lease_until < now),
        )
        .order_by(Delivery.id)
        .limit(1)
    )
    if lane is None:
        return due
    is_slow = Delivery.handler.in_(slow_handlers())
    return due.where(is_slow if lane is Lane.SLOW else ~is_slow)


def _claim(lane: Lane | None = None) -> Claim | None:
    now = clock.now()
    with reading():
        handler = db.session.scalar(_due(now, lane))
        release()
    if handler is None:
        return None
    size = BATCH_SIZE if _takes_batches(handler) else 1
    chosen = _due(now).with_only_columns(Delivery.id).where(Delivery.handler == handler)
    with atomic():
        # Chosen first, then taken: as a subquery of the update, PostgreSQL may run the LIMIT once for
        # each row, take more than was asked for, and what was taken beside the first was never done.
        ids = db.session.scalars(chosen.limit(size).with_for_update(skip_locked=True)).all()
        claimed = (
            update(Delivery)
            .where(Delivery.id.in_(ids))
            .values(lease_until=now + LEASE, attempts=Delivery.attempts + 1)
            .returning(Delivery.id, Delivery.attempts, Delivery.entry_id)
        )
        rows = db.session.execute(claimed).all()
        entries = db.session.scalars(
            select(EventEntry).where(EventEntry.id.in_(row.entry_id for row in rows))
        )
        found = {entry.id: (entry.name, entry.payload) for entry in entries}
    return Claim(handler, tuple((row.id, row.attempts, *found[row.entry_id]) for row in rows))


def _deliver(claim: Claim) -> int:
    if not claim.deliveries:
        return 0
    try:
        handler = handler_named(claim.handler)
        events = [revive(name, payload) for _, _, name, payload in claim.deliveries]
        handler(events if _takes_batches(claim.handler) else events[0])
        db.session.rollback()
    except Exception as error:
        db.session.rollback()
        logger.exception("%s failed", claim.handler)
        _put_back(claim, f"{type(error).__name__}: {error}")
        return 0
    _finish(claim)
    return len(claim.deliveries)


def _finish(claim: Claim) -> None:
    with atomic():
        for delivery_id, attempt, _, _ in claim.deliveries:
            db.session.execute(
                delete(Delivery).where(Delivery.id == delivery_id, Delivery.attempts == attempt)
            )


def _put_back(claim: Claim, error: str) -> None:
    now = clock.now()
    with atomic():
        for delivery_id, attempt, _, _ in claim.deliveries:
            db.session.execute(
                update(Delivery)
                .where(Delivery.id == delivery_id, Delivery.attempts == attempt)
                .values(
                    lease_until=None,
                    due_at=now + timedelta(seconds=5 * 2 ** min(attempt, 10)),
                    last_error=error,
                    dead_at=now if attempt >= MOST_ATTEMPTS else None,
                )
            )


def _takes_batches(handler: str) -> bool:
    try:
        return getattr(handler_named(handler), "takes_batches", False)
    except KeyError:
        return False


def _take_turn(name: str, period: timedelta) -> bool:
    now = clock.now()
    with reading():
        run = db.session.get(ScheduledRun, name, populate_existing=True)
        is_due = run is None or run.due_at <= now
        release()
    if not is_due:
        return False
    with atomic():
        if run is None:
            db.session.merge(ScheduledRun(name=name, due_at=now + period))
            return True
        taken = db.session.execute(
            update(ScheduledRun)
            .where(ScheduledRun.name == name, ScheduledRun.due_at == run.due_at)
            .values(due_at=now + period)
        )
        return cast("CursorResult[Any]", taken).rowcount == 1
