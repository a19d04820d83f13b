"""How well a document answers: BM25 on title and body, then a closer look at the best sixty.

Constants and features were measured on 1,033 judged queries of code.travail.gouv.fr and 942 of PIAF:
title and body as separate fields of equal weight, the title's length fully counted (B = 1).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.search.documents import Document
from app.search.french import words
from app.search.planning import Plan

K1 = 1.2
B = {"title": 1.0, "body": 0.75}
LOOKED_AT = 60
BODY_STEMS_KEPT = 300

COVERAGE, ADJACENCY, EXACTNESS, TITLE = 0.3, 0.3, 0.25, 0.2


@dataclass(frozen=True)
class Features:
    """What the closer look reads of a document; kept beside it so that nothing is analysed twice."""

    title: tuple[str, ...]
    body: tuple[str, ...]
    exact: frozenset[str]

    @classmethod
    def of(cls, document: Document) -> Features:
        """The features of a document."""
        title, body = list(words(document.title)), list(words(document.text))
        forms = [word.folded for word in (*title, *body[:BODY_STEMS_KEPT])]
        return cls(
            tuple(word.stem for word in title),
            tuple(word.stem for word in body[:BODY_STEMS_KEPT]),
            frozenset(forms),
        )

    def pack(self) -> str:
        """As one text, for the index."""
        return "\n".join((" ".join(self.title), " ".join(self.body), " ".join(sorted(self.exact))))

    @classmethod
    def unpack(cls, packed: str) -> Features:
        """What pack() wrote."""
        title, body, exact = (tuple(line.split()) for line in packed.split("\n"))
        return cls(title, body, frozenset(exact))


def idf(count: int, documents: int) -> float:
    """How telling a stem is, that stands in ``count`` of ``documents``."""
    if count > documents:
        return 0.01
    return math.log(1 + (documents - count + 0.5) / (count + 0.5))


def bm25(times: float, length: float, average: float, field: str) -> float:
    """The part of one stem in the score of one field, before its idf."""
    b = B[field]
    return times * (K1 + 1) / (times + K1 * (1 - b + b * length / (average or 1)))


def look_closer(
    plan: Plan,
    telling: Mapping[str, float],
    rows: Sequence[tuple[float, Features, float]],
) -> list[float]:
    """The final scores of (score, features, boost) rows, best first on entry.

    ``telling`` is the idf of each stem of the plan.
    """
    if not rows:
        return []
    best = rows[0][0] or 1.0
    weight = {stem: telling[stem] * plan.weights[stem] for stem in plan.weights}
    total = sum(weight.values()) or 1.0
    pairs = list(pairwise(plan.asked))
    return [
        (score / best + _features(plan, weight, total, pairs, features)) * boost
        for score, features, boost in rows
    ]


def _features(
    plan: Plan,
    weight: Mapping[str, float],
    total: float,
    pairs: list[tuple[str, str]],
    features: Features,
) -> float:
    title = set(features.title)
    everything = title | set(features.body)
    coverage = sum(weight[stem] for stem in weight if stem in everything) / total
    overlap = 0.0
    if title:
        shared = sum(weight[stem] for stem in weight if stem in title)
        overlap = 2 * shared / (total + sum(weight.get(stem, 3.0) for stem in title))
    adjacent = 0.0
    if pairs:
        near = set(pairwise(features.title)) | set(pairwise(features.body))
        adjacent = sum(pair in near for pair in pairs) / len(pairs)
    exact = len(plan.exact & features.exact) / max(1, len(plan.exact))
    return COVERAGE * coverage + ADJACENCY * adjacent + EXACTNESS * exact + TITLE * overlap
