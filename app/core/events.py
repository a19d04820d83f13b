"""Facts about what happened: past tense, ids only, recorded inside atomic().

One table, ``app/reactions.py``, says what follows from each. What follows later is written down as
a delivery in the same transaction as the fact: roll back, and nothing is left; crash after the
commit, and the worker finds it (``jobs.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.database import Base, db
from app.core.transaction import after_commit


@dataclass(frozen=True)
class Event:
    """Something that happened and cannot be undone, only followed."""


Handler = Callable[[Any], None]


@dataclass(frozen=True)
class Reactions:
    """What follows from one kind of event."""

    within: tuple[Handler, ...] = ()
    """In the same transaction: part of the fact. Fails, and nothing happened."""

    now: tuple[Handler, ...] = ()
    """In this process, right after the commit: may be lost, must be quick."""

    everywhere: tuple[Handler, ...] = ()
    """In each server process, within a second, whoever recorded it: what ends live connections."""

    later: tuple[Handler, ...] = ()
    """In a worker, at least once: must bear being run twice."""


class EventEntry(Base):
    """One recorded event."""

    __tablename__ = "event_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime] = mapped_column(index=True)


class Delivery(Base):
    """One event on its way to one handler; deleted once the handler has done its work."""

    __tablename__ = "delivery"
    __table_args__ = (Index("ix_delivery_due", "dead_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("event_entry.id", ondelete="CASCADE"), index=True
    )
    handler: Mapped[str] = mapped_column(String(160))
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    dead_at: Mapped[datetime | None]


def record(event: Event) -> None:
    """Save the fact with the work itself, and see to what follows from it."""
    entry = EventEntry(name=type(event).__name__, payload=asdict(event), recorded_at=clock.now())
    db.session.add(entry)
    db.session.flush()  # the deliveries carry its id
    reactions = reactions_to(type(event))
    for handler in reactions.later:
        db.session.add(
            Delivery(entry_id=entry.id, handler=name_of(handler), due_at=entry.recorded_at)
        )
    for handler in reactions.within:
        handler(event)
    for handler in reactions.now:
        after_commit(partial(handler, event))
    if reactions.later:
        after_commit(current_app.extensions["worker_bell"].set)


def reactions_to(kind: type[Event]) -> Reactions:
    """The row of ``app/reactions.py`` for this kind. Raises KeyError where there is none."""
    return _table()[kind]


def revive(name: str, payload: dict[str, Any]) -> Event:
    """The event that was recorded under ``name``."""
    by_name = {kind.__name__: kind for kind in _table()}
    return by_name[name](**payload)


def handler_named(name: str) -> Handler:
    """The later handler that is written in deliveries as ``name``."""
    handlers = {name_of(handler): handler for row in _table().values() for handler in row.later}
    return handlers[name]


def watched_events() -> dict[str, tuple[Handler, ...]]:
    """The events that every server process follows, by name, with what each does of them."""
    return {kind.__name__: row.everywhere for kind, row in _table().items() if row.everywhere}


def slow_handlers() -> list[str]:
    """The names of the later handlers that wait for others."""
    handlers = {handler for row in _table().values() for handler in row.later}
    return sorted(name_of(one) for one in handlers if getattr(one, "is_slow", False))


def name_of(handler: Handler) -> str:
    """How a delivery names its handler."""
    return f"{handler.__module__}.{handler.__qualname__}"


def _table() -> Mapping[type[Event], Reactions]:
    table: Mapping[type[Event], Reactions] = current_app.extensions["reactions"]
    return table
