"""Looking after operators, clubs and people, without reading what clubs say."""

import pyotp
import pytest

from app.accounts import operations as accounts
from app.accounts.errors import LastSuperadministrator
from app.accounts.models import User
from app.accounts.queries import administered_operators, has_second_factor
from app.clubs import queries as clubs
from app.clubs.models import Club
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.transaction import atomic
from app.organizations import operations as organizations
from app.organizations.models import Organization
from app.organizations.operations import open_operator
from tests.letters import letters


@pytest.fixture
def operator(world):
    found = world.secretaries.operators[0]
    with atomic():
        world.village.operator = found
    return found


@pytest.fixture
def claire(world, operator):
    """The administrator of the secretaries' operator, member of no club."""
    person = world.person("Claire Petit")
    accounts.appoint_administrator(person, operator=operator, by=None)
    return person


@pytest.fixture
def far(world):
    """The administrator of another operator."""
    person = world.person("Loïc Loin")
    with atomic():
        person.organization = world.organization("Ailleurs", 900)
    other = open_operator("megalis", name="Mégalis Bretagne")
    accounts.appoint_administrator(person, operator=other, by=None)
    return person


PAGES = ["", "/clubs", "/clubs/nouveau", "/personnes", "/invitations", "/journal"]


@pytest.mark.parametrize("page", PAGES)
def test_these_pages_exist_for_administrators_only(world, claire, page):
    path = f"/administration{page}"
    assert world.browser(claire).get(path).status == 200
    for other in (world.nathalie, world.sylvie):
        assert world.browser(other).get(path).status == 404
    lax = world.browser(claire, has_second_factor=False).get(path)
    assert lax.location.startswith("/compte/second-facteur")


def test_administrators_read_nothing_of_a_club(world, claire):
    topic = world.question(title="Un secret de club ?")
    visitor = world.browser(claire)
    assert "Secrétaires de mairie" in visitor.get("/administration/clubs").text
    assert visitor.get(f"/administration/clubs/{world.secretaries.id}").status == 200
    for path in ("/clubs/secretaires", world.address(topic), "/clubs/secretaires/membres"):
        assert visitor.get(path).status == 404
    assert "Un secret" not in visitor.get("/recherche", q="secret").text


def test_going_in_oneself_is_written_where_moderators_read(world, claire):
    visitor = world.browser(claire)
    path = f"/administration/clubs/{world.secretaries.id}/personnes"
    visitor.post(path, email=claire.email, role="member")
    assert visitor.get("/clubs/secretaires").status == 200
    journal = world.browser(world.sylvie).get("/clubs/secretaires/journal").text
    assert "Claire Petit" in journal
    assert "fait entrer dans le club" in journal


def test_a_club_is_founded_with_somebody_to_look_after_it(world, claire, operator):
    visitor = world.browser(claire)
    words = {"slug": "paie", "name": "Paie", "profession": "Paie", "color": "earth"}
    refused = visitor.post("/administration/clubs/nouveau", **words)
    assert refused.status == 422
    assert "au moins une structure" in refused.text
    assert db.session.query(Club).filter_by(slug="paie").count() == 0
    visitor.post(
        "/administration/clubs/nouveau",
        **words,
        operators=[str(operator.id)],
        moderator="agnes@exemple.test",
    )
    club = db.session.query(Club).filter_by(slug="paie").one()
    assert club.operators == [operator]
    world.deliver()
    assert "Paie" in letters(world)[-1]["Subject"]
    taken = visitor.post("/administration/clubs/nouveau", **words, operators=[str(operator.id)])
    assert "déjà cette adresse" in taken.text


def test_other_operators_are_out_of_reach(world, claire, far, operator):
    visitor = world.browser(far)
    club_id, person_id = world.secretaries.id, world.nathalie.id
    for path in (
        f"/administration/clubs/{club_id}",
        f"/administration/personnes/{person_id}",
        f"/administration/structures/{operator.id}",
    ):
        assert world.browser(claire).get(path).status == 200
        assert visitor.get(path).status == 404
    for path in (
        f"/administration/clubs/{club_id}/archive",
        f"/administration/personnes/{person_id}/suspendre",
        f"/administration/structures/{operator.id}/administration",
    ):
        assert visitor.post(path, email=far.email).status == 404
    for page in ("/clubs", "/personnes", "/invitations", "/journal"):
        seen = visitor.get(f"/administration{page}").text
        assert "Secrétaires" not in seen
        assert "Nathalie" not in seen


def test_a_suspended_person_loses_everything_and_gets_it_back(world, claire):
    nathalie, visitor = world.browser(world.nathalie), world.browser(claire)
    assert nathalie.get("/clubs/secretaires").status == 200
    path = f"/administration/personnes/{world.nathalie.id}"
    visitor.post(f"{path}/suspendre", reason="Compte prêté.")
    assert nathalie.get("/clubs/secretaires").status == 302
    assert "suspendue" in visitor.get("/administration/personnes", q="nathalie").text
    assert "Compte prêté." in visitor.get("/administration/journal").text
    visitor.post(f"{path}/retablir")
    assert world.browser(world.nathalie).get("/clubs/secretaires").status == 200


def test_nobody_suspends_herself_nor_the_platforms(world, claire):
    accounts.make_superadministrator(world.nathalie, by=None)
    visitor = world.browser(claire)
    for person in (claire, world.nathalie):
        path = f"/administration/personnes/{person.id}"
        assert visitor.get(path).status == 200
        assert visitor.post(f"{path}/suspendre", reason="x").status == 403
    assert visitor.post(f"{path}/plateforme").status == 403


def test_somebody_is_left_to_look_after_the_platform(world):
    accounts.make_superadministrator(world.nathalie, by=None)
    with pytest.raises(LastSuperadministrator):
        accounts.unmake_superadministrator(world.nathalie, by=None)
    accounts.make_superadministrator(world.christine, by=world.nathalie)
    accounts.unmake_superadministrator(world.nathalie, by=world.christine)
    assert not db.session.get(User, world.nathalie.id).is_superadmin


def test_organizations_are_attached_and_added(world, claire, operator):
    with atomic():
        loose = world.organization("Dijon", 160_000)
        loose.department_code, loose.code = "21", "21231"
    visitor, path = world.browser(claire), f"/administration/structures/{operator.id}"
    empty = visitor.post(f"{path}/collectivites", departments="99", codes="")
    assert empty.status == 422
    assert "Aucune collectivité trouvée" in empty.text
    visitor.post(f"{path}/collectivites", departments="", codes="21231\t21999")
    assert db.session.get(Organization, loose.id).operator_id == operator.id
    wrong = visitor.post(f"{path}/hors-liste", name="Syndicat", population="beaucoup")
    assert wrong.status == 422
    visitor.post(f"{path}/hors-liste", name="Syndicat des eaux", population="12 000")
    added = db.session.query(Organization).filter_by(name="Syndicat des eaux").one()
    assert (added.operator_id, added.population) == (operator.id, 12_000)
    nathalie = world.browser(world.nathalie)
    found = nathalie.get("/compte/collectivites", q="syndicat des").json["items"]
    assert [one["name"] for one in found] == ["Syndicat des eaux"]


def test_an_administrator_is_appointed_and_dismissed(world, claire, operator):
    path = f"/administration/structures/{operator.id}/administration"
    visitor = world.browser(claire)
    unknown = visitor.post(path, email="personne@exemple.test")
    assert unknown.status == 422
    assert "Personne n’a cette adresse" in unknown.text
    visitor.post(path, email=world.nathalie.email)
    assert world.browser(world.nathalie).get("/administration").status == 200
    visitor.post(path, email=world.nathalie.email, dismiss="1")
    assert world.browser(world.nathalie).get("/administration").status == 404
    acts = [entry.act for entry in db.session.query(JournalEntry).order_by(JournalEntry.id)]
    assert acts[-2:] == ["administrator-appointed", "administrator-dismissed"]


def test_lost_factors_are_taken_away_by_an_administrator(world, claire):
    seed = accounts.begin_authenticator(world.nathalie)
    accounts.confirm_authenticator(world.nathalie, code=pyotp.TOTP(seed).now())
    assert has_second_factor(world.nathalie)
    visitor = world.browser(claire)
    visitor.post(f"/administration/personnes/{world.nathalie.id}/seconds-facteurs")
    assert not has_second_factor(world.nathalie)


def test_only_the_platforms_open_operators(world, claire):
    assert world.browser(claire).get("/administration/structures/nouvelle").status == 403
    accounts.make_superadministrator(world.nathalie, by=None)
    visitor = world.browser(world.nathalie)
    assert visitor.get("/administration/structures/nouvelle").status == 200
    made = visitor.post("/administration/structures/nouvelle", name="Maximilien", slug="maximilien")
    assert "Maximilien" in visitor.get(made.location).text


def test_moderators_are_changed_by_the_administration(world, claire):
    path = f"/administration/clubs/{world.secretaries.id}"
    visitor = world.browser(claire)
    visitor.post(f"{path}/personnes", email=world.nathalie.email, role="moderator")
    assert clubs.moderates(world.nathalie, world.secretaries.id)
    assert world.sylvie
    visitor.post(f"{path}/moderation/{world.nathalie.id}")
    assert not clubs.moderates(world.nathalie, world.secretaries.id)
    assert visitor.post(f"{path}/moderation/{world.marc.id}").status == 404


def test_nobody_takes_another_operators_people(world, claire, far, operator):
    thief = world.browser(far)
    other = accounts_operator(far)
    with atomic():
        world.village.department_code = "21"
    path = f"/administration/structures/{other}"
    assert world.browser(claire).get(f"/administration/personnes/{world.nathalie.id}").status == 200
    assert thief.post(f"{path}/collectivites", departments="21", codes="").status == 422
    with atomic():
        outside = organizations.other_organization("Syndicat des eaux", "name")
        outside.operator = operator
    refused = thief.post(f"{path}/hors-liste", name="Syndicat des eaux")
    assert "Une autre structure" in refused.text
    assert thief.get(f"/administration/personnes/{world.nathalie.id}").status == 404
    assert db.session.get(Organization, outside.id).operator_id == operator.id


def test_nobody_signs_strangers_out_by_naming_them(world, claire, far):
    accounts.make_superadministrator(world.christine, by=None)
    root, thief = world.browser(world.christine), world.browser(far)
    path = f"/administration/structures/{accounts_operator(far)}/administration"
    for words in ({}, {"dismiss": "1"}):
        for email in (world.christine.email, world.nathalie.email, "x@exemple.test"):
            answer = thief.post(path, email=email, **words)
            assert "Personne n’a cette adresse" in answer.text
    assert root.get("/clubs/secretaires").status == 200


def test_without_any_operator_the_second_factor_is_asked_too(world):
    accounts.make_superadministrator(world.marc, by=None)
    assert world.browser(world.marc).get("/administration/personnes").status == 200
    lax = world.browser(world.marc, has_second_factor=False)
    assert lax.get("/administration/personnes").location.startswith("/compte/second-facteur")


def accounts_operator(person):
    return administered_operators(person)[0].id
