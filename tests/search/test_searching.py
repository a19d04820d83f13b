"""A member finds what was shared, as soon as the worker has seen it."""

from app.core.database import db
from app.forum import operations as forum
from app.forum.models import Topic
from app.forum.operations.tagging import rename_topic
from app.search import index, keeping
from app.search.sources import number_of


def search(world, user, query, **more):
    return world.program(user).get("/api/v1/search", q=query, **more).json


def test_a_week_later_somebody_finds_the_answer(world):
    topic = world.question(
        title="Cimetière : concession abandonnée, par où commencer ?",
        body="Une croix menace de tomber.",
    )
    post = world.reply(topic, body="Il faut trente ans, puis deux procès-verbaux.")
    forum.accept_answer(topic, post=post, chosen_by=world.nathalie, validated=False)
    world.deliver()

    found = search(world, world.christine, "cimetiere concession abandonnee")
    assert found["total"] == 1
    item = found["items"][0]
    assert (item["type"], item["id"], item["topic_id"]) == ("answer", post.id, topic.id)
    assert item["url"] == world.address(topic)
    assert "<mark>" in search(world, world.christine, "procès-verbal")["items"][0]["excerpt_html"]
    page = (
        world.browser(world.christine).get("/recherche", q="cimetiere concession abandonnee").text
    )
    assert "<mark>concession</mark>" in page
    assert "1 résultat" in page


def test_what_changes_is_found_as_it_is_now(world):
    topic = world.question(title="Le vieux titre", tags=["budget"])
    post = world.reply(topic, body="Une réponse éphémère.")
    world.deliver()
    assert search(world, world.christine, "éphémère")["total"] == 1
    assert search(world, world.christine, "titre", tag="budget")["total"] == 1
    forum.delete_post(post)
    rename_topic(topic, title="Le nouveau nom", tags=[])
    world.deliver()
    assert search(world, world.christine, "éphémère")["total"] == 0
    assert search(world, world.christine, "titre", tag="budget")["total"] == 0
    assert search(world, world.christine, "nouveau")["total"] == 1


def test_states_follow_the_topic(world):
    topic = world.question(title="Un quorum ?")
    world.deliver()
    assert search(world, world.christine, "quorum", state="unanswered")["total"] == 1
    post = world.reply(topic)
    world.deliver()
    assert search(world, world.christine, "quorum", state="unanswered")["total"] == 0
    assert search(world, world.christine, "quorum", state="open")["total"] == 1
    forum.accept_answer(topic, post=post, chosen_by=world.nathalie)
    world.deliver()
    assert search(world, world.christine, "quorum", state="answered")["total"] == 1
    assert search(world, world.christine, "quorum", state="open")["total"] == 0


def test_a_topic_gone_from_the_database_is_not_shown(world):
    topic = world.question(title="Un quorum ?")
    world.deliver()
    db.session.delete(db.session.get(Topic, topic.id))
    db.session.commit()
    assert search(world, world.christine, "quorum")["items"] == []


def test_the_check_names_and_repairs_every_difference(world):
    kept, changed, missing = (
        world.question(title=f"Question {word} ?") for word in ("une", "deux", "trois")
    )
    world.deliver()
    assert index.compare().ids == []
    numbers = [missing.id, changed.id]
    index.search_engine().remove([number_of("topic", missing.id)])
    other = world.question(title="Question quatre ?")
    numbers.append(other.id)
    world.deliver()
    db.session.execute(
        db.text("update topic set title = 'Autre' where id = :id"), {"id": changed.id}
    )
    db.session.execute(db.text("delete from topic where id = :id"), {"id": other.id})
    db.session.commit()

    found = keeping.repair()
    assert (found.missing, found.stale, found.orphaned) == tuple(
        {number_of("topic", one)} for one in numbers
    )
    world.deliver()
    assert index.compare().ids == []
    assert search(world, world.christine, "autre")["total"] == 1
    assert number_of("topic", kept.id) in index.search_engine().ids()


def test_rebuilding_changes_nothing_one_sees(world):
    for n in range(5):
        world.question(title=f"Quorum {n} ?")
    world.deliver()
    before = search(world, world.christine, "quorum")
    assert index.rebuild() == 5
    assert search(world, world.christine, "quorum") == before


def test_nothing_found_offers_to_ask(world):
    page = world.browser(world.nathalie).get("/recherche", q="zzz <b>").text
    assert "Rien trouvé pour" in page
    assert "titre=zzz" in page
    assert "<b>" not in page.split("<main")[1]
    assert "Que cherchez-vous" in world.browser(world.nathalie).get("/recherche").text


def test_similar_questions_while_a_title_is_typed(world):
    topic = world.question(title="Quel délai pour reconvoquer le conseil ?")
    world.deliver()
    nathalie = world.browser(world.nathalie)
    near = nathalie.get(
        "/clubs/secretaires/questions/proches", title="délai de convocation du conseil"
    ).text
    assert topic.title[:20] in near
    assert nathalie.get("/clubs/secretaires/questions/proches", title="délai").text.strip() == "", (
        "too short to tell"
    )
    items = (
        world.program(world.nathalie)
        .get("/api/v1/search/similar", title="délai pour reconvoquer", club="secretaires")
        .json["items"]
    )
    assert [item["id"] for item in items] == [topic.id]


def test_highlighting_escapes(world):
    world.question(
        title="Balise <script>alert(1)</script> ?", body="a <img src=x onerror=alert(1)> balise"
    )
    world.deliver()
    page = world.browser(world.nathalie).get("/recherche", q="balise").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<mark>Balise</mark>" in page
