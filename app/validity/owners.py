"""What may be valid: each feature says how its owners are found, called and cared for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Owned:
    """One thing that may be valid, as lists and letters name it."""

    owner: str
    club_id: int
    title: str
    path: str
    """Where it is read."""
    word: str
    """« Réponse », « Procédure »."""
    carers: frozenset[int] = frozenset()
    """The ids of those who wrote or follow it."""


Finder = Callable[[Iterable[int]], Mapping[int, Owned]]
_FINDERS: dict[str, Finder] = {}


def finds(kind: str) -> Callable[[Finder], Finder]:
    """Register the function below: it finds the owners called ``kind:id``."""

    def register(finder: Finder) -> Finder:
        _FINDERS[kind] = finder
        return finder

    return register


def owned(owners: Iterable[str]) -> dict[str, Owned]:
    """What these owners are; what is no more is left out."""
    ids: dict[str, list[int]] = {}
    for owner in owners:
        kind, _, number = owner.partition(":")
        ids.setdefault(kind, []).append(int(number))
    return {
        one.owner: one for kind, numbers in ids.items() for one in _FINDERS[kind](numbers).values()
    }
