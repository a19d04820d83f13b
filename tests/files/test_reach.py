"""A file is read by who reads what shows it, and by nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clubs import operations as clubs
from app.clubs.queries import membership_of
from app.core import clock
from app.core.database import db
from app.core.storage import storage
from app.files.models import Attachment
from app.files.operations import forget_unused_files
from app.forum.models import Post
from tests.files.pictures import picture


@pytest.fixture
def nathalie(world):
    return world.program(world.nathalie)


@pytest.fixture
def url(nathalie):
    return nathalie.upload(picture()).json["url"]


def ask(program, url, **more):
    body = {"title": "Où est le plan ?", "body_html": f'<p>Voici</p><img src="{url}" alt="Plan">'}
    answer = program.send("POST", "/api/v1/clubs/secretaires/topics", {**body, **more})
    assert answer.status == 201, answer.json
    return answer.json["id"]


def attachments():
    return db.session.scalars(select(Attachment)).all()


def posts(program, topic_id):
    return program.send("GET", f"/api/v1/topics/{topic_id}/posts").json["items"]


def test_nobody_else_reads_a_file_that_no_text_shows(world, nathalie, url):
    assert nathalie.get(url).status == 200
    assert world.program(world.christine).get(url).status == 404


def test_who_reads_the_question_reads_its_picture(world, nathalie, url):
    topic_id = ask(nathalie, url)
    assert f'src="{url}"' in posts(nathalie, topic_id)[0]["body_html"]
    assert world.program(world.christine).get(url).status == 200
    assert world.program(world.marc).get(url).status == 404, "of another club"
    assert world.browser().get(url).status == 302


def test_who_leaves_the_club_reads_it_no_more(world, nathalie, url):
    ask(nathalie, url)
    assert nathalie.get(url).status == 200
    clubs.end_membership(membership_of(world.nathalie, world.secretaries.id))
    assert nathalie.get(url).status == 404, "not even who sent it"


def test_a_picture_taken_out_or_deleted_with_its_post_is_nobodys(world, nathalie, url):
    topic_id = ask(nathalie, url)
    reply = nathalie.send(
        "POST", f"/api/v1/topics/{topic_id}/posts", {"body_html": f'<img src="{url}" alt="">'}
    ).json
    opening = posts(nathalie, topic_id)[0]["id"]
    christine = world.program(world.christine)
    nathalie.send("PATCH", f"/api/v1/posts/{opening}", {"body_html": "<p>Sans image</p>"})
    assert christine.get(url).status == 200, "the reply still shows it"
    nathalie.send("DELETE", f"/api/v1/posts/{reply['id']}")
    assert christine.get(url).status == 404


def test_nobody_shows_a_picture_they_may_not_read(world, nathalie, url):
    topic_id = ask(nathalie, url)
    marc = world.program(world.marc)
    answer = marc.send(
        "POST",
        "/api/v1/clubs/archivistes/topics",
        {"title": "Volée", "body_html": f'<p>Image</p><img src="{url}" alt="Plan">'},
    )
    assert answer.status == 201
    assert "<img" not in posts(marc, answer.json["id"])[0]["body_html"]
    assert marc.get(url).status == 404
    assert "<img" in posts(nathalie, topic_id)[0]["body_html"]
    alone = marc.send(
        "POST",
        "/api/v1/clubs/archivistes/topics",
        {"title": "Volée", "body_html": f'<img src="{url}" alt="Plan">'},
    )
    assert alone.status == 422
    assert "vide" in alone.json["detail"]


def test_an_address_that_leads_nowhere_shows_nothing(nathalie):
    topic_id = ask(nathalie, "/fichiers/inconnu/1x1/a.png")
    assert "<img" not in posts(nathalie, topic_id)[0]["body_html"]
    assert nathalie.get("/fichiers/inconnu/1x1/a.png").status == 404


def test_files_that_no_text_shows_go_after_a_hundred_days(world, nathalie, url):
    ask(nathalie, url)
    waiting = nathalie.upload(picture(), "brouillon.png").json
    storage().put("sans-ligne", b"left by a crash")
    forget_unused_files()
    assert len(attachments()) == 2, "a draft may still show it"
    assert storage().path_of("sans-ligne").exists(), "an upload may be writing its row"
    later = clock.now() + timedelta(days=101)
    key = db.session.get(Attachment, waiting["id"]).key
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        forget_unused_files()
    assert not storage().path_of("sans-ligne").exists()
    assert not storage().path_of(key).exists()
    assert [kept.path for kept in attachments()] == [url]
    assert nathalie.get(url).status == 200


def test_deleted_words_leave_no_use_behind(world, nathalie, url):
    topic_id = ask(nathalie, url)
    post = db.session.get(Post, posts(nathalie, topic_id)[0]["id"])
    attachment = attachments()[0]
    assert attachment.unused_since is None
    nathalie.send("PATCH", f"/api/v1/posts/{post.id}", {"body_html": "<p>Sans image</p>"})
    assert attachments()[0].unused_since is not None


def test_a_file_that_is_shown_is_never_forgotten(world, nathalie, url):
    ask(nathalie, url)
    attachments()[0].unused_since = clock.now() - timedelta(days=101)  # two texts changed at once
    db.session.commit()
    forget_unused_files()
    assert nathalie.get(url).status == 200


def test_a_picture_of_a_draft_that_goes_on_waits_with_it(world, nathalie, url):
    attachments()[0].unused_since = clock.now() - timedelta(days=99)
    db.session.commit()
    world.browser(world.nathalie).post(
        "/clubs/secretaires/brouillons/question",
        title="x",
        body=f'<img src="{url}">',
        format="html",
    )
    assert clock.now() - attachments()[0].unused_since < timedelta(hours=1)
