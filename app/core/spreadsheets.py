"""CSV as French spreadsheets open it, with nothing in it that they would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_of(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV: UTF-8 with its mark, semicolons; a cell that would begin a formula is quoted.

    Source: OWASP, CSV injection (security.md I16).
    """
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(str(cell)) for cell in row])
    return lines.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell, with an apostrophe in front of what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell
