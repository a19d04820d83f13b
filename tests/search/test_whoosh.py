"""The embedded index heals: any damage makes an empty one, which the check fills again."""

import gc
import shutil

import pytest

from app.search.documents import Document, Filters
from app.search.whoosh_engine import WhooshEngine

SCOPE = frozenset({1})


def doc(number):
    return Document(number, 1, "question", "open", (), "Quorum", "trois jours")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "search"


def total(engine):
    return engine.find("quorum", SCOPE, Filters()).total


def test_another_process_sees_what_was_committed(folder):
    writer, reader = WhooshEngine(folder), WhooshEngine(folder)
    writer.put([doc(1)])
    assert total(reader) == 1
    writer.put([doc(2)])
    writer.remove([1])
    assert total(reader) == 1
    writer.rebuild([doc(n) for n in range(5)])
    assert total(reader) == 5
    writer.put([doc(9)])
    assert total(reader) == 6


def test_many_segments_agree_with_one(folder):
    engine = WhooshEngine(folder)
    for n in range(40):
        engine.put([doc(n)])
    for n in range(0, 40, 2):
        engine.remove([n])
    assert total(engine) == 20
    assert len(engine.ids()) == 20


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("damage", ["truncate", "version", "vanish", "pointer"])
def test_a_damaged_index_is_replaced_by_an_empty_one(folder, damage):
    WhooshEngine(folder).put([doc(1), doc(2)])
    current = folder / (folder / "current").read_text()
    if damage == "truncate":
        for file in current.glob("_MAIN_*.toc"):
            file.write_bytes(file.read_bytes()[:20])
    elif damage == "version":
        (current / "VERSION").write_text("of long ago")
    elif damage == "vanish":
        shutil.rmtree(current)
    else:
        (folder / "current").unlink()
    engine = WhooshEngine(folder)
    assert total(engine) == 0
    gc.collect()  # Whoosh leaves the damaged file to the collector
    assert engine.ids() == {}
    engine.put([doc(1)])
    assert total(engine) == 1


def test_the_folder_is_private(folder):
    WhooshEngine(folder).put([doc(1)])
    assert (folder / (folder / "current").read_text()).stat().st_mode & 0o077 == 0
