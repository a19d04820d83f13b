"""Pictures made anew by a program of its own, so that a hostile file meets limits and no member."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from app.core.errors import Invalid
from app.core.i18n import Sentence, lazy

LARGEST_PICTURE = 10 * 1024 * 1024
"""In bytes, as sent."""

SECONDS = 15
AT_ONCE = 2
PATIENCE = 10
"""How long, in seconds, a picture waits for its turn."""

_PROGRAM = Path(__file__).with_name("redraw.py")
_turns = BoundedSemaphore(AT_ONCE)

_UNREADABLE = lazy(
    "Cette image n’a pas pu être lue : le fichier est abîmé ou incomplet. Enregistrez-la de nouveau, puis réessayez."
)
_TOO_HARD = lazy(
    "Cette image demande trop de travail pour être lue. Réduisez ses dimensions, puis réessayez."
)
_BUSY = lazy(
    "Beaucoup d’images arrivent en ce moment. Votre texte est conservé : réessayez dans un instant."
)
_REASONS: dict[str, Sentence] = {
    "format": lazy(
        "Ce fichier n’est pas une image que tous les navigateurs savent montrer. Choisissez un fichier PNG, JPEG, WebP ou GIF."
    ),
    "pixels": lazy(
        "Cette image a trop de points : la limite est de 25 millions. Réduisez ses dimensions, puis réessayez."
    ),
    "damaged": _UNREADABLE,
}


@dataclass(frozen=True)
class Picture:
    """A picture that holds nothing but its points."""

    content: bytes
    content_type: str
    width: int
    height: int


def redrawn(source: bytes, field: str = "file", *, square: bool = False) -> Picture:
    """``source`` made anew; takes up to 15 s, so outside any transaction. Raises Invalid.

    ``square``: the middle of it, 320 points wide, for the photograph of a person.
    """
    _check_weight(len(source), field)
    if not _turns.acquire(timeout=PATIENCE):
        raise Invalid(field, _BUSY)
    try:
        described, content = _run(source, field, "square" if square else "whole")
    finally:
        _turns.release()
    if "refused" in described:
        raise Invalid(field, _REASONS[str(described["refused"])])
    return Picture(
        content, str(described["content_type"]), int(described["width"]), int(described["height"])
    )


def _check_weight(size: int, field: str) -> None:
    if not size:
        raise Invalid(field, lazy("Ce fichier est vide. Choisissez une image."))
    if size > LARGEST_PICTURE:
        raise Invalid(field, lazy("Cette image pèse plus de 10 Mo. Réduisez-la, puis réessayez."))


def _run(source: bytes, field: str, shape: str) -> tuple[dict[str, str | int], bytes]:
    try:
        done = subprocess.run(  # noqa: S603  our own program, one word of ours
            [sys.executable, "-I", str(_PROGRAM), shape],
            input=source,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            env={},
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise Invalid(field, _TOO_HARD) from None
    line, _, content = done.stdout.partition(b"\n")
    described: dict[str, str | int] = json.loads(line)
    return described, content
