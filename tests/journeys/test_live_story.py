"""Two people side by side: what one does, the other sees."""

import re

from playwright.sync_api import expect

SYLVIE, NATHALIE = "sylvie.cariou@exemple.test", "nathalie.guerin@exemple.test"
CLUB = "/clubs/secretaires-de-mairie"


def enter(page):
    page.goto(f"{CLUB}/salons")
    page.locator("[data-composer][data-ready]").wait_for()
    expect(page.get_by_text("en ligne").first).to_be_visible()


def test_they_chat(person):
    nathalie, sylvie = person(NATHALIE), person(SYLVIE)
    enter(nathalie)
    enter(sylvie)
    expect(nathalie.get_by_text("2 en ligne")).to_be_visible()

    field = nathalie.get_by_label("Votre message")
    field.press_sequentially("Bonjour")
    expect(sylvie.get_by_text("Nathalie Guérin écrit…")).to_be_visible()
    field.fill("Bonjour @Sylvie Cariou, une place pour mardi ?")
    field.press("Enter")
    expect(field).to_have_value("")
    expect(sylvie.locator(".message").last).to_contain_text("une place pour mardi")
    expect(sylvie.locator(".message").last.locator("[data-mention]")).to_have_text("@Sylvie Cariou")
    expect(nathalie.locator(".message-mine").last).to_contain_text("une place pour mardi")
    expect(nathalie.locator("[data-waiting]")).to_have_count(0)

    sylvie.get_by_label("Votre message").fill("C’est noté.")
    sylvie.get_by_role("button", name="Envoyer").click()
    expect(nathalie.locator(".message").last).to_contain_text("C’est noté.")
    assert nathalie.locator(".message", has_text="C’est noté.").count() == 1


def test_a_cut_is_caught_up_and_nothing_is_said_twice(person):
    nathalie, sylvie = person(NATHALIE), person(SYLVIE)
    enter(nathalie)
    enter(sylvie)
    nathalie.context.set_offline(True)
    nathalie.evaluate("window.dispatchEvent(new Event('offline'))")
    nathalie.get_by_label("Votre message").fill("Écrit pendant la coupure")
    nathalie.get_by_role("button", name="Envoyer").click()
    expect(nathalie.get_by_text("Écrit pendant la coupure")).to_be_visible()
    for n in range(3):
        sylvie.get_by_label("Votre message").fill(f"Pendant la coupure {n}")
        sylvie.get_by_role("button", name="Envoyer").click()
        expect(sylvie.locator(".message").last).to_contain_text(f"coupure {n}")
    nathalie.context.set_offline(False)

    for n in range(3):
        expect(nathalie.get_by_text(f"Pendant la coupure {n}")).to_be_visible(timeout=30_000)
    expect(sylvie.get_by_text("Écrit pendant la coupure")).to_be_visible(timeout=30_000)
    expect(nathalie.locator("[data-waiting]")).to_have_count(0)
    assert nathalie.get_by_text("Écrit pendant la coupure").count() == 1
    assert sylvie.get_by_text("Écrit pendant la coupure").count() == 1
    seqs = nathalie.locator("[data-seq]").evaluate_all(
        "all => all.map(one => Number(one.dataset.seq))"
    )
    assert seqs == sorted(set(seqs))


def hear_all(member):
    """Nothing of what happened before is in the bell."""
    member.goto("/notifications")
    if member.get_by_role("button", name="Tout marquer comme lu").count():
        member.get_by_role("button", name="Tout marquer comme lu").click()
    expect(member.locator("[data-count]")).to_be_hidden()


def test_a_reply_appears_to_who_reads_and_rings_the_bell_of_who_does_not(person):
    nathalie, sylvie = person(NATHALIE), person(SYLVIE)
    hear_all(nathalie)
    nathalie.goto(f"{CLUB}/questions/nouvelle?titre=Qui+voit+en+direct+%3F&neuve=1")
    nathalie.get_by_label("Les détails").fill("Je regarde cette page.")
    nathalie.get_by_role("button", name="Publier ma question").click()
    nathalie.locator("html[data-ready]").wait_for()
    question = nathalie.url

    def answer(words):
        sylvie.goto(question)
        sylvie.get_by_role("textbox", name="Votre réponse").fill(words)
        sylvie.get_by_role("button", name="Publier ma réponse").click()
        # Her own reply may come live while the form still holds the same words.
        expect(sylvie.locator("article.post .prose", has_text=words)).to_be_visible()

    answer("Moi, je réponds.")
    expect(nathalie.get_by_text("Moi, je réponds.")).to_be_visible()
    expect(nathalie.get_by_role("button", name="Retenir cette réponse")).to_be_visible()
    expect(nathalie.get_by_role("heading", name="1 réponse")).to_be_visible()

    nathalie.goto("/compte")
    nathalie.locator("html[data-ready]").wait_for()
    answer("Et je complète.")
    expect(nathalie.locator("[data-count]")).to_be_visible()
    nathalie.goto("/notifications")
    nathalie.get_by_role("link", name=re.compile("a répondu à.*Qui voit")).first.click()
    expect(nathalie.get_by_text("Et je complète.")).to_be_visible()


def test_the_bell_counts_on_an_open_page(person):
    nathalie, sylvie = person(NATHALIE), person(SYLVIE)
    hear_all(nathalie)
    nathalie.goto("/compte")
    nathalie.locator("html[data-ready]").wait_for()
    expect(nathalie.locator("[data-count]")).to_be_hidden()
    enter(sylvie)
    sylvie.get_by_label("Votre message").fill("Merci @Nathalie Guérin !")
    sylvie.get_by_role("button", name="Envoyer").click()
    expect(nathalie.locator("[data-count]")).to_have_text(re.compile("^1"))
    nathalie.goto(f"{CLUB}/salons")
    nathalie.goto("/compte")
    expect(nathalie.locator("[data-count]")).to_be_hidden()


def test_a_cut_hides_nothing_from_the_bell(person):
    nathalie, elsewhere, sylvie = person(NATHALIE), person(NATHALIE), person(SYLVIE)
    nathalie.goto(f"{CLUB}/salons")
    for page in (nathalie, elsewhere):
        page.goto("/compte")
        page.locator("html[data-ready]").wait_for()
        expect(page.locator("[data-count]")).to_be_hidden()
    nathalie.context.set_offline(True)
    nathalie.evaluate("window.dispatchEvent(new Event('offline'))")
    enter(sylvie)
    sylvie.get_by_label("Votre message").fill("Tu es là, @Nathalie Guérin ?")
    sylvie.get_by_role("button", name="Envoyer").click()
    expect(elsewhere.locator("[data-count]")).to_have_text(re.compile("^1"))
    expect(nathalie.locator("[data-count]")).to_be_hidden()
    nathalie.context.set_offline(False)
    expect(nathalie.locator("[data-count]")).to_have_text(re.compile("^1"), timeout=30_000)


def test_a_message_is_sent_without_javascript(person):
    page = person(NATHALIE, java_script_enabled=False)
    page.goto(f"{CLUB}/salons")
    page.get_by_label("Votre message").fill("Sans script, tout de même.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Sans script, tout de même.")).to_be_visible()
