"""The directory, people's pages, and how belonging ends."""

import pytest

from app.accounts import operations as accounts
from app.accounts.operations import Profile
from app.clubs import operations, queries
from app.clubs.errors import LastModerator
from app.clubs.models import Membership, Role
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.transaction import atomic
from tests.files import pictures
from tests.races import race
from tests.world import counting_queries


def know(user, words, **more):
    accounts.edit_profile(user, Profile(user.name, user.job_title, expertise=words, **more))


def test_people_are_found_by_name_without_accents(world):
    names = ("Nathalie Guérin", "Christine Morel")
    assert world.nathalie.id != world.christine.id != world.marc.id
    page = world.browser(world.sylvie).get("/clubs/secretaires/membres", q="guerin").text
    assert names[0] in page
    assert names[1] not in page
    assert "Marc Dubois" not in page
    assert "Personne ne correspond" in world.browser(world.sylvie).get("/annuaire", q="dubois").text


def test_the_directory_narrows(world):
    know(world.nathalie, "état civil, budget")
    know(world.christine, "Budget")
    city = world.organization("Grandville", 60_000)
    with atomic():
        world.christine.organization = city
        city.epci, city.department = "CC du Lac", "Nièvre"
    sylvie = world.browser(world.sylvie)

    def found(**asked):
        text = sylvie.get("/clubs/secretaires/membres", **asked).text
        text = text[text.index('class="people"') :]
        return {name for name in ("Nathalie", "Christine", "Sylvie") if f"<strong>{name}" in text}

    assert found() == {"Nathalie", "Christine", "Sylvie"}
    assert found(domaine="etat civil") == {"Nathalie"}
    assert found(domaine="BUDGET") == {"Nathalie", "Christine"}
    assert found(taille="50000-up") == {"Christine"}
    assert found(taille="under-500") == {"Nathalie", "Sylvie"}
    assert found(departement="Nièvre") == {"Christine"}
    assert found(epci="CC du Lac", domaine="budget") == {"Christine"}
    assert found(taille="rubbish") == {"Nathalie", "Christine", "Sylvie"}
    page = sylvie.get("/clubs/secretaires/membres").text
    assert "état civil (1)" in page


def test_only_people_with_whom_i_share_a_club(world):
    marc, nathalie = world.marc, world.browser(world.nathalie)
    assert nathalie.get(f"/membres/{world.christine.id}").status == 200
    assert nathalie.get(f"/membres/{marc.id}").status == 404
    assert nathalie.get("/membres/999999").status == 404
    assert "Marc Dubois" not in nathalie.get("/annuaire").text
    operations.add_member(world.archivists, user=world.nathalie)
    assert nathalie.get(f"/membres/{marc.id}").status == 200
    assert "Marc Dubois" in nathalie.get("/annuaire").text
    assert "Marc Dubois" not in nathalie.get("/clubs/secretaires/membres").text


def test_an_address_is_seen_by_those_who_look_after(world):
    path, email = f"/membres/{world.christine.id}", world.christine.email
    operator = world.secretaries.operators[0]
    with atomic():
        world.village.operator = operator
    claire = world.member("Claire Petit", world.secretaries)
    assert email not in world.browser(world.nathalie).get(path).text
    assert email not in world.browser(claire).get(path).text
    assert email in world.browser(world.christine).get(path).text
    assert email in world.browser(world.sylvie).get(path).text
    accounts.appoint_administrator(claire, operator=operator, by=None)
    assert email in world.browser(claire).get(path).text


@pytest.mark.parametrize("count", [1, 3, 20])
def test_the_directory_asks_the_same_questions_for_all(world, count):
    for n in range(count):
        know(world.member(f"Membre {n}", world.secretaries), "budget, paie")
    sylvie = world.browser(world.sylvie)
    sylvie.get("/clubs/secretaires/membres")
    with counting_queries() as asked:
        sylvie.get("/clubs/secretaires/membres")
    assert len(asked) <= 17, asked


def test_a_profile_says_what_one_knows(world):
    nathalie = world.browser(world.nathalie)
    sent = nathalie.post(
        "/compte",
        name="Nathalie Guérin",
        job_title="Secrétaire",
        expertise="Budget, budget , État civil,,",
        presence="lundi",
        ask_about="le recensement",
    )
    assert sent.location == "/compte"
    page = world.browser(world.christine).get(f"/membres/{world.nathalie.id}").text
    assert page.count("Budget") == 1
    assert "le recensement" in page
    many = nathalie.post(
        "/compte", name="N", job_title="S", expertise=",".join(f"d{n}" for n in range(13))
    )
    assert many.status == 422
    assert "douze domaines" in many.text


def test_one_changes_town(world):
    city = world.organization("Grandville", 60_000)
    nathalie = world.browser(world.nathalie)
    found = nathalie.post("/compte/collectivite", organization_name="grandv", search="1").text
    assert "Grandville" in found
    refused = nathalie.post("/compte/collectivite", organization_name="grandv")
    assert refused.status == 422
    nathalie.post("/compte/collectivite", organization_name="grandv", organization=str(city.id))
    assert "Grandville" in world.browser(world.sylvie).get(f"/membres/{world.nathalie.id}").text
    nathalie.post("/compte/collectivite", organization_name="Syndicat X", organization="autre")
    assert "Syndicat X" in world.browser(world.sylvie).get(f"/membres/{world.nathalie.id}").text


def test_a_photo_is_made_anew_and_seen_by_those_who_share_a_club(world):
    nathalie, marc = world.browser(world.nathalie), world.browser(world.marc)
    accounts.set_photo(world.nathalie, content=pictures.picture())
    path = f"/membres/{world.nathalie.id}/photo/{world.nathalie.photo_key}"
    seen = world.browser(world.christine).get(path)
    assert seen.status == 200
    assert seen.headers["Content-Type"] == "image/jpeg"
    assert path in world.browser(world.christine).get("/clubs/secretaires/membres").text
    assert marc.get(path).status == 404
    assert nathalie.get(path).status == 200
    refused = nathalie.post("/compte/photo")
    assert refused.status == 422
    former = world.nathalie.photo_key
    accounts.remove_photo(world.nathalie)
    assert former
    assert nathalie.get(path).status == 404


def test_leaving_ends_access_at_once(world):
    nathalie = world.browser(world.nathalie)
    assert nathalie.get("/clubs/secretaires/quitter").status == 200
    assert nathalie.post("/clubs/secretaires/quitter").location == "/"
    assert nathalie.get("/clubs/secretaires").status == 404
    act = db.session.query(JournalEntry).filter_by(act="member-left").one()
    assert act.user_id == world.nathalie.id


def test_the_last_moderator_stays(world):
    page = world.browser(world.sylvie).post("/clubs/secretaires/quitter")
    assert page.status == 422
    assert "seule personne qui anime" in page.text
    place = queries.membership_of(world.sylvie, world.secretaries.id)
    with pytest.raises(LastModerator):
        operations.change_role(place, role=Role.MEMBER, by=None)
    operations.add_member(world.secretaries, user=world.nathalie, role=Role.MODERATOR)
    assert world.browser(world.sylvie).post("/clubs/secretaires/quitter").status == 302


def test_two_moderators_who_leave_at_once_leave_one(app, world):
    operations.add_member(world.secretaries, user=world.nathalie, role=Role.MODERATOR)
    club_id = world.secretaries.id
    places = [queries.membership_of(user, club_id).id for user in (world.sylvie, world.nathalie)]

    def leave(place_id):
        def run(ready):
            place = db.session.get(Membership, place_id)
            assert place.user
            ready()
            operations.leave_club(place)

        return run

    outcomes = race(app, [leave(one) for one in places])
    assert outcomes.count(None) == 1
    assert sum(isinstance(one, LastModerator) for one in outcomes) == 1


def test_a_moderator_takes_somebody_out(world):
    sylvie, nathalie = world.browser(world.sylvie), world.browser(world.nathalie)
    assert nathalie.get("/clubs/secretaires").status == 200
    path = f"/clubs/secretaires/membres/{world.nathalie.id}/retirer"
    assert sylvie.post(path, reason="Elle a changé de métier.").status == 302
    assert nathalie.get("/clubs/secretaires").status == 404
    journal = sylvie.get("/clubs/secretaires/journal").text
    assert "retire du club" in journal
    assert "Elle a changé de métier." in journal


def test_members_take_nobody_out_and_name_nobody(world):
    nathalie, person_id = world.browser(world.nathalie), world.christine.id
    base = f"/clubs/secretaires/membres/{person_id}"
    assert nathalie.get(f"/membres/{person_id}").status == 200
    assert nathalie.get(f"{base}/retirer").status == 403
    assert nathalie.post(f"{base}/retirer").status == 403
    assert nathalie.post(f"{base}/role", role="moderator").status == 403
    assert nathalie.get("/clubs/secretaires/reglages").status == 403
    assert nathalie.get("/clubs/secretaires/journal").status == 403
    for path in (f"{base}/retirer", f"{base}/role"):
        assert world.browser(world.marc).post(path).status == 404


def test_a_moderator_names_another(world):
    sylvie = world.browser(world.sylvie)
    path = f"/clubs/secretaires/membres/{world.nathalie.id}/role"
    sylvie.post(path, role="moderator")
    assert queries.moderates(world.nathalie, world.secretaries.id)
    sylvie.post(path, role="member")
    assert not queries.moderates(world.nathalie, world.secretaries.id)


def test_the_club_says_what_it_is(world):
    sylvie = world.browser(world.sylvie)
    words = {
        "name": "Secrétaires",
        "profession": "Secrétaire de mairie",
        "description": "Entre nous.",
        "color": "plum",
        "welcome": "Bonjour !\n\n- lisez\n- demandez",
        "rules": "Aucun **nom**.",
        "is_listed": "y",
    }
    assert sylvie.post("/clubs/secretaires/reglages", **words).location.endswith("/reglages")
    about = world.browser(world.nathalie).get("/clubs/secretaires/regles").text
    assert "<li>lisez</li>" in about
    assert "<strong>nom</strong>" in about
    refused = sylvie.post("/clubs/secretaires/reglages", **{**words, "name": " "})
    assert refused.status == 422
    assert "- lisez" in refused.text


def test_an_archived_club_is_read_and_not_written(world):
    topic = world.question(title="Une question d’avant ?")
    nathalie = world.browser(world.nathalie)
    assert nathalie.get("/clubs/secretaires/questions/nouvelle").status == 200
    operations.archive_club(world.secretaries, by=world.sylvie)
    assert nathalie.get(world.address(topic)).status == 200
    assert nathalie.get("/clubs/secretaires/questions/nouvelle").status == 403
    program = world.program(world.nathalie)
    reply = f"/api/v1/topics/{topic.id}/posts"
    assert program.send("POST", reply, {"body_text": "x"}).status == 403
    body = {"body": "x", "client_id": "x"}
    assert program.send("POST", f"/api/v1/rooms/{world.room.id}/messages", body).status == 403
    sylvie = world.browser(world.sylvie)
    assert sylvie.post("/clubs/secretaires/invitations", email="a@exemple.test").status == 403
    operations.reopen_club(world.secretaries, by=world.sylvie)
    assert nathalie.get("/clubs/secretaires/questions/nouvelle").status == 200
