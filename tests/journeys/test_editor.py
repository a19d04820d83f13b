"""Writing with the editor, by mouse, by keyboard, and without it."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from tests.files.pictures import picture
from tests.journeys.test_accessibility import TAGS
from tests.journeys.writing import ASK, CLUB, begin, drop_file, publish

NATHALIE = "nathalie.guerin@exemple.test"


def test_bold_lists_and_tables_reach_the_page(nathalie):
    keys = nathalie.keyboard
    keys.type("Bonjour, ")
    keys.press("Control+b")
    keys.type("urgent")
    keys.press("Control+b")
    keys.press("Enter")
    keys.type("- un")
    keys.press("Enter")
    keys.type("deux")
    keys.press("Enter")
    keys.press("Enter")
    nathalie.get_by_role("button", name="Tableau", exact=True).click()
    keys.type("Délai")
    keys.press("Tab")
    keys.type("Texte")
    nathalie.get_by_role("button", name="Supprimer la colonne").click()
    text = publish(nathalie, "Quels délais d’affichage ?")
    expect(text.locator("strong")).to_have_text("urgent")
    expect(text.locator("li")).to_have_text(["un", "deux"])
    expect(text.get_by_role("columnheader", name="Délai")).to_be_visible()
    expect(text.locator("tr")).to_have_count(3)


def test_a_name_is_proposed_and_told(nathalie, person):
    nathalie.keyboard.type("Merci @cari")
    option = nathalie.get_by_role("option", name=re.compile("Sylvie Cariou"))
    expect(option).to_have_attribute("aria-selected", "true")
    assert nathalie.locator(".editor-text").get_attribute("aria-activedescendant")
    nathalie.keyboard.press("Enter")
    nathalie.keyboard.type("de votre aide.")
    text = publish(nathalie, "Qui peut relire ce modèle ?")
    expect(text.locator("[data-mention]")).to_have_text("@Sylvie Cariou")
    sylvie = person("sylvie.cariou@exemple.test")
    sylvie.goto("/notifications")
    expect(sylvie.get_by_text("Qui peut relire ce modèle")).to_be_visible()


def test_a_caret_that_moved_on_takes_the_names_away(nathalie):
    nathalie.keyboard.type("Merci @cari")
    expect(nathalie.get_by_role("option")).to_be_visible()
    nathalie.keyboard.press("Home")
    expect(nathalie.get_by_role("option")).to_be_hidden()
    nathalie.keyboard.press("Enter")
    expect(nathalie.locator(".editor-text p")).to_have_text(["", "Merci @cari"])


def test_bullets_become_numbers(nathalie):
    nathalie.keyboard.type("- un")
    nathalie.get_by_role("button", name="Liste numérotée").click()
    expect(nathalie.locator(".editor-text > ol > li")).to_have_text("un")


def test_a_link_is_set_in_a_dialog_that_says_what_is_wrong(nathalie):
    nathalie.keyboard.type("Voyez la fiche")
    nathalie.keyboard.press("Shift+Home")
    nathalie.keyboard.press("Control+k")
    address = nathalie.get_by_label("Adresse de la page")
    expect(address).to_be_focused()
    address.fill("javascript:alert(1)")
    address.press("Enter")
    expect(nathalie.get_by_text("Écrivez une adresse complète")).to_be_visible()
    address.fill("www.service-public.fr/particuliers")
    address.press("Enter")
    expect(nathalie.locator(".editor-text a")).to_have_attribute(
        "href", "https://www.service-public.fr/particuliers"
    )
    assert nathalie.url.endswith("/questions/nouvelle"), "Enter in the dialog sends no form"


def test_the_keyboard_alone_reaches_everything_and_leaves(nathalie):
    keys = nathalie.keyboard
    keys.type("Texte")
    keys.press("Alt+F10")
    focused = lambda: nathalie.evaluate("document.activeElement.dataset.command")  # noqa: E731
    assert focused() == "title"
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert focused() == "strong"
    keys.press("End")
    assert focused() == "redo"
    keys.press("Escape")
    expect(nathalie.locator(".editor-text")).to_be_focused()
    keys.press("Tab")
    assert nathalie.evaluate("!document.activeElement.closest('.editor')"), "no trap"


def test_a_draft_comes_back_with_its_table_and_an_edit_keeps_it(nathalie):
    nathalie.get_by_role("button", name="Tableau", exact=True).click()
    nathalie.keyboard.type("Délai")
    nathalie.get_by_label("Votre question en une phrase").fill("Un tableau gardé")
    expect(nathalie.get_by_text(re.compile("Brouillon enregistré à"))).to_be_visible()
    nathalie.goto(ASK)
    expect(nathalie.locator(".editor-text th").first).to_have_text("Délai")
    text = publish(nathalie, "Un tableau gardé")
    nathalie.get_by_role("link", name="Modifier").first.click()
    expect(nathalie.locator(".editor-text th").first).to_have_text("Délai")
    nathalie.locator(".editor-text").focus()
    nathalie.keyboard.press("Control+End")
    nathalie.keyboard.type("Voilà.")
    nathalie.get_by_role("button", name="Enregistrer").click()
    expect(text.get_by_text("Voilà.")).to_be_visible()
    expect(text.get_by_role("columnheader", name="Délai")).to_be_visible()


def test_a_refused_form_brings_the_text_back(nathalie):
    nathalie.get_by_role("button", name="Liste à puces").click()
    nathalie.keyboard.type("un point")
    nathalie.keyboard.press("Control+Enter")
    expect(nathalie.get_by_role("alert").first).to_be_visible()
    expect(nathalie.locator(".editor-text li")).to_have_text("un point")


def test_an_empty_page_left_behind_throws_no_draft_away(person):
    page = person(NATHALIE)
    begin(page)
    page.reload()
    other = page.context.new_page()
    begin(other)
    other.keyboard.type("Un long brouillon")
    expect(other.get_by_text(re.compile("Brouillon enregistré à"))).to_be_visible()
    page.goto(CLUB)
    page.goto(ASK)
    expect(page.locator(".editor-text")).to_have_text("Un long brouillon")


def test_a_slow_line_does_not_flatten_what_is_edited(person):
    page = person(NATHALIE)
    begin(page)
    page.get_by_role("button", name="Gras").click()
    page.keyboard.type("important")
    publish(page, "Modifier sur une ligne lente")
    held = []
    page.route("**/prosemirror.js", lambda route: held.append(route))
    with page.expect_request("**/prosemirror.js"):
        page.get_by_role("link", name="Modifier").first.click()
        page.locator("html[data-ready]").wait_for()
        page.locator("[data-rich] textarea").focus()
    page.keyboard.type("x")
    held[0].continue_()
    expect(page.locator(".editor-text strong")).to_have_text("important")


def test_what_was_typed_before_the_editor_came_stays(person):
    page = person(NATHALIE)
    page.goto(f"{CLUB}/questions?liste=resolues")
    page.locator(".topic h3 a").first.click()
    page.locator("html[data-ready]").wait_for()
    on_its_way = []
    page.route("**/prosemirror.js", lambda route: on_its_way.append(route))
    field = page.locator("[data-rich] textarea")
    field.focus()
    field.press_sequentially("**Bonjour**,\n- un\n- deux\n\ntapé très vite")
    assert page.locator("[data-editor=open]").count() == 0
    on_its_way[0].continue_()
    page.locator("[data-editor=open]").wait_for()
    page.keyboard.type(" et la suite")
    expect(page.locator(".editor-text strong")).to_have_text("Bonjour")
    expect(page.locator(".editor-text li")).to_have_text(["un", "deux"])
    expect(page.locator(".editor-text > p")).to_have_text(
        ["Bonjour,", "tapé très vite et la suite"]
    )


def test_the_signs_of_the_plain_field_work_in_the_editor_too(nathalie):
    keys = nathalie.keyboard
    keys.type("## Avant")
    keys.press("Enter")
    keys.type("Un mot **très gras** et _penché_, 2**3 et un_nom_de_fichier.")
    text = publish(nathalie, "Les signes au clavier ?")
    expect(text.get_by_role("heading", name="Avant")).to_be_visible()
    expect(text.locator("strong")).to_have_text("très gras")
    expect(text.locator("em")).to_have_text("penché")
    expect(text.locator("p").first).to_have_text(
        "Un mot très gras et penché, 2**3 et un_nom_de_fichier."
    )


def test_the_plain_field_for_who_prefers_it(person):
    page = person(NATHALIE)
    page.goto("/compte/affichage")
    page.get_by_label(re.compile("Zone de texte simple")).check()
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(ASK)
    page.locator("html[data-ready]").wait_for()
    page.get_by_label("Les détails").fill("Un **mot** et :\n\n| a | b |\n| --- | --- |\n| 1 | 2 |")
    text = publish(page, "Écrit sans la barre")
    expect(text.locator("strong")).to_have_text("mot")
    expect(text.locator("th")).to_have_text(["a", "b"])
    page.goto("/compte/affichage")
    page.get_by_label(re.compile("Zone de texte simple")).uncheck()
    page.get_by_role("button", name="Enregistrer").click()


def test_without_javascript_a_picture_joins_and_a_table_survives_an_edit(person):
    page = person(NATHALIE, java_script_enabled=False)
    page.goto(ASK)
    page.get_by_label("Les détails").fill("## Délais\n\n| a | b |\n| --- | --- |\n| 1 | 2 |")
    page.get_by_text("Joindre une image").click()
    page.get_by_label(re.compile("Image .PNG")).set_input_files(
        {"name": "x.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}
    )
    page.get_by_label("Votre question en une phrase").fill("Une image sans script")
    page.get_by_role("button", name="Publier ma question").click()
    expect(page.locator("#image-error")).to_contain_text("n’est ni une image")
    expect(page.get_by_label("Les détails")).to_have_value(re.compile("^## Délais"))
    page.get_by_label(re.compile("Image .PNG")).set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": picture()}
    )
    page.get_by_label("Ce que montre l’image").fill("Un plan")
    text = publish(page, "Une image sans script")
    expect(text.get_by_role("img", name="Un plan")).to_be_visible()
    page.get_by_role("link", name="Modifier").first.click()
    page.get_by_label("Les détails").press("Control+End")
    page.get_by_role("button", name="Enregistrer").click()
    expect(text.get_by_role("img", name="Un plan")).to_be_visible()
    expect(text.locator("th")).to_have_text(["a", "b"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_open_editor_is_accessible_and_fits(person, axe, scheme, width):
    page = person(NATHALIE, color_scheme=scheme, viewport={"width": width, "height": 900})
    weights = {}

    def weigh(response):
        if response.request.resource_type in {"stylesheet", "script"}:
            weights[response.url] = len(gzip.compress(response.body(), 6))

    page.locator("html[data-ready]").wait_for()
    page.on("response", weigh)
    begin(page)
    page.get_by_role("button", name="Tableau", exact=True).click()
    for word in ("a", "b", "c"):
        page.keyboard.type(word)
        page.keyboard.press("Tab")
    drop_file(page, "plan.png", picture())
    expect(page.get_by_label("Décrivez l’image en une phrase")).to_be_focused()
    page.evaluate(axe)
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in result["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert 60_000 < sum(weights.values()) <= 150_000, weights
