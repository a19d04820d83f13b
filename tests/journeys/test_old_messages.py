"""What was said in a room long ago is found again, and leads back to what is said now."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import sign_in

SYLVIE, NATHALIE = "sylvie.cariou@exemple.test", "nathalie.guerin@exemple.test"
ROOMS = "/clubs/secretaires-de-mairie/salons"


@pytest.fixture(scope="module")
def talk(chromium, server):
    """Sylvie names Nathalie, then says two pages more; returns the room's address."""
    nathalie, sylvie = (
        chromium.new_context(base_url=server.url, locale="fr-FR").new_page() for _ in range(2)
    )
    sign_in(nathalie, NATHALIE)
    nathalie.goto("/compte")
    nathalie.locator("html[data-ready]").wait_for()
    told = nathalie.locator("[data-count]").text_content()
    sign_in(sylvie, SYLVIE)
    sylvie.goto(ROOMS)
    say(sylvie, "@Nathalie Guérin, une vieille histoire")
    expect(nathalie.locator("[data-count]")).not_to_have_text(told)
    for n in range(100):
        say(sylvie, f"Depuis, {n}")
    address = sylvie.url
    nathalie.context.close()
    sylvie.context.close()
    return address


def say(page, body):
    token = page.locator('meta[name="csrf-token"]').get_attribute("content")
    path = page.locator("[data-composer]").get_attribute("action")
    answer = page.request.post(path, form={"csrf_token": token, "body": body}, max_redirects=0)
    assert answer.status == 302


def open_notification(page):
    page.goto("/notifications")
    page.locator("li", has_text="une vieille histoire").get_by_role("link").click()
    page.wait_for_url("**#message-*")


def test_a_notification_shows_its_message_and_leads_down_to_the_live_end(person, talk):
    nathalie, sylvie = person(NATHALIE), person(SYLVIE)
    open_notification(nathalie)
    nathalie.locator("html[data-ready]").wait_for()
    expect(nathalie.get_by_text("une vieille histoire")).to_be_in_viewport()
    newer = nathalie.get_by_role("link", name="Messages plus récents")
    expect(newer).to_have_count(1)
    sylvie.goto(talk)
    say(sylvie, "Ceci n’est pas encore pour ici")
    while newer.count():
        shown = nathalie.locator(".message").count()
        newer.click()
        expect(nathalie.locator(".message").nth(shown)).to_be_visible()
    expect(nathalie.get_by_text("en ligne").first).to_be_visible()
    expect(nathalie.get_by_text("Ceci n’est pas encore pour ici")).to_have_count(1)
    say(sylvie, "Et ceci arrive en direct")
    expect(nathalie.locator(".message").last).to_contain_text("arrive en direct")
    seqs = nathalie.locator("[data-seq]").evaluate_all("all => all.map(one => +one.dataset.seq)")
    assert seqs == sorted(set(seqs))


def test_who_writes_beside_an_old_message_is_led_to_the_end(person, talk):
    page = person(NATHALIE)
    open_notification(page)
    page.locator("[data-composer][data-ready]").wait_for()
    page.get_by_label("Votre message").fill("Je réponds à une vieille histoire.")
    page.get_by_label("Votre message").press("Enter")
    page.wait_for_url("**#fin")
    expect(page.locator(".message").last).to_contain_text("Je réponds à une vieille histoire.")
    expect(page.get_by_role("link", name="Messages plus récents")).to_have_count(0)


def test_an_old_message_is_found_without_javascript(person, talk):
    page = person(NATHALIE, java_script_enabled=False)
    open_notification(page)
    expect(page.get_by_text("une vieille histoire")).to_be_in_viewport()
    page.get_by_role("link", name="Messages plus récents").click()
    expect(page.get_by_text("une vieille histoire")).to_have_count(0)
    page.get_by_role("link", name="Revenir aux derniers messages").click()
    expect(page.get_by_role("link", name="Messages plus récents")).to_have_count(0)


def test_older_messages_come_above_without_moving_what_is_read(person, talk):
    page = person(NATHALIE)
    page.goto(talk)
    page.locator("html[data-ready]").wait_for()
    page.locator("[data-log]").evaluate("log => log.scrollTo(0, 0)")
    first = page.locator(".message").first
    name = first.get_attribute("id")
    before = first.bounding_box()["y"]
    page.get_by_role("link", name="Messages plus anciens").click()
    expect(page.locator(".message").first).not_to_have_id(name)
    assert abs(page.locator(f"#{name}").bounding_box()["y"] - before) < 3
    days = page.locator("[data-day]").evaluate_all("all => all.map(one => one.dataset.day)")
    assert days == sorted(set(days))
