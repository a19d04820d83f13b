"""One analysis, whatever thread asks."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.search.french import stem, stems

WORDS = [
    "concessions",
    "abandonnées",
    "délibération",
    "municipaux",
    "urbanisme",
    "dématérialisation",
    "secrétaires",
    "reconvocation",
    "administrativement",
    "funéraires",
    "inhumation",
    "recensement",
]


def test_threads_stem_alike():
    """Snowball's stemmer keeps state: shared between threads it raises, or answers for another word."""
    bare = stem.__wrapped__
    alone = [bare(word) for word in WORDS]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda _: [bare(word) for word in WORDS], range(400)))
    assert all(found == alone for found in together)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1607 heures", "1 607 heures"),
        ("1607 heures", "1\u202f607 heures"),
        ("5404000 euros", "5\u00a0404\u00a0000 euros"),
        ("article L2121-17", "article L. 2121-17"),
        ("r423-38", "R. 423-38"),
        ("C.G.C.T.", "CGCT"),
    ],
)
def test_a_word_is_the_same_however_it_is_written(typed, written):
    assert stems(typed) == stems(written)


@pytest.mark.parametrize(
    "text", ["en 2026 216 agents", "01 23 45 67 89", "chapitre 20 4 rue", "DC4"]
)
def test_numbers_side_by_side_are_not_joined(text):
    assert stems(text) == [stem(word.lower()) for word in text.split()]
