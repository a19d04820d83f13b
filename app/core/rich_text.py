"""What members write: HTML in, clean HTML and plain text out. The only place that makes Markup.

bleach (named by the fixed stack, unmaintained since June 2026) cleans and links first; nh3 has the
last word with the same allow-list. Clean HTML is stored; nothing is cleaned when read.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import bleach
import nh3
from bleach.linkifier import DEFAULT_CALLBACKS, LinkifyFilter
from markupsafe import Markup

from app.core.errors import Invalid
from app.core.i18n import _, lazy
from app.core.text import visible
from app.core.typography import set_french

LONGEST_TEXT = 50_000
MARKUP_ROOM = 8
"""How much longer than its words a text may be, tags included."""
FILES_PATH = "/fichiers/"

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
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_RENAMED = (
    (re.compile(r"<(/?)h1\b", re.I), r"<\1h2"),
    (re.compile(r"<(/?)h[56]\b", re.I), r"<\1h4"),
    (re.compile(r"<(/?)b(?=[\s>/])", re.I), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>/])", re.I), r"<\1em"),
    (re.compile(r"<(/?)del\b", re.I), r"<\1s"),
    (re.compile(r"<(script|style)\b.*?</\1\s*>", re.I | re.S), ""),
    # Mentions are derived from names by the server, never believed.
    (re.compile(r"<a\b[^>]*\bdata-mention\b[^>]*>(.*?)</a\s*>", re.I | re.S), r"\1"),
)
_BLOCKS = re.compile(r"</?(?:p|h2|h3|h4|ul|ol|li|blockquote|hr|table|tbody|tr|br)\b[^>]*>", re.I)
_CELLS = re.compile(r"</t[dh]>", re.I)
_TAG = re.compile(r"<[^>]+>")
_ITEM = re.compile(r"^\s*(?:[-*•–]|(\d{1,3})[.)])\s+(.*)$")
_QUOTE = re.compile(r"^\s*>\s?(.*)$")


@dataclass(frozen=True)
class RichText:
    """A member's text: clean HTML, and its words alone for search and e-mail."""

    html: str
    text: str


def from_html(source: str, field: str = "body", *, longest: int = LONGEST_TEXT) -> RichText:
    """Clean what an editor or an import sends. Raises Invalid when empty or too long."""
    _check_length(len(source), longest * MARKUP_ROOM, field)
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
    clean = _last_word(cleaner.clean(source)).strip()
    text = to_text(clean)
    if not visible(text).strip() and "<img" not in clean:
        raise Invalid(field, lazy("Écrivez votre texte : il est vide pour l’instant."))
    _check_length(len(text), longest, field)
    return RichText(clean, text)


def from_plain(source: str, field: str = "body", *, longest: int = LONGEST_TEXT) -> RichText:
    """Paragraphs, lists and quotes made from what a plain field sends. Raises Invalid likewise."""
    text = visible(source, keep="\n").strip()
    if not text:
        raise Invalid(field, lazy("Écrivez votre texte : il est vide pour l’instant."))
    _check_length(len(text), longest, field)
    blocks = re.split(r"\n\s*\n", text)
    return from_html(
        "".join("".join(_block(block.split("\n"))) for block in blocks), field, longest=longest
    )


def to_text(clean: str) -> str:
    """The words of clean HTML, a line for each block."""
    spaced = _CELLS.sub(" ", _BLOCKS.sub("\n", clean))
    lines = html.unescape(_TAG.sub("", spaced)).split("\n")
    return "\n".join(line for line in (" ".join(raw.split()) for raw in lines) if line)


def to_plain(clean: str) -> str:
    """Clean HTML as a plain field shows it: what from_plain() reads back."""
    counter: list[int | None] = []
    out: list[str] = []
    for piece in re.split(r"(<[^>]+>)", clean):
        out.append(_plain_piece(piece, counter) if piece.startswith("<") else html.unescape(piece))
    return re.sub(r"\n{3,}", "\n\n", "".join(out)).strip()


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
    framed = clean.replace("<table>", region).replace("</table>", "</table></div>")
    return set_french(Markup(framed))  # noqa: S704  cleaned on write by _last_word()


def _check_length(count: int, longest: int, field: str) -> None:
    if count > longest:
        raise Invalid(
            field,
            lazy(
                "Ce texte compte %(count)s signes ; la limite est de %(longest)s. Raccourcissez-le.",
                count=count,
                longest=longest,
            ),
        )


def _keeps(tag: str, name: str, value: str) -> bool:
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    bare = "".join(c for c in value if unicodedata.category(c)[0] != "C").strip()
    if name == "href":
        return _is_safe_address(bare)
    if name == "src":
        return bare.startswith(FILES_PATH) and ".." not in bare
    if name in {"colspan", "rowspan", "start"}:
        return bare.isdigit() and len(bare) < 10
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


def _block(lines: list[str]) -> Iterator[str]:
    for kind, group in groupby(lines, key=_kind):
        yield _RENDER[kind](list(group))


def _kind(line: str) -> str:
    item = _ITEM.match(line)
    if item:
        return "ol" if item[1] else "ul"
    return "quote" if _QUOTE.match(line) else "p"


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(html.escape(line.strip()) for line in lines)}</p>"


def _items(lines: list[str]) -> str:
    return "".join(
        f"<li>{html.escape(match[2])}</li>" for line in lines if (match := _ITEM.match(line))
    )


def _bullets(lines: list[str]) -> str:
    return f"<ul>{_items(lines)}</ul>"


def _numbers(lines: list[str]) -> str:
    first = _ITEM.match(lines[0])
    start = f' start="{first[1]}"' if first and first[1] not in {None, "1"} else ""
    return f"<ol{start}>{_items(lines)}</ol>"


def _quote(lines: list[str]) -> str:
    said = [match[1] for line in lines if (match := _QUOTE.match(line))]
    return f"<blockquote>{_paragraph(said)}</blockquote>"


_RENDER = {"p": _paragraph, "ul": _bullets, "ol": _numbers, "quote": _quote}


def _plain_piece(tag: str, counter: list[int | None]) -> str:
    name = tag.strip("</>").split()[0].lower()
    closing = tag.startswith("</")
    if name in {"ul", "ol"}:
        if closing:
            counter.pop()
            return "\n"
        start = re.search(r'start="(\d+)"', tag)
        counter.append((int(start[1]) if start else 1) if name == "ol" else None)
        return ""
    if name == "li":
        return "\n" if closing else _marker(counter)
    if name == "br":
        return "\n"
    if name == "blockquote":
        return "" if closing else "> "
    if name in {"td", "th"}:
        return " " if closing else ""
    return "\n\n" if closing and name in {"p", "h2", "h3", "h4", "tr"} else ""


def _marker(counter: list[int | None]) -> str:
    if not counter or counter[-1] is None:
        return "- "
    counter[-1] += 1
    return f"{counter[-1] - 1}. "
