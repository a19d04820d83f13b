"""Passkeys and codes, in a real browser with a key of its own."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from tests.servers import Server

EMAIL, PASSWORD = "nathalie.guerin@exemple.test", "bienvenue-au-preau"


@pytest.fixture(scope="module")
def named(new_database, scratch):
    """A server with a name: no passkey counts under a bare address."""
    server = Server(scratch / "named", database_url=new_database())
    server.environment["BASE_URL"] = f"http://localhost:{server.port}"
    server.start()
    yield f"http://localhost:{server.port}"
    server.stop()


def give_key(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    return session, made["authenticatorId"]


def type_password(page, named):
    page.goto(f"{named}/connexion")
    page.locator("#email").fill(EMAIL)
    page.locator("#password").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def sign_out(page, named):
    page.context.clear_cookies()
    page.goto(f"{named}/connexion")
    page.locator("html[data-ready]").wait_for()


def test_a_passkey_is_made_and_opens_the_door(person, named):
    page = person()
    give_key(page)
    type_password(page, named)
    page.wait_for_url("**/clubs/**")
    page.goto(f"{named}/compte/securite")
    page.locator("html[data-ready]").wait_for()
    page.get_by_label("Nom de la nouvelle clé").fill("Ordinateur de la mairie")
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    expect(page.get_by_text("Votre clé d’accès est enregistrée.")).to_be_visible()

    sign_out(page, named)
    page.get_by_role("button", name="Clé d’accès").click()
    page.wait_for_url("**/clubs/**")

    sign_out(page, named)
    type_password(page, named)
    page.wait_for_url("**/connexion/verification")
    page.locator("html[data-ready]").wait_for()
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url("**/clubs/**")

    page.goto(f"{named}/compte/securite")
    page.get_by_role("button", name=re.compile("Retirer Ordinateur")).click()
    expect(page.get_by_text("La clé d’accès est retirée.")).to_be_visible()
    sign_out(page, named)
    page.get_by_role("button", name="Clé d’accès").click()
    expect(page.get_by_role("alert")).to_contain_text("n’a pas répondu")


def test_codes_of_a_telephone_without_a_script(person, named):
    page = person(java_script_enabled=False)
    type_password(page, named)
    page.goto(f"{named}/compte/securite")
    page.get_by_role("link", name="Ajouter une application de codes").click()
    seed = page.locator(".seed code").inner_text().replace(" ", "")
    page.locator("#code").fill(pyotp.TOTP(seed).now())
    page.get_by_role("button", name="Vérifier ce code").click()
    expect(page.locator(".codes code")).to_have_count(
        10
    )  # the page comes: nothing else waits for it
    codes = page.locator(".codes code").all_inner_texts()
    page.context.clear_cookies()
    type_password(page, named)
    page.locator("#code").fill(codes[0])
    page.get_by_role("button", name="Entrer").click()
    page.wait_for_url("**/clubs/**")
    page.goto(f"{named}/compte/securite")
    expect(page.get_by_text("Il vous reste 9 codes de secours")).to_be_visible()
