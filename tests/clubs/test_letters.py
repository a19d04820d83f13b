"""Invitations on paper, and what a code opens."""

import re

import pytest

from app.clubs import operations
from app.clubs.errors import CodeUnknown
from app.clubs.models import Invitation
from app.clubs.operations import Welcome
from app.clubs.queries import invitation_with_code
from app.core.database import db
from app.core.tokens import code_digest, code_for
from tests.letters import letters


def written(world, name="Agnès Roy"):
    invitation = operations.write_letter(Welcome([world.secretaries], world.sylvie), name=name)
    return invitation, code_for("invitation", invitation.code_nonce)


def test_from_the_printed_letter_to_the_link(world):
    sylvie = world.browser(world.sylvie)
    sent = sylvie.post("/clubs/secretaires/invitations/lettre", name="Agnès Roy")
    letter = sylvie.get(sent.location).text
    code = re.search(r'letter-code">([0-9A-Z]{5}-[0-9A-Z]{5})<', letter)[1]
    assert "Bonjour Agnès Roy" in letter
    assert "http://localhost/rejoindre" in letter
    assert '<path d="M' in letter

    agnes = world.browser()
    typed = code.lower().replace("-", " ")
    assert (
        "Regardez votre messagerie"
        in agnes.post("/rejoindre", code=typed, email="agnes@exemple.test").text
    )
    world.deliver()
    assert letters(world)[0]["To"] == "Agnès Roy <agnes@exemple.test>"
    path = re.search(r"http://localhost(/invitation/\S+)", letters(world)[0].text)[1]
    assert 'value="Agnès Roy"' in agnes.get(path).text

    agnes.post("/rejoindre", code=code, email="agnes.roy@exemple.test")  # a slip in the address
    world.deliver()
    assert agnes.get(path).status == 410
    second = re.search(r"http://localhost(/invitation/\S+)", letters(world)[1].text)[1]
    assert agnes.get(second).status == 200
    assert "lien demandé" in sylvie.get(sent.location.removesuffix("/lettre")).text


def test_wrong_codes_say_the_same_and_are_throttled(world):
    _, code = written(world)
    assert invitation_with_code(code)
    visitor = world.browser()
    answers = [
        visitor.post("/rejoindre", code=f"AAAAA-{n:05d}", email="a@exemple.test") for n in range(70)
    ]
    assert answers[0].status == 422
    assert "ne correspond à aucune invitation" in answers[0].text
    assert answers[-1].status == 429
    right = visitor.post("/rejoindre", code=code, email="a@exemple.test")
    assert right.status == 429, "even the right one, from there"


def test_a_code_dies_with_its_invitation(world):
    invitation, code = written(world)
    assert invitation_with_code(code).id == invitation.id
    operations.resend_invitation(invitation, actor=world.sylvie)
    with pytest.raises(CodeUnknown):
        invitation_with_code(code)
    fresh = code_for("invitation", invitation.code_nonce)
    operations.revoke_invitation(invitation, actor=world.sylvie)
    with pytest.raises(CodeUnknown):
        invitation_with_code(fresh)


def test_codes_read_badly_are_read_well(app):
    assert code_digest("oil-1o") == code_digest("011 10")
    assert code_digest("7KQ4M-X92TD") == code_digest("7kq4m x92td")
    assert code_digest("7KQ4M-X92TD") != code_digest("7KQ4M-X92TE")


def test_one_code_sends_few_letters(world):
    _, code = written(world)
    visitor = world.browser()
    statuses = [
        visitor.post("/rejoindre", code=code, email=f"a{n}@exemple.test").status for n in range(7)
    ]
    assert statuses == [200] * 5 + [429] * 2


def test_a_wrong_address_comes_back_with_the_code(world):
    _, code = written(world)
    page = world.browser().post("/rejoindre", code=code, email="agnes")
    assert page.status == 422
    assert code in page.text
    assert "Il manque le signe @" in page.text


def test_the_database_holds_no_usable_code(world):
    invitation, code = written(world)
    row = db.session.get(Invitation, invitation.id)
    stored = {row.code_hash, row.code_nonce, row.token_hash, row.nonce}
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_members_print_no_letter(world):
    invitation, _ = written(world)
    path = f"/clubs/secretaires/invitations/{invitation.id}/lettre"
    assert world.browser(world.sylvie).get(path).status == 200
    assert world.browser(world.nathalie).get(path).status == 403
    assert world.browser(world.marc).get(path).status == 404
