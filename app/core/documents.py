"""Documents read by a program of its own, so that a hostile file meets limits and no member."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from app.core.errors import Invalid
from app.core.i18n import Sentence, lazy

LARGEST_DOCUMENT = 24 * 1024 * 1024
"""In bytes, as sent; the whole form may weigh 25 MB."""

SECONDS = 9
AT_ONCE = 2
PATIENCE = 10

SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/zip": ".zip",
}

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_PROGRAM = Path(__file__).with_name("read_document.py")
_turns = BoundedSemaphore(AT_ONCE)
_REASONS: dict[str, Sentence] = {
    "format": lazy(
        "Ce fichier n’est ni une image (PNG, JPEG, WebP, GIF) ni un document PDF, ODT, ODS, DOCX ou XLSX. Enregistrez-le sous l’une de ces formes."
    ),
    "macros": lazy(
        "Ce document contient des macros : elles pourraient agir sur l’ordinateur d’un collègue. Enregistrez-le sans macros."
    ),
    "bomb": lazy("Une fois ouvert, ce fichier serait démesuré : il n’est pas accepté."),
    "zip": lazy(
        "Les archives ZIP ne sont pas acceptées : on n’y voit pas ce qu’elles contiennent. Joignez les documents un par un."
    ),
    "damaged": lazy(
        "Ce fichier n’a pas pu être lu : il est abîmé ou incomplet. Enregistrez-le de nouveau, puis réessayez."
    ),
}


@dataclass(frozen=True)
class ReadDocument:
    """What a document is, what it says, and what its first page looks like, where that could be read."""

    content_type: str
    text: str = ""
    preview: bytes = b""


def check_kind(source: bytes, field: str) -> None:
    """Raise Invalid unless the first bytes are those of something that may be attached, or nothing."""
    if source and not looks_like_document(source) and not source.startswith(_PICTURES):
        raise Invalid(field, _REASONS["format"])


def looks_like_document(source: bytes) -> bool:
    """Whether the first bytes are those of a PDF or of an archive."""
    return source.startswith((b"%PDF-", b"PK\x03\x04"))


def read_document(source: bytes, field: str = "file", *, allows_zip: bool = False) -> ReadDocument:
    """What ``source`` is; takes up to 9 s, so outside any transaction. Raises Invalid.

    A document whose kind is sure and whose words are out of reach is kept, without preview.
    """
    if len(source) > LARGEST_DOCUMENT:
        raise Invalid(field, lazy("Ce fichier pèse plus de 24 Mo. Réduisez-le, puis réessayez."))
    if not _turns.acquire(timeout=PATIENCE):
        raise Invalid(
            field,
            lazy(
                "Beaucoup de fichiers arrivent en ce moment. Votre texte est conservé : réessayez dans un instant."
            ),
        )
    try:
        said = _run(source)
    finally:
        _turns.release()
    facts, preview = _facts(said)
    if facts.get("refused") == "zip" and allows_zip:
        return ReadDocument("application/zip")
    if "content_type" not in facts:
        raise Invalid(field, _REASONS[str(facts.get("refused", "damaged"))])
    return ReadDocument(str(facts["content_type"]), str(facts.get("text", "")), preview)


def _run(source: bytes) -> bytes:
    """What the program said, to the end or until its limits."""
    try:
        done = subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-I", str(_PROGRAM)],
            input=source,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b""
    return done.stdout


def _facts(said: bytes) -> tuple[dict[str, object], bytes]:
    facts: dict[str, object] = {}
    while said.startswith(b"{") and "preview" not in facts:
        line, ended, said = said.partition(b"\n")
        if not ended:
            break
        facts |= json.loads(line)
    size = int(str(facts.get("preview", 0)))
    return facts, said if size and len(said) == size else b""
