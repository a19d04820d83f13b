"""Personal data that slipped into a text: found before it is published, masked if the writer likes.

Numbers are checked, not only shaped: the key of a NIR and the check digits of an IBAN (python-stdnum).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from stdnum import iban
from stdnum.fr import nir

from app.core.i18n import Sentence, lazy
from app.core.plain_text import from_plain
from app.core.rich_text import LONGEST_TEXT, RichText, to_text

_TAG = re.compile(r"(<[^>]*>)")
_SP = r"[ \u00a0\u202f.-]?"
AROUND = 40
MOST_FINDINGS = 50
MOST_OF_A_KIND = 1_000
"""No text of a member holds more; each is compared with those before it."""


class Kind(StrEnum):
    """What was found."""

    NIR = "nir"
    IBAN = "iban"
    PHONE = "telephone"
    EMAIL = "courriel"
    ACT = "acte"

    @property
    def label(self) -> Sentence:
        """« numéro de sécurité sociale »"""
        return _LABELS[self]


@dataclass(frozen=True)
class Finding:
    """One piece of personal data, with the words around it."""

    kind: Kind
    text: str
    before: str
    after: str


_LABELS: dict[Kind, Sentence] = {
    Kind.NIR: lazy("numéro de sécurité sociale"),
    Kind.IBAN: lazy("coordonnées bancaires (IBAN)"),
    Kind.PHONE: lazy("numéro de téléphone"),
    Kind.EMAIL: lazy("adresse de courriel"),
    Kind.ACT: lazy("numéro d’acte d’état civil"),
}
_MASKS = {
    Kind.NIR: "[n° de sécurité sociale masqué]",
    Kind.IBAN: "[IBAN masqué]",
    Kind.PHONE: "[téléphone masqué]",
    Kind.EMAIL: "[courriel masqué]",
    Kind.ACT: "acte [n° masqué]",
}
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    Kind.NIR: re.compile(
        rf"(?<!\w)[1-478]{_SP}\d{{2}}{_SP}\d{{2}}{_SP}(?:\d{{2}}|2[ABab]){_SP}\d{{3}}{_SP}\d{{3}}{_SP}\d{{2}}(?!\w)"
    ),
    Kind.IBAN: re.compile(
        r"(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0\u202f]?[A-Z0-9]{4}){3,7}(?:[ \u00a0\u202f]?[A-Z0-9]{1,3})?(?!\w)"
    ),
    Kind.PHONE: re.compile(
        rf"(?<![\w.,/-])(?:(?:\+|00)33{_SP}(?:\(0\))?{_SP}|0)[1-9](?:{_SP}\d{{2}}){{4}}(?![\w/-]|[.,]\d)"
    ),
    Kind.EMAIL: re.compile(
        r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?!\w)"
    ),
    Kind.ACT: re.compile(
        r"(?i:(?<!\w)actes?\s+(?:de\s+(?:naissance|mariage|décès|reconnaissance)\s+)?(?:n[°ºo]|numéro)\s*)\d{1,6}(?:\s?[/-]\s?\d{2,4})?(?!\w)"
    ),
}
_CHECKS: dict[Kind, Callable[[str], bool]] = {
    Kind.NIR: lambda text: bool(nir.is_valid(re.sub(r"[^0-9ABab]", "", text).upper())),
    Kind.IBAN: lambda text: bool(iban.is_valid(re.sub(r"\s", "", text))),
}


def found_in(text: str, *, but: str = "") -> list[Finding]:
    """The personal data in a plain text, in order; what stands in ``but`` already is left out."""
    findings = [
        Finding(
            kind,
            text[start:end],
            text[max(0, start - AROUND) : start].split("\n")[-1],
            text[end : end + AROUND].split("\n")[0],
        )
        for start, end, kind in _spans(text)
        if text[start:end] not in but
    ]
    return findings[:MOST_FINDINGS]


def masked(text: str) -> str:
    """A plain text with a word for each piece of personal data in its place."""
    out, at = "", 0
    for start, end, kind in _spans(text):
        out += text[at:start] + _MASKS[kind]
        at = end
    return out + text[at:]


def masked_rich(clean: str) -> RichText:
    """The same for clean HTML, whatever its looks: half in bold, the words stay without them."""
    html = _masked_html(clean)
    plain = to_text(html)
    if found_in(plain):
        words = masked(plain)
        return from_plain(words, longest=len(words) + LONGEST_TEXT)
    return RichText(html, plain)


def _masked_html(clean: str) -> str:
    """An address or a number that is a link is one no more."""
    clean = _ALT.sub(lambda alt: f'alt="{html.escape(masked(html.unescape(alt[1])))}"', clean)
    pieces = _TAG.split(_LINK.sub(_unlinked, clean))
    pieces[::2] = [html.escape(masked(html.unescape(piece)), quote=False) for piece in pieces[::2]]
    return "".join(pieces)


_ALT = re.compile(r'alt="([^"]*)"')
_LINK = re.compile(r'<a [^>]*href="(?:mailto|tel):[^"]*"[^>]*>(.*?)</a>', re.S)


def _unlinked(link: re.Match[str]) -> str:
    return link[1]


def _spans(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Where each piece stands; a telephone number inside an IBAN is part of it."""
    taken: list[tuple[int, int, Kind]] = []
    for kind, pattern in _PATTERNS.items():
        is_real = _CHECKS.get(kind, bool)
        for found in islice(pattern.finditer(text), MOST_OF_A_KIND):
            start, end = found.span()
            is_free = all(end <= other[0] or other[1] <= start for other in taken)
            if is_free and is_real(found[0]):
                taken.append((start, end, kind))
    return iter(sorted(taken))
