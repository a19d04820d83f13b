"""Coming in with ProConnect, and going out."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from app.accounts.models import ExternalIdentity, Session
from app.accounts.openid import SECOND_FACTOR_ACR, openid_client
from app.accounts.proconnect import has_second_factor
from app.core import clock
from app.core.database import db
from app.core.sealing import unseal
from tests.accounts.people import link


def test_the_button_comes_first_and_keeps_where_one_was_going(net):
    page = net.browser().get("/connexion", suite="/clubs/secretaires/membres").text
    button, password = page.index("S’identifier avec ProConnect"), page.index('name="password"')
    assert button < password
    assert 'name="suite" value="/clubs/secretaires/membres"' in page
    assert "https://www.proconnect.gouv.fr/" in page


def test_what_is_kept_of_it_is_said(net):
    assert "Si vous entrez avec ProConnect" in net.browser().get("/donnees-personnelles").text


def test_a_linked_member_comes_in(net):
    link(net.nathalie, net)
    visitor = net.browser()
    assert visitor.get("/").location == "/connexion"
    assert net.enter(visitor).location == "/"
    assert visitor.get("/").location == "/clubs/secretaires"
    identity = db.session.query(ExternalIdentity).one()
    assert clock.now() - identity.last_used_at < timedelta(minutes=1)


def test_the_provider_is_asked_what_it_documents_and_nothing_else(net):
    address = net.leave(net.browser())
    query = dict(parse_qsl(urlsplit(address).query))
    assert set(query) == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "claims",
    }
    assert query["scope"].split()[0] == "openid"
    assert min(len(query["state"]), len(query["nonce"])) >= 32
    assert query["state"] != query["nonce"]
    assert json.loads(query["claims"]) == {"id_token": {"acr": None, "amr": None}}

    status, words = net.provider.visit(address + "&code_challenge=x&code_challenge_method=S256")
    assert (status, "Y000400" in words) == (400, True), "the provider of the tests is as strict"
    status, words = net.provider.visit(address.replace(query["nonce"], "court"))
    assert (status, "Y000400" in words) == (400, True)
    assert net.provider.visit(address)[0] == 302


def test_two_departures_share_nothing(net):
    one, other = (parse_qs(urlsplit(net.leave(net.browser())).query) for _ in range(2))
    assert one["state"] != other["state"]
    assert one["nonce"] != other["nonce"]


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "HS256"])
def test_each_algorithm_that_can_be_registered_works(net, algorithm):
    link(net.nathalie, net)
    net.settings(algorithm=algorithm)
    net.provider.algorithm = algorithm
    assert net.enter().location == "/"


@pytest.mark.parametrize(
    ("wanted", "follow"),
    [
        ("/clubs/secretaires/membres", "/clubs/secretaires/membres"),
        ("//evil.test", "/"),
        ("https://evil.test", "/"),
        ("/\\evil.test", "/"),
        ("", "/"),
    ],
)
def test_one_ends_where_one_was_going_on_our_own_pages(net, wanted, follow):
    link(net.nathalie, net)
    assert net.enter(suite=wanted).location == follow


def test_leaving_needs_our_own_form(net):
    visitor = net.browser()
    assert visitor.post("/connexion/proconnect", csrf_token="").status == 400
    assert "127.0.0.1" not in visitor.get("/connexion/proconnect").location
    assert net.leave(visitor)


def test_a_member_who_is_in_does_not_leave(net):
    nathalie = net.browser(net.nathalie)
    assert nathalie.post("/connexion/proconnect").location == "/"


@pytest.mark.parametrize(
    ("acr", "has"),
    [
        *((acr, True) for acr in SECOND_FACTOR_ACR),
        ("eidas0", False),
        ("eidas1", False),
        (None, False),
    ],
)
def test_the_acr_tells_a_second_factor(acr, has):
    assert has_second_factor({"acr": acr} if acr else {}) is has


def test_a_second_factor_is_demanded_and_checked_again(net):
    link(net.nathalie, net)
    net.settings(needs_second_factor=True)
    net.provider.acr = "eidas1-mfa"
    visitor = net.browser()
    query = dict(parse_qsl(urlsplit(address := net.leave(visitor)).query))
    assert json.loads(query["claims"]) == {
        "id_token": {"acr": {"essential": True, "values": [*SECOND_FACTOR_ACR]}, "amr": None}
    }
    assert net.come_back(visitor, address).location == "/"
    net.provider.acr = "eidas1"
    refused = net.enter()
    assert refused.status == 403
    assert "double authentification" in refused.text


def test_signing_out_ends_the_session_there_too(net):
    link(net.nathalie, net)
    visitor = net.browser()
    net.enter(visitor)
    out = visitor.post("/deconnexion")
    assert out.location.startswith(f"{net.provider.issuer}/session/end?")
    assert out.headers["Clear-Site-Data"]
    status, back = net.provider.visit(out.location)
    assert status == 303, "the id_token, the state and the address to return to are right"
    assert back.startswith("http://localhost/connexion?state=")
    assert visitor.get("/").location == "/connexion"
    assert db.session.query(Session).count() == 0


def test_signing_out_of_a_session_by_password_stays_here(net):
    nathalie = net.browser(net.nathalie)
    assert nathalie.post("/deconnexion").location == "/connexion"


def test_signing_out_does_not_wait_for_a_provider_that_is_down(net):
    link(net.nathalie, net)
    visitor = net.browser()
    net.enter(visitor)
    net.settings()  # a new process: nothing is remembered of the provider
    net.provider.faults = {"openid-configuration is down"}
    assert visitor.post("/deconnexion").location == "/connexion"
    assert visitor.get("/").location == "/connexion"


def test_the_id_token_is_sealed_at_rest(net):
    link(net.nathalie, net)
    net.enter()
    kept = db.session.query(Session).one().id_token
    assert "eyJ" not in kept
    assert unseal(kept).startswith("eyJ")


def test_no_transaction_waits_while_the_provider_is_asked(net):
    link(net.nathalie, net)
    pool, held = db.engine.pool, []
    net.provider.while_asked = lambda: held.append(pool.checkedout())
    visitor = net.browser()
    net.enter(visitor)
    net.settings()
    visitor.post("/deconnexion")
    assert len(held) == 6  # description twice, authorize, token, userinfo, keys
    assert set(held) == {0}


def test_whoever_asks_the_provider_lets_go_of_the_database_first(net):
    pool, held = db.engine.pool, []
    net.provider.while_asked = lambda: held.append(pool.checkedout())
    assert net.nathalie.name
    assert db.session.query(Session).count() == 0
    assert pool.checkedout() == 1
    assert openid_client().sign_out_address("x")
    assert held == [0]


def test_the_description_is_read_once_an_hour(net, monkeypatch):
    net.leave(net.browser())
    net.leave(net.browser())
    assert net.provider.asked == ["openid-configuration"]
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    net.leave(net.browser())
    assert net.provider.asked == ["openid-configuration"] * 2


def test_new_keys_of_the_provider_are_learnt_at_once(net):
    link(net.nathalie, net)
    assert net.enter().location == "/"
    old = net.provider.keys["RS256"]
    net.provider.keys["RS256"] = type(old).generate_key(2048, {"kid": "rsa-2", "use": "sig"})
    try:
        assert net.enter().location == "/"
    finally:
        net.provider.keys["RS256"] = old


def test_the_policy_lets_forms_lead_to_the_provider(net):
    policy = net.browser().get("/connexion").headers["Content-Security-Policy"]
    origin = net.provider.issuer.removesuffix("/api/v2")
    assert policy.endswith(f"form-action 'self' {origin}")
