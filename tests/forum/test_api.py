"""The forum for programs."""

from app.core import api
from app.core.database import db
from app.forum.models import Topic


def test_the_story_by_api(world):
    nathalie, christine = world.program(world.nathalie), world.program(world.christine)

    me = nathalie.get("/api/v1/me").json
    assert me["clubs"] == [
        {"slug": "secretaires", "name": "Secrétaires de mairie", "role": "member"}
    ]
    asked = nathalie.send(
        "POST",
        "/api/v1/clubs/secretaires/topics",
        {
            "kind": "question",
            "title": "Quel délai ?",
            "body_text": "Pour afficher.",
            "tags": ["état_civil"],
        },
    )
    assert asked.status == 201
    topic = asked.json
    assert topic["author"] == {
        "id": world.nathalie.id,
        "name": "Nathalie Guérin",
        "job_title": "Secrétaire de mairie",
        "organization": "Saint-Loup-des-Prés",
        "bracket": "under-500",
    }
    assert (topic["state"], topic["tags"], topic["club"]) == ("open", ["état civil"], "secretaires")

    replied = christine.send(
        "POST", f"/api/v1/topics/{topic['id']}/posts", {"body_html": "<p>Trois <b>jours</b></p>"}
    )
    assert replied.status == 201
    assert replied.json["body_html"] == "<p>Trois <strong>jours</strong></p>"
    chosen = nathalie.send(
        "PUT", f"/api/v1/topics/{topic['id']}/answer", {"post_id": replied.json["id"]}
    )
    assert (chosen.status, chosen.json["state"]) == (200, "answered")
    posts = nathalie.get(f"/api/v1/topics/{topic['id']}/posts").json["items"]
    assert [(post["number"], post["accepted"]) for post in posts] == [(1, False), (2, True)]
    edited = christine.send("PATCH", f"/api/v1/posts/{posts[1]['id']}", {"body_text": "Quatre"})
    assert edited.json["body_html"] == "<p>Quatre</p>"
    assert nathalie.send("DELETE", f"/api/v1/topics/{topic['id']}/answer").status == 204
    assert christine.send("DELETE", f"/api/v1/posts/{posts[1]['id']}").status == 204
    assert nathalie.get(f"/api/v1/topics/{topic['id']}").json["replies"] == 0


def test_a_repeat_answers_with_what_is_stored(world):
    nathalie = world.program(world.nathalie)
    body = {"title": "Une fois ?", "body_text": "Oui.", "client_id": "c-1"}

    first = nathalie.send("POST", "/api/v1/clubs/secretaires/topics", body)
    again = nathalie.send("POST", "/api/v1/clubs/secretaires/topics", body)

    assert (first.status, again.status) == (201, 200)
    assert first.json == again.json
    assert db.session.query(Topic).count() == 1


def test_lists_filter_and_go_on(world):
    for n in range(5):
        world.question(title=f"Numéro {n} ?", tags=["budget"] if n % 2 else [])
    nathalie = world.program(world.nathalie)

    page = nathalie.get("/api/v1/clubs/secretaires/topics", limit=3, sort="created").json
    rest = nathalie.get(
        "/api/v1/clubs/secretaires/topics", limit=3, sort="created", cursor=page["next"]
    ).json
    assert [item["title"] for item in page["items"] + rest["items"]] == [
        f"Numéro {n} ?" for n in (4, 3, 2, 1, 0)
    ]
    assert rest["next"] is None
    tagged = nathalie.get("/api/v1/clubs/secretaires/topics", tag="budget").json["items"]
    assert {item["title"] for item in tagged} == {"Numéro 1 ?", "Numéro 3 ?"}
    assert (
        len(nathalie.get("/api/v1/clubs/secretaires/topics", state="unanswered").json["items"]) == 5
    )
    assert nathalie.get("/api/v1/clubs/secretaires/topics", state="answered").json["items"] == []


def test_wrong_input_is_a_problem_document(world):
    nathalie = world.program(world.nathalie)
    for body, status in [
        ({"title": "", "body_text": "x"}, 422),
        ({"title": "x"}, 422),
        ({"title": "x", "body_text": "x", "body_html": "x"}, 422),
        ({"title": "x", "body_text": "x", "is_admin": True}, 422),
        ({"title": "x", "body_text": "  "}, 422),
        ({"title": "x", "body_text": "x", "kind": "annonce"}, 403),
        (None, 400),
    ]:
        answer = nathalie.send("POST", "/api/v1/clubs/secretaires/topics", body)
        assert answer.status == status, (body, answer.text)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json["status"] == status
    assert nathalie.get("/api/v1/clubs/secretaires/topics", limit=101).status == 422
    assert nathalie.get("/api/v1/clubs/secretaires/topics", cursor="nonsense").status == 422


def test_a_cookie_alone_does_not_change_anything_from_another_site(world):
    nathalie = world.browser(world.nathalie)
    body = {"title": "Quoi ?", "body_text": "x"}
    refused = nathalie.send("POST", "/api/v1/clubs/secretaires/topics", body)
    assert refused.status == 400
    assert nathalie.get("/api/v1/me").status == 200


def test_the_description_names_every_path_of_the_contract(world):
    spec = world.program(world.nathalie).get("/api/v1/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    assert {
        "/api/v1/me",
        "/api/v1/clubs",
        "/api/v1/clubs/{slug}",
        "/api/v1/clubs/{slug}/topics",
        "/api/v1/topics/{topic_id}",
        "/api/v1/topics/{topic_id}/posts",
        "/api/v1/posts/{post_id}",
        "/api/v1/topics/{topic_id}/answer",
    } <= set(spec["paths"])
    assert world.browser(world.nathalie).get("/api/v1/docs").status == 200


def test_odd_numbers_and_characters_are_not_found_or_refused(world):
    nathalie = world.program(world.nathalie)
    for path in (
        "/api/v1/topics/99999999999999999999",
        "/api/v1/rooms/99999999999999999999/messages",
        "/api/v1/clubs/a%00b",
    ):
        assert nathalie.get(path).status == 404, path
    assert nathalie.send("POST", "/api/v1/notifications/read", {"ids": [10**21]}).status == 422
    assert nathalie.get("/api/v1/notifications", cursor="a\0").status in {404, 422}
    body = {"title": "x", "body_text": "x", "client_id": "a\0b"}
    assert nathalie.send("POST", "/api/v1/clubs/secretaires/topics", body).status == 422
    assert (
        world.browser(world.nathalie).get("/clubs/secretaires/questions", etiquette="\0").status
        == 404
    )


def test_a_program_writes_six_hundred_times_a_minute(world, monkeypatch):
    monkeypatch.setattr(api, "WRITES_A_MINUTE", 3)
    api._writes.clear()
    nathalie = world.program(world.nathalie)
    answers = [nathalie.send("POST", "/api/v1/notifications/read", {}) for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert nathalie.get("/api/v1/me").status == 200
