"""The worker's side: the one writer of the live index."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.core.events import record
from app.core.jobs import every, in_batches
from app.core.transaction import atomic
from app.search import index
from app.search.events import IndexFoundWrong

MOST_AT_ONCE = 500


@in_batches
def reindex_documents(events: list[IndexFoundWrong]) -> None:
    """Index again what a check found wrong."""
    index.reindex_numbers({document for event in events for document in event.ids})


@in_batches
def sweep_index(events: list[Any]) -> None:
    """Keep no word that nothing holds any more: it may be the name of somebody who left."""
    index.search_engine().sweep()


@every(timedelta(hours=6))
def check_index() -> None:
    """Compare index and database; what differs is indexed again."""
    repair()


def repair() -> index.Difference:
    """Ask for every difference to be mended by the one writer; returns what differed."""
    found = index.compare()
    ids = found.ids
    with atomic():
        for start in range(0, len(ids), MOST_AT_ONCE):
            record(IndexFoundWrong(ids[start : start + MOST_AT_ONCE]))
    return found
