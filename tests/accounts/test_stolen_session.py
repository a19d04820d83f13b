"""What a stolen session, or an old link, may not do."""

from datetime import timedelta

from app.accounts import operations
from app.accounts.models import Authenticator, Session
from app.accounts.operations import Profile
from app.core import clock
from app.core.database import db
from app.core.sealing import seal
from app.core.transaction import atomic
from tests.accounts.test_second_factor import enrol, now
from tests.world import PASSWORD


def test_a_session_without_the_factor_changes_no_factor(world):
    thief = world.browser(world.nathalie, has_second_factor=False)
    assert thief.get("/compte/securite/application").status == 200
    enrol(world.nathalie)
    for path in ("/compte/securite/codes", "/compte/securite/application/retirer"):
        assert thief.post(path).status == 403
    new = {"current_password": PASSWORD, "password": "un tout autre mot de passe"}
    changed = thief.post("/compte/mot-de-passe", **new)
    assert changed.status == 422
    assert "second facteur" in changed.text
    assert thief.post("/compte/confirmer", current_password=PASSWORD).status == 422
    owner = world.browser(world.nathalie)
    assert owner.post("/compte/mot-de-passe", **new).location == "/compte"


def test_the_first_factor_ends_the_other_sessions(world):
    here, elsewhere = world.browser(world.nathalie), world.browser(world.nathalie)
    here.get("/compte/securite/application")
    seed = operations.begin_authenticator(world.nathalie)
    assert elsewhere.get("/clubs/secretaires").status == 200
    here.post("/compte/securite/application", code=f" {now(seed)[:3]} {now(seed)[3:]}")
    assert elsewhere.get("/clubs/secretaires").status == 302
    assert here.get("/clubs/secretaires").status == 200


def test_a_proof_renews_the_token(world):
    enrol(world.sylvie)
    visitor = world.browser(world.sylvie, has_second_factor=False)
    with visitor.client.session_transaction() as kept:
        before = kept["token"]
    codes = operations.renew_recovery_codes(world.sylvie)
    visitor.post("/compte/second-facteur", code=codes[0])
    assert visitor.get("/clubs/secretaires/invitations").status == 200
    thief = world.browser()
    with thief.client.session_transaction() as kept:
        kept["token"] = before
    assert thief.get("/clubs/secretaires").status == 302


def test_a_link_sent_before_a_suspension_opens_nothing_after_it(world):
    token = operations.first_password_link(world.nathalie)
    visitor = world.browser()
    assert visitor.get(f"/mot-de-passe/{token}").status == 200
    operations.suspend_user(world.nathalie)
    assert visitor.get(f"/mot-de-passe/{token}").status == 410
    operations.reactivate_user(world.nathalie)
    assert visitor.get(f"/mot-de-passe/{token}").status == 410
    assert db.session.query(Session).filter_by(user_id=world.nathalie.id).count() == 0


def test_a_seed_that_was_seen_long_ago_is_not_the_one_confirmed(world, monkeypatch):
    first = operations.begin_authenticator(world.nathalie)
    assert operations.begin_authenticator(world.nathalie) == first
    later = clock.now() + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert operations.begin_authenticator(world.nathalie) != first


def test_a_seed_of_a_former_key_is_a_wrong_code_not_an_error(app, world):
    enrol(world.nathalie)
    row = db.session.get(Authenticator, world.nathalie.id)
    with atomic():
        row.sealed_seed = seal("x")[:-4] + "AAAA"
    visitor = world.browser()
    visitor.post("/connexion", email=world.nathalie.email, password=PASSWORD)
    assert visitor.post("/connexion/verification", code="123456").status == 422


def test_letters_that_fold_to_more_fit(world):
    operations.edit_profile(world.nathalie, Profile("ﬃ" * 80, "Secrétaire", expertise="œ" * 60))
    assert world.nathalie.expertise == "œ" * 60
