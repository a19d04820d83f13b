"""The pages of membership by keyboard alone: no mouse ever touches them."""

import re

import pytest
from playwright.sync_api import expect

CLUB = "/clubs/secretaires-de-mairie"
SYLVIE, HELENE = "sylvie.cariou@exemple.test", "helene.marchand@exemple.test"
MOST_TABS = 90


def reach(page, locator):
    """Press Tab until the control has the focus, and look that it shows."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            outline = locator.evaluate(
                "e => [e, e.nextElementSibling].filter(Boolean)"
                ".some(x => getComputedStyle(x).outlineStyle !== 'none')"
            )
            assert outline, "the focus is seen"
            return
    raise AssertionError(f"no Tab leads to {locator}")


def open_page(person, email, path, width):
    page = person(email, viewport={"width": width, "height": 850})
    page.goto(path)
    page.locator("html[data-ready]").wait_for()
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_inviting_and_narrowing(person, width):
    page = open_page(person, SYLVIE, f"{CLUB}/invitations", width)
    reach(page, page.locator("#email"))
    page.keyboard.type(f"clavier{width}@exemple.test")
    reach(page, page.get_by_role("button", name="Envoyer l’invitation", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Invitation envoyée à clavier{width}@exemple.test")).to_be_visible()

    page.goto(f"{CLUB}/invitations/liste")
    page.locator("html[data-ready]").wait_for()
    reach(page, page.locator("#people"))
    page.keyboard.type(f"liste{width}@exemple.test")
    reach(page, page.get_by_role("button", name="Voir ce que fera chaque ligne"))
    page.keyboard.press("Enter")
    send = page.get_by_role("button", name=re.compile("Inviter 1 personne"))
    reach(page, send)
    page.keyboard.press("Enter")
    expect(page.get_by_text("C’est fait")).to_be_visible()

    page.goto(f"{CLUB}/membres")
    page.locator("html[data-ready]").wait_for()
    reach(page, page.locator("details.disclosure summary"))
    page.keyboard.press("Enter")
    reach(page, page.locator("#taille"))
    page.keyboard.press("ArrowDown")
    reach(page, page.locator("#who"))
    page.keyboard.press("Enter")
    page.wait_for_url("**taille=**")


def test_founding_and_securing(person):
    page = open_page(person, HELENE, "/administration/clubs/nouveau", 1280)
    reach(page, page.locator("#slug"))
    page.keyboard.type("au-clavier")
    box = page.get_by_role("checkbox", name="Mégalis Bretagne")
    reach(page, box)
    expect(box).to_be_checked()
    reach(page, page.locator("#name"))
    page.keyboard.type("Au clavier")
    reach(page, page.locator("#profession"))
    page.keyboard.type("Tous")
    reach(page, page.get_by_role("button", name="Fonder le club"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Au clavier")).to_be_visible()

    page.goto("/compte/securite")
    page.locator("html[data-ready]").wait_for()
    reach(page, page.get_by_role("link", name="Ajouter une application de codes"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/application")
    page.locator("html[data-ready]").wait_for()
    reach(page, page.locator("#code"))
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ce code ne convient pas")
