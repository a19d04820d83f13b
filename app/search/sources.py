"""What can be found: each feature offers its things by type, and says who may reach them.

An engine knows documents by one number; a thing's number is made of its type and its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.accounts.models import User
from app.clubs.models import Club
from app.core.i18n import Sentence
from app.search.documents import Document

TYPES = ("topic", "procedure", "file")
"""At most eight, in an order that stays: the numbers of the index come of it."""
_ROOM = 8


@dataclass(frozen=True)
class Thing:
    """One thing that was found, asked for again in the database: what lists and programs show of it."""

    type: str
    """In the words of the API: ``topic``, ``answer``, ``procedure``, ``file``, ``member``."""
    id: int
    club: Club
    title: str
    text: str
    path: str
    byline: Any
    """Who signs it: a person, or what stands in her place; None where nobody does."""
    at: datetime
    topic_id: int | None = None
    validity: str | None = None
    """Whether it is still true; none where nobody relies on it."""
    is_validated: bool = False
    replies: int | None = None
    """None where nobody replies to it."""
    kind: str = ""
    within: tuple[str, str] | None = None
    """The title and the address of the text that shows it, where it is part of one."""


@dataclass(frozen=True)
class Source:
    """How the things of one type are indexed and found again."""

    kinds: Mapping[str, Sentence]
    """The kinds of its documents, as the search page names them."""
    documents: Callable[[Iterable[int] | None], Iterator[Document]]
    """The documents with these ids, or all; what does not exist is left out."""
    things: Callable[[User, Iterable[int]], Mapping[int, Thing]]
    """Those of these ids that a member may read."""


_SOURCES: dict[str, Source] = {}


def offer(kind: str, source: Source) -> None:
    """Let the things of a type be found; called once, when its feature is loaded."""
    _SOURCES[kind] = source


def kind_names() -> dict[str, Sentence]:
    """The name of each kind of document."""
    return {kind: name for one in _in_order() for kind, name in _SOURCES[one].kinds.items()}


def number_of(kind: str, ident: int) -> int:
    """The number of a thing in the index."""
    return ident * _ROOM + TYPES.index(kind)


def is_answering(number: int) -> bool:
    """Whether a thing may answer a question: a document stands beside the text that says what it is for."""
    return TYPES[number % _ROOM] != "file"


def documents_of(numbers: Iterable[int] | None) -> Iterator[Document]:
    """The documents with these numbers, or all; what does not exist is left out."""
    wanted = None if numbers is None else _by_type(numbers)
    for kind in _in_order():
        if wanted is None or kind in wanted:
            for document in _SOURCES[kind].documents(None if wanted is None else wanted[kind]):
                yield replace(document, id=number_of(kind, document.id))


def things_in_reach(user: User, numbers: Iterable[int]) -> dict[int, Thing]:
    """What a member may read of what the index found: it may lag behind, the database decides."""
    return {
        number_of(kind, ident): thing
        for kind, ids in _by_type(numbers).items()
        for ident, thing in _SOURCES[kind].things(user, ids).items()
    }


def _by_type(numbers: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number in sorted(numbers):
        ident, place = divmod(number, _ROOM)
        if place < len(TYPES) and TYPES[place] in _SOURCES:
            found.setdefault(TYPES[place], []).append(ident)
    return found


def _in_order() -> list[str]:
    return [kind for kind in TYPES if kind in _SOURCES]
