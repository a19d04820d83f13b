"""Plain words: folding for look-ups, slugs, and the checks every text field shares."""

from __future__ import annotations

import re
import unicodedata

from app.core.errors import Invalid
from app.core.i18n import lazy

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_SPACES = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


def fold(text: str) -> str:
    """Lower case, no accents, words parted by one space: ``L’Haÿ-les-Roses`` → ``l hay les roses``."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return _NOT_WORD.sub(" ", plain).strip()


def slugify(text: str, longest: int = 60) -> str:
    """Words of ``text`` for an address, cut at a word's end."""
    slug = fold(text).replace(" ", "-")
    if len(slug) <= longest:
        return slug or "sans-titre"
    return slug[:longest].rsplit("-", 1)[0]


def one_line(value: str | None, field: str, *, longest: int, required: bool = True) -> str:
    """``value`` as one clean line.

    Raises Invalid, naming ``field``, when it is missing or longer than ``longest`` characters.
    """
    line = _SPACES.sub(" ", visible(value or "")).strip()
    if required and not line:
        raise Invalid(field, lazy("Ce champ ne peut pas rester vide."))
    return within(line, field, longest)


def paragraph(value: str | None, field: str, *, longest: int) -> str:
    """``value`` as optional text of several lines, at most ``longest`` characters (Invalid)."""
    return within(visible(value or "", keep="\n").strip(), field, longest)


def within(text: str, field: str, longest: int) -> str:
    """``text`` itself, or Invalid when it has more than ``longest`` characters."""
    check_length(len(text), longest, field)
    return text


def check_length(count: int, longest: int, field: str) -> None:
    """Raise Invalid when a text of ``count`` characters is longer than ``longest``."""
    if count > longest:
        raise Invalid(
            field,
            lazy(
                "Ce texte compte %(count)s signes ; la limite est de %(longest)s. Raccourcissez-le.",
                count=f"{count:,}".replace(",", " "),
                longest=f"{longest:,}".replace(",", " "),
            ),
        )


def visible(text: str, keep: str = "") -> str:
    """``text`` without control and invisible characters (zero-width, bidirectional overrides…)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        c if c in keep or unicodedata.category(c) not in _INVISIBLE else (" " if c == "\n" else "")
        for c in text
    )
