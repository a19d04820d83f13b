"""A real server and a real browser."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.writing import begin
from tests.servers import PROJECT

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)


@pytest.fixture(scope="session")
def chromium():
    assert CHROMIUM, "no Chromium was found: install one (Debian: apt install chromium)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def person(chromium, server):
    """Somebody at a computer of their own; every script error and CSP violation is a failure."""
    contexts, complaints = [], []
    server.execute("delete from draft")  # of those who sat here before

    def sit_down(email=None, password="bienvenue-au-preau", **options):
        context = chromium.new_context(base_url=server.url, locale="fr-FR", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        if email:
            sign_in(page, email, password)
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def nathalie(person):
    """Nathalie, about to ask, with the editor open."""
    page = person("nathalie.guerin@exemple.test")
    begin(page)
    return page


def sign_in(page, email, password="bienvenue-au-preau"):
    page.goto("/connexion")
    page.get_by_label("Adresse de courriel").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/connexion" not in url)


def write(page, *lines):
    """Type lines into the editor, once it has come, at the end of what stands there."""
    page.locator("html[data-ready]").wait_for()
    page.evaluate("document.querySelector('[data-rich] textarea').focus()")
    page.locator("[data-editor=open]").wait_for()
    page.locator(".editor-text").focus()
    page.keyboard.press("Control+End")
    for number, line in enumerate(lines):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.type(line)


@pytest.fixture(scope="session")
def axe():
    return (PROJECT / "node_modules/axe-core/axe.min.js").read_text()
