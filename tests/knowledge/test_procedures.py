"""A procedure, from a blank page to what the club reads, and on to its next version."""

from functools import partial

import pytest

from app.accounts.models import User
from app.core.database import db
from app.core.rich_text import RichText
from app.forum import operations as forum
from app.forum.models import Purpose
from app.knowledge import operations
from app.knowledge.errors import (
    AlreadyPublished,
    CannotDiscard,
    IsRetired,
    NobodyCalled,
)
from app.knowledge.models import Procedure, ProcedureVersion, Stage
from tests.knowledge.asking import PLACE, search, told
from tests.letters import letters
from tests.races import race
from tests.world import procedure_words


def test_from_an_answer_to_what_the_club_reads(world):
    topic = world.question(title="Concession abandonnée ?")
    post = world.reply(topic, body="Deux procès-verbaux, voir CGCT L. 2223-17.")
    forum.accept_answer(topic, post=post, chosen_by=world.nathalie)
    nathalie, sylvie = world.browser(world.nathalie), world.browser(world.sylvie)

    page = nathalie.get(f"{PLACE}/nouvelle", reponse=post.id).text
    assert "Deux procès-verbaux" in page
    assert "Christine Morel, que la page remerciera" in page
    made = nathalie.post(
        f"{PLACE}/nouvelle?reponse={post.id}",
        title="Reprendre une concession abandonnée",
        summary="Pour la commune qui tient son cimetière.",
        tags="Cimetière",
        body="1. Constater l’abandon (CGCT L. 2223-17)\n2. Afficher",
        client_id="une",
    )
    procedure = db.session.query(Procedure).one()
    assert made.location == f"{PLACE}/{procedure.id}/brouillon"
    assert procedure.stage == Stage.DRAFT
    assert [one.byline.name for one in procedure.credits] == ["Christine Morel"]
    assert nathalie.get(procedure.path).location == made.location
    assert "Demander la relecture" in nathalie.get(made.location).text

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
    assert "Dites qui affiche." in nathalie.get(f"{base}/modifier").text

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
    page = nathalie.post(f"{PLACE}/nouvelle", title="Seul", summary="s" * 401, tags="", body="")
    summary = page.text.split('class="error-summary"')[1].split("</div>")[0]
    assert all(f'href="#{field}"' in summary for field in ("tags", "summary", "body"))
    assert 'href="#title"' not in summary
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
    assert "Lire cet autre texte" in page.text
    assert "<ins>" in page.text
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


def test_a_colleagues_save_is_never_overwritten_unseen(world):
    procedure = world.procedure(is_published=False)
    nathalie, base = world.browser(world.nathalie), f"{PLACE}/{procedure.id}"
    typed = {"title": "Le mien", "summary": "s", "tags": "t", "body": "Mes mots"}
    nathalie.post(f"{base}/brouillons", **typed, edition="1", client_id="a", draft_version="0")
    operations.save_procedure(
        procedure, editor=world.sylvie, words=procedure_words("Celui de Sylvie"), seen=1
    )
    page = nathalie.post(f"{base}/modifier", **{**typed, "title": ""}, edition="1")
    assert 'name="edition" type="hidden" value="1"' in page.text, "another refusal hides nothing"
    page = nathalie.get(f"{base}/modifier").text
    assert "Mes mots" in page, "what she had begun comes back"
    assert 'name="edition" type="hidden" value="1"' in page
    assert "Quelqu’un d’autre" in nathalie.post(f"{base}/modifier", **typed, edition="1").text
    assert nathalie.post(f"{base}/modifier", **typed, edition="2").status == 302
    assert "Le mien" in nathalie.get(f"{base}/modifier").text


def test_the_same_words_begin_no_version(world):
    procedure = world.procedure(body="1. Constater\n2. Afficher")
    before = db.session.get(Procedure, procedure.id)
    html = before.body_html.replace("<li>", "<li><p>").replace("</li>", "</p></li>")
    words = operations.Words(
        before.title, before.theme, before.summary, RichText(html, before.body_text)
    )
    operations.save_procedure(procedure, editor=world.nathalie, words=words, seen=1)
    assert db.session.get(Procedure, procedure.id).stage == Stage.PUBLISHED


def test_reopened_with_another_title_it_is_still_being_written(world):
    procedure = world.procedure(body="Pareil")
    operations.save_procedure(
        procedure, editor=world.sylvie, words=procedure_words("Autre titre", "Pareil"), seen=1
    )
    operations.retire(procedure, by=world.sylvie)
    operations.reopen(procedure, by=world.sylvie)
    assert procedure.stage == Stage.DRAFT


def test_a_draft_is_seen_by_those_who_work_on_it_alone(world):
    procedure = world.procedure(is_published=False, title="Encore secrète")
    address = f"{PLACE}/{procedure.id}"
    for user, expected in ((world.nathalie, 200), (world.sylvie, 200), (world.christine, 404)):
        visitor = world.browser(user)
        assert visitor.get(procedure.path).status == (302 if expected == 200 else 404)
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
    assert nathalie.get(f"{PLACE}/{published.id}/effacer").location == published.path
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
