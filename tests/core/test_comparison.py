"""What changed between two texts is said block by block and word by word."""

import time

import pytest

from app.core.comparison import Block, Change, blocks_of, compare


def said(before, after):
    return [
        (row.kind, row.change, "".join(f"[{p.change}:{p.text.strip()}]" for p in row.pieces))
        for row in compare(before, after).rows
        if row.change != "same"
    ]


def test_words_are_compared_inside_a_paragraph(app):
    assert said("<p>Trois jours francs.</p>", "<p>Cinq jours <strong>francs</strong>.</p>") == [
        ("p", "changed", "[removed:Trois][added:Cinq][same:jours francs.]")
    ]


def test_a_new_item_does_not_disturb_its_neighbours(app):
    before = "<ol><li>Convoquer</li><li><p>Afficher</p></li></ol>"
    after = "<ol><li>Convoquer</li><li>Télétransmettre</li><li><p>Afficher</p></li></ol>"
    assert said(before, after) == [("li", "added", "[added:Télétransmettre]")]


def test_a_row_of_a_table_is_one_block(app):
    table = "<table><tbody><tr><th>Seuil</th><td><p>90 000 €</p></td></tr></tbody></table>"
    assert blocks_of(table) == [Block("tr", "Seuil | 90 000 €")]
    assert said(table, table.replace("90 000", "100 000")) == [
        ("tr", "changed", "[same:Seuil |][removed:90][added:100][same:000 €]")
    ]


def test_formatting_alone_is_said_to_be_formatting(app):
    found = compare("<p>Oui</p>", "<p><em>Oui</em></p>")
    assert found.is_formatting_only
    assert not found.is_same
    assert compare("<p>Oui</p>", "<p>Oui</p>").is_same
    assert not compare("<p>Oui</p>", "<p>Non</p>").is_formatting_only


def test_each_side_reads_as_it_was(app):
    before, after = "<p>Le délai est de trois jours.</p>", "<p>Le délai est de cinq jours.</p>"
    (row,) = compare(before, after).rows
    assert "".join(piece.text for piece in row.before) == "Le délai est de trois jours."
    assert "".join(piece.text for piece in row.after) == "Le délai est de cinq jours."
    assert {piece.change for piece in row.pieces} == set(Change)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>" + "a b " * 12_000 + "</p>", "<p>" + "b a " * 12_000 + "</p>"),
        ("<p>a b c</p>" * 1_400, "<p>b a d</p>" * 1_400),
        ("".join(f"<p>{'a b ' * 300}{n}</p>" for n in range(40)), "<p>b a c</p>" * 1_000),
        ("<" * 50_000, "</" * 50_000),
    ],
)
def test_the_longest_texts_take_a_moment(app, before, after):
    begun = time.perf_counter()
    compare(before, after)
    assert time.perf_counter() - begun < 3


def test_what_is_far_from_a_change_may_be_folded(app):
    lines = [f"<p>Passage {n}.</p>" for n in range(12)]
    changed = "".join([*lines[:6], "<p>Autre chose.</p>", *lines[7:]])
    runs = compare("".join(lines), changed).runs
    assert [may_fold for may_fold, _ in runs] == [True, False, True]
    assert sum(len(rows) for _, rows in runs) == len(compare("".join(lines), changed).rows)
    assert len(runs[0][1]) == 5
    short = compare("".join(lines[:3]), "".join([lines[0], lines[1], "<p>Autre.</p>"]))
    assert not any(may_fold for may_fold, _ in short.runs)
