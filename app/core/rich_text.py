"""What members write: HTML in, clean HTML and plain text out. The only place that makes Markup.

bleach (named by the fixed stack, unmaintained since June 2026) cleans and links first; nh3 has the
last word with the same allow-list. Clean HTML is stored; nothing is cleaned when read.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import bleach
import nh3
from bleach.linkifier import DEFAULT_CALLBACKS, LinkifyFilter
from markupsafe import Markup

from app.core.errors import Invalid
from app.core.i18n import _, lazy
from app.core.law import linked
from app.core.text import check_length, visible
from app.core.typography import set_french

LONGEST_TEXT = 50_000
MARKUP_ROOM = 8
"""How much longer than its words a text may be, tags included."""
FILES_PATH = "/fichiers/"
DOCUMENT = "document"
"""Stands in the address of a file that is linked rather than shown."""

TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "blockquote",
        "hr",
        "img",
        "table",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "strong",
        "em",
        "s",
        "br",
        "sup",
        "sub",
    ]
)
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan", "scope"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
}
EMPTY = lazy("Écrivez votre texte : il est vide pour l’instant.")
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_RENAMED = (
    (re.compile(r"<(/?)h1\b", re.I), r"<\1h2"),
    (re.compile(r"<(/?)h[56]\b", re.I), r"<\1h4"),
    (re.compile(r"<(/?)b(?=[\s>/])", re.I), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>/])", re.I), r"<\1em"),
    (re.compile(r"<(/?)del\b", re.I), r"<\1s"),
)
_PROGRAM = re.compile(r"<(script|style)\b", re.I)
_PROGRAM_ENDS = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style")}
_OPENED = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.I)
_ENDS_BY_ITSELF = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "dd",
        "dt",
        "br",
        "hr",
        "img",
        "col",
        "input",
        "meta",
        "link",
        "wbr",
    ]
)
MOST_LEVELS = 60
MOST_TAGS = 40_000
"""Past these, which no writer reaches, only the words are kept: parsing takes the square of the depth."""
_MENDED = (
    (re.compile(r"<img(?![^>]*\ssrc=)[^>]*>"), ""),
    (re.compile(r"<img(?![^>]*\salt=)"), '<img alt=""'),
    # A header without words is none for those who hear the table (axe: empty-table-header).
    (re.compile(r"<th([^>]*)>((?:\s|<p>|</p>|<br>)*)</th>"), r"<td\1>\2</td>"),
    # A link without an address: among them mentions, which are derived from names, never believed.
    (re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.S), r"\1"),
    (re.compile(r"<th(?![^>]*\sscope=)"), '<th scope="col"'),
)
_PICTURE = re.compile(r'<img\b(?=[^>]*\salt="([^"]*)")[^>]*>')
_PICTURE_SIZE = re.compile(rf'<img\b(?=[^>]*\ssrc="{FILES_PATH}[\w-]+/(\d{{1,5}})x(\d{{1,5}})/)')
_QUOTED = re.compile(r"<blockquote>.*?</blockquote>", re.S)
_DOCUMENT = re.compile(rf'<a href="({FILES_PATH}[\w-]+/){DOCUMENT}/([^"]*\.(\w+))"')
_BLOCKS = re.compile(r"</?(?:p|h2|h3|h4|ul|ol|li|blockquote|hr|table|tbody|tr|br)\b[^>]*>", re.I)
_CELLS = re.compile(r"</t[dh]>", re.I)
_TAG = re.compile(r"<[^<>]+>")


@dataclass(frozen=True)
class RichText:
    """A member's text: clean HTML, and its words alone for search and e-mail."""

    html: str
    text: str


def from_html(source: str, field: str = "body", *, longest: int = LONGEST_TEXT) -> RichText:
    """Clean what an editor or an import sends. Raises Invalid when empty or too long."""
    check_length(len(source), longest * MARKUP_ROOM, field)
    tidy = clean(source)
    text = to_text(tidy)
    if is_empty(tidy, text):
        raise Invalid(field, EMPTY)
    check_length(len(text), longest, field)
    return RichText(tidy, text)


def clean(source: str) -> str:
    """Any HTML as clean HTML, empty or not: for what is not published yet."""
    source = _without_programs(source)
    if source.count("<") > MOST_TAGS or _depth(source) > MOST_LEVELS:
        source = f"<p>{_TAG.sub(' ', source).replace('<', ' ')}</p>"
    for pattern, replacement in _RENAMED:
        source = pattern.sub(replacement, source)
    cleaner = bleach.Cleaner(
        tags=TAGS,
        attributes=_keeps,
        protocols=SCHEMES,
        strip=True,
        strip_comments=True,
        filters=[_linkify],
    )
    tidy = _last_word(cleaner.clean(source)).strip()
    for pattern, replacement in _MENDED:
        tidy = pattern.sub(replacement, tidy)
    return tidy.replace("&nbsp;", "\u00a0")


def is_empty(tidy: str, text: str) -> bool:
    """Whether clean HTML with these words shows nothing at all."""
    return not visible(text).strip() and "<img" not in tidy


def to_text(tidy: str) -> str:
    """The words of clean HTML, a line for each block."""
    described = _PICTURE.sub(r" \1 ", tidy)
    spaced = _CELLS.sub(" ", _BLOCKS.sub("\n", described))
    lines = html.unescape(_TAG.sub("", spaced)).split("\n")
    return "\n".join(line for line in (" ".join(raw.split()) for raw in lines) if line)


def own_words(tidy: str) -> str:
    """The words of clean HTML without those it quotes; all of them where nothing else is said."""
    return to_text(_QUOTED.sub("", tidy)) or to_text(tidy)


def mark_names(clean: str, people: Mapping[str, int]) -> str:
    """Clean HTML in which ``@Name`` of each person becomes a mention of their id."""
    if not people:
        return clean
    longest_first = sorted(people, key=len, reverse=True)
    named = re.compile(
        "@(" + "|".join(re.escape(html.escape(name)) for name in longest_first) + r")(?!\w)"
    )
    pieces, depth = re.split(r"(<[^>]+>)", clean), 0
    for index, piece in enumerate(pieces):
        if piece.startswith("<"):
            depth += 1 if piece.startswith("<a ") else -1 if piece == "</a>" else 0
        elif depth == 0:
            pieces[index] = named.sub(
                lambda found: (
                    f'<a data-mention="{people[html.unescape(found[1])]}">@{found[1]}</a>'
                ),
                piece,
            )
    return "".join(pieces)


def shown(clean: str) -> Markup:
    """Stored clean HTML, ready for a page: typeset; wide tables scroll by keyboard."""
    return _shown(clean, _("Tableau"))


@lru_cache(maxsize=4096)  # a pure function of what is stored: most pages are read many times
def _shown(clean: str, table_name: str) -> Markup:
    label = html.escape(table_name)
    region = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}"><table>'
    framed = linked(clean).replace("<table>", region).replace("</table>", "</table></div>")
    framed = _DOCUMENT.sub(r'<a class="attachment" data-kind="\3" href="\1apercu"', framed)
    # A picture keeps its place free while it comes, and comes when it is nearly seen.
    placed = _PICTURE_SIZE.sub(r'<img width="\1" height="\2" loading="lazy"', framed)
    return set_french(Markup(placed))  # noqa: S704  cleaned on write by _last_word()


def _without_programs(source: str) -> str:
    kept, at = [], 0
    while found := _PROGRAM.search(source, at):
        kept.append(source[at : found.start()])
        end = _PROGRAM_ENDS[found[1].lower()].search(source, found.end())
        at = end.end() if end else len(source)
    return "".join([*kept, source[at:]])


def _depth(source: str) -> int:
    depth = deepest = 0
    for found in _OPENED.finditer(source):
        if found[2].lower() not in _ENDS_BY_ITSELF:
            depth = max(0, depth + (-1 if found[1] else 1))
            deepest = max(deepest, depth)
    return deepest


def _keeps(tag: str, name: str, value: str) -> bool:
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    bare = "".join(c for c in value if unicodedata.category(c)[0] != "C").strip()
    if name == "href":
        return _is_safe_address(bare)
    if name == "src":
        return bare.startswith(FILES_PATH) and ".." not in bare
    if name in {"colspan", "rowspan", "start"}:
        return value.isascii() and value.isdigit() and len(value) < 6
    return True


def _is_safe_address(address: str) -> bool:
    scheme, colon, _rest = address.partition(":")
    if colon and "/" not in scheme and "?" not in scheme and "#" not in scheme:
        return scheme.lower() in SCHEMES
    return address.startswith(("/", "#")) and not address.startswith(("//", "/\\"))


def _judge(tag: str, name: str, value: str) -> str | None:
    if name == "rel":
        return value  # nh3's own, from link_rel: a member's was dropped before
    return value if _keeps(tag, name, value) else None


def _last_word(source: str) -> str:
    return nh3.clean(
        source,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_judge,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
    )


def _linkify(source: Any) -> Any:
    return LinkifyFilter(source, callbacks=DEFAULT_CALLBACKS, skip_tags={"pre"})
