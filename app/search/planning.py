"""From what was typed to what is looked for: stems with weights.

Stop words are dropped unless nothing else is left; words absent from the index are repaired
(SymSpell at distance 1: +7 points of MRR on queries with one typing error); acronyms are read both ways.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.search.documents import Repair
from app.search.french import Word, fold_word, is_stop_word, stem, words

LONGEST_QUERY = 200
MOST_TERMS = 12
REPAIRED, SECOND_REPAIR, EXPANDED, CONTRACTED = 0.9, 0.4, 0.35, 0.8
SHORTEST_REPAIRED = 4

Frequencies = Callable[[Iterable[str]], Mapping[str, int]]
"""In how many documents a stem stands."""


@dataclass(frozen=True)
class Plan:
    """What is looked for."""

    weights: Mapping[str, float]
    """Each stem with its weight."""
    asked: tuple[str, ...]
    """The stems as typed, in order."""
    exact: frozenset[str]
    """The folded words as typed."""
    repairs: tuple[Repair, ...] = ()


class Speller:
    """Words one error away: deletions of each known stem, looked up by deletions of the typed one."""

    def __init__(self, known: Iterable[tuple[str, int]]) -> None:
        self._count: dict[str, int] = {}
        self._near: dict[str, list[str]] = {}
        for word, count in known:
            if len(word) >= SHORTEST_REPAIRED and not word.isdigit():
                self._count[word] = self._count.get(word, 0) + count
        for word in self._count:
            for form in _deletions(word):
                self._near.setdefault(form, []).append(word)

    def repair(self, word: str, most: int = 2) -> list[str]:
        """The best known stems one insertion, deletion, change or swap away."""
        near = {known for form in _deletions(word) for known in self._near.get(form, ())}
        close = [known for known in near if known != word and _is_one_edit(known, word)]
        return sorted(close, key=lambda w: (w[:1] != word[:1], -self._count[w], w))[:most]


def plan(query: str, frequencies: Frequencies, speller: Callable[[], Speller]) -> Plan:
    """What ``query`` looks for, in an index where ``frequencies`` counts and ``speller`` repairs."""
    typed = list(words(query[:LONGEST_QUERY]))
    telling = [word for word in typed if not is_stop_word(word)] or typed
    telling = list({word.stem: word for word in telling}.values())[:MOST_TERMS]
    weights = {word.stem: 1.0 for word in telling}
    repaired = _repair(telling, weights, frequencies, speller)
    _expand_acronyms(telling, weights)
    return Plan(
        weights=weights,
        asked=tuple(word.stem for word in telling),
        exact=frozenset(word.folded for word in telling),
        repairs=tuple(Repair(word.start, word.end, better) for word, better in repaired),
    )


def _repair(
    telling: list[Word],
    weights: dict[str, float],
    frequencies: Frequencies,
    speller: Callable[[], Speller],
) -> list[tuple[Word, str]]:
    repaired = []
    counts = frequencies([word.stem for word in telling])
    for word in telling:
        is_word = len(word.stem) >= SHORTEST_REPAIRED and word.stem.isalpha()
        if not is_word or word.folded in acronyms() or counts[word.stem]:
            continue
        found = speller().repair(word.stem)
        if not found:
            continue
        repaired.append((word, found[0]))
        del weights[word.stem]
        for rank, other in enumerate(found):
            weights.setdefault(other, REPAIRED if rank == 0 else SECOND_REPAIR)
    return repaired


def _expand_acronyms(telling: list[Word], weights: dict[str, float]) -> None:
    for word in telling:
        for expansion in acronyms().get(word.folded, ()):
            for part in expansion:
                weights.setdefault(part, EXPANDED)
    asked = " " + " ".join(word.stem for word in telling) + " "
    for short, expansions in acronyms().items():
        if any(len(parts) > 1 and f" {' '.join(parts)} " in asked for parts in expansions):
            weights.setdefault(stem(short), CONTRACTED)


@cache
def acronyms() -> dict[str, list[tuple[str, ...]]]:
    """Each acronym with the telling stems of its expansions (`acronyms.csv`, CC0).

    Two letters are enough (PC, DP, PV); an everyday word (« an », « actes ») stays out of the file.
    """
    table: dict[str, list[tuple[str, ...]]] = {}
    with (Path(__file__).parent / "acronyms.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            parts = tuple(word.stem for word in words(row["expansion"]) if not is_stop_word(word))
            if parts:
                table.setdefault(fold_word(row["acronym"]), []).append(parts)
    return table


def _deletions(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _is_one_edit(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    i = 0
    while i < min(len(one), len(other)) and one[i] == other[i]:
        i += 1
    if len(one) > len(other):
        return one[i + 1 :] == other[i:]
    if len(one) < len(other):
        return one[i:] == other[i + 1 :]
    swapped = one[i : i + 2] == other[i : i + 2][::-1] and one[i + 2 :] == other[i + 2 :]
    return swapped or one[i + 1 :] == other[i + 1 :]
