"""Clean HTML as a plain field shows it: what ``plain_text.from_plain`` reads back."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from app.core.plain_text import has_marks, kind_of, read_back
from app.core.rich_text import to_text

_SIGNS = {"strong": "**", "em": "_", "s": "~~"}
_ESCAPED = re.compile(r"([\\*~_\[\]])")
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|/(?!/))\S+")
_TITLES = {"h2": "## ", "h3": "### ", "h4": "#### "}


def to_plain(clean: str, *, marks: bool = False) -> str:
    """The text of clean HTML for a plain field; with ``marks``, tables, links and emphasis too.

    Signs are left as typed where the field reads them back as they stand: file_name.odt. Where it
    would not, every sign loses its meaning by a backslash.
    """
    text = _written(clean, marks, escapes_all=False)
    if marks and _reads_otherwise(text, clean):
        return _written(clean, marks, escapes_all=True)
    return text


def _written(clean: str, marks: bool, *, escapes_all: bool) -> str:
    writer = _Writer(marks, escapes_all)
    writer.feed(clean)
    writer.close()
    return writer.text()


def _reads_otherwise(text: str, clean: str) -> bool:
    """Whether signs among the words would be read as marks; only then is it worth escaping."""
    return bool(_ESCAPED.search(to_text(clean))) and read_back(text) != clean


class _Writer(HTMLParser):
    def __init__(self, marks: bool, escapes_all: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.marks, self.escapes_all = marks, escapes_all
        self.out: list[str] = []
        self.lists: list[int | None] = []
        """The open lists: the next number, or none for bullets."""
        self.opened: list[str] = []
        self.waiting: list[str] = []
        """Signs to write before the next word: emphasis never begins with a space."""
        self.links: list[tuple[str, int]] = []
        self.blocks: list[int] = []
        """Where the open paragraphs and quotes begin in ``out``."""
        self.is_title = False
        self.row: list[str] | None = None
        self.cell_at = 0
        self.is_head = False

    def text(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", "".join(self.out)).strip("\n").strip()

    # What the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"ul", "ol"}:
            self._begin_list(tag, given)
        elif tag == "li":
            self._begin_item()
        elif tag == "br":
            self._new_line()
        elif tag in {"p", "blockquote"}:
            self.blocks.append(len(self.out))
        elif tag in {"th", "td"}:
            self.cell_at, self.is_head = len(self.out), tag == "th"
        elif tag == "tr":
            self.row = []
        elif self.marks:
            self._begin_mark(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.lists.pop()
            self.out.append("" if self.lists else "\n\n")
        elif tag == "blockquote":
            self._end_quote()
        elif tag in {"p", "h2", "h3", "h4", "table"}:
            self._end_lines(tag)
            self._end_block("" if self.lists or self.row is not None else "\n\n")
        elif tag in {"th", "td"}:
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "a" and self.marks:
            self._end_link()
        elif tag in _SIGNS and self.marks:
            self._close(tag)

    def handle_data(self, data: str) -> None:
        if not data.strip():
            self.out.append(data)
            return
        if self.marks and (self.escapes_all or has_marks(data)):
            data = _ESCAPED.sub(r"\\\1", data)
        lead = data[: len(data) - len(data.lstrip())]
        self.out += [lead, *(_SIGNS[tag] for tag in self.waiting), data[len(lead) :]]
        self.opened += self.waiting
        self.waiting = []

    # Lists, lines, blocks

    def _begin_list(self, tag: str, given: dict[str, str]) -> None:
        self.lists.append(int(given.get("start") or 1) if tag == "ol" else None)

    def _begin_item(self) -> None:
        if self.out and not "".join(self.out[-1:]).endswith("\n"):
            self.out.append("\n")
        number = self.lists[-1] if self.lists else None
        indent = "  " * (len(self.lists) - 1)
        self.out.append(f"{indent}- " if number is None else f"{indent}{number}. ")
        if number is not None:
            self.lists[-1] = number + 1

    def _new_line(self) -> None:
        if self.row is not None or self.lists or self.is_title:
            self.out.append(" ")
            return
        again = list(self.opened)
        for tag in reversed(again):
            self._close(tag)
        self.out.append("\n")
        self.waiting = again + self.waiting

    def _end_block(self, space: str) -> None:
        self.out.append(space or " ")

    def _end_lines(self, tag: str) -> None:
        """Take their meaning away from lines that would be read as something else."""
        self.is_title = False
        if tag != "p" or not self.blocks:
            return
        at = self.blocks.pop()
        if self.lists or self.row is not None:
            return
        lines = "".join(self.out[at:]).split("\n")
        if self.marks:
            lines = [f"\\{line}" if _would_mislead(line) else line for line in lines]
        self.out[at:] = ["\n".join(lines)]

    def _end_quote(self) -> None:
        at = self.blocks.pop() if self.blocks else len(self.out)
        said = re.sub(r"\n{3,}", "\n\n", "".join(self.out[at:])).strip()
        if self.lists or self.row is not None:
            self.out[at:] = [f"{' '.join(said.split())} "]
            return
        self.out[at:] = ["\n".join(f"> {line}".rstrip() for line in said.split("\n")), "\n\n"]

    # Tables

    def _end_cell(self) -> None:
        words = " ".join("".join(self.out[self.cell_at :]).split())
        del self.out[self.cell_at :]
        if self.row is not None:
            self.row.append(words.replace("|", "\\|") if self.marks else words)

    def _end_row(self) -> None:
        cells, self.row = self.row or [], None
        if not self.marks:
            self.out.append(f"{' '.join(cells)}\n\n")
            return
        self.out.append(f"| {' | '.join(cells)} |\n")
        if self.is_head:
            self.out.append(f"|{' --- |' * len(cells)}\n")

    # Marks

    def _begin_mark(self, tag: str, given: dict[str, str]) -> None:
        if tag in _SIGNS:
            self.waiting.append(tag)
        elif tag in _TITLES:
            self.is_title = True
            self.out.append(_TITLES[tag])
        elif tag == "hr":
            self.out.append("---\n\n")
        elif tag == "img" and given.get("src"):
            self.out.append(f"![{_without(given.get('alt', ''), '[]')}]({given['src']})")
            self._end_block("" if self.lists or self.row is not None or self.blocks else "\n\n")
        elif tag == "a":
            self.out += [_SIGNS[one] for one in self.waiting]
            self.opened += self.waiting
            self.waiting = []
            self.links.append((given.get("href", ""), len(self.out)))

    def _end_link(self) -> None:
        address, at = self.links.pop() if self.links else ("", len(self.out))
        words = "".join(self.out[at:])
        if not _ADDRESS.fullmatch(address) or words in _bare_forms(address):
            return  # a mention, or an address that links itself
        del self.out[at:]
        address = address.replace("(", "%28").replace(")", "%29")
        self.out.append(f"[{_without(words, '[]')}]({address})" if words.strip() else words)

    def _close(self, tag: str) -> None:
        if tag in self.waiting:
            self.waiting.remove(tag)
            return
        if tag not in self.opened:
            return
        self.opened.remove(tag)
        tail, at = "", len(self.out) - 1
        while at >= 0 and not self.out[at].strip(" "):
            tail, self.out[at] = self.out[at] + tail, ""
            at -= 1
        if at >= 0:
            kept = self.out[at].rstrip(" ")
            tail, self.out[at] = self.out[at][len(kept) :] + tail, kept
        self.out += [_SIGNS[tag], tail]


def _without(text: str, characters: str) -> str:
    return text.translate({ord(one): None for one in characters})


def _would_mislead(line: str) -> bool:
    """Whether a line would be read as a mark, or its first backslash as taking one away."""
    bare = line[1:] if line.startswith("\\") else line
    return kind_of(bare, marks=True) != "p"


def _bare_forms(address: str) -> set[str]:
    """How an address is written that becomes a link by itself."""
    return {address, address.removeprefix("mailto:"), address.removeprefix("http://")}
