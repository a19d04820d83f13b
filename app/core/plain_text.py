"""The plain field: text with a few marks in, clean HTML out; and back, for editing.

Always understood: an empty line between paragraphs, ``-`` and ``1.`` lists, ``>`` quotes. With
``marks``, where a text may have come from the editor, also ``## titre``, ``**gras**``,
``_italique_``, ``~~barré~~``, ``[mots](adresse)``, ``![description](/fichiers/…)`` and tables in
``| a | b |``; a backslash before a sign, or at the start of a line, takes its meaning away. What has
no sign here (merged cells, exponents) is flattened by an edit in the plain field.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from itertools import groupby

from app.core.errors import Invalid
from app.core.rich_text import EMPTY, FILES_PATH, LONGEST_TEXT, RichText, clean, from_html
from app.core.text import check_length, visible

_ITEM = re.compile(r"^( *)(?:[-*•–]|(\d{1,3})[.)])\s+(.*)$")
_EMPTY_ENDS = re.compile(r"\A(?:[^\S\n]*\n)+|(?:\n[^\S\n]*)+\Z")
_QUOTE = re.compile(r"^\s*>\s?(.*)$")
_TITLE = re.compile(r"^(#{2,4}) +(\S.*)$")
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULER = re.compile(r"^\s*\|(?:\s*:?-{3,}:?\s*\|)+\s*$")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
_MARKS = re.compile(
    r"\\(?P<literal>[\\*~_\[\]|])"
    rf"|!\[(?P<alt>[^\[\]]{{0,300}})\]\((?P<src>{FILES_PATH}[^\s()]+)\)"
    r"|\[(?P<words>[^\[\]]{1,500})\]\((?P<href>(?:https?://|mailto:|tel:|/(?!/))[^\s()]+)\)"
    r"|\*\*(?P<strong>[^\s*](?:[^*]*[^\s*])?)\*\*"
    r"|(?<!\w)_(?P<em>[^\s_](?:[^_]*[^\s_])?)_(?!\w)"
    r"|~~(?P<s>[^\s~](?:[^~]*[^\s~])?)~~"
)
_PICTURE = re.compile(rf"!\[[^\[\]]{{0,300}}\]\({FILES_PATH}[^\s()]+\)")
DEEPEST = 6
"""How far lists and quotes may stand inside one another."""

_Inline = Callable[[str], str]


def from_plain(
    source: str, field: str = "body", *, longest: int = LONGEST_TEXT, marks: bool = False
) -> RichText:
    """Clean text made from what a plain field sends. Raises Invalid when empty or too long."""
    text = visible(source, keep="\n").strip()
    if not text:
        raise Invalid(field, EMPTY)
    check_length(len(text), longest, field)
    return from_html(html_of(text, marks=marks), field, longest=longest)


def read_back(text: str) -> str:
    """The HTML that the plain field, with its marks, makes of ``text``."""
    return clean(html_of(text, marks=True))


def html_of(text: str, *, marks: bool, depth: int = 0) -> str:
    """The blocks of ``text`` as HTML, not cleaned yet."""
    blocks = re.split(r"\n\s*\n", _EMPTY_ENDS.sub("", text))
    return "".join("".join(_block(block.split("\n"), marks, depth)) for block in blocks)


def kind_of(line: str, *, marks: bool) -> str:
    """What a line begins: ``p`` for an ordinary one."""
    return _kind_with_marks(line) if marks else _kind(line)


def has_marks(text: str) -> bool:
    """Whether some of ``text`` would be read as a mark."""
    return bool(_MARKS.search(text))


def _block(lines: list[str], marks: bool, depth: int) -> Iterator[str]:
    inline = _marked if marks else html.escape
    for name, group in groupby(lines, key=lambda line: kind_of(line, marks=marks)):
        if name == "quote" and depth < DEEPEST:
            said = [match[1] for line in group if (match := _QUOTE.match(line))]
            yield f"<blockquote>{html_of(chr(10).join(said), marks=marks, depth=depth + 1)}</blockquote>"
        elif name == "picture":
            yield from (inline(line.strip()) for line in group)
        elif name in {"p", "quote"}:
            yield _paragraph([_bare(line, marks) for line in group], inline)
        else:
            yield _RENDER[name](list(group), inline)


def _bare(line: str, marks: bool) -> str:
    """An ordinary line without the backslash that made it one."""
    is_escaped = marks and line.startswith("\\") and kind_of(line[1:], marks=True) != "p"
    return line[1:] if is_escaped else line


def _kind(line: str) -> str:
    if _ITEM.match(line):
        return "list"
    return "quote" if _QUOTE.match(line) else "p"


def _kind_with_marks(line: str) -> str:
    if _TITLE.match(line):
        return "title"
    if line.strip() == "---":
        return "rule"
    if _PICTURE.fullmatch(line.strip()):
        return "picture"
    return "table" if _ROW.match(line) else _kind(line)


def _paragraph(lines: list[str], inline: _Inline) -> str:
    return f"<p>{'<br>'.join(inline(line.strip()) for line in lines)}</p>"


def _lists(lines: list[str], inline: _Inline) -> str:
    """Lists one after the other; lines that stand further in are the list of the item above."""
    items = [match for line in lines if (match := _ITEM.match(_shallow(line)))]
    out = ""
    while items:
        edge, kind = len(items[0][1]), bool(items[0][2])
        count = next(
            (
                index
                for index, item in enumerate(items)
                if index and len(item[1]) <= edge and bool(item[2]) is not kind
            ),
            len(items),
        )
        out += _list(items[:count], edge, inline)
        items = items[count:]
    return out


def _shallow(line: str) -> str:
    words = line.lstrip(" ")
    return " " * min(len(line) - len(words), 2 * DEEPEST) + words


def _list(items: list[re.Match[str]], edge: int, inline: _Inline) -> str:
    number = items[0][2]
    tag = "ol" if number else "ul"
    start = f' start="{number}"' if number and number != "1" else ""
    out, index = f"<{tag}{start}>", 0
    while index < len(items):
        last = index + 1
        while last < len(items) and len(items[last][1]) > edge:
            last += 1
        inner = [item[0] for item in items[index + 1 : last]]
        out += f"<li>{inline(items[index][3].strip())}{_lists(inner, inline) if inner else ''}</li>"
        index = last
    return f"{out}</{tag}>"


def _titles(lines: list[str], inline: _Inline) -> str:
    found = [match for line in lines if (match := _TITLE.match(line))]
    return "".join(f"<h{len(m[1])}>{inline(m[2].strip())}</h{len(m[1])}>" for m in found)


def _rules(lines: list[str], inline: _Inline) -> str:
    return "<hr>" * len(lines)


def _table(lines: list[str], inline: _Inline) -> str:
    has_head = len(lines) > 1 and bool(_RULER.match(lines[1]))
    rows = [line for line in lines if not _RULER.match(line)]
    out = ""
    for index, line in enumerate(rows):
        tag = 'th scope="col"' if has_head and index == 0 else "td"
        cells = _CELL_EDGE.split(line.strip()[1:-1])
        said = (inline(cell.strip().replace("\\|", "|")) for cell in cells)
        out += f"<tr>{''.join(f'<{tag}>{words}</{tag[:2]}>' for words in said)}</tr>"
    return f"<table><tbody>{out}</tbody></table>" if out else ""


_RENDER: dict[str, Callable[[list[str], _Inline], str]] = {
    "list": _lists,
    "title": _titles,
    "rule": _rules,
    "table": _table,
}


def _marked(text: str) -> str:
    """One line with its marks as HTML."""
    out, at = "", 0
    for found in _MARKS.finditer(text):
        out += html.escape(text[at : found.start()]) + _mark(found)
        at = found.end()
    return out + html.escape(text[at:])


def _mark(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    if kind == "literal":
        return html.escape(found["literal"])
    if kind == "src":
        return f'<img src="{html.escape(found["src"])}" alt="{html.escape(found["alt"])}">'
    if kind == "href":
        return f'<a href="{html.escape(found["href"])}">{_marked(found["words"])}</a>'
    return f"<{kind}>{_marked(found[kind])}</{kind}>"
