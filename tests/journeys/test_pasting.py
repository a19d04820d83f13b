"""From the clipboard, or dropped: pages of word processors, pictures, wrong files."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.files.pictures import picture
from tests.journeys.writing import drop_file, paste, publish

HERE = Path(__file__).parent


def test_a_page_of_word_keeps_its_lists_and_tables(nathalie):
    paste(nathalie, (HERE / "word.html").read_text())
    expect(nathalie.get_by_text("Une image n’a pas pu être collée")).to_be_visible()
    text = publish(nathalie, "Modèle de délibération venu de Word")
    expect(text.locator("h2")).to_have_text("Délibération type")
    expect(text.locator("strong")).to_have_text("conseil municipal")
    expect(text.get_by_role("link", name="article L. 2121-17")).to_be_visible()
    expect(text.locator("> ul > li")).to_have_count(2)
    expect(text.locator("ul ul li")).to_have_text(["Par courriel"])
    expect(text.locator("ol > li")).to_have_text(["Afficher", "Transmettre"])
    expect(text.locator("th[colspan='2']")).to_have_text("Délais")
    expect(text.locator("td")).to_have_text(["Convocation", "3 jours francs"])
    assert "mso" not in text.inner_html().lower()
    assert "style=" not in text.inner_html()


def test_a_page_of_libreoffice_keeps_its_lists_and_tables(nathalie):
    paste(nathalie, (HERE / "libreoffice.html").read_text())
    text = publish(nathalie, "Pièces à fournir venues de LibreOffice")
    expect(text.locator("h2")).to_have_text("Pièces à fournir")
    expect(text.locator("strong")).to_have_text("dossier")
    expect(text.locator("em")).to_have_text("sans délai")
    expect(text.locator("ul ul li")).to_have_text(["au 1/500e"])
    expect(text.locator("th")).to_have_text(["Pièce", "Exemplaires"])


@pytest.mark.parametrize("event", ["paste", "drop"])
def test_a_picture_is_sent_described_and_shown(nathalie, person, event):
    nathalie.keyboard.type("Voici le plan :")
    drop_file(nathalie, "plan.png", picture(), event=event)
    alt = nathalie.get_by_label("Décrivez l’image en une phrase")
    expect(alt).to_be_focused()
    alt.fill("Plan du cimetière, carré B")
    alt.press("Enter")
    nathalie.keyboard.type("Qu’en pensez-vous ?")
    text = publish(nathalie, f"Le plan du carré B ({event})")
    image = text.get_by_role("img", name="Plan du cimetière, carré B")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 60
    assert image.get_attribute("width") == "60"
    src = image.get_attribute("src")

    sylvie, stranger = person("sylvie.cariou@exemple.test"), person()
    assert sylvie.request.get(src).headers["content-type"] == "image/png"
    assert "/connexion" in stranger.request.get(src).url


def test_a_picture_is_chosen_by_the_button(nathalie):
    with nathalie.expect_file_chooser() as chooser:
        nathalie.get_by_role("button", name="Image ou document").click()
    chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": picture()})
    expect(nathalie.locator(".editor-text img[src]")).to_be_visible()


def test_a_wrong_file_and_a_lost_line_are_said_and_lose_nothing(nathalie):
    nathalie.keyboard.type("Mon texte reste.")
    nathalie.locator("[data-files]").set_input_files(
        {"name": "lourde.png", "mimeType": "image/png", "buffer": b"\0" * (11 * 2**20)}
    )
    expect(nathalie.get_by_text("Cette image pèse 11")).to_be_visible()
    drop_file(nathalie, "faux.png", b"pas une image")
    expect(nathalie.get_by_text("n’est ni une image")).to_be_visible()
    nathalie.context.set_offline(True)
    drop_file(nathalie, "plan.png", picture())
    expect(nathalie.get_by_text("L’image n’est pas partie")).to_be_visible()
    nathalie.context.set_offline(False)
    expect(nathalie.locator(".editor-text")).to_have_text("Mon texte reste.")


def test_rows_of_excel_stay_a_table(nathalie):
    paste(
        nathalie,
        "<html><body><table border=0><!--StartFragment--><col width=80><tr><td>Nom</td><td>Hab.</td>"
        "</tr><tr><td>Kervalan</td><td>1120</td></tr><!--EndFragment--></table></body></html>",
    )
    expect(nathalie.locator(".editor-text th")).to_have_text(["Nom", "Hab."])
    expect(nathalie.locator(".editor-text td")).to_have_text(["Kervalan", "1120"])


def test_three_pictures_at_once_all_come_in_their_order(nathalie):
    nathalie.locator("[data-files]").set_input_files(
        [
            {"name": f"{width}.png", "mimeType": "image/png", "buffer": picture(size=(width, 40))}
            for width in (60, 61, 62)
        ]
    )
    expect(nathalie.locator(".editor-text img[src]")).to_have_count(3)
    widths = nathalie.locator(".editor-text img[src]").evaluate_all(
        "images => images.map((image) => image.getAttribute('src').split('/')[3])"
    )
    assert widths == ["60x40", "61x40", "62x40"]


@pytest.fixture
def slow_upload(nathalie):
    """Lets pictures arrive when it is called."""
    held = []
    nathalie.route("**/api/v1/uploads", lambda route: held.append(route))

    def let_go():
        for route in held:
            route.continue_()

    return let_go


def test_who_goes_on_writing_keeps_the_caret(nathalie, slow_upload):
    nathalie.keyboard.type("Voici")
    with nathalie.expect_request("**/api/v1/uploads"):
        drop_file(nathalie, "plan.png", picture())
    nathalie.keyboard.type(" le plan")
    slow_upload()
    expect(nathalie.locator(".editor-text img[src]")).to_be_visible()
    nathalie.keyboard.type(" du carré B.")
    expect(nathalie.locator(".editor-text p").first).to_have_text("Voici le plan du carré B.")


def test_a_text_published_at_once_waits_for_its_picture(nathalie, slow_upload):
    nathalie.get_by_label("Votre question en une phrase").fill("Publier sans attendre")
    nathalie.locator(".editor-text").focus()
    nathalie.keyboard.type("Voici")
    with nathalie.expect_request("**/api/v1/uploads"):
        drop_file(nathalie, "plan.png", picture())
    nathalie.get_by_role("button", name="Publier ma question").click()
    expect(nathalie.get_by_text("L’image part encore")).to_be_visible()
    slow_upload()
    expect(nathalie.locator("#message-1 .prose img")).to_be_visible()


def test_a_document_let_go_over_the_text_does_not_replace_the_page(nathalie):
    nathalie.keyboard.type("Mon texte")
    drop_file(nathalie, "acte.docx", b"PK", kind="application/zip", event="drop")
    expect(nathalie.get_by_text("n’est ni une image")).to_be_visible()


def test_a_picture_that_does_not_arrive_keeps_the_text_back(nathalie):
    held = []
    nathalie.route("**/api/v1/uploads", lambda route: held.append(route))
    nathalie.get_by_label("Votre question en une phrase").fill("Rien ne part à moitié")
    nathalie.locator(".editor-text").focus()
    with nathalie.expect_request("**/api/v1/uploads"):
        drop_file(nathalie, "plan.png", picture())
    nathalie.get_by_role("button", name="Publier ma question").click()
    expect(nathalie.get_by_text("L’image part encore")).to_be_visible()
    held[0].abort()
    expect(nathalie.get_by_text("L’image n’est pas partie")).to_be_visible()
    assert nathalie.url.endswith("/questions/nouvelle")
