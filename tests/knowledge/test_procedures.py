"""A procedure, from a blank page to what the club reads, and on to its next version."""

from datetime import timedelta
from functools import partial

import pytest

from app.accounts.models import User
from app.clubs.models import Role
from app.core import clock
from app.core.database import db
from app.files.operations import upload
from app.forum import operations as forum
from app.forum.models import Purpose
from app.knowledge import operations, queries
from app.knowledge.errors import (
    AlreadyPublished,
    CannotDiscard,
    IsRetired,
    NobodyCalled,
)
from app.knowledge.models import Procedure, ProcedureVersion, Stage
from app.notifications.models import Notification
from tests.files import pictures
from tests.letters import letters
from tests.races import race
from tests.world import counting_queries, procedure_words

PLACE = "/clubs/secretaires/procedures"


def told(world, user):
    world.deliver()
    rows = db.session.query(Notification).filter_by(user_id=user.id).order_by(Notification.id)
    return [one.key.partition(".")[0] for one in rows]


def test_from_an_answer_to_what_the_club_reads(world):
    topic = world.question(title="Concession abandonnée ?")
    post = world.reply(topic, body="Deux procès-verbaux, voir CGCT L. 2223-17.")
    forum.accept_answer(topic, post=post, chosen_by=world.nathalie)
    nathalie, sylvie = world.browser(world.nathalie), world.browser(world.sylvie)

    page = nathalie.get(f"{PLACE}/nouvelle", reponse=post.id).text
    assert "Deux procès-verbaux" in page
    assert "Christine Morel, qui sera remercié" in page
    made = nathalie.post(
        f"{PLACE}/nouvelle?reponse={post.id}",
        title="Reprendre une concession abandonnée",
        summary="Pour la commune qui tient son cimetière.",
        tags="Cimetière",
        body="1. Constater l’abandon (CGCT L. 2223-17)\n2. Afficher",
        client_id="une",
    )
    procedure = db.session.query(Procedure).one()
    assert made.location == procedure.path
    assert procedure.stage == Stage.DRAFT
    assert [one.byline.name for one in procedure.credits] == ["Christine Morel"]
    assert "Ce brouillon n’est lu que par vous" in nathalie.get(procedure.path).text

    base = f"{PLACE}/{procedure.id}"
    assert nathalie.post(f"{base}/publier", note="x", edition="1").status == 403
    nathalie.post(f"{base}/relecture")
    assert told(world, world.sylvie) == ["approve"]
    assert "Relire et publier" in sylvie.get(f"{base}/publier").text
    assert sylvie.post(f"{base}/publier", acte="renvoyer", note="", edition="1").status == 422
    sylvie.post(f"{base}/publier", acte="renvoyer", note="Dites qui affiche.", edition="1")
    assert db.session.get(Procedure, procedure.id).stage == Stage.DRAFT
    assert "sentback" in told(world, world.nathalie)
    assert "Dites qui affiche." in letters(world)[-1].text

    saved = nathalie.post(
        f"{base}/modifier",
        title="Reprendre une concession abandonnée",
        summary="Pour la commune qui tient son cimetière.",
        tags="cimetiere",
        body="1. Constater l’abandon (CGCT L. 2223-17)\n2. Le maire affiche",
        edition="1",
    )
    assert saved.location == f"{base}/brouillon"
    done = sylvie.post(f"{base}/publier", acte="publier", note="", edition="2")
    assert done.location == procedure.path
    world.deliver()
    page = world.browser(world.christine).get(procedure.path).text
    assert "Le maire affiche" in page
    assert "D’après une réponse de Christine Morel" in page
    assert "CGCT, art. L. 2223-17" in page.replace("\u202f", " ").replace("\xa0", " ")
    assert "À jour" in page
    assert "credited" in told(world, world.christine)
    assert "published" in told(world, world.nathalie)
    assert "devenue une procédure" in nathalie.get(world.address(topic)).text
    assert procedure.path in nathalie.get(PLACE).text


def test_what_is_read_stays_until_the_next_version(world):
    procedure = world.procedure(title="Reprendre une concession", body="1. Le maire affiche")
    base = f"{PLACE}/{procedure.id}"
    nathalie, sylvie = world.browser(world.nathalie), world.browser(world.sylvie)
    christine = world.browser(world.christine)
    christine.post(f"{base}/adopter", variant="Nous affichons aussi à la mairie annexe.")
    page = nathalie.get(procedure.path).text
    assert "mairie annexe" in page
    assert "Saint-Loup-des-Prés" in page
    operations.save_procedure(
        procedure,
        editor=world.nathalie,
        words=procedure_words("Reprendre une concession", "1. Constater\n2. Attendre un an"),
        seen=1,
    )
    assert "Le maire affiche" in christine.get(procedure.path).text, "the club reads version 1"
    assert "Attendre un an" not in christine.get(procedure.path).text
    assert "note" in sylvie.post(f"{base}/publier", acte="publier", note="", edition="2").text
    sylvie.post(f"{base}/publier", acte="publier", note="Le délai est d’un an.", edition="2")
    assert "version" in told(world, world.christine)
    versions = christine.get(f"{base}/versions").text
    assert "Le délai est d’un an." in versions
    both = christine.get(f"{base}/comparer", de=1, a=2).text
    assert "<del>" in both
    assert "<ins>" in both
    assert "n’est plus en usage" in christine.get(f"{base}/versions/1").text


def test_what_is_refused_comes_back_with_its_reason(world):
    nathalie = world.browser(world.nathalie)
    page = nathalie.post(
        f"{PLACE}/nouvelle", title="", summary="s", tags="t", body="Mon texte gardé"
    )
    assert page.status == 422
    assert "Mon texte gardé" in page.text
    assert "Titre : Ce champ ne peut pas rester vide." in page.text.replace("\xa0", " ")
    procedure = world.procedure(is_published=False)
    operations.save_procedure(
        procedure, editor=world.sylvie, words=procedure_words("Autre titre"), seen=1
    )
    page = nathalie.post(
        f"{PLACE}/{procedure.id}/modifier",
        title="Le mien",
        summary="s",
        tags="t",
        body="Mes mots",
        edition="1",
    )
    assert page.status == 422
    assert "Quelqu’un d’autre a enregistré" in page.text
    assert "Mes mots" in page.text
    assert 'name="edition" type="hidden" value="2"' in page.text
    done = nathalie.post(
        f"{PLACE}/{procedure.id}/modifier",
        title="Le mien",
        summary="s",
        tags="t",
        body="Mes mots",
        edition="2",
    )
    assert done.status == 302


def test_a_draft_is_seen_by_those_who_work_on_it_alone(world):
    procedure = world.procedure(is_published=False, title="Encore secrète")
    address = f"{PLACE}/{procedure.id}"
    for user, expected in ((world.nathalie, 200), (world.sylvie, 200), (world.christine, 404)):
        visitor = world.browser(user)
        assert visitor.get(procedure.path).status == expected
        assert visitor.get(f"{address}/brouillon").status == expected
        assert ("Encore secrète" in visitor.get(PLACE).text) == (expected == 200)
        assert world.program(user).get(f"/api/v1/procedures/{procedure.id}").status == expected
    operations.name_carers(procedure, by=world.sylvie, owner="", referee="christine morel")
    assert world.browser(world.christine).get(f"{address}/publier").status == 200
    assert world.browser(world.christine).post(f"{address}/responsables", owner="x").status == 403
    with pytest.raises(NobodyCalled):
        operations.name_carers(procedure, by=world.sylvie, owner="Marc Dubois", referee="")


def test_what_was_never_read_can_be_thrown_away_and_the_rest_retired(world):
    drafted = world.procedure(is_published=False)
    address = drafted.path
    nathalie, sylvie = world.browser(world.nathalie), world.browser(world.sylvie)
    assert "Personne ne l’a lu" in nathalie.get(f"{PLACE}/{drafted.id}/effacer").text
    nathalie.post(f"{PLACE}/{drafted.id}/effacer")
    assert nathalie.get(address).status == 404
    published = world.procedure(title="Durable")
    assert nathalie.get(f"{PLACE}/{published.id}/effacer").status == 404
    with pytest.raises(CannotDiscard):
        operations.discard(published)
    world.deliver()
    assert search(world, "durable")["total"] == 1
    assert nathalie.post(f"{PLACE}/{published.id}/retirer").status == 403
    sylvie.post(f"{PLACE}/{published.id}/retirer")
    world.deliver()
    assert search(world, "durable")["total"] == 0
    assert "est retirée" in nathalie.get(published.path).text
    assert "Durable" in nathalie.get(PLACE, retirees=1).text
    with pytest.raises(IsRetired):
        operations.adopt(db.session.get(Procedure, published.id), user=world.christine, variant="")
    sylvie.post(f"{PLACE}/{published.id}/retablir")
    world.deliver()
    assert search(world, "durable")["total"] == 1


def search(world, query):
    return world.program(world.christine).get("/api/v1/search", q=query).json


def test_search_finds_the_version_that_is_read_before_other_answers(world):
    topic = world.question(title="Concession abandonnée au cimetière ?")
    post = world.reply(topic, body="Concession abandonnée : deux procès-verbaux.")
    forum.accept_answer(topic, post=post, chosen_by=world.sylvie, validated=True)
    procedure = world.procedure(
        title="Concession abandonnée au cimetière",
        body="Concession abandonnée : deux procès-verbaux.",
    )
    world.deliver()
    items = search(world, "concession abandonnee")["items"]
    assert [one["type"] for one in items] == ["procedure", "answer"]
    assert items[0]["url"] == procedure.path
    assert items[0]["validity"] == "current"
    near = world.program(world.christine).get(
        "/api/v1/search/similar", title="Concession abandonnée, que faire ?"
    )
    assert "procedure" in [one["type"] for one in near.json["items"]]
    page = world.browser(world.christine).get("/recherche", q="concession", kind="procedure").text
    assert procedure.path in page
    assert world.address(topic) not in page
    operations.save_procedure(
        procedure, editor=world.nathalie, words=procedure_words("Brouillon", "Mot inédit"), seen=1
    )
    world.deliver()
    assert search(world, "inédit")["total"] == 0


def test_comments_are_told_and_taken_away(world):
    procedure = world.procedure()
    christine = world.browser(world.christine)
    said = christine.post(
        f"{PLACE}/{procedure.id}/commentaires", body="Merci @Sylvie Cariou, chez nous aussi."
    )
    comment = db.session.scalars(queries.comments_on(procedure)).one()
    assert said.location == f"{procedure.path}#commentaire-{comment.id}"
    assert told(world, world.nathalie)[-1] == "comment"
    assert told(world, world.sylvie)[-1] == "mention"
    assert christine.post(f"{PLACE}/{procedure.id}/commentaires", body=" ").status == 422
    where = f"{PLACE}/commentaires/{comment.id}/supprimer"
    assert world.browser(world.nathalie).post(where).status == 403
    assert world.browser(world.sylvie).get(where).status == 200
    christine.post(where)
    assert "chez nous aussi" not in christine.get(procedure.path).text
    assert "comment" not in told(world, world.nathalie)


def test_a_doubt_and_a_changed_law_reach_the_procedure(world):
    procedure = world.procedure(body="Selon le CGCT, art. L. 2223-17, affichez.")
    world.browser(world.christine).post(f"{PLACE}/{procedure.id}/adopter", variant="")
    christine, sylvie = world.browser(world.christine), world.browser(world.sylvie)
    christine.post(f"{PLACE}/{procedure.id}/doute", reason="Le délai a changé.")
    assert "Le délai a changé." in christine.get(procedure.path).text
    assert procedure.path in sylvie.get("/clubs/secretaires/a-revoir").text
    assert told(world, world.nathalie)[-1] == "doubt"
    world.browser(world.nathalie).post(f"{PLACE}/{procedure.id}/toujours-vrai")
    assert "À revoir" not in christine.get(procedure.path).text
    sylvie.post(
        "/clubs/secretaires/droit",
        text="CGCT L. 2223-17",
        changed_on=clock.local(clock.now()).date().isoformat(),
    )
    assert "À revoir" in christine.get(procedure.path).text
    assert told(world, world.christine)[-1] == "doubt", "who works that way is told"
    assert search(world, "affichez")["items"][0]["validity"] == "to_review"
    other = world.procedure(title="La nouvelle")
    assert christine.post(f"{PLACE}/{procedure.id}/validite", acte="perimer").status == 403
    sylvie.post(f"{PLACE}/{procedure.id}/validite", acte="perimer", instead=other.path)
    page = christine.get(procedure.path).text
    assert "Remplacé" in page
    assert other.path in page


def test_a_masked_author_is_thanked_by_her_label_alone(world):
    for n in range(10):
        world.member(f"Membre {n}", world.secretaries)
    topic = world.question(besides=forum.Besides(is_anonymous=True))
    mine, _ = forum.add_post(
        topic,
        author=world.nathalie,
        body=procedure_words("x", "Je réponds moi-même.").body,
        besides=forum.Besides(is_anonymous=True),
    )
    forum.accept_answer(topic, post=mine, chosen_by=world.nathalie)
    procedure = world.procedure(world.christine, source=mine)
    assert procedure.credits[0].user_id is None
    world.deliver()
    page = world.browser(world.christine).get(procedure.path).text
    assert "Un membre du club" in page
    assert "Nathalie" not in page.split("<main")[1]
    assert (
        "Nathalie"
        not in world.program(world.christine).get(f"/api/v1/procedures/{procedure.id}").text
    )


def test_files_stay_as_long_as_a_version_shows_them(world):
    picture, _ = upload(world.nathalie, name="plan.png", content=pictures.picture())
    shown = procedure_words("Avec image", f"![plan]({picture.path})")
    made, _ = operations.draft_procedure(world.secretaries, author=world.nathalie, words=shown)
    operations.publish(made, by=world.sylvie, note="", seen=1)
    operations.save_procedure(
        made, editor=world.nathalie, words=procedure_words("Sans image"), seen=1
    )
    operations.publish(made, by=world.sylvie, note="Sans image.", seen=2)
    assert world.browser(world.christine).get(picture.path).status == 200
    assert world.browser(world.marc).get(picture.path).status == 404


def test_a_club_offers_models_of_its_own(world):
    forum.save_template(
        world.secretaries,
        name="Fiche courte",
        body=procedure_words("x", "## Objet du club").body,
        by=world.sylvie,
        purpose=Purpose.PROCEDURE,
    )
    model = forum.save_template(
        world.secretaries,
        name="Question",
        body=procedure_words("x", "## Ma situation").body,
        by=world.sylvie,
    )
    nathalie = world.browser(world.nathalie)
    page = nathalie.get(f"{PLACE}/nouvelle").text
    assert "Fiche courte" in page
    assert f"modele={model.id}" not in page
    assert "Quand s’en servir" in page, "without a model of the club, ours"
    assert "Fiche courte" not in nathalie.get("/clubs/secretaires/questions/nouvelle").text


def test_one_of_many_who_publish_at_once_makes_the_version(app, world):
    procedure_id = world.procedure(is_published=False).id
    sylvie_id = world.sylvie.id

    def publish(ready, number):
        found, by = db.session.get(Procedure, procedure_id), db.session.get(User, sylvie_id)
        ready()
        operations.publish(found, by=by, note=f"Tour {number}", seen=number)

    for number in range(1, 31):
        outcomes = race(app, [partial(publish, number=number)] * 16)
        assert outcomes.count(None) == 1
        assert {type(one) for one in outcomes} - {type(None)} == {AlreadyPublished}
        procedure = db.session.get(Procedure, procedure_id, populate_existing=True)
        assert procedure.version_number == number
        words = procedure_words(f"Titre {number}")
        operations.save_procedure(procedure, editor=world.sylvie, words=words, seen=number)
    assert db.session.query(ProcedureVersion).count() == 30


def test_lists_ask_the_same_whatever_their_length(world):
    nathalie = world.browser(world.nathalie)
    world.procedure(title="Une")
    with counting_queries() as few:
        nathalie.get(PLACE)
    for n in range(12):
        world.procedure(title=f"Procédure {n}", author=world.christine)
    with counting_queries() as many:
        page = nathalie.get(PLACE).text
    assert len(many) == len(few)
    assert "Voir les 13 procédures" in page.replace("\xa0", " ")
    assert "Procédure 11" in nathalie.get(PLACE, theme="cimetiere").text


def test_the_day_of_review_is_chosen_and_comes(world, monkeypatch):
    procedure = world.procedure(is_published=False)
    day = clock.local(clock.now()).date()
    page = world.browser(world.sylvie).post(
        f"{PLACE}/{procedure.id}/publier",
        edition="1",
        acte="publier",
        review_on=day.isoformat(),
    )
    assert page.status == 422
    assert "Choisissez un jour à venir" in page.text
    world.browser(world.sylvie).post(
        f"{PLACE}/{procedure.id}/publier",
        edition="1",
        acte="publier",
        review_on=(day + timedelta(days=2)).isoformat(),
    )
    assert "À revoir" not in world.browser(world.christine).get(procedure.path).text
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "À revoir" in world.browser(world.christine).get(procedure.path).text
    assert "passée" in world.browser(world.sylvie).get("/clubs/secretaires/a-revoir").text


def test_the_api_begins_and_lists_procedures(world):
    program = world.program(world.christine)
    sent = {
        "title": "Par un programme",
        "theme": "État civil",
        "summary": "Pour essayer.",
        "body_html": "<ol><li>Un</li></ol>",
        "client_id": "a",
    }
    made = program.send("POST", "/api/v1/clubs/secretaires/procedures", sent)
    assert (made.status, made.json["stage"], made.json["version"]) == (201, "draft", 0)
    again = program.send("POST", "/api/v1/clubs/secretaires/procedures", sent)
    assert (again.status, again.json["id"]) == (200, made.json["id"])
    listed = program.get("/api/v1/clubs/secretaires/procedures").json
    assert listed == {"items": [], "next": None}
    drafts = program.get("/api/v1/clubs/secretaires/procedures", state="draft").json["items"]
    assert [one["id"] for one in drafts] == [made.json["id"]]
    found = db.session.get(Procedure, made.json["id"])
    operations.publish(found, by=world.sylvie, note="", seen=1)
    listed = program.get("/api/v1/clubs/secretaires/procedures", theme="etat civil").json["items"]
    assert [one["version"] for one in listed] == [1]
    versions = program.get(f"/api/v1/procedures/{found.id}/versions").json["items"]
    assert [one["note"] for one in versions] == ["Première version"]
    bad = program.send(
        "POST",
        "/api/v1/clubs/secretaires/procedures",
        {**sent, "client_id": "b", "source_post_id": 999999},
    )
    assert bad.status == 404


def test_a_moderator_of_another_club_reaches_nothing(world):
    procedure = world.procedure()
    world.member("Second", world.archivists, Role.MODERATOR)
    assert world.browser(world.nathalie).get(procedure.path).status == 200
    assert world.browser(world.marc).get(procedure.path).status == 404
