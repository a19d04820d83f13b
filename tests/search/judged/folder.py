"""The judged set as a folder for ``flask search evaluate``: its corpus is the demonstration network.

``python -m tests.search.judged.folder FOLDER`` writes it by hand.
"""

from __future__ import annotations

import json
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from app.core.rich_text import from_html
from app.core.text import slugify
from app.demo.loading import FILES

HERE = Path(__file__).parent
JUDGED = ("queries.jsonl", "qrels.tsv")


def write(folder: Path) -> Path:
    """The queries, the judgements and the topics they speak of, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in JUDGED:
        shutil.copy(HERE / name, folder)
    lines = (json.dumps(topic, ensure_ascii=False) + "\n" for topic in topics())
    (folder / "corpus.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder


def topics() -> Iterator[dict[str, str]]:
    """Each topic of the network under the slugs of its club and of its title."""
    for file in sorted(FILES.glob("*.toml")):
        club = tomllib.loads(file.read_text(encoding="utf-8"))
        for topic in club.get("topics", []):
            name = f"{club['slug']}/{slugify(topic['title'])}"
            yield {"id": name, "title": topic["title"], "text": _text(topic)}


def _text(topic: dict) -> str:
    """Question, answer, then the other replies: the order of ``app.forum.documents``."""
    replies = sorted(topic.get("posts", []), key=lambda reply: reply["hours_later"])
    replies.sort(key=lambda reply: not reply.get("accepted"))
    return "\n".join(from_html(post["body"]).text for post in (topic, *replies))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
