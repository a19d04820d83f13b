"""Through ProConnect and back in a real browser: its policy follows a form through every redirect."""

import pytest
from playwright.sync_api import expect

from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.journeys.test_accessibility import TAGS
from tests.servers import Server


@pytest.fixture(scope="module")
def provider(new_database, scratch):
    """A provider, and a server of the demonstration that sends its members there."""
    server = Server(scratch / "proconnect", database_url=new_database())
    provider = Provider(
        f"{server.url}/connexion/proconnect/retour",
        f"{server.url}/connexion",
    )
    server.environment |= {
        "PROCONNECT_ISSUER": provider.issuer,
        "PROCONNECT_CLIENT_ID": CLIENT_ID,
        "PROCONNECT_CLIENT_SECRET": CLIENT_SECRET,
    }
    server.start()
    provider.server = server
    yield provider
    server.stop()
    provider.stop()


@pytest.fixture
def visitor(chromium, provider):
    """Somebody at the door; every violation of the policy is a failure."""
    provider.recover()
    context = chromium.new_context(base_url=provider.server.url, locale="fr-FR")
    context.set_default_timeout(15_000)
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/connexion")
    yield page
    context.close()
    assert [words for words in complaints if "Content Security Policy" in words] == []


def by_proconnect(page):
    page.get_by_role("button", name="S’identifier avec ProConnect").click()


def test_link_once_leave_and_come_back(visitor, provider):
    by_proconnect(visitor)
    expect(visitor.get_by_role("heading", name="Reliez vos comptes")).to_be_visible()
    visitor.get_by_label("Mot de passe", exact=True).fill("bienvenue-au-preau")
    visitor.get_by_role("button", name="Relier et entrer").click()
    visitor.wait_for_url("**/clubs/**")
    _sign_out(visitor)
    expect(visitor.get_by_role("heading", name="Connexion")).to_be_visible()

    by_proconnect(visitor)
    visitor.wait_for_url("**/clubs/**")
    provider.asked.clear()
    _sign_out(visitor)
    visitor.wait_for_url("**/connexion?state=*")
    assert provider.asked == ["end"], "the browser went to end the session there too"


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_suit_everyone(visitor, provider, axe, scheme, width):
    visitor.emulate_media(color_scheme=scheme)
    visitor.set_viewport_size({"width": width, "height": 844})
    _check(visitor, axe)
    provider.person |= {"sub": "jacques", "email": "jacques@exemple.test", "roles": []}
    by_proconnect(visitor)
    expect(visitor.get_by_role("heading", level=1)).to_have_text(
        "ProConnect ne vous ouvre pas ce réseau"
    )
    _check(visitor, axe)
    provider.person |= {"email": "sylvie.cariou@exemple.test", "roles": ["agent_public"]}
    visitor.get_by_role("link", name="Revenir à la connexion").click()
    by_proconnect(visitor)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Reliez vos comptes")
    _check(visitor, axe)


def _sign_out(page):
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Se déconnecter").click()


def _check(page, axe):
    page.evaluate(axe)
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
