"""Reading a list of people: pasted addresses, or a CSV file as spreadsheets write them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from app.accounts.operations import clean_email
from app.clubs.errors import NotAList
from app.core.errors import Invalid
from app.core.i18n import lazy
from app.core.text import fold, one_line, visible

_EMAIL_HEADS = {"email", "e mail", "mail", "courriel", "adresse", "adresse de courriel"}
_NAME_HEADS = {"nom", "name", "prenom et nom", "nom et prenom", "nom complet"}

LONGEST_LINE = 2_000
_TOO_LONG = lazy("Cette ligne est trop longue pour être celle d’une personne.")

Place = Callable[[list[str]], tuple[str, str]]


@dataclass(frozen=True)
class Line:
    """One person of a list, as typed."""

    number: int
    typed: str
    email: str = ""
    name: str = ""
    reason: str = ""


def decode_list(content: bytes) -> str:
    """The text of a file in UTF-8, or else in what older spreadsheets write. Raises NotAList."""
    if b"\0" in content or content.startswith(b"PK"):
        raise NotAList
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_lines(content: str) -> Iterator[Line]:
    """The people of a list: an address a line, ``Name <address>``, or columns under headings.

    A wrong address comes with its reason; empty lines are left out but counted.
    """
    # Each line by itself: one forgotten quotation mark must not swallow the rest of the file.
    lines = visible(content.replace("\t", ";"), keep="\n").split("\n")
    delimiter = _delimiter(lines)
    place: Place | None = None
    for number, text in enumerate(lines, start=1):
        if len(text) > LONGEST_LINE:
            yield Line(number, text[:300], reason=str(_TOO_LONG))
            continue
        cells = [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])]
        if not any(cells):
            continue
        if place is None:
            place = _columns(cells)
            if place is not None:
                continue
            place = _guess
        email, name = place(cells)
        yield _read(Line(number, text.strip()[:300]), email, name)


def _read(line: Line, email: str, name: str) -> Line:
    try:
        return replace(
            line,
            email=clean_email(email),
            name=one_line(name, "name", longest=80, required=False),
        )
    except Invalid as refusal:
        return replace(line, reason=str(refusal.sentence))


def _delimiter(lines: list[str]) -> str:
    head = next((line for line in lines if line.strip()), "")
    return max(";,", key=head.count)


def _columns(heads: list[str]) -> Place | None:
    """How to find address and name in a row, where the first one is headings."""
    names = [fold(head) for head in heads]
    email = _first(names, _EMAIL_HEADS)
    if email is None:
        return None
    name, first_name = _first(names, _NAME_HEADS), _first(names, {"prenom"})

    def place(cells: list[str]) -> tuple[str, str]:
        whole = f"{_cell(cells, first_name)} {_cell(cells, name)}"
        return _cell(cells, email), whole.strip()

    return place


def _first(names: list[str], wanted: set[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in wanted), None)


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _guess(cells: list[str]) -> tuple[str, str]:
    """Without headings: the cell with an @ is the address, ``Name <address>`` is taken apart."""
    holder = next((cell for cell in cells if "@" in cell), cells[0])
    others = " ".join(cell for cell in cells if cell and cell != holder)
    if holder.endswith(">") and "<" in holder:
        name, _, email = holder[:-1].rpartition("<")
        return email, name.strip(' "') or others
    return holder, others
