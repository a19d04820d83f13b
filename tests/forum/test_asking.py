"""A member asks."""

import html
import io
import re

from app.core.database import db
from app.core.rich_text import from_html
from app.files.models import Attachment
from app.forum.models import Draft, Post, Topic
from tests.files.pictures import picture


def form(**changes):
    return {
        "title": "Quorum non atteint : quel délai ?",
        "body": "Hier, quatre élus sur onze.\n\n- quel délai ?\n- quel ordre du jour ?",
        "format": "texte",
        "kind": "question",
        "client_id": "abc",
        **changes,
    }


def test_a_member_asks_and_lands_on_her_question(world):
    nathalie = world.browser(world.nathalie)

    answer = nathalie.post("/clubs/secretaires/questions/nouvelle", **form(tags="conseil, élus"))

    topic = db.session.query(Topic).one()
    assert answer.status == 302
    assert (
        answer.location == f"/clubs/secretaires/questions/{topic.id}-quorum-non-atteint-quel-delai"
    )
    page = nathalie.get(answer.location)
    assert "<li>quel délai" in page.text
    assert [tag.name for tag in db.session.query(Topic).one().tags] == ["conseil", "élus"]


def test_pressing_twice_asks_once(world):
    nathalie = world.browser(world.nathalie)

    first = nathalie.post("/clubs/secretaires/questions/nouvelle", **form())
    second = nathalie.post("/clubs/secretaires/questions/nouvelle", **form())

    assert first.location == second.location
    assert db.session.query(Topic).count() == 1


def test_what_is_wrong_comes_back_with_what_was_typed(world):
    nathalie = world.browser(world.nathalie)
    for changes, sentence in [
        ({"title": "   "}, "Ce champ ne peut pas rester vide."),
        ({"title": "t" * 201}, "Ce texte compte 201 signes"),
        ({"body": " \n "}, "Écrivez votre texte"),
        ({"body": "m" * 50_001}, "50\u202f001 signes"),
        ({"tags": "a,b,c,d,e,f"}, "Cinq étiquettes au plus"),
    ]:
        typed = form(**changes)
        page = nathalie.post("/clubs/secretaires/questions/nouvelle", **typed)
        assert page.status == 422, changes
        assert sentence in page.text, changes
        kept = "quatre élus sur onze" if "body" not in changes else "Quorum non atteint"
        assert kept in page.text, changes
    both = nathalie.post("/clubs/secretaires/questions/nouvelle", **form(title="", body="")).text
    assert "Ce champ ne peut pas rester vide." in both
    assert "Écrivez votre texte" in both
    rich = "<p>H<sup>2</sup> ou 06 12 34 56 78</p>"
    kept = nathalie.post(
        "/clubs/secretaires/questions/nouvelle", **form(title="", body=rich, format="html")
    ).text
    assert "Masquer et publier" in kept
    assert "H&lt;sup&gt;2&lt;/sup&gt;" in kept, "two reasons flatten nothing"
    assert db.session.query(Topic).count() == 0


def test_only_moderators_announce(world):
    asked = form(kind="annonce")
    refused = world.browser(world.nathalie).post("/clubs/secretaires/questions/nouvelle", **asked)
    done = world.browser(world.sylvie).post("/clubs/secretaires/questions/nouvelle", **asked)

    assert refused.status == 403
    assert done.status == 302


def test_a_draft_waits_for_its_author(world):
    nathalie = world.browser(world.nathalie)

    said = nathalie.post(
        "/clubs/secretaires/brouillons/question", title="Le cimetière", body="Par où", tags=""
    )

    assert said.json["said"].startswith("Brouillon enregistré à")
    assert "Le cimetière" in nathalie.get("/clubs/secretaires/questions/nouvelle").text
    christine = world.browser(world.christine)
    assert "Le cimetière" not in christine.get("/clubs/secretaires/questions/nouvelle").text


def test_a_new_title_and_a_draft_are_both_kept(world):
    nathalie = world.browser(world.nathalie)
    ask = "/clubs/secretaires/questions/nouvelle"
    assert 'value="Qui signe ?"' in nathalie.get(ask, titre="Qui signe ?").text
    nathalie.post("/clubs/secretaires/brouillons/question", title="Le cimetière", body="Par où")

    page = nathalie.get(ask, titre="Qui signe ?").text

    assert 'value="Le cimetière"' in page
    assert "La laisser et demander" in page
    assert "neuve=1" in page
    fresh = nathalie.get(ask, titre="Qui signe ?", neuve="1").text
    assert 'value="Qui signe ?"' in fresh
    assert "Par où" not in fresh


def test_publishing_throws_the_draft_away(world):
    nathalie = world.browser(world.nathalie)
    nathalie.post("/clubs/secretaires/brouillons/question", title="Le cimetière", body="Par où")
    assert db.session.query(Draft).count() == 1

    nathalie.post("/clubs/secretaires/questions/nouvelle", **form())

    assert db.session.query(Draft).count() == 0


def test_a_draft_that_comes_after_its_question_is_not_kept(world):
    nathalie = world.browser(world.nathalie)
    begun = {"title": "Le cimetière", "body": "Par où", "client_id": "une-fois"}
    nathalie.post("/clubs/secretaires/brouillons/question", **begun)
    assert db.session.query(Draft).count() == 1

    nathalie.post("/clubs/secretaires/questions/nouvelle", **form(client_id="une-fois"))
    nathalie.post("/clubs/secretaires/brouillons/question", **begun)

    assert db.session.query(Draft).count() == 0


def test_an_emptied_draft_is_no_draft(world):
    nathalie = world.browser(world.nathalie)
    nathalie.post("/clubs/secretaires/brouillons/question", title="Le", body="Par où")
    nathalie.post("/clubs/secretaires/brouillons/question", title=" ", body="")

    assert db.session.query(Draft).count() == 0


TABLE = '<table><tbody><tr><td colspan="2"><p>a</p><p>b</p></td></tr></tbody></table><p>x<sup>2</sup></p>'


def edit_address(world, topic):
    return f"/clubs/secretaires/questions/{topic.id}/modifier"


def test_an_edit_in_the_plain_field_leaves_what_it_does_not_touch(world):
    topic = world.question(body=from_html(TABLE))
    nathalie = world.browser(world.nathalie)
    page = nathalie.get(edit_address(world, topic)).text
    shown = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)[1])
    nathalie.post(
        edit_address(world, topic),
        title="Autre titre",
        body=shown.replace("\n", "\r\n"),
        format="texte",
    )
    assert "Autre titre" in nathalie.get(world.address(topic)).text
    assert db.session.query(Post).one().body_html == from_html(TABLE).html


def test_an_edit_that_is_refused_changes_nothing(world):
    topic = world.question(title="Avant")
    nathalie = world.browser(world.nathalie)
    answer = nathalie.post(
        edit_address(world, topic),
        title="Apres",
        body='<img src="/fichiers/x/1x1/a.png">',
        format="html",
    )
    assert answer.status == 422
    assert db.session.query(Topic).one().title == "Avant"


def test_a_picture_beside_the_field_joins_the_editor_too_and_is_kept_once(world):
    nathalie = world.browser(world.nathalie)
    sent = form(body="<p>Bonjour</p>", format="html", image_alt='Un "plan"')
    for _ in range(2):
        nathalie.post(
            "/clubs/secretaires/questions/nouvelle",
            **sent,
            image=(io.BytesIO(picture()), "plan.png"),
        )
    post = db.session.query(Post).one()
    assert "![" not in post.body_html
    assert 'alt="Un &quot;plan&quot;"' in post.body_html
    assert db.session.query(Attachment).count() == 1
