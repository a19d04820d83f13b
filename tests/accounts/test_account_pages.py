"""Tending one's account."""

from app.accounts.models import User
from app.core.database import db


def test_a_profile_is_edited_and_refusals_keep_what_was_typed(world):
    nathalie = world.browser(world.nathalie)
    done = nathalie.post(
        "/compte", name="Nathalie G.", job_title="DGS", expertise="budget", presence="lundi"
    )
    assert done.location == "/compte"
    assert "Votre profil est à jour" in nathalie.get("/compte").text
    refused = nathalie.post("/compte", name=" ", job_title="Adjointe", expertise="", presence="")
    assert refused.status == 422
    assert "Adjointe" in refused.text
    assert db.session.get(User, world.nathalie.id, populate_existing=True).name == "Nathalie G."


def test_pages_follow_the_chosen_language_and_colours(world):
    nathalie = world.browser(world.nathalie)
    nathalie.post("/compte/affichage", theme="dark", language="en", is_compact="y")
    page = nathalie.get("/clubs/secretaires").text
    assert 'lang="en" data-theme="dark" data-density="compact"' in page
    assert "Ask a question" in page or "Ask" in page
    assert "Poser" not in page


def test_a_made_up_choice_is_refused(world):
    answer = world.browser(world.nathalie).post("/compte/affichage", theme="pink", language="fr")
    assert answer.status == 422
