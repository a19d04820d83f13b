"""Coming in by invitation."""

import re
from datetime import timedelta

import pytest

from app.accounts.models import User
from app.accounts.operations import suspend_user
from app.clubs import operations, queries
from app.clubs.errors import AlreadyInvited, AlreadyMember, InvitationUsed
from app.clubs.models import Club, Invitation, Membership
from app.clubs.operations import Welcome
from app.core import clock
from app.core.database import db
from app.core.tokens import derive
from tests.letters import letters
from tests.races import race


def invite(world, email="agnes@exemple.test", **more):
    return operations.invite(email, Welcome([world.secretaries], world.sylvie), **more)


def path_of(invitation):
    return f"/invitation/{derive('invitation', invitation.nonce)}"


def join_form(world, **changes):
    return {
        "name": "Agnès Roy",
        "job_title": "Secrétaire de mairie",
        "organization": str(world.village.id),
        "organization_name": "Saint-Loup",
        "password": "le coq chante a l aube",
        **changes,
    }


def test_the_whole_way_in(world):
    sylvie = world.browser(world.sylvie)
    sent = sylvie.post(
        "/clubs/secretaires/invitations",
        email="Agnes@Exemple.test",
        message="Bonjour Agnès,\nvenez !",
    )
    assert sent.location == "/clubs/secretaires/invitations"
    assert "agnes@exemple.test" in sylvie.get("/clubs/secretaires/invitations").text
    world.deliver()

    letter = letters(world)[0]
    assert letter["Subject"] == "Sylvie Cariou vous invite au club Secrétaires de mairie"
    assert letter["To"] == "agnes@exemple.test"
    assert "Bonjour Agnès," in letter.text
    assert "Rejoindre le club" in letter.html
    path = re.search(r"http://localhost(/invitation/\S+)", letter.text)[1]

    agnes = world.browser()
    assert "Bonjour Agnès" in agnes.get(path).text
    found = agnes.post(
        path,
        **join_form(world, search="1", organization="", organization_name="saint loup des pres"),
    )
    assert "Saint-Loup-des-Prés" in found.text
    assert "Agnès Roy" in found.text
    assert agnes.post(path, **join_form(world)).location == "/"
    assert agnes.get("/").location == "/bienvenue"
    assert agnes.get("/clubs/secretaires").location == "/bienvenue", "the charter comes first"
    agnes.post("/bienvenue")
    assert "Bienvenue" in agnes.get("/clubs/secretaires").text
    assert "Acceptée" in sylvie.get("/clubs/secretaires/invitations").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "  "}, "Ce champ ne peut pas rester vide"),
        ({"name": "n" * 81}, "81 signes"),
        ({"job_title": ""}, "Ce champ ne peut pas rester vide"),
        ({"organization": ""}, "Choisissez votre collectivité"),
        ({"organization": "99999999"}, "Choisissez votre collectivité"),
        ({"password": "court"}, "au moins 12"),
        (
            {"organization": "", "search": "1", "organization_name": "Zzz"},
            "Aucune collectivité ne porte ce nom",
        ),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(world, changes, sentence):
    path = path_of(invite(world))
    page = world.browser().post(path, **join_form(world, **changes))
    assert sentence in page.text
    assert ("Agnès Roy" in page.text) or "name" in changes
    assert db.session.query(Invitation).one().accepted_at is None
    assert "le coq chante" not in page.text, "a password never comes back in a page"


def test_each_dead_link_says_why(world, monkeypatch):
    used, revoked, replaced, old = (invite(world, f"{n}@exemple.test") for n in range(4))
    dead = {
        path_of(used): "a déjà servi",
        path_of(revoked): "annulée",
        path_of(replaced): "plus récent",
    }
    visitor = world.browser()
    for path in dead:
        assert visitor.get(path).status == 200
    visitor.post(path_of(used), **join_form(world))
    operations.revoke_invitation(revoked, actor=world.sylvie)
    operations.resend_invitation(replaced, actor=world.sylvie)
    for path, sentence in dead.items():
        page = world.browser().get(path)
        assert page.status == 410
        assert sentence in page.text
    unknown = world.browser().get("/invitation/nonsense")
    assert unknown.status == 404
    assert "n’existe pas" in unknown.text
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "plus de 30 jours" in world.browser().get(path_of(old)).text


def test_a_revoked_or_replaced_invitation_sends_no_letter(world):
    operations.revoke_invitation(invite(world), actor=world.sylvie)
    operations.resend_invitation(invite(world, "b@exemple.test"), actor=world.sylvie)
    world.deliver()
    assert [letter["To"] for letter in letters(world)] == ["b@exemple.test"]


def test_who_has_an_account_gains_the_club_at_once(world):
    marc = world.browser(world.marc)
    assert marc.get("/clubs/secretaires").status == 404
    sylvie = world.browser(world.sylvie)
    sylvie.post("/clubs/secretaires/invitations", email=world.marc.email.upper())
    assert "a déjà un compte" in sylvie.get("/clubs/secretaires/invitations").text
    assert marc.get("/clubs/secretaires").status == 200
    world.deliver()
    assert [letter["Subject"] for letter in letters(world)] == [
        "Le club Secrétaires de mairie vous est ouvert"
    ]


def test_who_came_in_meanwhile_gains_the_club_by_the_link(world):
    path = path_of(invite(world, "marc.dubois@exemple.test"))
    assert world.marc.email == "marc.dubois@exemple.test"
    assert world.browser().get(path).location.startswith("/connexion")
    marc = world.browser(world.marc)
    assert "s’ajoutera aux vôtres" in marc.get(path).text
    assert marc.get("/clubs/secretaires").status == 404
    assert marc.post(path).location == "/clubs/secretaires"
    assert marc.get("/clubs/secretaires").status == 200


def test_somebody_elses_invitation_is_not_mine(world):
    path = path_of(invite(world, "paul.autre@exemple.test"))
    world.person("Paul Autre")
    answer = world.browser(world.marc).post(path)
    assert answer.status == 409
    assert "autre adresse" in answer.text
    assert db.session.query(Invitation).one().accepted_at is None


def test_nobody_is_invited_twice(world):
    invite(world)
    with pytest.raises(AlreadyInvited):
        invite(world, "AGNES@exemple.test")
    with pytest.raises(AlreadyMember):
        invite(world, world.nathalie.email)
    page = world.browser(world.sylvie).post(
        "/clubs/secretaires/invitations", email="pas une adresse", message="Bonjour"
    )
    assert page.status == 422
    assert "Il manque le signe @" in page.text
    assert "Bonjour" in page.text


def test_members_neither_see_nor_send_invitations(world):
    invitation = invite(world)
    nathalie = world.browser(world.nathalie)
    assert world.browser(world.sylvie).get("/clubs/secretaires/invitations").status == 200
    assert nathalie.get("/clubs/secretaires/invitations").status == 403
    assert nathalie.post("/clubs/secretaires/invitations", email="x@exemple.test").status == 403
    for verb in ("renvoyer", "annuler"):
        assert nathalie.post(f"/clubs/secretaires/invitations/{invitation.id}/{verb}").status == 403


def test_wrong_links_are_throttled(world):
    visitor = world.browser()
    statuses = [visitor.get(f"/invitation/wrong-{n}").status for n in range(1_000)]
    assert statuses[:60] == [404] * 60
    assert set(statuses[60:]) == {429}


def test_the_database_holds_no_usable_token(world):
    invitation = invite(world)
    token = derive("invitation", invitation.nonce)
    assert token not in (invitation.nonce, invitation.token_hash)
    assert world.browser().get(f"/invitation/{invitation.nonce}").status == 404


def test_sixteen_at_once_make_one_member(request, app, world):
    """SQLite hides this race; select-then-update let 3 to 16 in on PostgreSQL, 30 times of 30."""
    is_postgresql = request.config.getoption("--database") == "postgresql"
    club_id = world.secretaries.id
    for n in range(30 if is_postgresql else 5):
        invitation_id = invite(world, f"agnes.roy.{n}@exemple.test").id
        user_id = world.person(f"Agnès Roy {n}").id  # made after it

        def accept(ready, invitation_id=invitation_id, user_id=user_id):
            found, user = db.session.get(Invitation, invitation_id), db.session.get(User, user_id)
            assert found.clubs
            ready()
            operations.join_by_invitation(found, user=user)

        outcomes = race(app, [accept] * 16)
        assert outcomes.count(None) == 1
        assert sum(isinstance(one, InvitationUsed) for one in outcomes) == 15
        joined = db.session.query(Membership).filter_by(user_id=user_id, club_id=club_id)
        assert joined.count() == 1


def test_the_state_is_told(world, monkeypatch):
    invitation = invite(world)
    assert invitation.state == "pending"
    assert db.session.scalars(queries.invitations_to(world.secretaries)).one().id == invitation.id
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert invitation.state == "expired"


def test_an_invitation_dies_with_its_inviter(world):
    first, second = path_of(invite(world)), path_of(invite(world, "b@exemple.test"))
    assert world.browser().get(first).status == 200
    suspend_user(world.sylvie)
    assert world.browser().get(first).status == 410
    assert world.browser().get(second).status == 410
    assert queries.moderators_of(world.secretaries.id) == []


def test_sixteen_who_invite_the_same_address_send_one_letter(app, world):
    club_id, inviter_id = world.secretaries.id, world.sylvie.id

    def send(ready):
        club, inviter = db.session.get(Club, club_id), db.session.get(User, inviter_id)
        ready()
        operations.invite("agnes@exemple.test", Welcome([club], inviter))

    outcomes = race(app, [send] * 16)
    assert outcomes.count(None) == 1
    assert sum(isinstance(one, AlreadyInvited) for one in outcomes) == 15
    assert db.session.query(Invitation).count() == 1


def test_enter_in_a_field_goes_on(world):
    page = world.browser().get(path_of(invite(world))).text
    form = page[page.index('class="card form"') :]
    assert form.index("Continuer") < form.index('name="search"')


def test_the_password_is_asked_last_and_alone(world):
    path, agnes = path_of(invite(world)), world.browser()
    presented = join_form(world)
    del presented["password"]
    assert 'name="password"' not in agnes.get(path).text
    refused = agnes.post(path, **{**presented, "organization": ""})
    assert (refused.status, 'name="password"' in refused.text) == (422, False)
    asked = agnes.post(path, **presented)
    assert (asked.status, 'name="password"' in asked.text) == (200, True)
    assert "Saint-Loup-des-Prés" in asked.text
    assert "à corriger" not in asked.text
    back = agnes.post(path, **join_form(world, search="1"))
    assert 'value="Agnès Roy"' in back.text
    assert re.search(rf'value="{world.village.id}" checked', back.text)
    assert "le coq chante" not in back.text
    assert agnes.post(path, **join_form(world)).location == "/"


def test_an_address_no_mail_server_takes_is_refused(world):
    page = world.browser(world.sylvie).post(
        "/clubs/secretaires/invitations", email="rené@mairie.fr"
    )
    assert page.status == 422


def test_the_right_link_opens_whatever_others_tried_from_the_same_address(world, app):
    """A whole town hall shares one address: false links there lock nobody out."""
    invitation = invite(world)
    world.deliver()
    stranger = world.browser()
    statuses = [stranger.get(f"/invitation/{number:064x}").status for number in range(70)]
    assert statuses[-1] == 429
    assert stranger.get("/invitation/encore").headers["Retry-After"] == "900"
    assert stranger.get(f"/invitation/{derive('invitation', invitation.nonce)}").status == 200
