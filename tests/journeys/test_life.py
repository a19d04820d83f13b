"""The life of one answer: asked without a name, answered, validated, doubted by the law, revised, made a procedure, printed."""

import io
import os
import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import expect

from app.core import clock
from tests.files.documents import odt
from tests.journeys.writing import ASK, CLUB, paste

NATHALIE, SYLVIE = "nathalie.guerin@exemple.test", "sylvie.cariou@exemple.test"
TITLE = "Comment publier nos arrêtés de voirie du hameau ?"
TABLE = """<table class=MsoTableGrid><tr><td><p class=MsoNormal><b>Acte</b></p></td><td><p class=MsoNormal>
<b>Publication</b></p></td></tr><tr><td><p class=MsoNormal>Arrêté</p></td><td><p class=MsoNormal>affichage</p></td></tr></table>"""
LAW = "<p class=MsoNormal>Voyez le CGCT, art. L. 2131-1 et le CGCT, art. L. 2131-2.</p>"


def look(page, name):
    """A picture of each moment, where somebody wants to look: PICTURES=folder pytest …"""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def open_editor(page):
    page.locator("html[data-ready]").wait_for()
    page.evaluate("document.querySelector('[data-rich] textarea').focus()")
    page.locator("[data-editor=open]").wait_for()
    page.locator(".editor-text").focus()


def find(page, words, name):
    for _ in range(30):
        page.goto(f"/recherche?q={words}")
        if page.get_by_role("link", name=name).count():
            return page.get_by_role("link", name=name).first
        page.wait_for_timeout(250)  # the index follows within two seconds
    raise AssertionError(f"{name} is not found")


def test_the_life_of_one_answer(person):
    nathalie, sylvie = person(NATHALIE), person(SYLVIE)
    address = ask_and_answer(nathalie, sylvie)
    settle_and_find(nathalie, sylvie, address)
    change_the_law_and_revise(nathalie, sylvie, address)
    make_it_a_procedure(nathalie, sylvie, address)


def ask_and_answer(nathalie, sylvie):
    nathalie.goto(ASK)
    open_editor(nathalie)
    nathalie.keyboard.type("Le panneau du hameau ne suffit plus.")
    nathalie.get_by_label("Votre question en une phrase").fill(TITLE)
    nathalie.get_by_label("Rester anonyme").check()
    nathalie.get_by_role("button", name="Publier ma question").click()
    expect(nathalie.get_by_role("heading", level=1)).to_contain_text(TITLE)
    address = nathalie.url
    look(nathalie, "1-asked")

    sylvie.goto(address)
    expect(sylvie.locator("#message-1")).to_contain_text("Un membre du club")
    expect(sylvie.locator("main")).not_to_contain_text("Nathalie")
    open_editor(sylvie)
    paste(sylvie, f"<html><body><!--StartFragment-->{LAW}{TABLE}<!--EndFragment--></body></html>")
    model = {"name": "modele.odt", "mimeType": "application/vnd.oasis.opendocument.text"}
    sylvie.locator("[data-files]").set_input_files({**model, "buffer": odt("Modèle")})
    expect(sylvie.locator(".editor-text a", has_text="modele.odt")).to_be_visible()
    sylvie.get_by_role("button", name="Publier ma réponse").click()
    expect(sylvie.locator("#message-2 table")).to_be_visible()
    look(sylvie, "2-answered")
    return address


def settle_and_find(nathalie, sylvie, address):
    nathalie.goto(address)
    nathalie.get_by_role("button", name="Retenir cette réponse").click()
    expect(nathalie.get_by_text("Réponse retenue").first).to_be_visible()
    sylvie.goto(address)
    sylvie.get_by_role("button", name="Valider", exact=True).first.click()
    expect(sylvie.locator(".answer-banner").first).to_contain_text("validée par Sylvie Cariou")
    look(sylvie, "3-validated")
    find(nathalie, "publier+arretes+voirie+hameau", re.compile("arrêtés de voirie"))
    look(nathalie, "4-found")


def change_the_law_and_revise(nathalie, sylvie, address):
    sylvie.goto(f"{CLUB}/droit")
    sylvie.get_by_label("Quel texte a changé ?").fill("CGCT L. 2131-1")
    sylvie.get_by_label("Depuis quel jour ?").fill(clock.local(clock.now()).date().isoformat())
    sylvie.locator("main form").get_by_role("button").first.click()
    expect(sylvie.get_by_role("link", name=re.compile("arrêtés de voirie"))).to_be_visible()
    nathalie.goto(address)
    expect(nathalie.locator(".answer").first).to_contain_text("À revoir")
    look(nathalie, "5-to-review")

    sylvie.goto(address)
    sylvie.locator("#message-2").get_by_role("link", name="Modifier").click()
    open_editor(sylvie)
    sylvie.keyboard.press("Control+End")
    sylvie.keyboard.type("Depuis ce jour, publiez aussi en ligne.")
    sylvie.get_by_role("button", name="Enregistrer").click()
    sylvie.goto(address)
    sylvie.get_by_role("button", name="Toujours vrai").first.click()
    nathalie.goto(address)
    expect(nathalie.locator(".answer").first).not_to_contain_text("À revoir")
    look(nathalie, "6-revised")


def make_it_a_procedure(nathalie, sylvie, address):
    nathalie.locator(".answer").first.get_by_role("link", name="En faire une procédure").click()
    expect(nathalie.get_by_label("Titre", exact=True)).to_have_value(TITLE)
    nathalie.get_by_label("Titre", exact=True).fill("Publier les arrêtés de voirie")
    nathalie.get_by_label("En une phrase", exact=True).fill("Du panneau au site de la commune.")
    nathalie.get_by_label("Thème", exact=True).fill("Voirie")
    nathalie.get_by_role("button", name="Enregistrer le brouillon").click()
    nathalie.get_by_role("button", name="Demander la relecture").click()
    draft = nathalie.url
    sylvie.goto(draft)
    sylvie.get_by_role("link", name="Relire et publier").click()
    sylvie.get_by_role("button", name="Publier", exact=True).click()
    expect(sylvie.get_by_text("La version 1 est publiée.")).to_be_visible()
    look(sylvie, "7-procedure")
    nathalie.goto(address)
    expect(nathalie.get_by_text("est devenue une procédure")).to_be_visible()

    printed = sylvie.request.get(re.sub(r"/brouillon$", "/fiche.pdf", draft))
    assert printed.status == 200
    document = pypdfium2.PdfDocument(io.BytesIO(printed.body()))
    words = document[0].get_textpage().get_text_range()
    assert "Publier les arrêtés de voirie" in words
    assert "publiez aussi en ligne" in words
    assert "Nathalie" not in words.replace("Tenue par Nathalie Guérin", "")
