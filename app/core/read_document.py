"""A program of its own: reads a document, says what it is and what it says. Run by `documents.py`, never imported.

Standard input: the bytes as they came. Standard output, each as soon as it is known, since the limits
may end the program at any moment: a line of JSON with ``{"content_type"}`` or ``{"refused": reason}``
(``format``, ``macros``, ``bomb``, ``zip``, ``damaged``), a line with ``{"text"}``, a line with
``{"preview": bytes}`` (0 where there is none), then the first page as a PNG.
"""

import html
import io
import json
import re
import resource
import sys
import zipfile
from contextlib import suppress
from typing import Any

MEMORY = 600 * 1024 * 1024
SECONDS = 6
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

PDF = "application/pdf"
ZIP = "application/zip"
ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."
ODT, ODS = f"{ODF}text", f"{ODF}spreadsheet"
DOCX, XLSX = f"{OOXML}wordprocessingml.document", f"{OOXML}spreadsheetml.sheet"

MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_XML = 12 * 1024 * 1024
MOST_TEXT = 100_000
MOST_PAGES = 60
PREVIEW_WIDTH = 700

_BLOCK_END = re.compile(
    r"</(?:text:p|text:h|w:p|table:table-row|row|si)>|<(?:w:br|text:line-break|w:tab|text:tab)\b[^>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_BODIES = {
    ODT: ["content.xml"],
    ODS: ["content.xml"],
    DOCX: ["word/document.xml"],
    XLSX: ["xl/sharedStrings.xml"],
}


class Refused(Exception):
    """What the file is, in one word."""


def main() -> None:
    """Read standard input, step by step."""
    source = sys.stdin.buffer.read()
    try:
        content_type, archive = identify(source)
    except Refused as refused:
        say({"refused": str(refused)})
        return
    except Exception:  # the readers raise many kinds on damaged files
        say({"refused": "damaged"})
        return
    say({"content_type": content_type})
    document = pdf(source) if content_type == PDF else None
    say(
        {"text": words_of_pdf(document) if content_type == PDF else words_of(archive, content_type)}
    )
    picture = first_page(document) if document is not None else b""
    say({"preview": len(picture)})
    sys.stdout.buffer.write(picture)


def say(fact: dict[str, object]) -> None:
    """One line, at once."""
    sys.stdout.buffer.write(json.dumps(fact).encode() + b"\n")
    sys.stdout.buffer.flush()


def identify(source: bytes) -> tuple[str, zipfile.ZipFile | None]:
    """What the bytes are, by what they hold; a name is never believed."""
    if source.startswith(b"%PDF-"):
        return PDF, None
    if not source.startswith(b"PK\x03\x04"):
        raise Refused("format")
    archive = zipfile.ZipFile(io.BytesIO(source))
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > MOST_UNPACKED:
        raise Refused("bomb")
    names = {one.filename for one in entries}
    if any(one.lower().endswith("vbaproject.bin") or one.startswith("Basic/") for one in names):
        raise Refused("macros")
    return kind_of(archive, names), archive


def kind_of(archive: zipfile.ZipFile, names: set[str]) -> str:
    """Which kind of archive this is."""
    if "mimetype" in names:
        declared = start_of(archive, "mimetype", 100).decode("ascii", "replace").strip()
        if declared in {ODT, ODS} and "content.xml" in names:
            return declared
    if "[Content_Types].xml" in names:
        declared = start_of(archive, "[Content_Types].xml", 200_000).decode("utf-8", "replace")
        if "macroEnabled" in declared:
            raise Refused("macros")
        for kind in (DOCX, XLSX):
            if f"{kind}.main+xml" in declared and any(
                one.startswith(("word/", "xl/")) for one in names
            ):
                return kind
    raise Refused("zip")


def start_of(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The beginning of a member, however long it says it is."""
    with archive.open(name) as member:
        return member.read(most)


def words_of(archive: zipfile.ZipFile | None, content_type: str) -> str:
    """The words of a text document or of a sheet; nothing where they cannot be read."""
    said = []
    for name in _BODIES.get(content_type, []):
        with suppress(Exception):  # encrypted, damaged, cut short
            xml = start_of(archive, name, MOST_XML).decode("utf-8", "replace") if archive else ""
            said.append(html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", xml))))
    return tidy("\n".join(said))


def pdf(source: bytes) -> Any:
    """The PDF, open; nothing where it is damaged or asks for a password."""
    import pypdfium2

    with suppress(Exception):  # pdfium's own errors
        return pypdfium2.PdfDocument(source)
    return None


def words_of_pdf(document: Any) -> str:
    """The words of the first pages; one bad page leaves the others."""
    said: list[str] = []
    for number in range(min(len(document), MOST_PAGES)) if document is not None else ():
        with suppress(Exception):
            said.append(document[number].get_textpage().get_text_range())
        if sum(map(len, said)) > MOST_TEXT:
            break
    return tidy("\n".join(said))


def first_page(document: Any) -> bytes:
    """The first page as a picture."""
    out = io.BytesIO()
    with suppress(Exception):  # pdfium's own errors
        page = document[0]
        width, height = page.get_size()
        scale = min(PREVIEW_WIDTH / max(width, 1), 2 * PREVIEW_WIDTH / max(height, 1))
        page.render(scale=scale).to_pil().convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def tidy(text: str) -> str:
    """Words alone: no control characters, no runs of blanks, at most so many."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    kept = "\n".join(line for line in lines if line)
    return "".join(one for one in kept if one == "\n" or one.isprintable())[:MOST_TEXT]


if __name__ == "__main__":
    main()
