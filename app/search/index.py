"""The index of this application, and keeping it true to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from app.config import Settings
from app.core.database import db
from app.search.documents import Document, SearchEngine
from app.search.fingerprints import fingerprint
from app.search.postgres_engine import PostgresEngine
from app.search.whoosh_engine import WhooshEngine

Source = Callable[[Iterable[int] | None], Iterator[Document]]
"""Gives the documents with these ids, or all; what does not exist is left out."""


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


def init_app(app: Flask, source: Source) -> None:
    """Choose the engine of ``app``; ``source`` gives what is to be indexed."""
    settings: Settings = app.extensions["settings"]
    app.extensions["search_source"] = source
    if settings.search_engine == "postgresql":
        with app.app_context():
            app.extensions["search"] = PostgresEngine(db.engine)
    else:
        app.extensions["search"] = WhooshEngine(settings.data_dir / "search")


def search_engine() -> SearchEngine:
    """The engine of this application."""
    return cast(SearchEngine, current_app.extensions["search"])


def reindex(ids: Iterable[int]) -> int:
    """Bring some documents of the index in line with the database; returns how many are in it now."""
    wanted = set(ids)
    documents = list(_source()(wanted))
    gone = wanted - {document.id for document in documents}
    if gone:
        search_engine().remove(gone)
    return search_engine().put(documents) if documents else 0


def rebuild() -> int:
    """Index everything anew, then switch to it."""
    return search_engine().rebuild(_source()(None))


def compare() -> Difference:
    """Where index and database disagree."""
    indexed = search_engine().ids()
    true = {document.id: fingerprint(document) for document in _source()(None)}
    return Difference(
        missing=frozenset(true.keys() - indexed.keys()),
        stale=frozenset(i for i in true.keys() & indexed.keys() if true[i] != indexed[i]),
        orphaned=frozenset(indexed.keys() - true.keys()),
    )


def _source() -> Source:
    return cast(Source, current_app.extensions["search_source"])
