"""Linking one's account to ProConnect, once, and taking the link away."""

import json
from datetime import timedelta

from app.accounts import linking, operations
from app.accounts.models import ExternalIdentity, User
from app.core import clock
from app.core.database import db
from tests.accounts.people import link, person_at
from tests.races import race
from tests.world import PASSWORD


def test_a_member_with_a_password_links_once(net):
    email, visitor = net.nathalie.email, net.browser()
    assert net.provider.person["email"] != email, "in another case"
    assert net.enter(visitor, suite="/clubs/secretaires/membres").location == (
        "/connexion/proconnect/relier"
    )
    page = visitor.get("/connexion/proconnect/relier")
    assert "Reliez vos comptes" in page.text
    assert email in page.text
    wrong = visitor.post("/connexion/proconnect/relier", password="pas le bon du tout")
    assert wrong.status == 422
    assert "ne vont pas ensemble" in wrong.text
    assert db.session.query(ExternalIdentity).count() == 0

    done = visitor.post("/connexion/proconnect/relier", password=PASSWORD)
    assert done.location == "/clubs/secretaires/membres"
    assert visitor.get(done.location).status == 200
    assert net.enter().location == "/", "the next time, at once"


def test_every_failure_to_link_says_the_same(net):
    visitor = net.browser()
    net.nathalie  # noqa: B018  she is a member
    net.enter(visitor)
    wrong = visitor.post("/connexion/proconnect/relier", password="pas le bon du tout")
    operations.suspend_user(net.nathalie)
    suspended = visitor.post("/connexion/proconnect/relier", password=PASSWORD)
    assert wrong.status == suspended.status == 422
    assert all("ne vont pas ensemble" in page.text for page in (wrong, suspended))


def test_linking_is_throttled_as_signing_in_is(net):
    visitor = net.browser()
    net.nathalie  # noqa: B018
    net.enter(visitor)
    for _ in range(10):
        visitor.post("/connexion/proconnect/relier", password="pas le bon du tout")
    assert "Trop d’essais" in visitor.post("/connexion/proconnect/relier", password=PASSWORD).text
    assert db.session.query(ExternalIdentity).count() == 0


def test_linking_waits_ten_minutes_and_is_nobody_elses(net, monkeypatch):
    visitor = net.browser()
    net.nathalie  # noqa: B018
    net.enter(visitor)
    assert visitor.get("/connexion/proconnect/relier").status == 200
    assert net.browser().get("/connexion/proconnect/relier").location == "/connexion"
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert visitor.get("/connexion/proconnect/relier").location == "/connexion"


def test_the_cookie_never_holds_a_token(net):
    visitor = net.browser()
    net.nathalie  # noqa: B018
    net.enter(visitor)
    with visitor.client.session_transaction() as kept:
        words = json.dumps(dict(kept))
    assert "sub-de-nathalie" in words
    assert not any(token in words for token in net.provider.tokens)
    assert "eyJ" not in words, "no JWT"


def test_the_profile_shows_the_link_and_takes_it_away(net):
    nathalie = net.browser(net.nathalie)
    assert "n’est pas relié à ProConnect" in nathalie.get("/compte").text
    link(net.nathalie, net)
    assert "est relié à ProConnect depuis" in nathalie.get("/compte").text
    assert nathalie.post("/compte/proconnect/retirer").location == "/compte"
    assert "n’est plus relié" in nathalie.get("/compte").text
    assert db.session.query(ExternalIdentity).count() == 0


def test_the_only_way_in_is_not_taken_away(net):
    link(net.nathalie, net)
    net.nathalie.password_hash = None
    db.session.commit()
    nathalie = net.browser(net.nathalie)
    refused = nathalie.post("/compte/proconnect/retirer")
    assert refused.status == 409
    assert "Choisissez d’abord un mot de passe" in refused.text
    assert db.session.query(ExternalIdentity).count() == 1


def test_two_who_link_one_identity_at_once_leave_it_to_one(net):
    people, person = [net.nathalie, net.christine], person_at(net.provider)
    ids = [user.id for user in people]

    def linker(number):
        def act(ready):
            user = db.session.get(User, ids[number])
            ready()
            linking.link_identity(user, person)

        return act

    outcomes = race(net.app, [linker(0), linker(1)])
    assert sorted(type(one).__name__ for one in outcomes) == ["IdentityIsTaken", "NoneType"]
    assert db.session.query(ExternalIdentity).count() == 1


def test_an_administrator_takes_a_link_away(net):
    link(net.nathalie, net)
    email = net.nathalie.email
    db.session.remove()
    assert net.app.test_cli_runner().invoke(args=["user", "unlink", email]).exit_code == 0
    assert db.session.query(ExternalIdentity).count() == 0


def test_linking_again_changes_nothing(net):
    first = linking.link_identity(net.nathalie, person_at(net.provider))
    again = linking.link_identity(net.nathalie, person_at(net.provider))
    assert first.id == again.id
