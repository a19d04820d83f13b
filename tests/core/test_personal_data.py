"""Personal data is found by its checks, not by its looks, and masked without harm."""

import time

import pytest

from app.core.personal_data import Kind, found_in, masked, masked_rich

NIR = "2 95 10 99 126 111 93"
IBAN = "FR76 3000 6000 0112 3456 7890 189"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"Son numéro est {NIR}.", [Kind.NIR]),
        ("295109912611193", [Kind.NIR]),
        ("Le 2 95 10 99 126 111 94 est faux.", []),
        (f"Virement sur {IBAN}", [Kind.IBAN]),
        ("FR7630006000011234567890189", [Kind.IBAN]),
        ("FR76 3000 6000 0112 3456 7890 188", []),
        ("Appelez le 06 12 34 56 78 ou le 03.80.11.22.33", [Kind.PHONE, Kind.PHONE]),
        ("+33 6 12 34 56 78, +33(0)612345678", [Kind.PHONE, Kind.PHONE]),
        ("Écrire à jean.dupont@wanadoo.fr, vite", [Kind.EMAIL]),
        ("acte de naissance n° 123/1984", [Kind.ACT]),
        ("l’acte n°45", [Kind.ACT]),
        ("un acte de naissance, n’importe lequel", []),
        ("article L. 2121-17, 21 000 €, 2026-11-27, SIRET 21210054300017", []),
        ("le marché 2026-0612345678 et 0612345678901", []),
        ("@Nathalie Guérin", []),
    ],
)
def test_what_is_found(text, kinds):
    assert [one.kind for one in found_in(text)] == kinds


def test_a_finding_comes_with_the_words_around_it():
    finding = found_in("Bonjour,\nMme X est au 06 12 34 56 78 le matin.\nMerci")[0]
    assert finding.before == "Mme X est au "
    assert finding.after == " le matin."


def test_what_stood_there_already_is_not_found_again():
    assert found_in("Au 06 12 34 56 78.", but="Avant : 06 12 34 56 78.") == []


def test_masking_leaves_the_rest():
    text = f"Mme X, {NIR}, 06 12 34 56 78, acte n° 12, x@y.fr, {IBAN}."
    told = masked(text)
    assert told == (
        "Mme X, [n° de sécurité sociale masqué], [téléphone masqué], acte [n° masqué],"
        " [courriel masqué], [IBAN masqué]."
    )
    assert found_in(told) == []


def test_masking_html_keeps_tags_and_takes_links_away():
    clean = '<p>R&amp;D : <strong>06 12 34 56 78</strong> <a href="mailto:x@y.fr" rel="n">x@y.fr</a></p>'
    assert masked_rich(clean).html == (
        "<p>R&amp;D : <strong>[téléphone masqué]</strong> [courriel masqué]</p>"
    )


def test_long_and_nasty_texts_take_no_time():
    begun = time.process_time()
    for text in (
        "0" * 50_000,
        "a@" * 25_000,
        "acte " * 10_000,
        "FR76 " * 10_000,
        "06 12 " * 8_000,
        "a." * 25_000,
    ):
        found_in(text)
    assert time.process_time() - begun < 5


def test_the_shortest_text_is_masked_too(app):
    assert "b.fr" not in masked_rich("<p><strong>a@</strong>b.fr</p>").text
