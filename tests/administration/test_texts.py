"""The texts that each installation writes for itself."""

import pytest

from app.accounts import operations as accounts


@pytest.fixture
def platform(world):
    accounts.make_superadministrator(world.nathalie, by=None)
    return world.browser(world.nathalie)


def test_a_legal_text_is_rewritten_and_given_back(world, platform):
    stranger = world.browser()
    assert "EUPL" in stranger.get("/mentions-legales").text
    prefilled = platform.get("/administration/textes/legal").text
    assert "EUPL" in prefilled
    platform.post(
        "/administration/textes/legal",
        body="## Éditeur\n\nMégalis Bretagne, Cesson. <script>alert(1)</script>",
        conformity="none",
    )
    page = stranger.get("/mentions-legales").text
    assert "<h2>Éditeur</h2>" in page
    assert "<script>alert" not in page
    assert "EUPL" not in page
    platform.post("/administration/textes/legal", body=" ", conformity="none")
    assert "EUPL" in stranger.get("/mentions-legales").text


def test_the_statement_of_accessibility_stands_on_every_page(world, platform):
    stranger = world.browser()
    assert "Accessibilité\xa0: non conforme" in stranger.get("/connexion").text
    platform.post(
        "/administration/textes/accessibility", body="Audit de mai.", conformity="partial"
    )
    assert "Accessibilité\xa0: partiellement conforme" in stranger.get("/connexion").text
    page = stranger.get("/accessibilite").text
    assert "<h1>Accessibilité\xa0: partiellement conforme</h1>" in page
    platform.post("/administration/textes/accessibility", body="x", conformity="none")
    assert "Accessibilité\xa0: non conforme" in stranger.get("/connexion").text


def test_only_the_platforms_write_them(world, platform):
    assert platform.get("/administration/textes").status == 200
    assert platform.get("/administration/textes/rubbish").status == 404
    for path in ("/administration/textes", "/administration/textes/legal"):
        assert world.browser(world.sylvie).get(path).status == 404


def test_the_charter_is_read_by_strangers_too(world):
    assert "le nom d’aucun administré" in world.browser().get("/charte").text
