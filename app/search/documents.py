"""What is indexed, asked and found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

Scope = frozenset[int]
"""The clubs the seeker may read. An empty scope finds nothing."""


TRUST = {"current": 1.0, "to_review": 0.8, "replaced": 0.4, "outdated": 0.3}
"""What the truth of a thing does to its score: in doubt comes later, what holds no more last
(product.md, "Search")."""


@dataclass(frozen=True)
class Document:
    """Something that can be found: filed under one club."""

    id: int
    club_id: int
    kind: str
    state: str
    tags: tuple[str, ...]
    title: str
    text: str
    boost: float = 1.0
    """Validated knowledge first: multiplies the score."""


@dataclass(frozen=True)
class Filters:
    """What narrows a search; empty means everything."""

    clubs: Scope = frozenset()
    kind: str = ""
    states: frozenset[str] = frozenset()
    tag: str = ""


@dataclass(frozen=True)
class Hit:
    """A document that was found."""

    id: int
    score: float


@dataclass(frozen=True)
class Repair:
    """A typed word that no document has, and the stem looked for in its place."""

    start: int
    end: int
    stem: str


@dataclass(frozen=True)
class Facets:
    """How many documents stand under each value."""

    club: dict[int, int] = field(default_factory=dict)
    kind: dict[str, int] = field(default_factory=dict)
    state: dict[str, int] = field(default_factory=dict)
    tag: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """The answer to a search: counted after the scope and the filters, never before."""

    hits: list[Hit]
    total: int
    facets: Facets
    stems: frozenset[str] = frozenset()
    """What was looked for, for highlighting."""
    repairs: tuple[Repair, ...] = ()
    """What was taken for typing errors."""


NOTHING = Found([], 0, Facets())


class SearchEngine(Protocol):
    """An index of documents. Only one worker puts and removes; anyone finds."""

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace documents by id; returns how many."""

    def remove(self, ids: Iterable[int]) -> None:
        """Forget documents."""

    def find(
        self, query: str, scope: Scope, filters: Filters, *, start: int = 0, size: int = 10
    ) -> Found:
        """The best documents of the scope for ``query``."""

    def similar(self, text: str, scope: Scope, size: int = 5) -> list[Hit]:
        """The documents of the scope that speak of the same thing as ``text``."""

    def sweep(self) -> None:
        """Keep no word that only removed or replaced documents held."""

    def ids(self) -> dict[int, str]:
        """The indexed documents, each with the fingerprint of what was indexed."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Index everything anew, then switch to it; returns how many."""
