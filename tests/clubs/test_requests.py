"""Asking for another club, proposing a colleague, and what the moderators say."""

import pytest

from app.accounts.models import User
from app.clubs import operations, queries
from app.clubs.errors import AlreadyAsked, AlreadyDecided, AlreadyKnown, ProposalQuotaReached
from app.clubs.models import Club, JoinRequest, Proposal
from app.clubs.operations import Welcome
from app.core.database import db
from app.core.transaction import atomic
from tests.letters import letters
from tests.races import race


@pytest.fixture
def listed(world):
    """The secretaries' club, announced to the members of its operator, Paule's among them."""
    with atomic():
        world.secretaries.is_listed = True
        world.village.operator = world.secretaries.operators[0]
    return world.secretaries


@pytest.fixture
def paule(world, listed):
    return world.member("Paule Roux", world.archivists)


def test_from_the_request_to_the_club(world, listed, paule):
    visitor = world.browser(paule)
    assert "Secrétaires de mairie" in visitor.get("/clubs").text
    asked = visitor.post("/clubs/secretaires/rejoindre", reason="Je remplace notre secrétaire.")
    assert asked.location == "/clubs"
    assert "attend la réponse" in visitor.get("/clubs").text
    assert visitor.get("/clubs/secretaires").status == 404
    sylvie = world.browser(world.sylvie)
    world.deliver()
    assert "Paule Roux demande à rejoindre" in sylvie.get("/notifications").text
    page = sylvie.get("/clubs/secretaires/demandes").text
    assert "Je remplace notre secrétaire." in page
    request = db.session.query(JoinRequest).one()
    sylvie.post(f"/clubs/secretaires/demandes/{request.id}", grant="1")
    assert visitor.get("/clubs/secretaires").status == 200
    world.deliver()
    assert letters(world)[-1]["Subject"] == "Le club Secrétaires de mairie vous est ouvert"


def test_a_refusal_says_why(world, listed, paule):
    request = operations.ask_to_join(listed, user=paule, reason="Par curiosité.")
    sylvie = world.browser(world.sylvie)
    path = f"/clubs/secretaires/demandes/{request.id}"
    empty = sylvie.post(path, answer=" ")
    assert empty.status == 422
    assert "Écrivez une phrase" in empty.text
    sylvie.post(path, answer="Ce club est pour les secrétaires en poste.")
    world.deliver()
    assert "secrétaires en poste" in letters(world)[-1].text
    visitor = world.browser(paule)
    assert "secrétaires en poste" in visitor.get("/clubs").text
    assert visitor.get("/clubs/secretaires").status == 404
    assert visitor.post("/clubs/secretaires/rejoindre", reason="J’ai été nommée.").status == 302


def test_an_unlisted_club_does_not_exist(world, listed, paule):
    visitor = world.browser(paule)
    assert visitor.get("/clubs/secretaires/rejoindre").status == 200
    with atomic():
        listed.is_listed = False
    assert visitor.get("/clubs/secretaires/rejoindre").status == 404
    assert visitor.post("/clubs/secretaires/rejoindre", reason="x").status == 404
    assert "Secrétaires" not in visitor.get("/clubs").text


def test_a_listed_club_shows_nothing_to_another_operator(world, listed, paule):
    far = world.organization("Ailleurs", 900)
    with atomic():
        paule.organization = far
    visitor = world.browser(paule)
    assert "Secrétaires" not in visitor.get("/clubs").text
    assert visitor.get("/clubs/secretaires/rejoindre").status == 404


def test_one_request_at_a_time(world, listed, paule):
    operations.ask_to_join(listed, user=paule, reason="Une fois.")
    with pytest.raises(AlreadyAsked):
        operations.ask_to_join(listed, user=paule, reason="Deux fois.")
    page = world.browser(paule).post("/clubs/secretaires/rejoindre", reason="Trois fois.")
    assert page.status == 422
    assert "déjà chez les animateurs" in page.text


def test_inviting_who_asks_grants(world, listed, paule):
    request = operations.ask_to_join(listed, user=paule, reason="S’il vous plaît.")
    operations.invite(paule.email, Welcome([listed], world.sylvie))
    db.session.refresh(request)
    assert request.is_granted
    assert world.browser(paule).get("/clubs/secretaires").status == 200


def test_two_moderators_decide_once(app, world, listed, paule):
    request_id = operations.ask_to_join(listed, user=paule, reason="Une seule fois.").id
    sylvie_id = world.sylvie.id

    def refuse(ready):
        found = db.session.get(JoinRequest, request_id)
        sylvie = db.session.get(User, sylvie_id)
        ready()
        operations.refuse_request(found, decided_by=sylvie, answer="Non.")

    outcomes = race(app, [refuse] * 16)
    assert outcomes.count(None) == 1
    assert sum(isinstance(one, AlreadyDecided) for one in outcomes) == 15


def test_members_decide_nothing(world, listed, paule):
    request = operations.ask_to_join(listed, user=paule, reason="Bonjour.")
    nathalie = world.browser(world.nathalie)
    assert nathalie.get("/clubs/secretaires/demandes").status == 403
    assert nathalie.post(f"/clubs/secretaires/demandes/{request.id}", grant="1").status == 403
    assert queries.membership_of(paule, listed.id) is None


def test_a_member_proposes_and_a_moderator_confirms(world):
    nathalie, sylvie = world.browser(world.nathalie), world.browser(world.sylvie)
    sent = nathalie.post(
        "/clubs/secretaires/proposer",
        email="agnes@exemple.test",
        name="Agnès Roy",
        reason="Agnès, venez !",
    )
    assert sent.location == "/clubs/secretaires/membres"
    world.deliver()
    assert [letter["To"] for letter in letters(world)] == [
        "Sylvie Cariou <sylvie.cariou@exemple.test>"
    ]
    assert "propose d’inviter Agnès Roy" in sylvie.get("/notifications").text
    assert "agnes@exemple.test" in sylvie.get("/clubs/secretaires/demandes").text
    proposal = db.session.query(Proposal).one()
    sylvie.post(f"/clubs/secretaires/propositions/{proposal.id}", accept="1")
    world.deliver()
    to_agnes = next(letter for letter in letters(world) if "agnes" in letter["To"])
    assert "Sylvie Cariou vous invite" in to_agnes["Subject"]
    assert "Agnès, venez !" in to_agnes.text
    assert "a invité Agnès Roy, que vous aviez proposé" in nathalie.get("/notifications").text
    again = sylvie.post(f"/clubs/secretaires/propositions/{proposal.id}", accept="1")
    assert again.status == 404, "it waits no more"


def test_proposals_are_counted_and_not_doubled(world):
    def propose(n):
        operations.propose_member(
            world.secretaries, proposer=world.nathalie, email=f"a{n}@exemple.test", name="A"
        )

    propose(0)
    with pytest.raises(AlreadyKnown):
        propose(0)
    for n in range(1, 10):
        propose(n)
    with pytest.raises(ProposalQuotaReached):
        propose(10)
    assert db.session.get(Club, world.secretaries.id)
