"""Searching on a telephone and on a large screen."""

import re

import pytest
from playwright.sync_api import expect

NATHALIE = "nathalie.guerin@exemple.test"


@pytest.mark.parametrize("has_script", [True, False])
def test_on_a_telephone_filters_come_above_the_results_once_asked_for(person, has_script):
    page = person(NATHALIE, viewport={"width": 390, "height": 844}, java_script_enabled=has_script)
    page.goto("/recherche?q=conseil")
    total = page.get_by_text(re.compile(r"\d résultats"))
    solved = page.get_by_role("link", name="Résolues")
    expect(solved).to_be_hidden()
    page.get_by_text("Filtrer").click()
    expect(solved).to_be_visible()
    assert solved.bounding_box()["y"] < page.locator(".topic").first.bounding_box()["y"]
    before = total.inner_text()
    solved.click()
    expect(page.get_by_text("Filtrer")).to_contain_text("1 en cours")
    expect(total).not_to_have_text(before)
    page.get_by_text("Filtrer").click()
    page.get_by_role("link", name="Tout effacer").click()
    expect(total).to_have_text(before)


def test_on_a_large_screen_filters_stand_beside_the_results(person):
    page = person(NATHALIE, viewport={"width": 1280, "height": 900})
    page.goto("/recherche?q=conseil")
    expect(page.get_by_text("Filtrer")).to_be_hidden()
    filters = page.get_by_role("link", name="Résolues").bounding_box()
    first = page.locator(".topic").first.bounding_box()
    assert filters["x"] > first["x"] + first["width"]
