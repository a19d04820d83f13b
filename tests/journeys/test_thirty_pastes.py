"""Thirty pages as six programs put them on the clipboard: what they say survives, nothing else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.writing import paste, publish

PASTES = sorted((Path(__file__).parent / "pastes").iterdir())
LISTS = "ul(li li li) p ol(li li)"
NESTED = "ul(li(ul(li(ul(li)) li)) li)"
MERGED = "table(tr(th×2 th↓2) tr(td td) tr(td td td))"
SKELETONS = {
    "listes": LISTS,
    "listes-imbriquees": NESTED,
    "puces": LISTS,
    "tirets": LISTS,
    "asterisques": LISTS,
    "puces-imbriquees": NESTED,
    "tableau-fusionne": MERGED,
    "titres-liens": "h2 h3 p(strong em a)",
    "image": "p img p",
    "nombres": "table(tr(th th th) tr(td td td) tr(td td td))",
    "une-colonne": "table(tr(th) tr(td) tr(td))",
    "liens": "table(tr(th th) tr(td td(a)))",
    "cellules-vides": "table(tr(th th th) tr(td td td))",
    "message": "p p(a) p",
    "citation": "blockquote p",
    "paragraphes": "p p(a) p",
}
SKELETON = """root => {
    const kept = "ul ol li table tr th td h2 h3 p strong em a blockquote img".split(" ");
    const inCell = (part) => part.closest("li, td, th, blockquote") && part.localName === "p";
    const name = (part) => part.localName
        + (part.colSpan > 1 ? "×" + part.colSpan : "") + (part.rowSpan > 1 ? "↓" + part.rowSpan : "");
    const read = (part) => [...part.children].flatMap((child) => {
        const inner = read(child);
        if (!kept.includes(child.localName) || inCell(child)) return inner;
        return [name(child) + (inner.length ? "(" + inner.join(" ") + ")" : "")];
    });
    return read(root).join(" ");
}"""
LEFTOVERS = re.compile(
    r"mso|Mso|style=|class=\"(?!law|table-scroll)|font|color|docs-internal|sdval|o:p|cid:|file:|<span|<div(?! class=\"table)",
)


def test_there_are_thirty_of_six_programs():
    assert len(PASTES) == 30
    assert len({file.stem.partition("-")[0] for file in PASTES}) == 6


@pytest.mark.parametrize("file", PASTES, ids=lambda file: file.stem)
def test_what_it_says_survives_and_nothing_else(nathalie, file):
    content = file.read_text()
    if file.suffix == ".html":
        paste(nathalie, content)
    else:
        nathalie.evaluate(
            """text => document.addEventListener("copy", (event) => {
                event.clipboardData.setData("text/plain", text);
                event.preventDefault();
            }, { once: true, capture: true })""",
            content,
        )
        nathalie.keyboard.press("Control+C")
        nathalie.keyboard.press("Control+V")
    if "image" in file.stem:
        expect(nathalie.locator(".editor-text img[src^='/fichiers/']")).to_have_count(1)
    text = publish(nathalie, f"Collé : {file.stem}")
    assert text.evaluate(SKELETON) == SKELETONS[file.stem.partition("-")[2]]
    html = text.inner_html()
    assert LEFTOVERS.search(re.sub(r'href="[^"]*"|src="[^"]*"', "", html)) is None, html
    for word in re.findall(r"\b(?:Convoquer|Kervalan|Au 1/500|courriel|Carré B|Délai)\b", content):
        assert word in text.inner_text()
