"""What you may not reach does not exist: every address, for everyone who is not in the club."""

import re
import time
from statistics import median
from urllib.parse import quote_plus

import pytest

from app.accounts import operations as accounts
from app.clubs import operations as clubs
from app.clubs.queries import membership_of
from app.core.transaction import atomic
from app.organizations.operations import open_operator
from tests.architecture.secret_club import CANARY, fill
from tests.architecture.test_closed_door import filled

FOR_OUTSIDERS = {"clubs.ask_to_join"}
"""Pages of a listed club for those who are not in it; the club of this test is not listed."""


@pytest.fixture
def secret(world):
    return fill(world)


def addresses(app, ids, method):
    for rule in app.url_map.iter_rules():
        if method not in rule.methods or not rule.arguments & set(ids):
            continue
        if rule.endpoint.startswith(("static", "site", "accounts", "notifications")):
            continue
        with app.test_request_context():
            values = {key: value for key, value in ids.items() if key in rule.arguments}
            if rule.arguments <= set(values):
                yield rule.endpoint, rule.build(values)[1]


def test_members_of_the_club_do_see_it(app, world, secret):
    """The refusals below mean something only if there is something to see."""
    for visitor in (world.browser(world.sylvie), world.program(world.sylvie)):
        seen, opened = 0, set()
        for endpoint, path in addresses(app, secret, "GET"):
            if ("/api/" in path) == bool(visitor.headers):
                answer = visitor._ask("GET", path)
                is_elsewhere = endpoint in FOR_OUTSIDERS or endpoint.startswith("administration")
                expected = {404} if is_elsewhere else {200, 302, 403}
                assert answer.status in expected, path
                seen += CANARY in answer.text
                opened |= {endpoint} if answer.status == 200 else set()
        assert visitor.headers or {"files.file", "files.document", "files.first_page"} <= opened
        assert seen >= (3 if visitor.headers else 4)


def outsiders(world):
    former = world.member("Ancienne Membre", world.secretaries)
    clubs.end_membership(membership_of(former, world.secretaries.id))
    far = world.person("Administratrice Ailleurs")
    with atomic():
        far.organization = world.organization("Ailleurs", 900)
    accounts.appoint_administrator(far, operator=open_operator("far", name="Far"), by=None)
    return {
        "moderator of another club": world.marc,
        "member of another club": world.member("Autre Archiviste", world.archivists),
        "administrator of another operator": far,
        "former member": former,
        "of no club": world.person("Sans Club"),
    }


def test_nobody_else_sees_a_byte_of_it(app, world, secret):
    tried = 0
    for who, user in outsiders(world).items():
        for visitor in (world.browser(user), world.program(user)):
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
                for endpoint, path in addresses(app, secret, method):
                    if ("/api/" in path) != bool(visitor.headers):
                        continue
                    body = {
                        "post_id": secret["post_id"],
                        "body_text": "x",
                        "title": "x",
                        "kind": "question",
                        "body": "x",
                        "client_id": "x",
                        "email": "x@exemple.test",
                        "theme": "x",
                        "summary": "x",
                    }
                    wanted = {
                        "forum_put_answer": ["post_id"],
                        "create_topic": ["body_text", "title"],
                        "create_post": ["body_text"],
                        "create_procedure": ["body_text", "title", "theme", "summary"],
                        "edit_post": ["body_text"],
                        "create_message": ["body", "client_id"],
                        "create_invitation": ["email"],
                    }
                    keys = next((v for k, v in wanted.items() if endpoint.endswith(k)), ["post_id"])
                    if visitor.headers and method != "GET":
                        answer = visitor.send(method, path, {key: body[key] for key in keys})
                    elif method == "POST":
                        answer = visitor.post(path, body="x", title="x")
                    else:
                        answer = visitor._ask(method, path)
                    assert answer.status == 404, (who, method, path, answer.status)
                    assert CANARY not in answer.text, (who, method, path)
                    tried += 1
            own = "/", "/api/v1/me", "/api/v1/clubs", "/notifications", "/api/v1/notifications"
            for path in (*own, "/signets"):
                assert CANARY not in visitor.get(path).text
    assert tried > 50


def test_strangers_and_the_suspended_do_not_come_in(app, world, secret):
    suspended = world.member("Suspendue Hier", world.secretaries)
    before = world.browser(suspended)
    token = world.program(suspended)
    assert CANARY in before.get("/clubs/secretaires/questions").text
    accounts.suspend_user(suspended)
    tried = 0
    for visitor in (world.browser(), before, token):
        for method in ("GET", "POST"):
            for _, path in addresses(app, secret, method):
                answer = visitor._ask(method, path)
                if "/invitation/" not in path:
                    assert answer.status in {302, 401}, (path, answer.status)
                assert CANARY not in answer.text.replace(path, ""), path
                tried += 1
    assert tried > 200


def test_hidden_answers_exactly_as_missing(app, world, secret):
    marc, program = world.browser(world.marc), world.program(world.marc)
    for visitor, hidden, missing in [
        (marc, "/clubs/secretaires", "/clubs/inexistant"),
        (
            marc,
            f"/clubs/archivistes/questions/{secret['topic_id']}",
            "/clubs/archivistes/questions/999999",
        ),
        (marc, f"/membres/{secret['person_id']}", "/membres/999999"),
        (marc, "/clubs/secretaires/rejoindre", "/clubs/inexistant/rejoindre"),
        (
            marc,
            f"/administration/clubs/{secret['club_id']}",
            "/administration/clubs/999999",
        ),
        (program, "/api/v1/clubs/secretaires/members", "/api/v1/clubs/inexistant/members"),
        (program, f"/api/v1/topics/{secret['topic_id']}", "/api/v1/topics/999999"),
        (program, "/api/v1/clubs/secretaires/topics", "/api/v1/clubs/inexistant/topics"),
    ]:
        one, other = visitor.get(hidden), visitor.get(missing)
        assert one.status == other.status == 404
        assert _without_nonce(one) == _without_nonce(other)


def test_hidden_takes_as_long_as_missing(world, secret):
    program = world.program(world.marc)

    def seconds(path):
        begun = time.perf_counter()
        assert program.get(path).status == 404
        return time.perf_counter() - begun

    times = [
        (seconds(f"/api/v1/topics/{secret['topic_id']}"), seconds("/api/v1/topics/999999"))
        for _ in range(100)
    ]
    hidden, missing = (median(column) for column in zip(*times, strict=True))
    assert abs(hidden - missing) < 0.002


def test_search_gives_nothing_away(world, secret):
    """Totals, facets, excerpts, suggestions, similar questions: counted after the seeker's reach."""
    world.question(world.marc, title="Un récolement", club=world.archivists)
    world.deliver()
    member, marc = world.program(world.sylvie), world.program(world.marc)
    seen = member.get("/api/v1/search", q=f"{CANARY} corps").json
    assert seen["total"] == 3, "the question, the procedure and its document"
    assert seen["facets"]["club"] == {"secretaires": 3}

    for query in (
        {"q": CANARY},
        {"q": f"{CANARY} corps"},
        {"q": CANARY[:-1] + "s"},
        {"q": "récolement", "club": "secretaires"},
    ):
        hidden = marc.get("/api/v1/search", **query)
        assert hidden.json["total"] == 0, query
        assert hidden.json["suggestion"] is None
        assert hidden.json["facets"] == {"club": {}, "kind": {}, "tag": {}, "state": {}}
        page = world.browser(world.marc).get("/recherche", **query).text
        for typed in (query["q"], quote_plus(query["q"])):
            page = page.replace(typed, "")
        assert CANARY[:-1] not in page
    by_hidden = marc.get("/api/v1/search", q="récolement", club="secretaires").text
    assert by_hidden == marc.get("/api/v1/search", q="récolement", club="inexistant").text
    assert marc.get("/api/v1/search/similar", title=f"{CANARY} titre du club").json == {"items": []}
    assert marc.get(
        "/api/v1/search/similar", title=f"{CANARY} titre du club", club="secretaires"
    ).json == {"items": []}


def test_who_leaves_finds_nothing_in_the_next_request(world, secret):
    world.deliver()
    christine = world.program(world.christine)
    assert christine.get("/api/v1/search", q=CANARY).json["total"] == 4, "a member too"
    clubs.end_membership(membership_of(world.christine, world.secretaries.id))
    assert christine.get("/api/v1/search", q=CANARY).json["total"] == 0


def test_a_topic_is_not_found_under_another_club(world, secret):
    """CVE-2026-72724 teaches why: a child is asked for under its own parent only."""
    clubs.add_member(world.archivists, user=world.sylvie)
    sylvie = world.browser(world.sylvie)
    assert sylvie.get(f"/clubs/secretaires/questions/{secret['topic_id']}").status == 302
    for path in (
        f"/clubs/archivistes/questions/{secret['topic_id']}",
        f"/clubs/archivistes/reponses/{secret['post_id']}/modifier",
        f"/clubs/archivistes/reponses/{secret['post_id']}/supprimer",
    ):
        assert sylvie.get(path).status == 404, path


def _without_nonce(answer):
    return re.sub(r'csrf[-_]token" (?:content|value)="[^"]+"', "", answer.text)


def test_the_crawl_knows_every_kind_of_blank(application):
    assert all("<" not in filled(rule) for rule in application.url_map.iter_rules())
