"""What shows files: each feature says where its texts are read, and what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A text that shows files, as lists name it."""

    club_id: int
    title: str
    path: str
    """Where it is read."""
    topic_id: int | None = None
    tokens: frozenset[str] | None = None
    """The files in what the club reads of it, where it holds others too: those of a draft."""

    def shows(self, token: str) -> bool:
        """Whether the club reads a text with this file."""
        return self.tokens is None or token in self.tokens


Finder = Callable[[Iterable[int]], Mapping[int, Place]]
_FINDERS: dict[str, Finder] = {}


def shows(kind: str) -> Callable[[Finder], Finder]:
    """Register the function below: it finds the texts called ``kind:id``."""

    def register(finder: Finder) -> Finder:
        _FINDERS[kind] = finder
        return finder

    return register


def places_of(owners: Iterable[str]) -> dict[str, Place]:
    """What these owners of files are, posts before procedures, the oldest first.

    What is no more, or only passes on a file, is left out.
    """
    ids: dict[str, list[int]] = {kind: [] for kind in _FINDERS}
    for owner in owners:
        kind, _, number = owner.partition(":")
        if kind in _FINDERS:
            ids[kind].append(int(number))
    return {
        f"{kind}:{ident}": place
        for kind, numbers in ids.items()
        if numbers
        for ident, place in sorted(_FINDERS[kind](numbers).items())
    }
