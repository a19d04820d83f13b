"""What every server process follows, whichever process or command recorded it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.database import db, reading
from app.core.events import EventEntry, revive, watched_events
from app.core.transaction import release

WATCHED = timedelta(seconds=30)


class Watch:
    """What one server process has seen of the events that each must follow.

    Entries of the last seconds are asked for again and again, since ids commit out of order; those
    seen are left out. Dropping a connection twice does no harm.
    """

    def __init__(self) -> None:
        self._seen: dict[int, datetime] = {}
        self._begun = clock.now()

    def look(self) -> None:
        """Follow what was recorded since the last look, by whatever process or command."""
        now, followed = clock.now(), watched_events()
        since = max(self._begun, now - WATCHED)
        with reading():
            rows = db.session.execute(
                select(EventEntry.id, EventEntry.name, EventEntry.payload).where(
                    EventEntry.recorded_at >= since, EventEntry.name.in_(followed)
                )
            ).all()
            release()
        for entry_id, name, payload in rows:
            if entry_id not in self._seen:
                self._seen[entry_id] = now
                for handler in followed[name]:
                    handler(revive(name, payload))
        self._seen = {key: at for key, at in self._seen.items() if at > now - 2 * WATCHED}
