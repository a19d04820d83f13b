"""Several act in the same instant, each with a session of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from flask import Flask

from app.core.database import db
from app.core.transaction import release

Ready = Callable[[], None]
PATIENCE = 30


def race(app: Flask, racers: Sequence[Callable[[Ready], None]]) -> list[Exception | None]:
    """Run the racers at once; what each raised, or None.

    Each reads what it needs, calls ``ready()``, which lets go of the database and waits for the
    others, then acts on what it read, stale or not.
    """
    db.session.remove()
    gate = threading.Barrier(len(racers), timeout=PATIENCE)
    outcomes: list[Exception | None] = [None] * len(racers)

    def ready() -> None:
        release()
        gate.wait()

    def run(place: int) -> None:
        with app.app_context():
            try:
                racers[place](ready)
            except Exception as error:
                outcomes[place] = error
                if gate.n_waiting:
                    gate.abort()  # it never was ready: the others wait for nobody
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(racers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
