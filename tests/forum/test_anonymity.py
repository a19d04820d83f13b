"""Asking without a name: nothing that others read betrays who it was."""

import re

import pytest

from app.core.database import db
from app.core.errors import Invalid
from app.core.journal import JournalEntry, JournalSaying
from app.core.rich_text import from_html
from app.core.transaction import atomic
from app.forum import operations
from app.forum.errors import AnonymityNotOffered, NoLabelHere
from app.forum.models import Draft, Post, Topic
from app.forum.operations import Besides
from app.forum.queries import mask_for
from tests.forum.test_asking import form

LABEL = "Un membre du club (collectivité de moins de 500 hab.)"


def crowd(world, count=9, *, region=None):
    """Others like Nathalie: with her, ten."""
    people = [world.member(f"Collègue {number}", world.secretaries) for number in range(count)]
    if region:
        with atomic():
            world.village.region = region
    return people


def masked(world, author=None, **more):
    return world.question(author, besides=Besides(is_anonymous=True), **more)


def test_the_label_is_widened_until_ten_wear_it(world):
    crowd(world, 8)
    club, nathalie = world.secretaries, world.nathalie
    assert mask_for(nathalie, club) is None, "nine are too few"
    world.member("Dixième", club)
    assert mask_for(nathalie, club) == LABEL
    with atomic():
        world.village.region = "Bretagne"
    assert mask_for(nathalie, club) == LABEL.replace("hab.)", "hab., Bretagne)")
    with atomic():
        far = world.organization("Loin", 300)
        far.region = "Normandie"
        nathalie.organization = far
    world.member("Onzième", club)
    assert mask_for(nathalie, club) == LABEL, "alone in her region, not in her size"
    with atomic():
        nathalie.organization.population = 60_000
    assert mask_for(nathalie, club) == "Un membre du club"
    assert mask_for(world.marc, world.archivists) is None


def test_a_small_club_offers_no_label_and_refuses_one(world):
    nathalie = world.browser(world.nathalie)
    assert "is_anonymous" not in nathalie.get("/clubs/secretaires/questions/nouvelle").text
    refused = nathalie.post("/clubs/secretaires/questions/nouvelle", **form(is_anonymous="y"))
    assert refused.status == 422
    assert "on vous y reconnaîtrait" in refused.text
    assert "Hier, quatre élus sur onze." in refused.text
    with pytest.raises(AnonymityNotOffered):
        masked(world)
    body = {"kind": "question", "title": "Quel délai ?", "body_text": "x", "anonymous": True}
    program = world.program(world.nathalie)
    answer = program.send("POST", "/api/v1/clubs/secretaires/topics", body)
    assert (answer.status, answer.json["field"]) == (422, "is_anonymous")
    assert db.session.query(Topic).count() == 0


def test_a_member_asks_without_her_name_and_goes_on_so(world):
    crowd(world)
    nathalie, christine = world.browser(world.nathalie), world.browser(world.christine)
    page = nathalie.get("/clubs/secretaires/questions/nouvelle").text
    assert LABEL in page
    answer = nathalie.post("/clubs/secretaires/questions/nouvelle", **form(is_anonymous="y"))
    topic = db.session.query(Topic).one()
    nathalie.post(
        f"/clubs/secretaires/questions/{topic.id}/reponses",
        body="Une précision.",
        format="texte",
        is_anonymous="y",
    )
    seen = christine.get(answer.location).text
    assert seen.count("Un membre du club") >= 2
    assert "Nathalie" not in seen
    assert {post.mask for post in db.session.query(Post)} == {LABEL}


def test_only_who_asked_behind_a_label_answers_behind_it(world):
    """Never under a name instead: who wanted none hears that there is none."""
    crowd(world)
    topic, named = masked(world), world.question(title="À nom ouvert ?")
    for place, author in ((topic, world.christine), (named, world.nathalie)):
        with pytest.raises(NoLabelHere):
            operations.add_post(
                place, author=author, body=from_html("Moi."), besides=Besides(is_anonymous=True)
            )
    page = world.browser(world.christine).post(
        f"/clubs/secretaires/questions/{topic.id}/reponses",
        body="Je voulais.",
        format="texte",
        is_anonymous="y",
    )
    assert (page.status, "rien écrit d’anonyme" in page.text) == (422, True)
    assert db.session.query(Post).count() == 2


def test_a_program_goes_on_behind_the_label_unless_it_says_otherwise(world):
    crowd(world)
    topic, program = masked(world), world.program(world.nathalie)
    for body, name in (({}, LABEL), ({"anonymous": False}, "Nathalie Guérin")):
        sent = {"body_text": "Suite.", **body}
        answer = program.send("POST", f"/api/v1/topics/{topic.id}/posts", sent)
        assert answer.json["author"]["name"] == name


def test_the_api_gives_a_label_and_no_id_even_to_moderators(world):
    crowd(world)
    topic = masked(world)
    for user in (world.nathalie, world.christine, world.sylvie):
        program = world.program(user)
        author = program.get(f"/api/v1/topics/{topic.id}").json["author"]
        assert author == {"id": None, "name": LABEL}
        posts = program.get(f"/api/v1/topics/{topic.id}/posts").json["items"]
        assert posts[0]["author"] == {"id": None, "name": LABEL}


def test_a_moderator_looks_behind_it_and_says_why(world):
    crowd(world)
    topic = masked(world)
    post = db.session.query(Post).one()
    address = f"/clubs/secretaires/reponses/{post.id}/auteur"
    sylvie = world.browser(world.sylvie)
    assert "Nathalie Guérin" not in sylvie.get(address).text
    refused = sylvie.post(address, reason="  ")
    assert refused.status == 422
    assert "Nathalie Guérin" not in refused.text
    assert db.session.query(JournalEntry).filter_by(act="author-seen").count() == 0

    seen = sylvie.post(address, reason="Une menace contre elle-même")
    assert "Nathalie Guérin" in seen.text
    entry = db.session.query(JournalEntry).filter_by(act="author-seen").one()
    assert (entry.actor_id, entry.user_id) == (world.sylvie.id, None)
    said = db.session.get(JournalSaying, entry.id).text
    assert "Une menace contre elle-même" in said
    journal = sylvie.get("/clubs/secretaires/journal").text
    assert "Une menace" in journal
    assert "Nathalie Guérin" not in journal
    for user in (world.christine, world.nathalie):
        assert world.browser(user).post(address, reason="Curiosité").status == 403
    named = world.reply(topic)
    plain = sylvie.post(f"/clubs/secretaires/reponses/{named.id}/auteur", reason="Rien")
    assert plain.status == 403
    with pytest.raises(Invalid):
        operations.look_behind(post, by=world.sylvie, reason="")


def test_the_author_may_say_that_it_was_she(world):
    crowd(world)
    topic = masked(world, body="Dites-moi @Christine Morel ?") if world.christine else None
    world.deliver()
    post = db.session.query(Post).one()
    christine = world.browser(world.christine)
    assert "Un membre du club" in christine.get("/notifications").text
    address = f"/clubs/secretaires/reponses/{post.id}/se-nommer"
    assert christine.post(address).status == 403
    nathalie = world.browser(world.nathalie)
    assert "On ne peut pas revenir en arrière" in nathalie.get(address).text
    nathalie.post(address)
    assert "Nathalie Guérin" in christine.get(world.address(topic)).text
    assert "Nathalie Guérin vous cite" in christine.get("/notifications").text


def test_a_draft_remembers_that_no_name_was_wanted(world):
    crowd(world)
    nathalie = world.browser(world.nathalie)
    nathalie.post(
        "/clubs/secretaires/brouillons/question", body="Voilà", format="texte", is_anonymous="y"
    )
    assert db.session.query(Draft).one().is_anonymous
    page = nathalie.get("/clubs/secretaires/questions/nouvelle").text
    assert re.search(r'<input checked id="is_anonymous"', page)
