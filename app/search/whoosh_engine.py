"""The embedded engine: Whoosh 2.7.4 as index, writer and lock; the scores are ours.

The index is disposable: any error on opening makes an empty one, which `search check` (run at start
and daily) fills again from the database. A rebuild fills a new folder, then switches a pointer.
"""

from __future__ import annotations

import shutil
import struct
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import Analyzer, Token

from app.search import french
from app.search.documents import NOTHING, Document, Filters, Found, Hit, Scope
from app.search.fingerprints import fingerprint
from app.search.planning import Plan, Speller, plan
from app.search.ranking import LOOKED_AT, Features, look_closer
from app.search.whoosh_segments import View

STAMP = f"2 {french.VERSION}"
MEMORY_MB = 128
READS_TRIED = 6


class FrenchAnalyzer(Analyzer):  # type: ignore[misc]
    """Our words, as Whoosh wants them."""

    def __call__(self, value: str, **options: Any) -> Any:
        token = Token(
            **{key: options[key] for key in ("positions", "chars", "mode") if key in options}
        )
        for position, word in enumerate(french.words(value)):
            token.text, token.boost, token.stopped = word.stem, 1.0, False
            token.pos, token.startchar, token.endchar = position, word.start, word.end
            yield token


def schema() -> fields.Schema:
    """Given at each opening: the one pickled in the index is then never read."""
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        club=fields.NUMERIC(int, sortable=True),
        kind=fields.ID(sortable=True),
        state=fields.ID(sortable=True),
        tags=fields.ID(sortable=True),
        title=fields.TEXT(analyzer=FrenchAnalyzer(), phrase=False),
        body=fields.TEXT(analyzer=FrenchAnalyzer(), phrase=False),
        features=fields.STORED,
        boost=fields.STORED,
        fingerprint=fields.STORED,
    )


class WhooshEngine:
    """An index in a folder; see SearchEngine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._opened: tuple[str, Any, View] | None = None
        self._speller: tuple[int, Speller] | None = None

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace documents by id, in one commit."""
        return self._write(self._current(), lambda writer: _put_all(writer, documents))

    def remove(self, ids: Iterable[int]) -> None:
        """Forget documents."""
        self._write(
            self._current(),
            lambda writer: sum(writer.delete_by_term("id", str(gone)) for gone in ids),
        )

    def sweep(self) -> None:
        """Keep no word that only removed or replaced documents held: all segments become one."""
        opened = self._current()
        if opened.doc_count() < opened.doc_count_all():
            writer = opened.writer(limitmb=MEMORY_MB)
            writer.commit(optimize=True)
        with self._lock:
            self._speller = None  # it proposes words it has seen

    def find(
        self, query: str, scope: Scope, filters: Filters, *, start: int = 0, size: int = 10
    ) -> Found:
        """The best documents of the scope for ``query``."""
        if not scope:
            return NOTHING  # Whoosh takes an empty filter for no filter
        view = self._view()
        wanted = plan(query, view.frequencies, lambda: self._spelling(view))
        scored = view.score(wanted, scope, filters, max(LOOKED_AT, start + size))
        hits = self._look_closer(view, wanted, scored.top)[start : start + size]
        stems = frozenset(wanted.weights)
        return Found(hits, scored.total, scored.facets, stems, wanted.repairs)

    def similar(self, text: str, scope: Scope, size: int = 5) -> list[Hit]:
        """The documents of the scope that speak of the same thing as ``text``."""
        return self.find(text, scope, Filters(), size=size).hits if scope else []

    def ids(self) -> dict[int, str]:
        """The indexed documents, each with the fingerprint of what was indexed."""
        view = self._view()
        return {
            int(stored["id"]): stored["fingerprint"]
            for stored in (view.stored(number) for number in view.reader.all_doc_ids())
        }

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Index everything into a new folder, then switch to it."""
        before = self._pointed()
        name = f"index-{time.time_ns()}"
        fresh = _create(self._folder / name)
        count = self._write(fresh, lambda writer: _put_all(writer, documents))
        self._point(name)
        if before:
            shutil.rmtree(self._folder / before, ignore_errors=True)
        return count

    def _view(self) -> View:
        for attempt in range(READS_TRIED):
            try:
                return self._refreshed()
            except (OSError, index.EmptyIndexError):
                if attempt == READS_TRIED - 1:
                    raise
                time.sleep(0.02 * (attempt + 1))  # a merge is removing files: it takes milliseconds
        raise AssertionError("unreachable")

    def _refreshed(self) -> View:
        with self._lock:
            name = self._pointed()
            if name is None or self._opened is None or self._opened[0] != name:
                opened = self._current()
                name = self._pointed() or ""
                self._opened = (name, opened, View(opened))
                self._speller = None
            _, opened, view = self._opened
            if opened.latest_generation() != view.generation:
                view = View(opened, view)
                self._opened = (name, opened, view)
            return view

    def _current(self) -> Any:
        name = self._pointed()
        if name is not None:
            try:
                stamp = (self._folder / name / "VERSION").read_text()
                if stamp == STAMP:
                    return index.open_dir(str(self._folder / name), schema=schema())
            except (OSError, index.IndexError, EOFError, ValueError, struct.error):
                pass  # damaged or of another version: begin anew, the check fills it
        name = f"index-{time.time_ns()}"
        fresh = _create(self._folder / name)
        self._point(name)
        return fresh

    def _pointed(self) -> str | None:
        try:
            return (self._folder / "current").read_text().strip() or None
        except OSError:
            return None

    def _point(self, name: str) -> None:
        draft = self._folder / "current.new"
        draft.write_text(name)
        draft.replace(self._folder / "current")

    def _write(self, opened: Any, work: Callable[[Any], int]) -> int:
        writer = opened.writer(limitmb=MEMORY_MB)
        try:
            count = work(writer)
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        return count

    def _spelling(self, view: View) -> Speller:
        if self._speller is None or view.count > 1.2 * self._speller[0]:
            self._speller = (view.count, Speller(view.known_stems()))
        return self._speller[1]

    def _look_closer(self, view: View, wanted: Plan, top: list[tuple[float, int]]) -> list[Hit]:
        stored = [view.stored(number) for _, number in top]
        rows = [
            (score, Features.unpack(row["features"]), row["boost"])
            for (score, _), row in zip(top, stored, strict=True)
        ]
        telling = {stem: view.telling(stem) for stem in wanted.weights}
        scores = look_closer(wanted, telling, rows)
        hits = [Hit(int(row["id"]), score) for row, score in zip(stored, scores, strict=True)]
        return sorted(hits, key=lambda hit: (-hit.score, -hit.id))


def _put_all(writer: Any, documents: Iterable[Document]) -> int:
    count = 0
    for document in documents:
        writer.update_document(
            id=str(document.id),
            club=document.club_id,
            kind=document.kind,
            state=document.state,
            tags="|".join(document.tags),
            title=document.title,
            body=document.text,
            features=Features.of(document).pack(),
            boost=document.boost,
            fingerprint=fingerprint(document),
        )
        count += 1
    return count


def _create(folder: Path) -> Any:
    folder.mkdir(parents=True, mode=0o700)
    made = index.create_in(str(folder), schema())
    (folder / "VERSION").write_text(STAMP)
    return made
