"""Every page: axe-core without a violation, nothing wider than the screen, a light load."""

import gzip
from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import sign_in

MODERATOR = "sylvie.cariou@exemple.test"
CLUB = "/clubs/secretaires-de-mairie"
ADMINISTRATOR = "helene.marchand@exemple.test"
ADMINISTRATION = [
    "/administration",
    "/administration/structures/2",
    "/administration/clubs",
    "/administration/clubs/2",
    "/administration/clubs/nouveau",
    "/administration/personnes?q=zzz",
    "/administration/invitations",
    "/administration/journal",
]
OPEN = [
    "/connexion",
    "/mot-de-passe/oublie",
    "/mot-de-passe/x",
    "/invitation/x",
    "/rejoindre",
    "/connexion/lien",
    "/charte",
    "/connexion/lien/x",
    "/accessibilite",
    "/mentions-legales",
    "/donnees-personnelles",
    "/aide",
    "/dev/outbox",
]
REFUSED = {"/mot-de-passe/x", "/invitation/x", "/connexion/lien/x", "/nulle-part"}
"""Pages that say no: they are looked at too."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pages_of_a_member(page):
    page.goto(f"{CLUB}/questions?liste=resolues")
    solved = urlsplit(page.locator(".topic h3 a").first.get_attribute("href")).path
    page.goto(solved)
    looked_after = [
        page.get_by_role("link", name=name).first.get_attribute("href")
        for name in ("Validité", "Animer ce sujet", "Citer")
    ]
    page.goto(f"{CLUB}/questions?liste=les-miennes")
    mine = urlsplit(page.locator(".topic h3 a").first.get_attribute("href")).path
    page.goto(mine)
    edits = [
        link.get_attribute("href") for link in page.get_by_role("link", name="Modifier").all()[:1]
    ]
    return [
        CLUB,
        f"{CLUB}/questions",
        f"{CLUB}/questions?liste=sans-reponse",
        solved,
        *looked_after,
        looked_after[0].replace("validite", "doute"),
        looked_after[0].replace("validite", "historique"),
        f"{CLUB}/a-revoir",
        f"{CLUB}/droit",
        f"{CLUB}/etiquettes",
        f"{CLUB}/modeles",
        "/signets",
        mine,
        *edits,
        f"{CLUB}/questions/nouvelle",
        f"{CLUB}/procedures",
        f"{CLUB}/procedures?theme=cimetiere",
        f"{CLUB}/procedures?retirees=1",
        f"{CLUB}/procedures/1",
        f"{CLUB}/procedures/1/versions",
        f"{CLUB}/procedures/1/versions/1",
        f"{CLUB}/procedures/1/comparer",
        f"{CLUB}/procedures/1/doute",
        f"{CLUB}/procedures/1/validite",
        f"{CLUB}/procedures/1/retirer",
        f"{CLUB}/procedures/1/responsables",
        f"{CLUB}/procedures/1/modifier",
        f"{CLUB}/procedures/3/brouillon",
        f"{CLUB}/procedures/3/publier",
        f"{CLUB}/procedures/3/effacer",
        f"{CLUB}/procedures/nouvelle",
        f"{CLUB}/questions/voisines",
        f"{CLUB}/salons",
        f"{CLUB}/membres",
        f"{CLUB}/membres?q=zzz",
        "/annuaire?taille=under-500",
        "/membres/2",
        f"{CLUB}/membres/1/retirer",
        f"{CLUB}/quitter",
        f"{CLUB}/reglages",
        f"{CLUB}/journal",
        f"{CLUB}/regles",
        f"{CLUB}/invitations",
        f"{CLUB}/invitations?etat=expired",
        f"{CLUB}/invitations/liste",
        f"{CLUB}/invitations/lettre",
        f"{CLUB}/demandes",
        f"{CLUB}/proposer",
        "/clubs",
        "/clubs/urbanisme/rejoindre",
        "/compte",
        "/bienvenue",
        "/bienvenue/profil",
        "/bienvenue/suivre",
        "/bienvenue/courriels",
        "/compte/affichage",
        "/compte/collectivite",
        "/compte/securite",
        "/compte/securite/application",
        "/compte/second-facteur",
        "/compte/confirmer",
        "/compte/notifications",
        "/notifications",
        "/recherche?q=quorum+du+conseil",
        "/recherche?q=zzzqqq",
        "/compte/mot-de-passe",
        "/compte/donnees",
        "/compte/fermer",
        "/nulle-part",
        "/api/v1/docs",
    ]


COLOURS = ["color-contrast", "link-in-text-block"]
"""What another theme can break."""

LOOKS = [
    (1280, "light", {"type": "tag", "values": TAGS}),
    (1280, "dark", {"type": "rule", "values": COLOURS}),
    (390, "dark", {"type": "tag", "values": TAGS}),
    (390, "light", {"type": "rule", "values": [*COLOURS, "target-size"]}),
]
"""Every rule at both widths, colours in both themes at both: each page is opened once."""


def test_every_page_is_accessible(person, axe):
    found, seen = [], 0
    for email, pages in ((None, None), (MODERATOR, pages_of_a_member), (ADMINISTRATOR, None)):
        page = person(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        if email:
            sign_in(page, email)
        known = ADMINISTRATION if email else OPEN
        for path in pages(page) if pages else known:
            answer = page.goto(path)
            if answer.status >= 500 or (answer.status >= 400 and path not in REFUSED):
                found.append((path, "answers", answer.status))
            page.evaluate(axe)
            for look in LOOKS:
                found += [(path, *look[:2], *wrong) for wrong in what_is_wrong(page, *look)]
            page.set_viewport_size({"width": 1280, "height": 900})
            seen += 1
    assert found == []
    assert seen > 70


def what_is_wrong(page, width, scheme, rules):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    result = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    for violation in result["violations"]:
        yield violation["id"], violation["nodes"][0]["html"][:160]
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    if wider > 0:
        yield "wider than the screen", wider


def test_wrong_forms_are_accessible_too(person, axe):
    page = person(MODERATOR)
    page.goto(f"{CLUB}/questions/nouvelle")
    page.get_by_role("button", name="Publier ma question").click()
    page.get_by_role("alert").wait_for()
    page.locator("html[data-ready]").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.evaluate(axe)
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS
    )
    assert [violation["id"] for violation in result["violations"]] == []


def test_reading_pages_are_light(person):
    """CSS and JavaScript of a reading page, gzipped as a proxy does: 60 KB at most."""
    page = person(MODERATOR)
    weights = {}

    def weigh(response):
        kind = response.request.resource_type
        if kind in {"stylesheet", "script"}:
            weights[response.url] = len(gzip.compress(response.body(), 6))

    page.on("response", weigh)
    page.goto(f"{CLUB}/questions")
    page.locator("html[data-ready]").wait_for()
    assert 5_000 < sum(weights.values()) <= 60_000, weights


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280, 1920])
def test_nothing_is_wider_than_the_screen(person, width):
    page = person(MODERATOR, viewport={"width": width, "height": 800})
    for path in (CLUB, f"{CLUB}/questions", f"{CLUB}/questions/nouvelle", f"{CLUB}/invitations"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
