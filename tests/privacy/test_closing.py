"""Closing one's account: what it asks, whom it refuses, who else may do it."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.accounts import operations as accounts
from app.accounts.errors import LastSuperadministrator
from app.accounts.models import Session, User
from app.clubs import operations as clubs
from app.clubs.errors import LastModeratorOf
from app.clubs.models import Membership, Role
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry, JournalSaying, first_wrong_entry
from app.core.mail import Letter, forget_letters_to, send
from app.core.sealing import unseal
from app.core.storage import photos
from app.core.transaction import atomic
from app.privacy import operations
from app.privacy.errors import NotYourAddress
from app.privacy.events import AccountClosed
from app.privacy.letters import send_farewell
from app.privacy.models import Farewell
from tests.letters import letters


@pytest.fixture
def claire(world):
    """The administrator of the operator of Saint-Loup."""
    with atomic():
        world.village.operator = world.secretaries.operators[0]
    person = world.person("Claire Petit")
    accounts.appoint_administrator(person, operator=world.village.operator, by=None)
    return person


def known(user):
    return db.session.get(User, user.id, populate_existing=True)


def test_the_page_says_what_goes_and_what_stays(world):
    page = world.browser(world.nathalie).get("/compte/fermer").text
    assert "Ce qui est effacé" in page
    assert "Ce qui reste" in page
    assert "Ancien membre" in page
    assert "Fermer mon compte pour toujours" in page


def test_from_the_page_to_the_door(world):
    nathalie, email = world.browser(world.nathalie), world.nathalie.email
    done = nathalie.post("/compte/fermer", email=f" {email.upper()} ")
    assert done.location == "/connexion"
    assert "Votre compte est fermé" in nathalie.get("/connexion").text
    assert nathalie.get("/compte").status == 302
    assert known(world.nathalie).name == "Ancien membre"
    world.deliver()
    assert letters(world)[-1]["Subject"] == "Votre compte est fermé"


def test_another_address_closes_nothing(world):
    nathalie = world.browser(world.nathalie)
    for typed in ("", "nathalie", world.christine.email):
        refused = nathalie.post("/compte/fermer", email=typed)
        assert refused.status == 422
        assert "l’adresse de votre compte" in refused.text
    with pytest.raises(NotYourAddress):
        operations.close_own_account(world.nathalie, email="x@exemple.test")
    assert known(world.nathalie).is_active


def test_an_old_proof_closes_nothing(world):
    nathalie = world.browser(world.nathalie)
    assert nathalie.get("/compte/fermer").status == 200
    with atomic():
        old = clock.now() - timedelta(minutes=11)
        db.session.execute(update(Session).values(confirmed_at=old))
    assert nathalie.get("/compte/fermer").location.startswith("/compte/confirmer")
    assert nathalie.post("/compte/fermer", email=world.nathalie.email).status == 403
    assert known(world.nathalie).is_active


def test_the_last_moderator_is_told_which_club(world):
    sylvie = world.browser(world.sylvie)
    clubs.add_member(world.archivists, user=world.sylvie)
    refused = sylvie.post("/compte/fermer", email=world.sylvie.email)
    assert refused.status == 422
    assert "Secrétaires de mairie" in refused.text
    with pytest.raises(LastModeratorOf):
        operations.close_account(world.sylvie, by=None)
    assert known(world.sylvie).is_active
    assert db.session.query(Membership).filter_by(user_id=world.sylvie.id).count() == 2
    assert db.session.query(Farewell).count() == 0, "nothing at all was done"
    clubs.add_member(world.secretaries, user=world.nathalie, role=Role.MODERATOR)
    assert sylvie.post("/compte/fermer", email=world.sylvie.email).status == 302


def test_the_last_superadministrator_stays(world):
    root = world.person("Rose Racine")
    accounts.make_superadministrator(root, by=None)
    with pytest.raises(LastSuperadministrator):
        operations.close_own_account(root, email=root.email)
    assert known(root).is_active
    other = world.person("Ruth Relève")
    accounts.make_superadministrator(other, by=None)
    operations.close_own_account(root, email=root.email)
    assert not known(root).is_active
    assert not known(root).is_superadmin


def test_an_administrator_closes_on_request(world, claire):
    browser, person = world.browser(claire), world.nathalie
    place = f"/administration/personnes/{person.id}"
    accounts.suspend_user(person, by=claire, reason="Nathalie nous l’a demandé")
    assert "Fermer ce compte pour toujours" in browser.get(place).text
    assert browser.post(f"{place}/fermer").location == "/administration/personnes"
    assert not known(person).is_active
    assert browser.get(place).status == 404
    assert "Ancien membre" not in browser.get("/administration/personnes").text
    entry = db.session.query(JournalEntry).filter_by(act="account-closed").one()
    assert (entry.actor_id, entry.user_id) == (claire.id, person.id)
    said = db.session.query(JournalSaying.text).all()
    assert said == [("Territoires Numériques",)], "Claire's; nothing of what was said of Nathalie"
    assert first_wrong_entry() is None, "the journal is whole all the same"
    assert "ferme le compte de" in browser.get("/administration/journal").text


def test_nobody_else_closes_an_account(world, claire):
    root = world.person("Rose Racine")
    accounts.make_superadministrator(root, by=None)
    world.member("Zoé", world.secretaries)
    with atomic():
        world.nathalie.organization = world.organization("Ailleurs")
    path = f"/administration/personnes/{world.nathalie.id}/fermer"
    assert world.browser(world.sylvie).post(path).status == 404
    assert world.browser(claire).post(path).status == 404, "of another operator"
    own = f"/administration/personnes/{claire.id}/fermer"
    assert world.browser(claire).post(own).status == 403, "not oneself: that is /compte/fermer"
    above = f"/administration/personnes/{root.id}/fermer"
    assert world.browser(claire).post(above).status == 403
    assert known(world.nathalie).is_active
    assert world.browser(root).post(path).status == 302


def test_an_administrator_proves_anew_who_she_is(world, claire):
    path = f"/administration/personnes/{world.nathalie.id}/fermer"
    weak = world.browser(claire, has_second_factor=False)
    assert weak.post(path).status == 403
    browser = world.browser(claire)
    with atomic():
        old = clock.now() - timedelta(minutes=11)
        db.session.execute(update(Session).values(confirmed_at=old))
    assert browser.post(path).status == 403
    assert known(world.nathalie).is_active


def test_a_superadministrator_does_not_list_the_closed(world):
    root = world.person("Rose Racine")
    accounts.make_superadministrator(root, by=None)
    browser, email = world.browser(root), world.nathalie.email
    assert email in browser.get("/administration/personnes").text
    operations.close_own_account(world.nathalie, email=email)
    listed = browser.get("/administration/personnes").text
    assert "Ancien membre" not in listed
    assert email not in listed


def test_a_farewell_that_cannot_leave_is_given_up_after_a_week(world):
    email = world.nathalie.email
    operations.close_own_account(world.nathalie, email=email)
    kept = db.session.query(Farewell).one()
    assert unseal(kept.sealed_address) == email
    operations.forget_farewells()
    assert db.session.query(Farewell).count() == 1
    with atomic():
        kept.closed_at -= timedelta(days=8)
    operations.forget_farewells()
    assert db.session.query(Farewell).count() == 0
    world.deliver()
    assert not letters(world)


def test_the_farewell_sent_twice_is_one_letter(world):
    operations.close_own_account(world.nathalie, email=world.nathalie.email)
    send_farewell(AccountClosed(world.nathalie.id))
    send_farewell(AccountClosed(world.nathalie.id))
    assert len(letters(world)) == 1


def test_only_letters_to_that_address_are_forgotten(world):
    for number, to in enumerate(("anne@exemple.test", "marianne@exemple.test")):
        send(Letter("farewell", to=to, key=f"t{number}", words={"at": clock.now()}))
    forget_letters_to("anne@exemple.test")
    assert [str(one["To"]) for one in letters(world)] == ["marianne@exemple.test"]


def test_the_address_may_come_in_again_as_somebody_new(world):
    email = world.nathalie.email
    operations.close_own_account(world.nathalie, email=email)
    again = accounts.create_user(email, name="Nathalie Guérin")
    assert again.id != world.nathalie.id


def test_photographs_that_a_crash_left_are_swept(world):
    import os

    photos().put("p" * 43, b"left behind")
    old = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(photos().path_of("p" * 43), (old, old))
    accounts.forget_lost_photos()
    assert not photos().path_of("p" * 43).exists()
