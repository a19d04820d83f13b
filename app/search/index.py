"""The index of this application, and keeping it true to the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from app.config import Settings
from app.core.database import db
from app.search.documents import SearchEngine
from app.search.fingerprints import fingerprint
from app.search.postgres_engine import PostgresEngine
from app.search.sources import documents_of, number_of
from app.search.whoosh_engine import WhooshEngine


@dataclass(frozen=True)
class Difference:
    """Where index and database disagree."""

    missing: frozenset[int]
    stale: frozenset[int]
    orphaned: frozenset[int]

    @property
    def ids(self) -> list[int]:
        """Every document to look at again."""
        return sorted(self.missing | self.stale | self.orphaned)


def init_app(app: Flask) -> None:
    """Choose the engine of ``app``."""
    settings: Settings = app.extensions["settings"]
    if settings.search_engine == "postgresql":
        with app.app_context():
            app.extensions["search"] = PostgresEngine(db.engine)
    else:
        app.extensions["search"] = WhooshEngine(settings.data_dir / "search")


def search_engine() -> SearchEngine:
    """The engine of this application."""
    return cast(SearchEngine, current_app.extensions["search"])


def reindex(kind: str, ids: Iterable[int]) -> int:
    """Bring the things of a type in line with the database; returns how many are in the index now."""
    return reindex_numbers(number_of(kind, ident) for ident in ids)


def reindex_numbers(numbers: Iterable[int]) -> int:
    """Bring documents of the index in line with the database; returns how many are in it now."""
    wanted = set(numbers)
    documents = list(documents_of(wanted))
    gone = wanted - {document.id for document in documents}
    if gone:
        search_engine().remove(gone)
    return search_engine().put(documents) if documents else 0


def rebuild() -> int:
    """Index everything anew, then switch to it."""
    return search_engine().rebuild(documents_of(None))


def compare() -> Difference:
    """Where index and database disagree."""
    indexed = search_engine().ids()
    true = {document.id: fingerprint(document) for document in documents_of(None)}
    return Difference(
        missing=frozenset(true.keys() - indexed.keys()),
        stale=frozenset(i for i in true.keys() & indexed.keys() if true[i] != indexed[i]),
        orphaned=frozenset(indexed.keys() - true.keys()),
    )
