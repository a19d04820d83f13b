"""A question that travels to the other clubs of its profession, and what comes back."""

import pytest

from app.clubs import operations as clubs
from app.clubs.models import Role
from app.core.database import db
from app.core.plain_text import from_plain
from app.files.operations import upload
from app.forum import operations as forum
from app.forum.models import Post
from app.forum.operations import Besides
from app.forum.queries import opening_of
from app.notifications.telling_silence import watch_silence
from app.silence import operations
from app.silence.errors import NotOfferedAnyMore
from app.silence.models import Offer
from tests.files import pictures
from tests.letters import letters
from tests.silence.asking import asked, crowd, words_of


def test_a_question_travels_when_its_asker_wants_it(world, later, neighbours):
    _club, annaig, gwen = neighbours
    crowd(world, 3)
    asking = world.browser(world.nathalie)
    page = asking.get("/clubs/secretaires/questions/nouvelle").text
    assert "la proposer aux autres clubs de mon métier" in page
    picture, _ = upload(world.nathalie, name="plan.png", content=pictures.picture())
    asking.post(
        "/clubs/secretaires/questions/nouvelle",
        title="Une question rare ?",
        body=f"Voici ![plan]({picture.path}) mon cas.",
        may_travel="y",
    )
    later(days=4)
    place = "/clubs/secretaires-bretagne/questions/voisines"
    assert "Aucune question" in world.browser(gwen).get(place).text
    later(days=3, hours=1)
    world.deliver()
    assert words_of(annaig) == words_of(gwen) == ["offered"]
    browser = world.browser(gwen)
    assert "Une question rare" in browser.get(place).text
    topic_id = db.session.query(Offer).one().topic_id
    page = browser.get(f"{place}/{topic_id}").text
    assert "mon cas" in page
    assert "Secrétaires de mairie" not in page, "a club that is not listed is not named"
    assert browser.get(picture.path).status == 200
    assert browser.get(f"/clubs/secretaires/questions/{topic_id}").status == 404
    assert world.browser(world.marc).get(f"{place}/{topic_id}").status == 404

    assert browser.post(f"{place}/{topic_id}", body=" ").status == 422
    done = browser.post(f"{place}/{topic_id}", body="Chez nous, on fait ainsi.", client_id="a")
    assert done.location == f"{place}/{topic_id}"
    assert "on fait ainsi" in browser.get(f"{place}/{topic_id}").text
    world.deliver()
    assert words_of(world.nathalie)[-1] == "reply"
    asking = world.browser(world.nathalie)  # a week went by: she signs in again
    seen = asking.get(f"/clubs/secretaires/questions/{topic_id}?message=2").location
    assert "on fait ainsi" in asking.get(seen.partition("#")[0]).text
    post = db.session.query(Post).filter_by(topic_id=topic_id, number=2).one()
    assert post.author_id == gwen.id

    asking.post(f"/clubs/secretaires/questions/{topic_id}/voisins", actif="0")
    assert browser.get(f"{place}/{topic_id}").status == 404
    assert browser.get(picture.path).status == 404
    assert "on fait ainsi" in asking.get(seen.partition("#")[0]).text, "the answer stays"


def test_a_travelling_question_keeps_its_mask(world, later, neighbours):
    _club, _annaig, gwen = neighbours
    crowd(world, 10)
    topic = world.question(title="Délicat ?", besides=Besides(is_anonymous=True, may_travel=True))
    later(days=8)
    world.deliver()
    page = (
        world.browser(gwen).get(f"/clubs/secretaires-bretagne/questions/voisines/{topic.id}").text
    )
    assert "Un membre du club" in page
    assert "Nathalie" not in page.split("<main")[1]
    letter = next(one for one in letters(world) if gwen.email in one["To"])
    assert "Nathalie" not in letter.text + letter.html


def test_only_the_asker_lets_it_travel(world, neighbours):
    topic = world.question()
    path = f"/clubs/secretaires/questions/{topic.id}/voisins"
    assert world.browser(world.sylvie).post(path, actif="1").status == 403
    assert world.browser(world.nathalie).post(path, actif="1").status == 302
    page = world.browser(world.nathalie).get(world.address(topic)).text
    assert "La garder dans mon club" in page
    assert "La garder" not in world.browser(world.christine).get(world.address(topic)).text


def test_consent_may_come_late_and_go_again(world, later, neighbours):
    _club, _annaig, gwen = neighbours
    topic = world.question(title="Tardive ?")
    later(days=8)
    assert db.session.query(Offer).count() == 0
    operations.let_travel(topic, is_on=True)
    watch_silence()
    world.deliver()
    assert words_of(gwen) == ["offered"]
    operations.let_travel(topic, is_on=False)
    assert words_of(gwen) == [], "what is read no more is in no bell"
    operations.let_travel(topic, is_on=True)
    watch_silence()
    assert db.session.query(Offer).count() == 1


def test_one_question_that_fails_holds_up_no_other(world, later, neighbours, monkeypatch):
    crowd(world, 3)
    first = world.question(title="Première ?", besides=Besides(may_travel=True))
    second = world.question(title="Seconde ?")
    asking = operations._ask_members

    def fail_for_the_first(topic, unwilling):
        if topic.id == first.id:
            raise RuntimeError("by accident")
        asking(topic, unwilling)

    monkeypatch.setattr(operations, "_ask_members", fail_for_the_first)
    later(hours=25)
    assert asked(first) == []
    assert len(asked(second)) == 3


def test_a_full_club_reads_the_files_of_its_neighbours_too(world, later, neighbours, monkeypatch):
    picture, _ = upload(world.nathalie, name="plan.png", content=pictures.picture())
    shown = from_plain(f"![plan]({picture.path})", marks=True)
    topic = world.question(body=shown, besides=Besides(may_travel=True))
    monkeypatch.setattr(world.app.extensions["settings"], "club_quota_mb", 0)
    later(days=8)
    gwen = world.browser(neighbours[2])
    assert gwen.get(picture.path).status == 200
    forum.edit_post(opening_of(topic), editor=world.nathalie, body=from_plain("Sans image."))
    assert gwen.get(picture.path).status == 404


def test_a_moved_question_stays_at_home(world, later, neighbours):
    clubs.add_member(world.archivists, user=world.sylvie, role=Role.MODERATOR)
    topic = world.question(besides=Besides(may_travel=True))
    later(days=8)
    assert db.session.query(Offer).count() == 1
    forum.move_topic(topic, to=world.archivists, by=world.sylvie)
    assert db.session.query(Offer).count() == 0
    db.session.refresh(topic)
    assert not topic.may_travel


def test_ones_own_question_is_not_offered_to_oneself(world, later, neighbours):
    club, _annaig, gwen = neighbours
    clubs.add_member(club, user=world.nathalie)
    topic = world.question(title="La mienne ?", besides=Besides(may_travel=True))
    later(days=8)
    place = "/clubs/secretaires-bretagne/questions/voisines"
    assert "La mienne" in world.browser(gwen).get(place).text
    assert "La mienne" not in world.browser(world.nathalie).get(place).text
    assert world.browser(world.nathalie).get(f"{place}/{topic.id}").status == 404


def test_a_reply_that_comes_too_late_is_given_back(world, later, neighbours):
    _club, _annaig, gwen = neighbours
    topic = world.question(besides=Besides(may_travel=True))
    later(days=8)
    place = f"/clubs/secretaires-bretagne/questions/voisines/{topic.id}"
    browser = world.browser(gwen)
    assert browser.get(place).status == 200
    operations.let_travel(topic, is_on=False)
    late = browser.post(place, body="Mes mots longuement pesés")
    assert late.status == 404
    assert "longuement pesés" in late.text
    assert "n’est plus proposée" in late.text


def test_an_answer_that_comes_too_late_is_said_and_kept(world, later, neighbours):
    _club, _annaig, gwen = neighbours
    topic = world.question(besides=Besides(may_travel=True))
    later(days=8)
    offer = db.session.query(Offer).one()
    operations.let_travel(topic, is_on=False)
    with pytest.raises(NotOfferedAnyMore):
        operations.answer_offered(offer, author=gwen, body=from_plain("Trop tard."))
