"""Sending a picture: made anew, kept once, refused in words."""

import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.core.database import db
from app.core.storage import storage
from app.files import operations
from app.files.models import Attachment
from tests.files.pictures import CANARY, bomb, photograph, picture


@pytest.fixture
def nathalie(world):
    return world.program(world.nathalie)


def count():
    return db.session.scalar(select(func.count()).select_from(Attachment))


def seen(nathalie, answer):
    """The picture as its address gives it."""
    found = nathalie.get(answer.json["url"])
    assert found.status == 200
    return found


def test_a_picture_is_kept_and_given_back(nathalie):
    answer = nathalie.upload(picture(), "Plan du cimetière (1).PNG")
    assert answer.status == 201
    assert answer.json["name"] == "plan-du-cimetiere-1.png"
    assert answer.json["content_type"] == "image/png"
    assert answer.json["url"].startswith("/fichiers/")
    assert answer.json["url"].endswith("/60x40/plan-du-cimetiere-1.png")
    response = seen(nathalie, answer)
    assert len(response.content) == answer.json["size"]
    assert Image.open(io.BytesIO(response.content)).size == (60, 40)


def test_a_photograph_stands_upright_and_says_nothing_of_where_it_was_taken(nathalie):
    source = photograph()
    assert CANARY.encode() in source
    answer = nathalie.upload(source, "IMG_2041.jpeg")
    content = seen(nathalie, answer).content
    assert CANARY.encode() not in content
    redrawn = Image.open(io.BytesIO(content))
    assert redrawn.size == (60, 40), "turned as the camera was held"
    assert not redrawn.getexif()
    assert "comment" not in redrawn.info


@pytest.mark.parametrize(
    ("form", "mode", "kept_as"),
    [
        ("PNG", "RGBA", "image/png"),
        ("PNG", "P", "image/png"),
        ("JPEG", "CMYK", "image/jpeg"),
        ("WEBP", "RGB", "image/png"),
        ("GIF", "P", "image/png"),
    ],
)
def test_every_format_of_the_list_is_taken(nathalie, form, mode, kept_as):
    answer = nathalie.upload(picture(form, mode=mode), f"image.{form.lower()}")
    assert answer.status == 201, answer.json
    assert answer.json["content_type"] == kept_as


def test_a_large_picture_is_made_smaller(nathalie):
    answer = nathalie.upload(picture(size=(4000, 1000)))
    assert "/2000x500/" in answer.json["url"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "n’est ni une image"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "n’est ni une image"),
        (picture()[:60], "abîmé"),
        (bomb(), "trop de points"),
        (b"\x89PNG" + b"\0" * (10 * 1024 * 1024), "plus de 10\xa0Mo"),
    ],
)
def test_a_wrong_file_is_refused_in_words(nathalie, content, sentence):
    answer = nathalie.upload(content)
    assert answer.status == 422
    assert answer.json["field"] == "file"
    assert sentence in answer.json["detail"].replace("10 Mo", "10\xa0Mo")
    assert count() == 0
    assert not list(storage().folder.glob("*/*.part"))


def test_a_file_is_needed(nathalie):
    answer = nathalie._ask("POST", "/api/v1/uploads", data={"file": "just words"})
    assert answer.status == 422


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a\x00.png", "CON", "\u202egnp.exe", "..", "", "é" * 300, "a/b\\c"]
)
def test_a_name_is_a_word_and_never_a_path(nathalie, name):
    answer = nathalie.upload(picture(), name or "x")
    assert answer.status == 201
    assert "/" not in answer.json["name"]
    assert ".." not in answer.json["url"]
    assert len(answer.json["name"]) <= 90
    assert seen(nathalie, answer).headers["Content-Disposition"].startswith("attachment;")


def test_sending_it_again_gives_the_first(nathalie):
    first = nathalie.upload(picture(), client_id="une-fois")
    again = nathalie.upload(picture("JPEG"), client_id="une-fois")
    assert (first.status, again.status) == (201, 200)
    assert first.json == again.json
    assert count() == 1


def test_a_member_leaves_no_heap_of_pictures_nobody_sees(nathalie, monkeypatch):
    monkeypatch.setattr(operations, "MOST_WAITING", 2)
    assert [nathalie.upload(picture()).status for _ in range(3)] == [201, 201, 422]


def test_a_file_on_its_own_runs_nothing(nathalie):
    headers = seen(nathalie, nathalie.upload(picture())).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "image/png"


def test_sixteen_bits_of_grey_stay_grey(nathalie):
    out = io.BytesIO()
    Image.new("I;16", (8, 8), 30000).save(out, "PNG")
    content = seen(nathalie, nathalie.upload(out.getvalue())).content
    assert 110 <= Image.open(io.BytesIO(content)).convert("L").getpixel((0, 0)) <= 124


def test_a_file_whose_bytes_are_gone_is_not_found(nathalie, caplog):
    answer = nathalie.upload(picture())
    assert seen(nathalie, answer).status == 200
    key = db.session.scalar(select(Attachment.key))
    storage().drop(key)
    assert nathalie.get(answer.json["url"]).status == 404
    assert "are not in the storage" in caplog.text
