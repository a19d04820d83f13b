"""What a text cites of French law."""

import time

import pytest

from app.core.law import cited_in, linked, named


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("CGCT L. 2121-17", ["cgct:L2121-17"]),
        ("(CGCT, art. L. 2121-17)", ["cgct:L2121-17"]),
        ("art. R. 123-9 du code de l'urbanisme", ["urbanisme:R123-9"]),
        ("l’article R.123-9 du Code de l’urbanisme", ["urbanisme:R123-9"]),
        ("loi n° 2023-1380", ["loi:2023-1380"]),
        ("La loi n°2023-1380 du 30 décembre 2023", ["loi:2023-1380"]),
        ("décret 2016-360 et ordonnance n° 2015-899", ["decret:2016-360", "ordonnance:2015-899"]),
        (
            "articles L. 2121-10 et L. 2121-17 du code général des collectivités territoriales",
            ["cgct:L2121-10", "cgct:L2121-17"],
        ),
        ("Selon le CGCT. Puis, plus loin, L. 2121-12.", ["cgct:L2121-12"]),
        ("article 78 du code civil", ["civil:78"]),
        (
            "CRPA, art. L. 311-1 ; voir aussi CGCT, L. 2121-26 et L. 2121-27. Puis L. 311-9.",
            ["crpa:L311-1", "cgct:L2121-26", "cgct:L2121-27"],
        ),
        ("CGCT ou code électoral ? L. 16 quelque part.", []),
        ("Le CGCT L2121-17 et le code électoral, art. L. 16", ["cgct:L2121-17", "electoral:L16"]),
        ("L.\u00a02121-17 du\u00a0CGCT", ["cgct:L2121-17"]),
        ("L.&nbsp;2121-17 du&nbsp;CGCT, loi n°&nbsp;2023-1380", ["cgct:L2121-17", "loi:2023-1380"]),
        ("une feuille A4, salle D 12, la R. 5, sans code", []),
        ("le CGCT imprimé sur une feuille A4", []),
        ("loi de finances, décret attendu, art. 3 du règlement", []),
        ("le lot 2023-1380 et le devis n° 2024-11", []),
        ("rural L2121-17", []),
    ],
)
def test_what_is_cited(text, keys):
    assert [one.key for one in cited_in(text)] == keys


def test_a_code_named_once_holds_for_the_text_tags_included():
    text = (
        "<p>Voir le <strong>CGCT</strong>.</p><table><tr><td>Délai (L. 2121-11)</td></tr></table>"
    )
    assert [one.key for one in cited_in(text)] == ["cgct:L2121-11"]


def test_links_lead_to_legifrance_and_links_stay_what_they_are():
    shown = linked('<p>CGCT, art. L. 2121-17 et <a href="/x">L. 2121-12 du CGCT</a></p>')
    assert shown.count('class="law"') == 1
    assert 'href="https://www.legifrance.gouv.fr/search/all?' in shown
    assert "query=L2121-17+code" in shown
    assert shown.endswith('<a href="/x">L. 2121-12 du CGCT</a></p>')
    assert linked("<p>Rien de tel.</p>") == "<p>Rien de tel.</p>"


def test_markup_in_words_stays_words():
    assert "<script" not in linked("<p>CGCT, art. L. 2121-17 &lt;script&gt;</p>")


def test_what_somebody_types_is_named():
    assert named("CGCT L. 2121-17").label == "CGCT, art. L. 2121-17"
    assert named("loi 2023-1380").label == "Loi n° 2023-1380"
    assert named("le règlement") is None


def test_long_and_nasty_texts_take_no_time():
    begun = time.process_time()
    for text in ("art. " * 9_000, "L. 1-1 et " * 5_000, "loi n° " * 7_000, "code général " * 4_000):
        cited_in(text)
        cited_in("CGCT " + text)
    assert time.process_time() - begun < 5
