"""Personal data is pointed out before it is published; nobody is ever blocked."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.database import db
from app.core.personal_data import Kind
from app.core.plain_text import from_plain
from app.forum import operations
from app.forum.models import GuardTally, Post, PostRevision, Topic
from tests.forum.test_asking import form

ASK = "/clubs/secretaires/questions/nouvelle"
PHONE = "06 12 34 56 78"


def test_a_number_is_pointed_out_once_and_the_text_comes_back(world):
    nathalie = world.browser(world.nathalie)
    sent = form(body=f"Appelez Mme X au {PHONE} le matin.", tags="élus")
    page = nathalie.post(ASK, **sent)
    assert page.status == 422
    assert f"au <mark>{PHONE}</mark> le matin." in page.text
    assert "Masquer et publier" in page.text
    assert "Appelez Mme X" in page.text
    assert "élus" in page.text
    assert db.session.query(Topic).count() == db.session.query(GuardTally).count() == 0


@pytest.mark.parametrize(
    ("choice", "shown", "masked"), [("masquer", False, 2), ("garder", True, 0)]
)
def test_the_writer_chooses_and_only_the_count_is_kept(world, choice, shown, masked):
    nathalie = world.browser(world.nathalie)
    sent = form(title=f"Qui répond au {PHONE} ?", body="Ou à x@mairie.fr, vite.", donnees=choice)
    answer = nathalie.post(ASK, **sent)
    page = nathalie.get(answer.location).text
    assert (PHONE in page) is shown
    assert ("x@mairie.fr" in page) is shown
    assert ("masqué" in page) is not shown
    tallies = {row.kind: (row.found, row.masked) for row in db.session.query(GuardTally)}
    half = masked // 2
    assert tallies == {Kind.PHONE: (1, half), Kind.EMAIL: (1, half)}
    assert db.session.query(GuardTally).first().__table__.columns.keys() == [
        "club_id",
        "day",
        "kind",
        "found",
        "masked",
    ]


def test_a_reply_and_an_edit_are_looked_at_too(world):
    topic = world.question()
    christine = world.browser(world.christine)
    reply = f"/clubs/secretaires/questions/{topic.id}/reponses"
    refused = christine.post(reply, body=f"Au {PHONE}.", format="texte")
    assert (refused.status, f"<mark>{PHONE}</mark>" in refused.text) == (422, True)
    christine.post(reply, body=f"Au {PHONE}.", format="texte", donnees="garder")
    post = db.session.query(Post).filter_by(number=2).one()
    edit = f"/clubs/secretaires/reponses/{post.id}/modifier"
    kept = christine.post(edit, body=f"Au {PHONE}, le soir.", format="texte")
    assert kept.status == 302, "what stands there already is not pointed out again"
    again = christine.post(edit, body=f"Au {PHONE}, ou x@y.fr.", format="texte")
    assert (again.status, "<mark>x@y.fr</mark>" in again.text) == (422, True)
    assert "<mark>06" not in again.text


def test_an_ordinary_text_is_never_stopped(world):
    nathalie = world.browser(world.nathalie)
    assert nathalie.post(ASK, **form(body="Le 2026-11-27, 21 000 € et L. 2121-17.")).status == 302
    assert db.session.query(GuardTally).count() == 0


def test_moderators_see_the_count_and_members_do_not(world):
    world.browser(world.nathalie).post(ASK, **form(body=f"Au {PHONE}.", donnees="masquer"))
    lists = "/clubs/secretaires/questions"
    assert "signalée avant publication" in world.browser(world.sylvie).get(lists).text
    assert "signalée avant publication" not in world.browser(world.nathalie).get(lists).text


def test_a_program_is_not_stopped(world):
    body = {"kind": "question", "title": "Qui ?", "body_text": f"Au {PHONE}."}
    program = world.program(world.nathalie)
    assert program.send("POST", "/api/v1/clubs/secretaires/topics", body).status == 201


def test_masking_leaves_nothing_even_half_in_bold(world):
    nathalie = world.browser(world.nathalie)
    body = "<p>Au 06 12 <strong>34 56 78</strong>, <em>merci</em>.</p>"
    answer = nathalie.post(ASK, **form(body=body, format="html", donnees="masquer"))
    post = db.session.query(Post).one()
    assert "34 56 78" not in post.body_html
    assert "masqué" in nathalie.get(answer.location).text


def test_an_unchanged_title_is_not_pointed_out_again(world):
    nathalie = world.browser(world.nathalie)
    nathalie.post(ASK, **form(title=f"Qui répond au {PHONE} ?", donnees="garder"))
    topic = db.session.query(Topic).one()
    edit = f"/clubs/secretaires/questions/{topic.id}/modifier"
    sent = {"title": topic.title, "body": "Autre texte.", "format": "texte"}
    assert nathalie.post(edit, **sent).status == 302


def test_what_an_edit_takes_away_stands_in_no_version(world, monkeypatch):
    topic = world.question()
    post = world.reply(topic, body=f"Appelez le {PHONE} avant midi.")
    start = clock.now()
    for hours, body in ((1, f"Appelez le {PHONE} avant 14 h."), (2, "Appelez la mairie.")):
        monkeypatch.setattr(clock, "now", lambda hours=hours: start + timedelta(hours=hours))
        operations.edit_post(post, editor=world.christine, body=from_plain(body))
        kept = [row.body_html for row in db.session.query(PostRevision)]
        assert len(kept) == hours
        assert [PHONE in html for html in kept] == [hours == 1] * hours
    monkeypatch.undo()
    page = (
        world.browser(world.nathalie).get(f"/clubs/secretaires/reponses/{post.id}/historique").text
    )
    assert "midi" in page
    assert "masqué" in page
    assert PHONE not in page
