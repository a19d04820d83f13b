"""What becomes of a procedure once it is read: found, commented, doubted, adopted, listed."""

from datetime import timedelta

from app.clubs.models import Role
from app.core import clock
from app.core.database import db
from app.files.operations import upload
from app.forum import operations as forum
from app.knowledge import operations, queries
from app.knowledge.models import Procedure
from app.search import index
from tests.files import pictures
from tests.files.documents import written_pdf
from tests.knowledge.asking import PLACE, search, told
from tests.world import counting_queries, procedure_words


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


def test_lists_ask_the_same_whatever_their_length(world):
    nathalie = world.browser(world.nathalie)
    world.procedure(title="Une")
    nathalie.get(PLACE)  # what every page keeps is kept now
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


def test_what_only_a_draft_says_is_found_by_nobody(world):
    """Neither its words, nor those of its documents, nor its shelf."""
    procedure = world.procedure(title="Lisible")
    paper, _ = upload(world.nathalie, name="note.pdf", content=written_pdf("motsecret"))
    words = operations.Words(
        "Titre caché", "Rayon caché", "Caché.", procedure_words("x", f"[note]({paper.path})").body
    )
    operations.save_procedure(procedure, editor=world.nathalie, words=words, seen=1)
    world.deliver()
    index.rebuild()
    assert search(world, "lisible")["total"] == 1
    assert search(world, "motsecret")["total"] == search(world, "caché")["total"] == 0
    page = world.browser(world.christine).get(PLACE).text
    assert "Lisible" in page
    assert "caché" not in page.lower()
    operations.publish(procedure, by=world.sylvie, note="Nouvelle.", seen=2)
    world.deliver()
    found = search(world, "motsecret")["items"]
    assert [one["type"] for one in found] == ["procedure", "file"]
    assert "Rayon caché" in world.browser(world.christine).get(PLACE).text


def test_any_page_number_is_a_page(world):
    world.procedure()
    page = world.browser(world.christine).get(PLACE, theme="cimetiere", page="9" * 30)
    assert page.status == 200


def test_a_theme_that_is_gone_is_said_and_a_long_index_is_searched(world):
    for n in range(9):
        world.procedure(title=f"Procédure {n}")
    page = world.browser(world.nathalie).get(PLACE, theme="disparu").text
    assert "Ce thème n’existe pas, ou plus" in page
    assert "Procédure 3" in page
    whole = world.browser(world.nathalie).get(PLACE).text
    assert "Ce thème n’existe pas" not in whole
    assert 'name="kind" value="procedure"' in whole
    world.deliver()
    found = world.browser(world.nathalie).get(
        "/recherche", q="procédure", kind="procedure", club="secretaires"
    )
    assert "</mark> 3" in found.text


def test_retired_procedures_go_on_over_pages(world):
    for n in range(41):
        operations.retire(world.procedure(title=f"Retirée {n:02}"), by=world.sylvie)
    nathalie = world.browser(world.nathalie)
    first, second = (nathalie.get(PLACE, retirees=1, page=page).text for page in (1, 2))
    assert "Retirée 39" in first
    assert "Retirée 40" not in first
    assert "Retirée 40" in second
    assert "retirees=1" in first


def test_each_asking_is_told(world):
    procedure = world.procedure(is_published=False)
    for _ in range(2):
        operations.ask_for_approval(procedure, by=world.nathalie)
        operations.send_back(procedure, by=world.sylvie, reason="Encore.")
        world.deliver()
    assert told(world, world.nathalie) == ["sentback", "sentback"]
    operations.discard(procedure)
    assert told(world, world.nathalie) == []


def test_the_last_draft_of_a_procedure_that_was_stored_brings_nothing_back(world):
    nathalie = world.browser(world.nathalie)
    typed = {"title": "Reprendre", "tags": "Cimetière", "summary": "Pour qui.", "client_id": "a1"}
    kept = nathalie.post(f"{PLACE}/brouillons/nouvelle", **typed, body="1. Arpenter")
    assert kept.json["version"] == 1
    stored = nathalie.post(f"{PLACE}/nouvelle", **typed, body="1. Arpenter", draft_version="1")
    assert stored.status == 302
    late = nathalie.post(
        f"{PLACE}/brouillons/nouvelle", **typed, body="1. Arpenter", draft_version="1"
    )
    assert late.json == {"said": "", "version": 0}
    assert "Arpenter" not in nathalie.get(f"{PLACE}/nouvelle").text
