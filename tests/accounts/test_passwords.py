"""Choosing a password."""

import re
from datetime import timedelta

import pytest

from app.accounts import operations
from app.accounts.models import PasswordLink, Session
from app.accounts.passwords import accept_password, hash_password, verify_password
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from tests.letters import letters


def test_a_forgotten_password_is_chosen_anew_by_letter(world):
    world.browser(world.nathalie)
    visitor = world.browser()
    said = visitor.post("/mot-de-passe/oublie", email=world.nathalie.email)
    assert "un lien vient d’y partir" in said.text
    world.deliver()

    letter = letters(world)[0]
    assert letter["To"] == f"Nathalie Guérin <{world.nathalie.email}>"
    path = re.search(r"http://localhost(/mot-de-passe/\S+)", letter.text)[1]
    assert "Bonjour Nathalie" in visitor.get(path).text
    assert visitor.get(path).status == 200, "opening the link uses nothing up"
    weak = visitor.post(path, password="court")
    assert weak.status == 422
    assert "au moins 12" in weak.text

    done = visitor.post(path, password="le coq chante a l aube")
    assert done.location == "/"
    assert visitor.get("/clubs/secretaires").status == 200
    assert db.session.query(Session).count() == 1, "the other devices are signed out"
    assert visitor.get(path).status == 410
    assert "a déjà servi" in visitor.get(path).text


def test_a_strangers_address_gets_the_same_answer_and_no_letter(world):
    visitor = world.browser()
    said = visitor.post("/mot-de-passe/oublie", email="personne@exemple.test")
    assert "un lien vient d’y partir" in said.text
    assert world.deliver() == 0


def test_a_link_is_dead_after_half_an_hour(world, monkeypatch):
    operations.ask_password_link(world.nathalie.email)
    world.deliver()
    path = re.search(r"http://localhost(/mot-de-passe/\S+)", letters(world)[0].text)[1]
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert world.browser().get(path).status == 410


def test_the_database_holds_no_usable_link(world):
    operations.ask_password_link(world.nathalie.email)
    world.deliver()
    token = re.search(r"/mot-de-passe/(\S+)", letters(world)[0].text)[1]
    link = db.session.query(PasswordLink).one()
    assert token not in (link.token_hash, link.nonce)
    assert world.browser().get(f"/mot-de-passe/{link.nonce}").status == 410


@pytest.mark.parametrize(
    "password",
    [
        "trop court",
        "aaaaaaaaaaaaaaaa",
        "a" * 257,
        "passwordpassword",
        "nathalienathalie",
        "123456789012",
    ],
)
def test_weak_passwords_are_refused(app, password):
    with pytest.raises(Invalid):
        accept_password(password, about=("Nathalie",))


def test_good_ones_are_kept_as_argon2(app):
    hashed = hash_password(accept_password("la cloche sonne à midi"))
    assert hashed.startswith("$argon2id$")
    assert verify_password(hashed, "la cloche sonne à midi")
    assert not verify_password(hashed, "la cloche sonne a midi")
    assert not verify_password(None, "nobody's password")


def test_changing_asks_for_the_present_one(world):
    nathalie = world.browser(world.nathalie)
    wrong = nathalie.post(
        "/compte/mot-de-passe", current_password="non", password="le coq chante a l aube"
    )
    assert "pas votre mot de passe actuel" in wrong.text
    right = nathalie.post(
        "/compte/mot-de-passe",
        current_password="la cloche sonne a midi",
        password="le coq chante a l aube",
    )
    assert right.location == "/compte"
    assert nathalie.get("/compte").status == 200


def test_a_new_password_ends_every_token(world):
    program = world.program(world.nathalie)
    assert program.get("/api/v1/me").status == 200
    operations.change_password(world.nathalie, password="le coq chante a l aube")
    assert program.get("/api/v1/me").status == 401
