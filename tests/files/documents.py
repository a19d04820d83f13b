"""Documents made for the tests, honest and hostile."""

from __future__ import annotations

import io
import zipfile

import pypdfium2

ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def archive(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


def odt(words: str = "Modèle de délibération", kind: str = ODT, **more: bytes | str) -> bytes:
    body = (
        f"<office:text><text:h>{words}</text:h><text:p>Article 1 &amp; suite</text:p></office:text>"
    )
    return archive({"mimetype": kind, "content.xml": body, **more})


def docx(words: str = "Arrêté de voirie", kind: str = WORD, **more: bytes | str) -> bytes:
    types = f'<Types><Override ContentType="{kind}.main+xml"/></Types>'
    body = f"<w:document><w:p><w:t>{words}</w:t></w:p><w:p><w:t>Fin</w:t></w:p></w:document>"
    return archive({"[Content_Types].xml": types, "word/document.xml": body, **more})


def xlsx(words: str = "Subvention") -> bytes:
    types = f'<Types><Override ContentType="{SHEET}.main+xml"/></Types>'
    return archive(
        {
            "[Content_Types].xml": types,
            "xl/sharedStrings.xml": f"<sst><si><t>{words}</t></si></sst>",
        }
    )


def pdf(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def written_pdf(words: str = "Convention") -> bytes:
    """A page with words, as the smallest writers make it."""
    text = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
