"""Codes of an application, recovery codes, and what asks for them."""

import re
from datetime import timedelta

import pyotp
import pytest

from app.accounts import operations
from app.accounts.errors import SecondFactorIsNeeded, WrongCode
from app.accounts.identity import must_have_second_factor
from app.accounts.models import Authenticator, RecoveryCode, Session, User
from app.accounts.operations import sessions
from app.accounts.views import door
from app.clubs.models import Role
from app.core import clock
from app.core.database import db
from app.core.sealing import unseal
from tests.letters import letters
from tests.races import race
from tests.world import PASSWORD


def enrol(user):
    """An application of codes for ``user``: its seed and the recovery codes."""
    seed = operations.begin_authenticator(user)
    return seed, operations.confirm_authenticator(user, code=now(seed, back=1))


def now(seed, back=0):
    """The code an application shows; ``back`` steps ago."""
    return pyotp.TOTP(seed).at(clock.now() - timedelta(seconds=30 * back))


def type_password(visitor, user):
    return visitor.post("/connexion", email=user.email, password=PASSWORD)


def test_from_the_square_to_the_next_sign_in(world):
    nathalie = world.browser(world.nathalie)
    page = nathalie.get("/compte/securite/application").text
    seed = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert '<path d="M' in page
    wrong = nathalie.post("/compte/securite/application", code="000000")
    assert wrong.status == 422
    assert seed in wrong.text.replace(" ", ""), (
        "the same square: it may be on the telephone already"
    )
    done = nathalie.post("/compte/securite/application", code=now(seed))
    codes = re.findall(r"<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", done.text)
    assert len(codes) == 10
    assert codes[0] not in nathalie.get("/compte/securite").text
    world.deliver()
    assert "moyens de connexion" in letters(world)[-1]["Subject"]

    again = world.browser()
    assert type_password(again, world.nathalie).location == "/connexion/verification"
    assert again.get("/clubs/secretaires").status == 302, "not in yet"
    assert again.post("/connexion/verification", code="123456").status == 422
    assert again.post("/connexion/verification", code=codes[3].lower()).location == "/"
    assert again.get("/clubs/secretaires").status == 200
    assert db.session.query(Session).order_by(Session.id.desc()).first().second_factor_at


def test_a_code_serves_once(world):
    seed, codes = enrol(world.nathalie)
    assert operations.prove_code(world.nathalie, code=now(seed)) == "totp"
    with pytest.raises(WrongCode):
        operations.prove_code(world.nathalie, code=now(seed))
    assert operations.prove_code(world.nathalie, code=codes[0]) == "recovery"
    with pytest.raises(WrongCode):
        operations.prove_code(world.nathalie, code=codes[0])
    assert operations.prove_code(world.nathalie, code=f" {codes[1].lower()} ") == "recovery"


@pytest.mark.parametrize("back", [-2, 2, 3])
def test_old_and_future_codes_are_refused(world, back):
    seed, _ = enrol(world.nathalie)
    with pytest.raises(WrongCode):
        operations.prove_code(world.nathalie, code=now(seed, back=back))


def test_sixteen_at_once_use_a_code_once(app, world):
    seed, codes = enrol(world.nathalie)
    user_id = world.nathalie.id
    for code in (now(seed), codes[0]):

        def prove(ready, code=code):
            user = db.session.get(User, user_id)
            ready()
            operations.prove_code(user, code=code)

        outcomes = race(app, [prove] * 16)
        assert outcomes.count(None) == 1
        assert sum(isinstance(one, WrongCode) for one in outcomes) == 15


def test_new_recovery_codes_kill_the_former(world):
    _, codes = enrol(world.nathalie)
    fresh = operations.renew_recovery_codes(world.nathalie)
    with pytest.raises(WrongCode):
        operations.prove_code(world.nathalie, code=codes[0])
    assert operations.prove_code(world.nathalie, code=fresh[0]) == "recovery"


def test_wrong_codes_are_throttled(world):
    enrol(world.nathalie)
    visitor = world.browser()
    type_password(visitor, world.nathalie)
    statuses = [visitor.post("/connexion/verification", code=f"{n:06d}").status for n in range(12)]
    assert statuses[0] == 422
    assert statuses[-1] == 429


def test_the_database_holds_no_seed_and_no_code(world):
    seed, codes = enrol(world.nathalie)
    row = db.session.query(Authenticator).one()
    assert unseal(row.sealed_seed) == seed
    assert seed not in row.sealed_seed
    stored = {code.code_hash for code in db.session.query(RecoveryCode)}
    assert len(stored) == 10
    assert not stored & {form for code in codes for form in (code, code.replace("-", ""))}


def test_a_link_by_mail_does_not_pass_over_the_second_factor(world):
    enrol(world.nathalie)
    visitor = world.browser()
    visitor.post("/connexion/lien", email=world.nathalie.email)
    visitor.post("/mot-de-passe/oublie", email=world.nathalie.email)
    world.deliver()
    paths = [re.search(r"http://localhost(/\S+)", letter.text)[1] for letter in letters(world)[-2:]]
    assert sorted(path.split("/")[1] for path in paths) == ["connexion", "mot-de-passe"]
    for path in paths:
        stranger = world.browser()
        assert stranger.get(path).status == 200
        answer = stranger.post(path, password="le coq chante a l aube")
        assert answer.location == "/connexion/verification", path
        assert stranger.get("/clubs/secretaires").status == 302


def test_who_looks_after_others_proves_it_twice(world):
    """The rest of the network stays open: only what is privileged asks."""
    sylvie = world.browser(world.sylvie, has_second_factor=False)
    assert sylvie.get("/clubs/secretaires").status == 200
    asked = sylvie.get("/clubs/secretaires/invitations")
    assert asked.location == "/compte/second-facteur?suite=/clubs/secretaires/invitations"
    assert "Il vous faut un second facteur" in sylvie.get(asked.location).text
    sent = sylvie.post("/clubs/secretaires/invitations", email="agnes@exemple.test")
    assert sent.status == 403
    seed, _ = enrol(world.sylvie)
    proven = sylvie.post(asked.location, code=now(seed))
    assert proven.location == "/clubs/secretaires/invitations"
    assert sylvie.get(proven.location).status == 200


def test_members_are_asked_nothing_more(world):
    nathalie = world.browser(world.nathalie, has_second_factor=False)
    assert nathalie.get("/clubs/secretaires/invitations").status == 403
    assert nathalie.get("/clubs/secretaires/proposer").status == 200


def test_what_is_grave_takes_a_fresh_proof(world, monkeypatch):
    sylvie = world.browser(world.sylvie)
    path = f"/clubs/secretaires/membres/{world.nathalie.id}/retirer"
    assert sylvie.get(path).status == 200
    begun = clock.now()
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(minutes=11))
    asked = sylvie.get(path)
    assert asked.location == f"/compte/confirmer?suite={path}"
    assert sylvie.post(path).status == 403
    assert sylvie.post(asked.location, current_password="faux").status == 422
    assert sylvie.post(asked.location, current_password=PASSWORD).location == path
    assert sylvie.post(path).location == "/clubs/secretaires/membres"


def test_who_must_have_a_second_factor_keeps_it(world):
    enrol(world.sylvie)
    sylvie = world.browser(world.sylvie)
    assert "gardez au moins" in sylvie.post("/compte/securite/application/retirer").text
    with pytest.raises(SecondFactorIsNeeded):
        operations.remove_authenticator(world.sylvie, must_keep_one=True)
    enrol(world.nathalie)
    nathalie = world.browser(world.nathalie)
    assert nathalie.post("/compte/securite/application/retirer").location == "/compte/securite"
    assert db.session.get(Authenticator, world.nathalie.id) is None


def test_sessions_are_seen_and_ended(world):
    here, elsewhere = world.browser(world.nathalie), world.browser(world.nathalie)
    page = here.get("/compte/securite").text
    assert page.count("cet appareil") == 1
    assert "Déconnecter tous les autres" in page
    other = re.search(r'name="session" value="(\d+)"', page)[1]
    strangers = world.browser(world.christine)
    strangers.post("/compte/securite/sessions", session=other)
    assert elsewhere.get("/clubs/secretaires").status == 200, "nobody ends another's session"
    here.post("/compte/securite/sessions", session=other)
    assert elsewhere.get("/clubs/secretaires").status == 302
    assert here.get("/clubs/secretaires").status == 200
    third = world.browser(world.nathalie)
    here.post("/compte/securite/sessions", all="1")
    assert third.get("/clubs/secretaires").status == 302
    assert here.get("/clubs/secretaires").status == 200


def test_sign_ins_and_refusals_are_shown_to_the_person(world):
    visitor = world.browser()
    visitor.post("/connexion", email=world.nathalie.email, password="faux mot de passe")
    type_password(visitor, world.nathalie)
    page = visitor.get("/compte/securite").text
    assert "Mot de passe refusé" in page
    assert "Connexion" in page


def test_administrators_sessions_run_out_sooner(world, monkeypatch):
    operations.make_superadministrator(world.nathalie, by=None)
    visitor, member = world.browser(world.nathalie), world.browser(world.christine)
    begun = clock.now()
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(hours=2))
    assert visitor.get("/clubs/secretaires").status == 302
    assert member.get("/clubs/secretaires").status == 200
    assert sessions.IDLE_OF_ADMINISTRATORS < timedelta(hours=2) < sessions.IDLE


def test_a_new_role_begins_with_a_new_session(world):
    visitor = world.browser(world.nathalie)
    assert visitor.get("/clubs/secretaires").status == 200
    operations.make_superadministrator(world.nathalie, by=None)
    assert visitor.get("/clubs/secretaires").status == 302


def test_a_town_hall_is_not_locked_out_by_its_shared_address(world, monkeypatch):
    monkeypatch.setattr(door, "TRIES_PER_ADDRESS", 5)
    type_password(world.browser(), world.nathalie)  # she came in from here before
    for n in range(6):
        world.browser().post("/connexion", email=f"inconnu{n}@exemple.test", password="x")
    assert type_password(world.browser(), world.christine).status == 429
    assert type_password(world.browser(), world.nathalie).location == "/"


def test_links_to_come_in(world):
    visitor = world.browser()
    known = visitor.post("/connexion/lien", email=world.nathalie.email).text
    unknown = visitor.post("/connexion/lien", email="personne@exemple.test").text
    assert known.replace(world.nathalie.email, "") == unknown.replace("personne@exemple.test", "")
    world.deliver()
    assert len(letters(world)) == 1
    path = re.search(r"http://localhost(/connexion/lien/\S+)", letters(world)[0].text)[1]
    assert visitor.get(path).status == 200
    assert visitor.get(path).status == 200, "mail scanners open links"
    assert visitor.post(path).location == "/"
    assert visitor.get("/clubs/secretaires").status == 200
    assert world.browser().get(path).status == 410
    assert world.browser().get("/connexion/lien/nonsense").status == 410
    assert world.browser().get(path.replace("connexion/lien", "mot-de-passe")).status == 410


def test_moderators_are_those_of_any_club(world):
    assert must_have_second_factor(world.sylvie)
    assert not must_have_second_factor(world.nathalie)
    assert must_have_second_factor(world.member("Paule", world.archivists, Role.MODERATOR))
