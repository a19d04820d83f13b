"""One analysis, whatever thread asks."""

from concurrent.futures import ThreadPoolExecutor

from app.search.french import stem

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
