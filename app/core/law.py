"""Recognising what a text cites of French law, and linking it to Légifrance.

Understood: articles of the codes below, named before, after (« art. R. 123-9 du code de
l’urbanisme ») or earlier in the same text; lois, décrets and ordonnances by their number. Legifrance
has no address that is made of an article's number: links lead to its search, which finds it first.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

LEGIFRANCE = "https://www.legifrance.gouv.fr/search/all"

_CODES = {
    # key: (what is shown, full name, other names)
    "cgct": ("CGCT", "code général des collectivités territoriales", ()),
    "urbanisme": ("Code de l’urbanisme", "code de l’urbanisme", ("C. urb.",)),
    "civil": ("Code civil", "code civil", ("C. civ.",)),
    "commande-publique": ("CCP", "code de la commande publique", ()),
    "electoral": ("Code électoral", "code électoral", ("C. élect.",)),
    "crpa": ("CRPA", "code des relations entre le public et l’administration", ()),
    "fonction-publique": ("CGFP", "code général de la fonction publique", ()),
    "patrimoine": ("Code du patrimoine", "code du patrimoine", ("C. patr.",)),
    "environnement": ("Code de l’environnement", "code de l’environnement", ("C. env.",)),
    "sante": ("CSP", "code de la santé publique", ()),
    "propriete-publique": (
        "CG3P",
        "code général de la propriété des personnes publiques",
        ("CGPPP",),
    ),
    "route": ("Code de la route", "code de la route", ()),
    "action-sociale": ("CASF", "code de l’action sociale et des familles", ()),
    "securite-interieure": ("CSI", "code de la sécurité intérieure", ()),
    "rural": ("CRPM", "code rural et de la pêche maritime", ("code rural",)),
    "voirie": ("Code de la voirie routière", "code de la voirie routière", ()),
    "impots": ("CGI", "code général des impôts", ()),
    "education": ("Code de l’éducation", "code de l’éducation", ()),
    "construction": ("CCH", "code de la construction et de l’habitation", ()),
    "penal": ("Code pénal", "code pénal", ()),
    "travail": ("Code du travail", "code du travail", ()),
    "justice-administrative": ("CJA", "code de justice administrative", ()),
    "communes": ("Code des communes", "code des communes", ()),
}
_TAG = re.compile(r"(<[^>]*>)")
_SP = r"(?:[\s\u00a0\u202f]|&nbsp;)"
_APOSTROPHE = re.compile("[’']")


def _spelled(name: str) -> str:
    return _APOSTROPHE.sub("[’']", re.escape(name).replace(r"\ ", f"{_SP}+"))


def _code_pattern(key: str, label: str, name: str, others: tuple[str, ...]) -> str:
    names = [f"(?i:{_spelled(one)})" for one in (name, *others) if not one.isupper()]
    acronyms = [rf"{one}(?!\w)" for one in (label, *others) if one.isupper()]
    return f"(?P<{key.replace('-', '_')}>{'|'.join([*names, *acronyms])})"


_ANY_CODE = "|".join(_code_pattern(key, *named) for key, named in _CODES.items())
_CODE = re.compile(rf"(?<!\w)(?:{_ANY_CODE})")
_NUMBER = r"\d{1,4}(?:-\d{1,4}){0,4}"
_ART = rf"(?i:art(?:icles?|\.)?){_SP}+"
_ARTICLE = re.compile(
    rf"(?<![\w-])(?:{_ART})?(?P<letter>[LRDA])(?P<dot>\.?){_SP}?\*?(?P<number>{_NUMBER})(?![\w-])"
    rf"|(?<![\w-]){_ART}(?P<bare>{_NUMBER})(?![\w-])"
)
_JOINED = re.compile(
    rf"{_SP}*(?:,|et|à|ou){_SP}*(?:{_ART})?(?:[LRDA]\.?{_SP}?)?\*?{_NUMBER}(?![\w-])"
)
_NEAR = re.compile(rf"(?:{_SP}|[,(:])*")
_BETWEEN = re.compile(rf"{_SP}*(?:,|;|et|à|ou){_SP}*(?:et{_SP}+)?")
_OF_CODE = re.compile(rf",?{_SP}*(?:du|de{_SP}la|de{_SP}l[’']|des)?{_SP}*(?={_ANY_CODE})")
_LAW = re.compile(
    rf"(?<!\w)(?P<kind>(?i:loi(?:{_SP}organique)?|décret|ordonnance)){_SP}+"
    rf"(?:(?i:n[°ºo]){_SP}*)?(?P<number>\d{{2,4}}-\d{{1,5}})(?!\w)"
)
MOST_CITATIONS = 60
MOST_OF_A_PIECE = 300
"""No paragraph cites more; what comes after stays plain."""
MOST_JOINED = 12
"""How many articles may stand before the code that they share."""


@dataclass(frozen=True)
class Citation:
    """A text of law as one place cites it."""

    key: str
    """One for each text, however it is written: ``cgct:L2121-17``, ``loi:2023-1380``."""
    label: str
    """« CGCT, art. L. 2121-17 »"""
    start: int = 0
    end: int = 0

    @property
    def address(self) -> str:
        """Where Légifrance shows it."""
        kind, _, number = self.key.partition(":")
        words = f"{kind} {number}" if kind not in _CODES else f"{number} {_CODES[kind][1]}"
        return f"{LEGIFRANCE}?{urlencode({'tab_selection': 'all', 'searchField': 'ALL', 'query': words})}"


def cited_in(clean: str) -> list[Citation]:
    """What a clean HTML text cites, each text of law once, in order."""
    found: dict[str, Citation] = {}
    for _piece, citations in _read(clean):
        for citation in citations:
            found.setdefault(citation.key, citation)
    return list(found.values())[:MOST_CITATIONS]


def named(typed: str) -> Citation | None:
    """The text of law that somebody typed, if it is one; small letters do."""
    typed = html.escape(typed, quote=False)
    found = cited_in(typed) or cited_in(typed.upper())
    return found[0] if found else None


def linked(clean: str) -> str:
    """Clean HTML in which what is cited leads to Légifrance; what is a link already stays one."""
    if not _LAW.search(clean) and not _CODE.search(html.unescape(clean)):
        return clean
    return "".join(_with_links(piece, citations) for piece, citations in _read(clean))


def _with_links(piece: str, citations: list[Citation]) -> str:
    out, at = "", 0
    for one in citations:
        out += piece[at : one.start]
        address = html.escape(one.address)
        shown = piece[one.start : one.end]
        out += f'<a class="law" href="{address}" rel="noopener noreferrer nofollow">{shown}</a>'
        at = one.end
    return out + piece[at:]


def _read(clean: str) -> Iterator[tuple[str, list[Citation]]]:
    """The pieces of a clean text, tags apart, each with what it cites; nothing inside a link."""
    known: set[str] = set()
    depth = 0
    for piece in _TAG.split(clean):
        if piece.startswith("<"):
            depth += 1 if piece.startswith("<a ") else -1 if piece == "</a>" else 0
            yield piece, []
        else:
            citations = _cited(piece, known)
            yield piece, citations if depth == 0 else []


def _cited(text: str, known: set[str]) -> list[Citation]:
    """What a piece of text cites; ``known`` are the codes named so far, and gains those of the piece.

    An article far from any code is of the only one named: after an aside to another, nobody knows.
    """
    found = [
        Citation(f"{_kind(one)}:{one['number']}", _law_label(one), one.start(), one.end())
        for one in islice(_LAW.finditer(text), MOST_OF_A_PIECE)
    ]
    taken = [(one.start, one.end) for one in found]
    codes = [(one.start(), one.end(), _key(one)) for one in _CODE.finditer(text)]
    at, last_end, last_of = 0, -1, ""
    for one in islice(_ARTICLE.finditer(text), MOST_OF_A_PIECE):
        if any(start < one.end() and one.start() < end for start, end in taken):
            continue
        while at < len(codes) and codes[at][0] < one.start():
            known.add(codes[at][2])
            at += 1
        near = (
            codes[at - 1] if at and _NEAR.fullmatch(text, codes[at - 1][1], one.start()) else None
        )
        is_next = last_of and _BETWEEN.fullmatch(text, last_end, one.start())
        of = _code_after(text, one.end()) or (last_of if is_next else near[2] if near else "")
        of = of or (next(iter(known)) if len(known) == 1 else "")
        if of and _is_sure(one, text, of):
            found.append(Citation(*_article(one, of), one.start(), one.end()))
            last_end, last_of = one.end(), of
    known.update(key for _start, _end, key in codes[at:])
    return sorted(found, key=lambda one: one.start)


def _code_after(text: str, at: int) -> str:
    """« art. L. 2121-10 et L. 2121-17 du CGCT »: the code that follows a list of articles."""
    for _turn in range(MOST_JOINED):
        joined = _JOINED.match(text, at)
        if joined is None:
            break
        at = joined.end()
    of = _OF_CODE.match(text, at)
    code = _CODE.match(text, of.end()) if of else None
    return _key(code) if code else ""


def _is_sure(found: re.Match[str], text: str, of: str) -> bool:
    """Whether it is an article: « A4 » is paper, « D 12 » a room; a bare number belongs to a code at once."""
    if found["bare"]:
        return _code_after(text, found.end()) == of
    return bool(found["dot"] or "-" in found["number"] or found[0][:3].lower() == "art")


def _article(found: re.Match[str], of: str) -> tuple[str, str]:
    number, letter = found["bare"] or found["number"], found["letter"] or ""
    shown = f"{letter}. {number}" if letter else number
    return f"{of}:{letter}{number}", f"{_CODES[of][0]}, art. {shown}"


def _law_label(found: re.Match[str]) -> str:
    kind = " ".join(found["kind"].split())
    return f"{kind[0].upper()}{kind[1:].lower()} n° {found['number']}"


def _kind(found: re.Match[str]) -> str:
    return {"l": "loi", "d": "decret", "o": "ordonnance"}[found["kind"][0].lower()]


def _key(found: re.Match[str]) -> str:
    return next(key for key in _CODES if found[key.replace("-", "_")])
