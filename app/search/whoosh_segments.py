"""Reading Whoosh postings ourselves: term at a time, over whole blocks.

Whoosh keeps the inverted index, the writer, the lock and the segments; its matcher tree is 3 to 9
times slower than adding up posting blocks (same ranking). A segment never changes, so what is decoded
of it is kept across commits; only deletions change. ``Searcher.refresh()`` shows deleted documents
in some versions: a new reader is opened instead.
"""

from __future__ import annotations

import heapq
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from whoosh.matching import FilterMatcher

from app.search.documents import Facets, Filters, Scope
from app.search.planning import Plan
from app.search.ranking import B, bm25, idf

MOST_POSTINGS_KEPT = 4_000_000

Value = TypeVar("Value")
Postings = tuple["array[int]", "array[float]"]


class Segment:
    """What is kept in memory of one immutable segment."""

    def __init__(self, reader: Any) -> None:
        count: int = reader.doc_count_all()
        self.lengths = {
            field: array(
                "H", [min(65_535, reader.doc_field_length(i, field)) for i in range(count)]
            )
            for field in B
        }
        self.totals = {field: sum(lengths) for field, lengths in self.lengths.items()}
        self.clubs = array("i", _column(reader, "club", count))
        self.kinds: list[str] = _column(reader, "kind", count)
        self.states: list[str] = _column(reader, "state", count)
        self.tags: list[str] = _column(reader, "tags", count)
        self._kept: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._held = 0

    def postings(self, reader: Any, field: str, stem: str) -> Postings:
        """The documents a stem stands in, and how often; decoded once."""
        key = (field, stem)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = self._kept[key] = _decode(reader, field, stem)
        self._held += len(found[0])
        while self._held > MOST_POSTINGS_KEPT and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._held -= len(dropped[0])
        return found

    def passes(self, number: int, filters: Filters) -> bool:
        """Whether a document passes the filters."""
        return (
            (not filters.clubs or self.clubs[number] in filters.clubs)
            and (not filters.kind or self.kinds[number] == filters.kind)
            and (not filters.states or self.states[number] in filters.states)
            and (not filters.tag or filters.tag in self.tags[number].split("|"))
        )


@dataclass(frozen=True)
class Scored:
    """Every document of the scope that matches, best first up to a number; with the counts of all."""

    top: list[tuple[float, int]]
    total: int
    facets: Facets


class View:
    """One generation of the index, read by several threads (a lock guards the files)."""

    def __init__(self, index: Any, before: View | None = None) -> None:
        self.reader = index.reader()
        self.generation = self.reader.generation()
        kept = before.segments if before else {}
        self.segments: dict[Any, Segment] = {}
        self._leaves: list[tuple[Any, int, Segment, frozenset[int]]] = []
        for reader, offset in self.reader.leaf_readers():
            if reader.segment() is None:
                continue
            name = reader.segment().segment_id()
            segment = self.segments[name] = kept.get(name) or Segment(reader)
            gone = frozenset(reader.segment().deleted_docs())
            self._leaves.append((reader, offset, segment, gone))
        self.count = max(1, self.reader.doc_count())
        everything = max(1, self.reader.doc_count_all())
        self._average = {
            field: sum(segment.totals[field] for segment in self.segments.values()) / everything
            for field in B
        }
        self.lock = threading.RLock()
        self._frequencies: dict[str, int] = {}

    def frequency(self, stem: str) -> int:
        """In how many documents a stem stands, in its more frequent field."""
        if stem not in self._frequencies:
            with (
                self.lock
            ):  # Whoosh's readers seek in one file: two threads would read each other's place
                counts = [int(self.reader.doc_frequency(field, stem)) for field in B]
            self._frequencies[stem] = max(counts)
        return self._frequencies[stem]

    def frequencies(self, stems: Iterable[str]) -> dict[str, int]:
        """The frequency of each of some stems."""
        return {stem: self.frequency(stem) for stem in stems}

    def telling(self, stem: str) -> float:
        """The idf of a stem."""
        return idf(self.frequency(stem), self.count)

    def known_stems(self) -> list[tuple[str, int]]:
        """Every stem with the number of its documents, for the speller."""
        with self.lock:
            return [
                (stem.decode() if isinstance(stem, bytes) else stem, self.frequency(stem))
                for field in B
                for stem in self.reader.lexicon(field)
            ]

    def stored(self, number: int) -> dict[str, Any]:
        """What was stored of a document."""
        with self.lock:
            fields: dict[str, Any] = self.reader.stored_fields(number)
        return fields

    def score(self, plan: Plan, scope: Scope, filters: Filters, most: int) -> Scored:
        """The documents of ``scope`` that match; counted after the scope and the filters."""
        if not scope or not plan.weights:
            return Scored([], 0, Facets())
        facets, top, total = Facets(), [], 0
        with self.lock:
            for reader, offset, segment, gone in self._leaves:
                scores = self._scores(reader, segment, plan)
                passing = [
                    (score, number)
                    for number, score in scores.items()
                    if segment.clubs[number] in scope
                    and number not in gone
                    and segment.passes(number, filters)
                ]
                _count(facets, segment, passing)
                total += len(passing)
                best = heapq.nlargest(most, passing)
                top += [(score, number + offset) for score, number in best]
        return Scored(heapq.nlargest(most, top), total, facets)

    def _scores(self, reader: Any, segment: Segment, plan: Plan) -> dict[int, float]:
        scores: dict[int, float] = {}
        for stem, weight in plan.weights.items():
            for field in B:
                numbers, times = segment.postings(reader, field, stem)
                if not numbers:
                    continue
                value = weight * idf(int(self.reader.doc_frequency(field, stem)), self.count)
                lengths, average = segment.lengths[field], self._average[field]
                for number, count in zip(numbers, times, strict=True):
                    part = value * bm25(count, lengths[number], average, field)
                    scores[number] = scores.get(number, 0.0) + part
        return scores


def _count(facets: Facets, segment: Segment, passing: list[tuple[float, int]]) -> None:
    for _, number in passing:
        _add(facets.club, segment.clubs[number])
        _add(facets.kind, segment.kinds[number])
        _add(facets.state, segment.states[number])
        for tag in filter(None, segment.tags[number].split("|")):
            _add(facets.tag, tag)


def _add(table: dict[Value, int], value: Value) -> None:
    table[value] = table.get(value, 0) + 1


def _column(reader: Any, name: str, count: int) -> list[Any]:
    column = reader.column_reader(name)
    return [column[i] for i in range(count)]


def _decode(reader: Any, field: str, stem: str) -> Postings:
    numbers, times = array("I"), array("f")
    if (field, stem) not in reader:
        return numbers, times
    matcher = reader.postings(field, stem)
    while isinstance(matcher, FilterMatcher):
        matcher = matcher.child  # deletions are applied once, at the end
    if not hasattr(matcher, "_read_ids"):  # short lists are inlined: the public way
        while matcher.is_active():
            numbers.append(matcher.id())
            times.append(matcher.weight())
            matcher.next()
        return numbers, times
    while not matcher._atend:
        if matcher._ids is None:
            matcher._read_ids()
        if matcher._weights is None:
            matcher._read_weights()
        numbers.extend(matcher._ids)
        times.extend(matcher._weights)
        matcher._next_block()
    return numbers, times
