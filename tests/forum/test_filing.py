"""Tags are renamed and merged; clubs offer texts to begin with."""

from functools import partial

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db
from app.core.plain_text import from_plain
from app.forum import operations
from app.forum.errors import TemplateIsThere
from app.forum.models import QuestionTemplate, Tag, TagWatch, Topic
from tests.races import race


def tag_named(name):
    return db.session.query(Tag).filter_by(name=name).one()


def test_a_tag_is_renamed_and_found_under_its_new_name(world):
    topic = world.question(tags=["cimtière"])
    world.deliver()
    sylvie = world.browser(world.sylvie)
    assert "cimtière" in sylvie.get("/clubs/secretaires/etiquettes").text
    sylvie.post(
        f"/clubs/secretaires/etiquettes/{tag_named('cimtière').id}",
        name="cimetière",
        acte="renommer",
    )
    world.deliver()
    assert [tag.name for tag in db.session.get(Topic, topic.id).tags] == ["cimetière"]
    found = world.program(world.nathalie).get("/api/v1/search", q="délai").json
    assert found["facets"]["tag"] == {"cimetière": 1}


def test_two_tags_become_one_with_their_topics_and_followers(world):
    both = world.question(tags=["élus", "conseil"])
    one = world.question(title="Autre ?", tags=["élus"])
    for name, user in (
        ("élus", world.christine),
        ("conseil", world.christine),
        ("élus", world.nathalie),
    ):
        known = {tag.id for tag in db.session.query(Tag) if tag.name == name}
        followed = {row.tag_id for row in db.session.query(TagWatch).filter_by(user_id=user.id)}
        operations.watch_tags(user, club=world.secretaries, tag_ids=known | followed)
    sylvie = world.browser(world.sylvie)
    kept = tag_named("conseil").id
    sylvie.post(
        f"/clubs/secretaires/etiquettes/{tag_named('élus').id}", into=str(kept), acte="fusionner"
    )
    for topic in (both, one):
        assert [tag.name for tag in db.session.get(Topic, topic.id).tags] == ["conseil"]
    watches = {(row.user_id, row.tag_id) for row in db.session.query(TagWatch)}
    assert watches == {(world.christine.id, kept), (world.nathalie.id, kept)}


def test_a_taken_name_makes_one_tag_of_two(world):
    world.question(tags=["élus", "conseil"])
    world.browser(world.sylvie).post(
        f"/clubs/secretaires/etiquettes/{tag_named('élus').id}", name="Conseil", acte="renommer"
    )
    assert [tag.name for tag in db.session.query(Tag)] == ["conseil"]


def test_what_is_wrong_with_a_tag_comes_back(world):
    world.question(tags=["élus"])
    sylvie, tag = world.browser(world.sylvie), tag_named("élus")
    empty = sylvie.post(f"/clubs/secretaires/etiquettes/{tag.id}", name=" ", acte="renommer")
    assert (empty.status, "ne peut pas rester vide" in empty.text) == (422, True)
    alone = sylvie.post(
        f"/clubs/secretaires/etiquettes/{tag.id}", into=str(tag.id), acte="fusionner"
    )
    assert (alone.status, "Choisissez une autre étiquette" in alone.text) == (422, True)
    nathalie = world.browser(world.nathalie)
    assert nathalie.post(f"/clubs/secretaires/etiquettes/{tag.id}", name="x").status == 403
    assert nathalie.get("/clubs/secretaires/etiquettes").status == 403


def test_a_question_begins_with_a_text_of_the_club(world):
    sylvie, nathalie = world.browser(world.sylvie), world.browser(world.nathalie)
    sylvie.post(
        "/clubs/secretaires/modeles",
        name="État civil",
        body="## L’acte\n\n## Ce que j’ai lu",
        format="texte",
    )
    page = nathalie.get("/clubs/secretaires/questions/nouvelle").text
    template = db.session.query(QuestionTemplate).one()
    assert f"modele={template.id}" in page
    assert "## L’acte" not in page
    chosen = nathalie.get("/clubs/secretaires/questions/nouvelle", modele=str(template.id)).text
    assert "## L’acte" in chosen


def test_a_text_begun_is_not_covered_by_one_of_the_club(world):
    template = operations.save_template(
        world.secretaries, name="Acte", body=from_plain("Lequel ?"), by=world.sylvie
    )
    nathalie = world.browser(world.nathalie)
    nathalie.post("/clubs/secretaires/brouillons/question", body="J’écrivais.", format="texte")
    page = nathalie.get("/clubs/secretaires/questions/nouvelle", modele=str(template.id)).text
    assert "J’écrivais." in page
    assert "Lequel ?" not in page


def test_a_text_is_changed_and_taken_away(world):
    sylvie = world.browser(world.sylvie)
    template = operations.save_template(
        world.secretaries, name="Acte", body=from_plain("Lequel ?"), by=world.sylvie
    )
    address = f"/clubs/secretaires/modeles/{template.id}"
    assert "Lequel ?" in sylvie.get(address).text
    sylvie.post(address, name="Acte", body="Quel acte ?", format="texte")
    assert "Quel acte" in db.session.get(QuestionTemplate, template.id).body_html
    again = sylvie.post("/clubs/secretaires/modeles", name="Acte", body="x", format="texte")
    assert (again.status, "existe déjà" in again.text) == (422, True)
    sylvie.post(f"{address}/retirer")
    assert db.session.query(QuestionTemplate).count() == 0


def test_one_name_given_by_many_at_once_is_one(app, world):
    topics = [world.question(title=f"Question {n} ?", tags=[f"état {n}"]) for n in range(16)]
    tags = [topic.tags[0].id for topic in topics]
    club_id, moderator_id = world.secretaries.id, world.sylvie.id

    def rename(tag_id, ready):
        tag, by = db.session.get(Tag, tag_id), db.session.get(User, moderator_id)
        ready()
        operations.rename_tag(tag, name="état civil", by=by)

    def offer(ready):
        club, by = db.session.get(Club, club_id), db.session.get(User, moderator_id)
        ready()
        operations.save_template(club, name="Demande", body=from_plain("Qui ?"), by=by)

    assert race(app, [partial(rename, tag_id) for tag_id in tags]) == [None] * 16
    assert [len(topic.tags) for topic in db.session.query(Topic)] == [1] * 16
    assert [tag.name for tag in db.session.query(Tag)] == ["état civil"]

    outcomes = race(app, [offer] * 16)
    assert outcomes.count(None) == 1
    assert {type(one) for one in outcomes if one} == {TemplateIsThere}
    assert db.session.query(QuestionTemplate).count() == 1
