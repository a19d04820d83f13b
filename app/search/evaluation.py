"""How well search finds what people judged to be right: MRR, recall and nDCG at 10.

The folder holds `corpus.jsonl` {id, title, text}, `queries.jsonl` {id, text} and `qrels.tsv`
(query, document, relevance; with a header line).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.search.documents import Document, Filters, SearchEngine

DEPTH = 10
EVERYONE = frozenset({1})


@dataclass(frozen=True)
class Scores:
    """Means over the judged queries."""

    mrr: float
    recall: float
    ndcg: float
    queries: int


def evaluate(engine: SearchEngine, folder: Path) -> Scores:
    """Index the corpus of ``folder`` into ``engine`` and ask it every judged query."""
    corpus = list(_lines(folder / "corpus.jsonl"))
    names = [str(row["id"]) for row in corpus]
    engine.rebuild(
        Document(number, 1, "", "", (), row["title"], row["text"])
        for number, row in enumerate(corpus, start=1)
    )
    judged = _judgements(folder / "qrels.tsv")
    totals, count = [0.0, 0.0, 0.0], 0
    for query in _lines(folder / "queries.jsonl"):
        right = judged.get(str(query["id"]))
        if right:
            hits = engine.find(query["text"], EVERYONE, Filters(), size=DEPTH).hits
            found = [names[hit.id - 1] for hit in hits]
            totals = [a + b for a, b in zip(totals, _scores(found, right), strict=True)]
            count += 1
    mrr, recall, ndcg = (total / max(1, count) for total in totals)
    return Scores(mrr, recall, ndcg, count)


def _scores(found: list[str], right: dict[str, int]) -> tuple[float, float, float]:
    first = next((rank for rank, name in enumerate(found, start=1) if name in right), 0)
    shared = sum(name in right for name in found)
    gained = _gain([right.get(name, 0) for name in found])
    best = _gain(sorted(right.values(), reverse=True)[:DEPTH])
    return 1 / first if first else 0.0, shared / min(len(right), DEPTH), gained / best


def _gain(grades: list[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def _judgements(file: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, relevance = line.split("\t")
        judged.setdefault(query, {})[document] = int(relevance)
    return judged


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)
