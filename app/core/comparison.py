"""What changed between two clean texts: block by block, then word by word.

Blocks are what a reader sees as one: a paragraph, a title, an item, a row of a table. Each row of a
comparison can be shown in one column (removed words, then added ones) or in two.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from app.core.i18n import _

MOST_BLOCKS = 3_000
MOST_PAIRS = 4_000
MOST_WORDS = 2_500
"""Past these a text is compared more roughly: aligning takes up to the square of its length."""
ALIKE = 0.3
"""How many of their words two blocks share to be one block that changed."""

FEWEST_FOLDED = 3
"""Fewer unchanged blocks are read faster than unfolded."""

_TOKEN = re.compile(r"(<[^<>]+>)")
_WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
_ALT = re.compile(r'\salt="([^"]*)"')
_BEGINS = {"p", "h2", "h3", "h4", "li", "blockquote", "tr", "ul", "ol", "table", "hr"}


class Change(StrEnum):
    """What became of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Some words, and what became of them."""

    change: Change
    text: str


@dataclass(frozen=True)
class Block:
    """Words that stand together: ``kind`` is the element that holds them."""

    kind: str
    text: str


@dataclass(frozen=True)
class Row:
    """A block before and after."""

    kind: str
    pieces: Sequence[Piece]

    @property
    def change(self) -> str:
        """``same``, ``added``, ``removed``, or ``changed`` where only some words are."""
        found = {piece.change for piece in self.pieces}
        return str(found.pop()) if len(found) == 1 else "changed"

    @property
    def before(self) -> list[Piece]:
        """What stood there."""
        return [piece for piece in self.pieces if piece.change is not Change.ADDED]

    @property
    def after(self) -> list[Piece]:
        """What stands there."""
        return [piece for piece in self.pieces if piece.change is not Change.REMOVED]


@dataclass(frozen=True)
class Comparison:
    """Two texts beside each other."""

    rows: Sequence[Row]
    is_formatting_only: bool
    """The words are the same, and something else is not: bold, a link, a merged cell."""

    @property
    def is_same(self) -> bool:
        """Whether nothing at all changed."""
        return not self.is_formatting_only and all(row.change == "same" for row in self.rows)

    @property
    def runs(self) -> list[tuple[bool, list[Row]]]:
        """The rows in order, in runs that may be folded or not: unchanged, and far from a change."""
        changed = {place for place, row in enumerate(self.rows) if row.change != "same"}
        near = {place + step for place in changed for step in (-1, 0, 1)}
        runs: list[tuple[bool, list[Row]]] = []
        for is_far, group in groupby(enumerate(self.rows), lambda pair: pair[0] not in near):
            rows = [row for _, row in group]
            runs.append((is_far and len(rows) >= FEWEST_FOLDED, rows))
        return runs


def compare(before: str, after: str) -> Comparison:
    """Two clean HTML texts compared; takes well under a second for the longest ones."""
    rows = list(_rows(blocks_of(before), blocks_of(after)))
    is_same = all(row.change == "same" for row in rows)
    return Comparison(rows, is_formatting_only=is_same and before != after)


def blocks_of(clean: str) -> list[Block]:
    """The blocks of a clean text, in order; the cells of a row are parted by a bar."""
    reader = _Reader()
    for token in _TOKEN.split(clean):
        if token.startswith("<"):
            reader.read_tag(token)
        elif token.strip():
            reader.words.append(html.unescape(token))
    reader.close()
    return reader.found


class _Reader:
    """Gathers the words of a block until the next one begins."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.words: list[str] = []
        self.kind = "p"

    def read_tag(self, tag: str) -> None:
        name, is_end = tag.strip("</>").split(" ")[0].lower(), tag.startswith("</")
        if name == "tr":
            self.close("p" if is_end else "tr")
        elif name == "img":
            alt = _ALT.search(tag)
            self.words.append(f" [{_('Image')} : {html.unescape(alt[1])}] " if alt else "")
        elif self.kind == "tr" and name in {"td", "th"}:
            self.words.append(" | " if is_end else "")
        elif name == "br" or (self.kind == "tr" and name in _BEGINS):
            self.words.append(" ")
        elif name in _BEGINS and not self._is_first_of_item(name, is_end):
            self.close("p" if is_end else name)

    def close(self, following: str = "p") -> None:
        text = " ".join("".join(self.words).split()).strip(" |")
        if text:
            self.found.append(Block(self.kind, text))
        self.words.clear()
        self.kind = following

    def _is_first_of_item(self, name: str, is_end: bool) -> bool:
        return name == "p" and self.kind == "li" and not is_end and not self.words


def _rows(before: list[Block], after: list[Block]) -> Iterator[Row]:
    if len(before) + len(after) > MOST_BLOCKS:
        yield from _whole(before, Change.REMOVED)
        yield from _whole(after, Change.ADDED)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) > 200)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield from _whole(after[j1:j2], Change.SAME)
        else:
            yield from _aligned(before[i1:i2], after[j1:j2])


def _whole(blocks: Sequence[Block], change: Change) -> Iterator[Row]:
    return (Row(block.kind, (Piece(change, block.text),)) for block in blocks)


def _aligned(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Row]:
    """Blocks that changed: each after one beside the first like it that is left."""
    start = 0
    bags = [_bag(block) for block in before]
    is_small = len(before) * len(after) <= MOST_PAIRS
    for place, block in enumerate(after):
        ahead = range(start, len(before)) if is_small else range(place, min(place + 1, len(bags)))
        bag = _bag(block)
        like = next((at for at in ahead if at >= start and _likeness(bags[at], bag) > ALIKE), None)
        if like is None:
            yield from _whole([block], Change.ADDED)
            continue
        yield from _whole(before[start:like], Change.REMOVED)
        yield Row(block.kind, tuple(_pieces(before[like].text, block.text)))
        start = like + 1
    yield from _whole(before[start:], Change.REMOVED)


def _bag(block: Block) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", block.text.lower()))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    a, b = _WORD.findall(before), _WORD.findall(after)
    if len(a) + len(b) > MOST_WORDS:
        yield Piece(Change.REMOVED, before)
        yield Piece(Change.ADDED, after)
        return
    bare_a, bare_b = [word.strip() for word in a], [word.strip() for word in b]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, bare_a, bare_b).get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(b[j1:j2]))
        else:
            if i2 > i1:
                yield Piece(Change.REMOVED, "".join(a[i1:i2]))
            if j2 > j1:
                yield Piece(Change.ADDED, "".join(b[j1:j2]))
