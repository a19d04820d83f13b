"""The whole story, by real people in real browsers."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import write

SYLVIE, NATHALIE = "sylvie.cariou@exemple.test", "nathalie.guerin@exemple.test"


def letter_to(page, address):
    """The newest letter to an address, in the demonstration's outbox."""
    page.goto("/dev/outbox")
    entry = page.locator("li", has_text=address).first
    for _ in range(50):
        if entry.count():
            break
        page.wait_for_timeout(200)  # the outbox's worker polls twice a second
        page.goto("/dev/outbox")
    entry.get_by_role("link").click()
    return page.locator(".letter-text").inner_text()


def find_again(page, words, title):
    """Search until the index has followed, and open what was found."""
    page.get_by_label("Rechercher dans mes clubs").fill(words)
    page.keyboard.press("Enter")
    found = page.locator(".topic").get_by_role("link", name=re.compile(title))
    page.wait_for_url("**/recherche**")
    for _ in range(20):
        if found.count():
            break
        page.wait_for_timeout(250)  # the index follows within two seconds
        page.reload()
    found.first.click()


def visit_first(page, name):
    """The charter and the three steps of a first visit."""
    page.get_by_role("button", name="Je m’y engage").click()
    expect(page.get_by_role("heading", name="Qui êtes-vous ?")).to_be_visible()
    expect(page.get_by_label("Prénom et nom")).to_have_value(name)
    page.get_by_label(re.compile("Ce que vous connaissez bien")).fill("cimetière")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("checkbox", name="état civil").check()
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("button", name="Terminer").click()


def test_from_the_invitation_to_the_chosen_answer(person):
    sylvie = person(SYLVIE)
    sylvie.get_by_role("link", name="Invitations").first.click()
    sylvie.get_by_label("Adresse de courriel").fill("agnes.roy@exemple.test")
    sylvie.get_by_label(re.compile("Votre mot d’accueil")).fill(
        "Bonjour Agnès, venez nous rejoindre."
    )
    sylvie.get_by_role("button", name="Envoyer l’invitation", exact=True).click()
    expect(sylvie.get_by_text("Invitation envoyée à agnes.roy@exemple.test")).to_be_visible()

    agnes = person()
    letter = letter_to(agnes, "agnes.roy@exemple.test")
    agnes.goto(re.search(r"https?://\S+(/invitation/\S+)", letter)[1])
    expect(agnes.get_by_text("Bonjour Agnès, venez nous rejoindre.")).to_be_visible()
    agnes.get_by_label("Prénom et nom").fill("Agnès Roy")
    agnes.get_by_label("Fonction").fill("Secrétaire de mairie")
    agnes.locator("html[data-ready]").wait_for()
    agnes.get_by_label("Nom de la collectivité").fill("arnay le d")
    expect(agnes.get_by_role("radio", name=re.compile("Arnay-le-Duc"))).to_be_checked()
    agnes.get_by_role("button", name="Continuer").click()
    agnes.locator("#password").fill("le coq chante a l aube")
    agnes.get_by_role("button", name="Entrer dans le club").click()

    visit_first(agnes, "Agnès Roy")
    expect(agnes.get_by_role("heading", name="Bonjour Agnès")).to_be_visible()
    expect(agnes.get_by_role("heading", name=re.compile("Bienvenue au club"))).to_be_visible()
    agnes.get_by_role("button", name="C’est noté").click()
    agnes.get_by_label(re.compile("Quelle est votre question")).fill(
        "Qui signe le registre du cimetière ?"
    )
    agnes.get_by_role("button", name="Continuer").click()
    expect(agnes.get_by_label("Votre question en une phrase")).to_have_value(
        "Qui signe le registre du cimetière ?"
    )
    write(agnes, "Le maire ou moi ?", "- registre", "plan")
    agnes.get_by_role("button", name="Publier ma question").click()
    expect(agnes.get_by_role("heading", level=1)).to_contain_text("Qui signe le registre")
    question = agnes.url

    nathalie = person(NATHALIE)
    nathalie.get_by_role("link", name=re.compile("Qui signe le registre")).first.click()
    nathalie.get_by_role("textbox", name="Votre réponse").fill("Le maire, toujours.")
    nathalie.locator("html[data-ready]").wait_for()
    nathalie.keyboard.press("Control+Enter")
    expect(nathalie.get_by_text("Le maire, toujours.")).to_be_visible()

    agnes.goto("/")
    expect(agnes.get_by_text("1 réponse à votre question")).to_be_visible()
    agnes.get_by_role("link", name=re.compile("Voir les réponses")).click()
    agnes.get_by_role("button", name="Retenir cette réponse").click()
    expect(agnes.get_by_text("Choisie par Agnès Roy")).to_be_visible()
    sylvie.goto(question)
    sylvie.get_by_role("button", name="Valider").click()
    expect(sylvie.get_by_text("validée par Sylvie Cariou")).to_be_visible()

    find_again(agnes, "registre cimetiere signature", "Qui signe le registre")
    expect(agnes.get_by_text("Le maire, toujours.")).to_be_visible()

    stranger = person()
    stranger.goto(question)
    expect(stranger.get_by_role("heading", name="Connexion")).to_be_visible()


def test_from_the_mail_to_the_first_question_in_few_clicks(person):
    """Under two minutes: five fields and seven clicks, ten seconds each."""
    sylvie = person(SYLVIE)
    sylvie.goto("/clubs/secretaires-de-mairie/invitations")
    sylvie.get_by_label("Adresse de courriel").fill("rose@exemple.test")
    sylvie.get_by_label(re.compile("Prénom et nom")).fill("Rose Blanc")
    sylvie.get_by_role("button", name="Envoyer l’invitation", exact=True).click()
    letter = letter_to(sylvie, "rose@exemple.test")

    page, done = person(), {"fields": 0, "clicks": 1}  # the link of the e-mail is the first
    page.goto(re.search(r"https?://\S+(/invitation/\S+)", letter)[1])
    page.locator("html[data-ready]").wait_for()

    def fill(field, words):
        field.fill(words)
        done["fields"] += 1

    def click(name):
        page.get_by_role("button", name=name, exact=True).click()
        done["clicks"] += 1

    expect(page.get_by_label("Prénom et nom")).to_have_value("Rose Blanc")
    fill(page.get_by_label("Fonction"), "Secrétaire de mairie")
    fill(page.get_by_label("Nom de la collectivité"), "arnay le d")
    expect(page.get_by_role("radio", name=re.compile("Arnay-le-Duc"))).to_be_checked()
    click("Continuer")
    fill(page.locator("#password"), "le coq chante a l aube")
    click("Entrer dans le club")
    click("Je m’y engage")
    click("Tout faire plus tard")
    fill(page.get_by_label(re.compile("Quelle est votre question")), "Qui tient le registre ?")
    click("Continuer")
    page.locator("html[data-ready]").wait_for()
    write(page, "Le maire ou moi ?")
    done["fields"] += 1
    click("Publier ma question")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Qui tient le registre")
    assert done == {"fields": 5, "clicks": 7}


@pytest.mark.parametrize("has_script", [True, False])
def test_a_newcomer_types_nothing_twice(person, axe, has_script):
    name = "ines" if has_script else "lea"
    sylvie = person(SYLVIE)
    sylvie.get_by_role("link", name="Invitations").first.click()
    sylvie.get_by_label("Adresse de courriel").fill(f"{name}@exemple.test")
    sylvie.get_by_role("button", name="Envoyer l’invitation", exact=True).click()
    letter = letter_to(sylvie, f"{name}@exemple.test")

    page = person(java_script_enabled=has_script)
    page.goto(re.search(r"https?://\S+(/invitation/\S+)", letter)[1])
    page.get_by_label("Prénom et nom").fill("Inès Petit")
    page.get_by_label("Fonction").fill("Secrétaire de mairie")
    page.get_by_label("Nom de la collectivité").fill("arnay le d")
    page.get_by_label("Nom de la collectivité").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choisissez votre collectivité")
    page.get_by_role("radio", name=re.compile("Arnay-le-Duc")).check()
    page.get_by_role("button", name="Continuer").click()
    page.locator("#password").fill("court")
    page.get_by_role("button", name="Entrer dans le club").click()
    expect(page.get_by_role("alert")).to_contain_text("au moins 12 caractères")
    if has_script:
        page.evaluate(axe)
        assert page.evaluate("axe.run().then(result => result.violations)") == []
    page.locator("#password").fill("le coq chante a l aube")
    page.locator("#password").press("Enter")
    page.get_by_role("button", name="Je m’y engage").click()
    page.get_by_role("button", name="Plus tard").click()
    expect(page.get_by_role("heading", name="Bonjour Inès")).to_be_visible()


def test_a_question_is_asked_with_the_keyboard_alone(person):
    page = person(NATHALIE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "ask-title":
            break
    page.keyboard.type("Au clavier seul ?")
    page.keyboard.press("Enter")
    page.locator("html[data-ready]").wait_for()
    write(page, "Oui.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Au clavier seul")


def test_everything_works_without_javascript(person):
    page = person(NATHALIE, java_script_enabled=False)
    page.get_by_label(re.compile("Quelle est votre question")).fill("Sans script ?")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Les détails").fill("Tout marche.")
    page.get_by_role("button", name="Publier ma question").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sans script")
    page.get_by_role("textbox", name="Votre réponse").fill("Je me réponds.")
    page.get_by_role("button", name="Publier ma réponse").click()
    expect(page.get_by_text("Je me réponds.")).to_be_visible()
    page.locator("summary", has_text="Changer de club").click()
    page.get_by_role("link", name="État civil").first.click()
    expect(page.get_by_role("heading", name="Bonjour Nathalie")).to_be_visible()
    page.goto("/clubs/secretaires-de-mairie/questions")
    page.get_by_role("link", name="Voir plus de questions").click()
    expect(page.locator(".topic").first).to_be_visible()
    page.locator(".account-menu summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("heading", name="Connexion")).to_be_visible()


def test_a_cut_line_loses_nothing(person):
    page = person(NATHALIE)
    page.goto("/clubs/secretaires-de-mairie/questions/nouvelle")
    page.locator("html[data-ready]").wait_for()
    page.locator("[data-editor=open]").wait_for()
    page.context.set_offline(True)
    page.get_by_label("Votre question en une phrase").fill("La ligne est coupée ?")
    write(page, "J’écris quand même.")
    page.get_by_role("button", name="Publier ma question").click()
    expect(page.get_by_text("Connexion perdue")).to_be_visible()
    expect(page.locator(".editor-text")).to_have_text("J’écris quand même.")
    page.context.set_offline(False)
    expect(page.get_by_text("Connexion perdue")).to_be_hidden()
    expect(page.get_by_text(re.compile("Brouillon enregistré à"))).to_be_visible()

    page.goto("/clubs/secretaires-de-mairie/questions/nouvelle")
    expect(page.locator(".editor-text")).to_have_text("J’écris quand même.")
    page.get_by_role("button", name="Publier ma question").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("La ligne est coupée")


def test_more_questions_come_below_without_leaving_the_page(person):
    page = person(NATHALIE)
    page.goto("/clubs/secretaires-de-mairie/questions")
    page.locator("html[data-ready]").wait_for()
    before = page.locator(".topic").count()
    page.get_by_role("link", name="Voir plus de questions").click()
    expect(page.locator(".topic").nth(before)).to_be_visible()
    assert page.url.endswith("/questions")


def test_a_week_later_somebody_finds_the_answer(person):
    page = person(NATHALIE)
    page.get_by_label("Rechercher dans mes clubs").fill("cimetiere concession abandonnee")
    page.keyboard.press("Enter")
    expect(page.locator(".topic h3 a").first).to_contain_text("Reprendre une concession")
    answer = page.locator(".topic h3 a", has_text="concession abandonnée, par où commencer")
    answer.click()  # the procedure comes first, the answer it grew beside is there too
    expect(page.get_by_role("article", name=re.compile("Réponse retenue"))).to_be_visible()


def test_similar_questions_appear_while_the_title_is_typed(person):
    page = person(NATHALIE)
    page.goto("/clubs/secretaires-de-mairie/questions/nouvelle")
    page.locator("html[data-ready]").wait_for()
    page.get_by_label("Votre question en une phrase").press_sequentially(
        "quorum pas atteint au conseil", delay=20
    )
    expect(page.get_by_role("link", name=re.compile("Quorum non atteint"))).to_be_visible()
    expect(page.get_by_label("Votre question en une phrase")).to_be_focused()
