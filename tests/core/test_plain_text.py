"""The plain field shows a text with a few marks, and reads back what it shows."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.plain_text import from_plain
from app.core.plain_writer import to_plain
from app.core.rich_text import clean, from_html

LINK = 'href="https://a.test/x" rel="noopener noreferrer nofollow"'
KEPT = [
    "<p>un</p><p>deux<br>trois</p>",
    "<h2>Titre</h2><h3>Sous-titre</h3><p>suite</p>",
    "<p>un <strong>mot</strong>, un <em>autre</em>, <s>barré</s></p>",
    "<p><strong>a <em>b</em> c</strong> et <em>d</em><strong>e</strong></p>",
    f"<p>voyez <a {LINK}>la fiche</a>, <strong><a {LINK}>vite</a></strong></p>",
    "<ul><li>un<ul><li>dedans</li></ul></li><li>deux</li></ul>",
    '<ol start="3"><li>trois</li><li>quatre</li></ol>',
    "<ul><li>un</li></ul><ol><li>deux</li></ol>",
    "<blockquote><p>cité</p><p>encore</p></blockquote><p>dit-elle</p>",
    "<blockquote><p>cité<br>deux lignes</p></blockquote>",
    "<blockquote><ul><li>un</li><li>deux</li></ul></blockquote>",
    '<table><tbody><tr><th scope="col">a</th><th scope="col">b</th></tr>'
    "<tr><td>1 <strong>x</strong></td><td>2 | 3</td></tr></tbody></table><p>fin</p>",
    '<img src="/fichiers/abc/60x40/plan.png" alt="Plan">',
    "<hr><p>après</p>",
    "<p>12. mars 2024 : début</p><p>– dialogue</p><p>&gt; x</p><p>## x</p><p>| a |</p><p>---</p>",
    "<p>*a*, **x**, ~~y~~, _z_, [mots](https://a) et C:\\temp\\*</p>",
    "<p>2 * 3 * 4, snake_case_name, a_b@c.fr</p>",
]


@pytest.mark.parametrize("html", KEPT)
def test_what_the_field_shows_it_reads_back(app, html):
    stored = clean(html)
    assert from_plain(to_plain(stored, marks=True), marks=True).html == stored


@settings(max_examples=150, deadline=None)
@example(source=">\n>1")
@example(source="_1_\\_")
@example(source="\\\\_1_")
@example(source="1.ba/]")
@example(source="\\\\>")
@given(source=st.text(alphabet="ab 1.*_~[](|)#>-\\\n!é/:", max_size=60))
def test_a_marked_text_survives_an_edit(source):
    try:
        once = from_plain(source, marks=True).html
    except Invalid:
        return
    assert from_plain(to_plain(once, marks=True), marks=True).html == once


@pytest.mark.parametrize(
    "source",
    [
        "<a " * 100_000,
        "<" * 400_000,
        "<script" * 50_000,
        "<a data-mention='1'>" * 20_000,
        "<ul><li>" * 50_000,
        "<b>" * 100_000,
        "<blockquote>" * 30_000,
    ],
)
def test_no_html_takes_long(app, source):
    begun = time.process_time()
    clean(source[:400_000])
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("source", ["![" * 25_000, "[a](" * 12_000, "**a " * 12_000, "> " * 25_000])
def test_no_plain_text_takes_long(app, source):
    begun = time.process_time()
    from_plain(source[:50_000], marks=True)
    assert time.process_time() - begun < 5


def test_a_list_as_deep_as_a_text_is_read(app):
    from_plain("\n".join(" " * depth + "- x" for depth in range(300)), marks=True)


def test_deep_html_keeps_its_words(app):
    assert "mot" in from_html("<div>" * 500 + "mot").text


def test_a_number_that_is_none_is_dropped(app):
    assert from_html('<ol start="²"><li>a</li></ol>').html == "<ol><li>a</li></ol>"


def test_an_empty_header_is_none_and_keeps_its_place(app):
    table = '<table><tbody><tr><th colspan="2"></th><th>b</th></tr></tbody></table><p>x</p>'
    assert '<td colspan="2"></td><th scope="col">b</th>' in from_html(table).html
