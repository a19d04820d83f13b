"""Topics come in from a file, once, and are found."""

import gzip
import json

import pytest

from app.core.database import db
from app.forum.models import Post, Topic
from app.forum.operations.importing import import_topics
from app.notifications.models import Notification


def line(number, **changes):
    return json.dumps(
        {
            "external_id": f"fiche-{number}",
            "kind": "question",
            "title": f"Fiche {number} sur le quorum",
            "body_html": "<h1>Titre</h1><p onclick=x>Corps <b>gras</b></p>",
            "tags": ["vie_associative"],
            "created_at": "2026-03-02T09:30:00Z",
            "club_hint": ["x"],
            "posts": [
                {"body_text": "Une réponse.", "accepted": True},
                {"body_html": "<p>Une autre</p>"},
            ],
            **changes,
        },
        ensure_ascii=False,
    )


@pytest.fixture
def run(world, tmp_path):
    def import_(lines, zipped=False):
        file = tmp_path / ("topics.jsonl.gz" if zipped else "topics.jsonl")
        text = "\n".join(lines) + "\n"
        file.write_bytes(gzip.compress(text.encode()) if zipped else text.encode())
        return list(import_topics(file, club=world.secretaries, author=world.sylvie))

    return import_


@pytest.mark.parametrize("zipped", [False, True])
def test_twice_is_once(world, run, zipped):
    lines = [line(n) for n in range(5)]
    assert [one.is_new for one in run(lines, zipped)] == [True] * 5
    assert [one.is_new for one in run(lines, zipped)] == [False] * 5
    assert db.session.query(Topic).count() == 5
    topic = db.session.query(Topic).filter_by(external_id="fiche-0").one()
    assert (topic.reply_count, topic.state, [tag.name for tag in topic.tags]) == (
        2,
        "answered",
        ["vie associative"],
    )
    assert topic.created_at.isoformat() == "2026-03-02T09:30:00+00:00"
    assert topic.answer.accepted_by_id == world.sylvie.id
    first = db.session.query(Post).filter_by(topic_id=topic.id, number=1).one()
    assert first.body_html == "<h2>Titre</h2><p>Corps <strong>gras</strong></p>"


def test_bad_lines_are_named_and_the_others_go_in(world, run):
    outcome = run(
        [line(1), "{not json", line(2), line(3, title="  "), line(4, kind="poème"), line(5)]
    )
    assert [(one.number, bool(one.error)) for one in outcome] == [
        (1, False),
        (2, True),
        (3, False),
        (4, True),
        (5, True),
        (6, False),
    ]
    assert "not JSON" in outcome[1].error
    assert outcome[3].error.startswith("title:")
    assert outcome[4].error.startswith("kind:")
    assert db.session.query(Topic).count() == 3


def test_all_is_found_and_nobody_is_told(world, run):
    run([line(n) for n in range(30)])
    world.deliver()
    found = world.program(world.nathalie).get("/api/v1/search", q="fiche quorum", limit=100).json
    assert found["total"] == 30
    assert db.session.query(Notification).count() == 0


def test_the_command_says_what_it_did(server, tmp_path):
    file = tmp_path / "topics.jsonl"
    file.write_text("\n".join([line("a"), "broken", line("b"), "{}", "[]"]))

    def bring(author):
        return server.flask(
            "import", "topics", str(file), "--club", "archivistes", "--author", author
        )

    first = bring("marc.dubois@exemple.test")
    assert first.returncode == 1
    assert first.stdout.strip() == "2 new, 0 already there, 3 refused"
    assert [
        text.split(":")[0] for text in first.stderr.splitlines() if text.startswith("line ")
    ] == ["line 2", "line 4", "line 5"]
    again = bring("marc.dubois@exemple.test")
    assert again.stdout.strip() == "0 new, 2 already there, 3 refused"
    stranger = bring("nathalie.guerin@exemple.test")
    assert stranger.returncode == 1
    assert "not a member" in stranger.stderr
