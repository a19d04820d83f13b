"""What ProConnect does not open, with the reason and a way out; each time the good way works first."""

import logging
import time
from datetime import timedelta

import pytest

from app.accounts import linking, openid, operations
from app.accounts.errors import IdentityIsTaken
from app.accounts.models import ExternalIdentity, Session
from app.core import clock
from app.core.database import db
from tests.accounts.people import link, person_at


@pytest.fixture
def nathalie(net, caplog):
    """A member who comes in with ProConnect when nothing is wrong. No refusal logs who she is."""
    caplog.set_level(logging.INFO)
    link(net.nathalie, net)
    assert net.enter().location == "/"
    db.session.query(Session).delete()
    db.session.commit()
    yield net.nathalie
    said = " ".join(record.getMessage() for record in caplog.get_records("call")).lower()
    for word in ("nathalie", "guérin", "guerin", "exemple.test", "21350001400013", "state="):
        assert word not in said


def nobody_came_in():
    return db.session.query(Session).count() == 0


@pytest.mark.parametrize(
    "fault",
    [
        "no nonce",
        "no audience",
        "no end",
        "wrong nonce",
        "wrong audience",
        "several audiences",
        "wrong issuer",
        "expired",
        "issued tomorrow",
        "another key",
        "alg none",
        "hs256 with the public key",
        "another sub",
        "plain userinfo",
        "userinfo for another",
        "userinfo of another",
        "userinfo by another key",
        "old userinfo",
    ],
)
def test_an_answer_that_does_not_hold_opens_nothing(net, nathalie, caplog, fault):
    net.provider.faults = {fault}
    refused = net.enter()
    assert refused.status == 403
    assert "n’a pas pu être vérifiée" in refused.text
    assert "/connexion" in refused.text
    assert "IdentityNotProven" in caplog.text
    assert nobody_came_in()


def test_a_token_of_another_algorithm_than_the_registered_one_opens_nothing(net, nathalie):
    net.provider.algorithm = "ES256"
    assert net.enter().status == 403
    assert nobody_came_in()


def test_a_code_serves_once(net, nathalie):
    visitor = net.browser()
    _, back = net.provider.visit(net.leave(visitor))
    path = back.removeprefix("http://localhost")
    assert visitor.get(path).location == "/"
    code = path.partition("code=")[2].partition("&")[0]
    thief = net.browser()
    _, other = net.provider.visit(net.leave(thief))
    spent = other.removeprefix("http://localhost").replace(
        other.partition("code=")[2].partition("&")[0], code
    )
    assert thief.get(spent).status == 403
    assert thief.get("/").location == "/connexion"


def test_a_state_serves_once_and_in_its_own_browser(net, nathalie):
    visitor = net.browser()
    _, back = net.provider.visit(net.leave(visitor))
    path = back.removeprefix("http://localhost")
    elsewhere = net.browser().get(path)
    assert elsewhere.status == 400
    assert "plus de dix minutes" in elsewhere.text
    assert visitor.get(path).location == "/"
    visitor.post("/deconnexion")
    assert visitor.get(path).status == 400


def test_a_state_serves_once_even_if_the_first_return_failed(net, nathalie):
    visitor = net.browser()
    _, back = net.provider.visit(net.leave(visitor))
    path = back.removeprefix("http://localhost")
    net.provider.faults = {"token is down"}
    assert visitor.get(path).status == 503
    net.provider.faults = set()
    assert visitor.get(path).status == 400


def test_a_made_up_state_is_refused_before_the_provider_is_asked(net, nathalie):
    visitor = net.browser()
    net.leave(visitor)
    net.provider.asked.clear()
    assert visitor.get("/connexion/proconnect/retour", code="x", state="y" * 43).status == 400
    assert visitor.get("/connexion/proconnect/retour").status == 400
    assert net.provider.asked == []


def test_a_return_after_ten_minutes_is_refused(net, nathalie, monkeypatch):
    visitor = net.browser()
    address = net.leave(visitor)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert net.come_back(visitor, address).status == 400


def test_somebody_who_gives_up_is_told_so(net, nathalie):
    net.provider.faults = {"interrupted"}
    refused = net.enter()
    assert refused.status == 400
    assert "n’est pas allée au bout" in refused.text


def test_the_answer_of_another_provider_is_refused(net, nathalie):
    visitor = net.browser()
    _, back = net.provider.visit(net.leave(visitor))
    path, _, _ = back.removeprefix("http://localhost").partition("&iss=")
    assert visitor.get(f"{path}&iss=https://autre.test").status == 403


@pytest.mark.parametrize(
    "fault", ["openid-configuration is down", "another discovery", "token elsewhere"]
)
def test_without_its_description_nobody_leaves(net, nathalie, fault):
    net.settings()
    net.provider.faults = {fault}
    refused = net.browser().post("/connexion/proconnect")
    assert refused.status == 503
    assert "ProConnect ne répond pas" in refused.text
    assert "mot de passe" in refused.text
    assert net.browser().get("/connexion").status == 200, "the local way in stays"


def test_a_provider_that_is_down_is_left_alone_for_ten_seconds(net, nathalie, monkeypatch):
    net.settings()
    net.provider.asked.clear()
    net.provider.faults = {"openid-configuration is down"}
    for _ in range(3):
        assert net.browser().post("/connexion/proconnect").status == 503
    assert net.provider.asked == ["openid-configuration"]
    net.provider.faults = set()
    later = clock.now() + timedelta(seconds=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert net.enter().location == "/"


@pytest.mark.parametrize("place", ["token", "userinfo", "jwks"])
def test_a_provider_that_breaks_down_on_the_way_back(net, nathalie, place):
    net.settings()
    net.provider.faults = {f"{place} is down"}
    assert net.enter().status == 503
    assert nobody_came_in()


@pytest.mark.parametrize("place", ["token", "userinfo"])
def test_a_provider_that_does_not_answer_is_not_waited_for(net, nathalie, monkeypatch, place):
    assert openid.TIMEOUT == 5
    monkeypatch.setattr(openid, "TIMEOUT", 0.3)
    net.provider.faults = {f"{place} is slow"}
    begun = time.monotonic()
    assert net.enter().status == 503
    assert time.monotonic() - begun < 3


def test_a_provider_that_is_gone(net, nathalie):
    net.settings(issuer="http://127.0.0.1:9/api/v2")
    assert net.browser().post("/connexion/proconnect").status == 503


def test_redirects_of_the_provider_are_not_followed(net, nathalie):
    net.provider.faults = {"moved"}
    assert net.enter().status == 403
    assert "token-2" not in net.provider.asked


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"roles": []}, "réservé aux agents publics"),
        ({"roles": None}, "réservé aux agents publics"),
        ({"roles": ["dirigeant"]}, "réservé aux agents publics"),
        ({"siret": ""}, "14 chiffres"),
        ({"siret": "213 500 014 00013"}, "14 chiffres"),
        ({"siret": "2135000140001٣"}, "14 chiffres"),
        ({"siret": "13002526500013"}, "ne fait pas partie"),
        ({"email": ""}, "adresse de courriel valable"),
        ({"email": "nathalie"}, "adresse de courriel valable"),
        ({"email": ["nathalie.guerin@exemple.test"]}, "adresse de courriel valable"),
    ],
)
def test_whom_the_settings_do_not_let_in_is_told_which_and_what_to_do(
    net, nathalie, changes, words
):
    net.settings(sirens=frozenset({"213500014"}))
    assert net.enter().location == "/"
    net.provider.person |= changes
    refused = net.enter()
    assert refused.status == 403
    assert words in refused.text
    assert "Commune de Saint-Loup" in refused.text, "ProConnect asks for the organization"
    assert "Choisir une autre identité" in refused.text


def test_a_refusal_of_roles_says_what_proconnect_asks_for(net, nathalie):
    net.settings(roles=frozenset({"agent_public_etat"}))
    page = net.enter().text
    for word in (
        "agent_public_etat",
        "agent_public, agent_public_territorial",
        "21350001400013",
        "Commune de Saint-Loup",
    ):
        assert word in page


def test_a_refusal_leads_out_of_proconnect(net, nathalie):
    net.provider.person |= {"roles": []}
    page = net.enter().text
    address = page.partition(f'href="{net.provider.issuer}/session/end')[2].partition('"')[0]
    status, back = net.provider.visit(
        f"{net.provider.issuer}/session/end{address.replace('&amp;', '&')}"
    )
    assert status == 303
    assert back.startswith("http://localhost/connexion?state=")


def test_a_stranger_is_told_whom_to_ask(net):
    net.provider.person |= {"email": "inconnu@exemple.test", "sub": "inconnu"}
    refused = net.enter()
    assert refused.status == 403
    assert "Cette adresse n’est pas invitée" in refused.text
    assert "inconnu@exemple.test" in refused.text
    assert "animatrice" in refused.text


@pytest.mark.parametrize("is_linked", [True, False])
def test_a_suspended_member_reads_what_a_stranger_reads(net, is_linked):
    if is_linked:
        link(net.nathalie, net)
        assert net.enter().location == "/"
    else:
        net.nathalie  # noqa: B018
        assert net.enter().location == "/connexion/proconnect/relier"
    operations.suspend_user(net.nathalie)
    suspended = net.enter()
    net.provider.person |= {"sub": "quelqu-un", "email": "nathalie.autre@exemple.test"}
    stranger = net.enter()
    assert suspended.status == stranger.status == 403
    read = [page.text.partition("<h1>")[2].partition("<dl")[0] for page in (suspended, stranger)]
    assert read[0] == read[1]
    assert nobody_came_in()


def test_a_member_without_a_password_is_told_to_choose_one(net):
    net.nathalie.password_hash = None
    db.session.commit()
    refused = net.enter()
    assert refused.status == 403
    assert "Choisissez d’abord un mot de passe" in refused.text


def test_who_changes_provider_asks_an_administrator(net, nathalie):
    for changes in ({"idp_id": "autre"}, {"idp_id": "autre", "sub": "autre-sub"}):
        net.provider.person |= changes
        refused = net.enter()
        assert refused.status == 403
        assert "Demandez à un administrateur" in refused.text
        assert nobody_came_in()
    assert db.session.query(ExternalIdentity).one().idp_id == "idp-de-la-mairie"


def test_an_identity_opens_one_account(net, nathalie):
    with pytest.raises(IdentityIsTaken):
        linking.link_identity(net.christine, person_at(net.provider))
