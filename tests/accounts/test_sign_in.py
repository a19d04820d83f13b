"""Coming in with a password, and going out."""

import time
from datetime import timedelta

import pytest

from app.accounts import operations
from app.accounts.models import Session
from app.core import clock
from app.core.database import db
from tests.world import PASSWORD


def sign_in(visitor, email, password=PASSWORD, **more):
    return visitor.post(
        f"/connexion{more.pop('query', '')}", email=email, password=password, **more
    )


def test_a_member_signs_in_and_out(world):
    email, visitor = world.nathalie.email, world.browser()

    assert visitor.get("/").location == "/connexion"
    assert sign_in(visitor, email.upper()).location == "/"
    assert visitor.get("/").location == "/clubs/secretaires"
    out = visitor.post("/deconnexion")
    assert out.headers["Clear-Site-Data"]
    assert visitor.get("/").location == "/connexion"
    assert db.session.query(Session).count() == 0


def test_wrong_and_unknown_get_the_same_words(world):
    email, visitor = world.nathalie.email, world.browser()
    wrong = sign_in(visitor, email, "pas le bon du tout")
    unknown = sign_in(visitor, "personne@exemple.test", "pas le bon du tout")

    assert wrong.status == unknown.status == 422
    assert "ne vont pas ensemble" in wrong.text
    neutral = [
        page.text.replace(email, "").replace("personne@exemple.test", "")
        for page in (wrong, unknown)
    ]
    strip = [text.split("csp")[0].count("field-error") for text in neutral]
    assert strip[0] == strip[1]
    assert email in wrong.text


def test_unknown_takes_as_long_as_wrong(world):
    """The dummy hash is verified too: without it an unknown address answers ten times sooner."""
    email, visitor = world.nathalie.email, world.browser()

    def seconds(address):
        begun = time.perf_counter()
        sign_in(visitor, address, "pas le bon du tout")
        return time.perf_counter() - begun

    seconds(email)
    known = min(seconds(email) for _ in range(4))
    unknown = min(seconds(f"{n}@exemple.test") for n in range(4))
    assert 0.5 < unknown / known < 2


def test_ten_wrong_tries_block_the_account_not_the_town_hall(world):
    email, other, visitor = world.nathalie.email, world.christine.email, world.browser()
    for _ in range(10):
        assert sign_in(visitor, email, "pas le bon du tout").status == 422
    blocked = sign_in(visitor, email)
    assert "Trop d’essais" in blocked.text
    assert sign_in(world.browser(), other).location == "/"


def test_a_suspended_member_is_out_at_once(world):
    nathalie = world.browser(world.nathalie)
    assert nathalie.get("/clubs/secretaires").status == 200
    operations.suspend_user(world.nathalie)
    assert nathalie.get("/clubs/secretaires").location.startswith("/connexion")
    assert sign_in(world.browser(), world.nathalie.email).status == 422


@pytest.mark.parametrize(
    ("own", "idle", "lives"),
    [
        (False, timedelta(hours=11), True),
        (False, timedelta(hours=13), False),
        (True, timedelta(days=29), True),
        (True, timedelta(days=31), False),
    ],
)
def test_a_session_runs_out(world, own, idle, lives):
    nathalie = world.browser(world.nathalie)
    session = db.session.query(Session).one()
    session.is_own_device = own
    session.seen_at = session.created_at = clock.now() - idle
    db.session.commit()
    assert (nathalie.get("/clubs/secretaires").status == 200) is lives


def test_the_session_changes_at_sign_in(world):
    visitor = world.browser()
    visitor.get("/connexion")
    sign_in(visitor, world.nathalie.email)
    first = visitor.client.get_cookie("session").value
    with visitor.client.session_transaction() as kept:
        assert "token" in kept
    visitor.post("/deconnexion")
    visitor.client.set_cookie("session", first)
    assert visitor.get("/clubs/secretaires").location.startswith("/connexion")


@pytest.mark.parametrize(
    ("target", "follow"),
    [
        ("/clubs/secretaires/membres", "/clubs/secretaires/membres"),
        ("//evil.test", "/"),
        ("https://evil.test", "/"),
        ("/\\evil.test", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\nb", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_back_to_our_own_pages_only(world, target, follow):
    from urllib.parse import quote

    answer = sign_in(world.browser(), world.nathalie.email, query=f"?suite={quote(target)}")
    assert answer.location == follow


def test_a_change_without_our_token_is_refused(world):
    nathalie = world.browser(world.nathalie)
    refused = nathalie.post("/deconnexion", csrf_token="")
    assert refused.status == 400
    assert "ouverte trop longtemps" in refused.text
    assert nathalie.get("/clubs/secretaires").status == 200


def test_a_change_from_another_site_is_refused(world):
    nathalie = world.browser(world.nathalie)
    nathalie.headers = {"Sec-Fetch-Site": "cross-site"}
    assert nathalie.post("/deconnexion").status == 400
