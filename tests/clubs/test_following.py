"""What becomes of an invitation: reminders, dead links that ask, a life that can be read."""

from datetime import timedelta

import pytest

from app.clubs import operations
from app.clubs.models import Invitation, Role
from app.clubs.operations import Welcome, inviting
from app.core import clock
from app.core.database import db
from app.core.tokens import derive
from tests.letters import letters
from tests.world import counting_queries


@pytest.fixture
def later(monkeypatch):
    begun = clock.now()

    def wait(days):
        monkeypatch.setattr(clock, "now", lambda: begun + timedelta(days=days, minutes=1))

    return wait


def invite(world, email="agnes@exemple.test", **more):
    return operations.invite(email, Welcome([world.secretaries], world.sylvie, **more))


def path_of(invitation):
    return f"/invitation/{derive('invitation', invitation.nonce)}"


def subjects(world):
    world.deliver()
    return [letter["Subject"] for letter in letters(world) if "agnes" in letter["To"]]


def test_two_reminders_then_the_inviter_is_told(world, later):
    path = path_of(invite(world))
    assert len(subjects(world)) == 1
    for day, count in ((1, 1), (2, 2), (3, 2), (9, 2), (10, 3), (20, 3)):
        later(day)
        operations.remind_the_invited()
        operations.remind_the_invited()
        assert len(subjects(world)) == count, day
        assert world.browser().get(path).status == 200, "the link stays the same"
    assert "Rappel" in subjects(world)[1]
    sylvie = world.browser(world.sylvie)
    later(31)
    operations.tell_of_lapsed_invitations()
    operations.tell_of_lapsed_invitations()
    world.deliver()
    sylvie = world.browser(world.sylvie)
    assert sylvie.get("/notifications").text.count("n’a pas eu de réponse en 30 jours") == 1


def test_after_a_long_silence_one_reminder_not_two(world, later):
    invite(world)
    assert len(subjects(world)) == 1
    later(15)
    for _ in range(3):
        operations.remind_the_invited()
    assert len(subjects(world)) == 2


def test_who_came_or_was_revoked_is_not_recalled(world, later):
    operations.revoke_invitation(invite(world), actor=world.sylvie)
    later(3)
    operations.remind_the_invited()
    assert subjects(world) == []


@pytest.mark.parametrize("fate", ["expired", "revoked", "replaced"])
def test_a_dead_link_asks_the_inviter_once_a_day(world, later, fate):
    invitation = invite(world)
    path = path_of(invitation)
    if fate == "expired":
        later(31)
    elif fate == "revoked":
        operations.revoke_invitation(invitation, actor=world.sylvie)
    else:
        operations.resend_invitation(invitation, actor=world.sylvie)
    visitor = world.browser()
    dead = visitor.get(path)
    assert dead.status == 410
    assert "Demander une nouvelle invitation à Sylvie Cariou" in dead.text
    for _ in range(3):
        assert "C’est demandé" in visitor.post(path).text
    world.deliver()
    bell = world.browser(world.sylvie).get("/notifications").text
    assert bell.count("redemande une invitation") == 1


def test_an_unknown_link_asks_nobody(world):
    page = world.browser().get("/invitation/nonsense")
    assert page.status == 404
    assert "Demander une nouvelle" not in page.text


def test_the_moderator_reads_its_life(world):
    invitation = invite(world)
    world.deliver()
    operations.resend_invitation(invitation, actor=world.sylvie)
    operations.revoke_invitation(invitation, actor=world.sylvie)
    page = world.browser(world.sylvie).get(f"/clubs/secretaires/invitations/{invitation.id}").text
    moments = ["Préparée par", "Courriel parti", "Renvoyée par", "Annulée par"]
    assert [page.index(moment) for moment in moments] == sorted(map(page.index, moments))


def test_the_list_is_filtered_and_resent_at_once(world, later):
    for n in range(3):
        invite(world, f"agnes{n}@exemple.test")
    world.deliver()
    later(31)
    invite(world, "neuve@exemple.test")
    sylvie = world.browser(world.sylvie)
    expired = sylvie.get("/clubs/secretaires/invitations", etat="expired").text
    assert "agnes1@exemple.test" in expired
    assert "neuve@exemple.test" not in expired
    found = sylvie.get("/clubs/secretaires/invitations", q="NEUVE").text
    assert "agnes1@exemple.test" not in found
    assert "neuve@exemple.test" in found
    before = len(subjects(world))
    sylvie.post("/clubs/secretaires/invitations/renvoyer", etat="expired")
    assert len(subjects(world)) == before + 3
    assert "agnes1" not in sylvie.get("/clubs/secretaires/invitations", etat="expired").text


def test_several_clubs_and_a_role_in_one_letter(world):
    operations.add_member(world.archivists, user=world.sylvie, role=Role.MODERATOR)
    sylvie = world.browser(world.sylvie)
    page = sylvie.get("/clubs/secretaires/invitations").text
    assert "Dans quels clubs" in page
    sylvie.post(
        "/clubs/secretaires/invitations",
        email="agnes@exemple.test",
        clubs=[str(world.secretaries.id), str(world.archivists.id), "999"],
        role="moderator",
    )
    invitation = db.session.query(Invitation).one()
    assert {club.slug for club in invitation.clubs} == {"secretaires", "archivistes"}
    assert invitation.role == Role.MODERATOR
    world.deliver()
    assert "Archivistes" in letters(world)[0].text


def test_only_my_clubs_can_be_offered(world):
    operations.add_member(world.archivists, user=world.sylvie)
    sylvie = world.browser(world.sylvie)
    assert "Dans quels clubs" not in sylvie.get("/clubs/secretaires/invitations").text
    sylvie.post(
        "/clubs/secretaires/invitations",
        email="agnes@exemple.test",
        clubs=[str(world.archivists.id)],
    )
    assert [club.slug for club in db.session.query(Invitation).one().clubs] == ["secretaires"]


def test_a_day_has_a_limit(world, monkeypatch):
    monkeypatch.setattr(inviting, "INVITATIONS_A_DAY", 2)
    sylvie = world.browser(world.sylvie)
    pages = [
        sylvie.post("/clubs/secretaires/invitations", email=f"a{n}@exemple.test") for n in range(3)
    ]
    assert [page.status for page in pages] == [302, 302, 429]
    assert "atteint la limite" in pages[-1].text
    assert "a2@exemple.test" in pages[-1].text


def test_programs_invite_and_list_members(world):
    program = world.program(world.sylvie)
    sent = program.send(
        "POST", "/api/v1/clubs/secretaires/invitations", {"email": "Agnes@exemple.test"}
    )
    assert sent.status == 201
    assert sent.json["email"] == "agnes@exemple.test"
    assert sent.json["state"] == "pending"
    assert set(sent.json) == {"id", "email", "state", "expires_at"}
    for body, status in (
        ({"email": "agnes@exemple.test"}, 409),
        ({"email": "agnes"}, 422),
        ({"email": "b@exemple.test", "role": "king"}, 422),
        ({"email": "b@exemple.test", "club_id": 1}, 422),
    ):
        answer = program.send("POST", "/api/v1/clubs/secretaires/invitations", body)
        assert answer.status == status, body
    nathalie = world.program(world.nathalie)
    refused = nathalie.send("POST", "/api/v1/clubs/secretaires/invitations", {"email": "c@d.test"})
    assert refused.status == 403
    known = program.send(
        "POST", "/api/v1/clubs/secretaires/invitations", {"email": world.marc.email}
    )
    assert known.json["state"] == "accepted"
    first = nathalie.get("/api/v1/clubs/secretaires/members", limit=2).json
    rest = nathalie.get("/api/v1/clubs/secretaires/members", cursor=first["next"]).json
    people = first["items"] + rest["items"]
    assert {one["name"]: one["role"] for one in people} == {
        "Sylvie Cariou": "moderator",
        "Nathalie Guérin": "member",
        "Marc Dubois": "member",
    }
    assert "email" not in people[0]
    assert world.program(world.person("Zoé")).get("/api/v1/clubs/secretaires/members").status == 404


@pytest.mark.parametrize("count", [1, 3, 40])
def test_the_list_asks_the_same_questions_for_all(world, count):
    for n in range(count):
        invite(world, f"agnes{n}@exemple.test")
    sylvie = world.browser(world.sylvie)
    sylvie.get("/clubs/secretaires/invitations")
    with counting_queries() as asked:
        page = sylvie.get("/clubs/secretaires/invitations").text
    assert page.count("Renvoyer") >= count
    assert len(asked) <= 14, asked
