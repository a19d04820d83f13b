"""Documents found by themselves: by their words and their name, where a text of one's clubs links to them."""

from app.core.rich_text import from_html
from app.forum import operations as forum
from app.knowledge import operations as knowledge
from app.search import index
from tests.files import documents


def found(world, user, query="zorglub", **narrowed):
    world.deliver()
    return world.program(user).get("/api/v1/search", q=query, **narrowed).json


def document(world, user, text="Le mot zorglub", name="Modèle d’arrêté.odt"):
    return world.program(user).upload(documents.odt(text), name).json["url"]


def body(url):
    return from_html(f'<p>Voici : <a href="{url}">mon modèle</a></p>')


def test_a_document_is_found_beside_the_text_that_links_to_it(world):
    url = document(world, world.nathalie)
    topic = world.question(title="Quel arrêté ?", body=body(url))
    answer = found(world, world.christine)
    assert [one["type"] for one in answer["items"]] == ["topic", "file"]
    item = answer["items"][1]
    assert item["title"] == "modele-d-arrete.odt"
    assert item["topic_id"] == topic.id
    assert "<mark>zorglub</mark>" in item["excerpt_html"]
    assert answer["facets"]["kind"] == {"question": 1, "document": 1}
    assert [one["type"] for one in found(world, world.christine, kind="document")["items"]] == [
        "file"
    ]
    page = world.browser(world.christine).get("/recherche", q="modele arrete").text
    assert "joint à" in page
    assert item["url"] in page
    assert world.browser(world.christine).get(item["url"]).status == 200
    assert found(world, world.marc)["total"] == 0


def test_a_document_that_no_text_links_to_any_more_is_found_no_more(world):
    url = document(world, world.nathalie)
    topic = world.question()
    post = world.reply(topic, world.nathalie, body="Voici.")
    forum.edit_post(post, editor=world.nathalie, body=body(url))
    assert found(world, world.christine, kind="document")["total"] == 1
    forum.edit_post(post, editor=world.nathalie, body=from_html("<p>Rien.</p>"))
    assert found(world, world.christine, kind="document")["total"] == 0
    forum.edit_post(post, editor=world.nathalie, body=body(url))
    assert found(world, world.christine, kind="document")["total"] == 1
    forum.delete_post(post)
    assert found(world, world.christine, kind="document")["total"] == 0


def test_the_documents_of_a_procedure_are_found_once_it_is_published(world):
    url = document(world, world.nathalie)
    procedure = world.procedure(body=body(url), is_published=False)
    assert found(world, world.christine, kind="document")["total"] == 0
    knowledge.publish(procedure, by=world.sylvie, note="", seen=procedure.edition)
    assert found(world, world.christine, kind="document")["items"][0]["club"] == "secretaires"
    assert not index.compare().ids


def test_what_is_asked_is_not_answered_by_a_document(world):
    url = document(world, world.nathalie, "Quel arrêté pour le cimetière communal")
    topic = world.question(title="Quel arrêté pour le cimetière communal ?", body=body(url))
    world.deliver()
    nathalie = world.program(world.nathalie)
    near = nathalie.get("/api/v1/search/similar", title="Quel arrêté pour le cimetière ?").json
    assert [one["id"] for one in near["items"]] == [topic.id]
