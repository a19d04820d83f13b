"""Pages that answer to everybody, and the demonstration's outbox."""

import pytest

from app.config import Environment
from app.core.mail import Letter, send


@pytest.mark.parametrize(
    "path", ["/accessibilite", "/mentions-legales", "/donnees-personnelles", "/aide"]
)
def test_legal_pages_are_open_and_say_the_imposed_words(world, path):
    page = world.browser().get(path)
    assert page.status == 200
    assert "Accessibilité\u00a0: non conforme" in page.text


def test_health(world):
    assert world.browser().get("/healthz").json == {"status": "ok"}
    ready = world.browser().get("/readyz").json
    assert ready["status"] == ready["database"] == "ok"


def test_the_outbox_exists_in_the_demonstration_only(app, world, monkeypatch):
    words = {"name": "Nathalie", "address": "http://localhost/mot-de-passe/x"}
    send(Letter("password-link", to="n@exemple.test", key="k", words=words))
    stranger = world.browser()
    assert stranger.get("/dev/outbox").status == 404

    settings = app.extensions["settings"].model_copy(update={"app_env": Environment.DEMO})
    monkeypatch.setitem(app.extensions, "settings", settings)
    listed = stranger.get("/dev/outbox")
    assert "Choisir un nouveau mot de passe" in listed.text
    path = listed.text.split('href="/dev/outbox/')[1].split('"')[0]
    assert "Bonjour Nathalie" in stranger.get(f"/dev/outbox/{path}").text
    html = stranger.get(f"/dev/outbox/{path}/html")
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert stranger.get("/dev/outbox/secret-key").status == 404
    assert stranger.get("/dev/outbox/..%2fsecret-key").status != 200


def test_not_found_shows_a_way_out(world):
    page = world.browser(world.nathalie).get("/nulle-part")
    assert page.status == 404
    assert "Retour à l’accueil" in page.text
