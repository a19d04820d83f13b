"""An answer knows its law, its date, and who doubts it."""

from datetime import date, timedelta

import pytest

from app.clubs import operations as clubs
from app.clubs.models import Role
from app.clubs.queries import membership_of
from app.core import clock
from app.core.database import db
from app.core.plain_text import from_plain
from app.core.transaction import atomic
from app.forum import operations as forum
from app.forum.models import Answer, WatchLevel
from app.notifications.models import Notification
from app.validity import operations
from app.validity.errors import DatesCross, NoLawNamed
from app.validity.models import Doubt, LegalReference, State, Validity
from app.validity.operations import Term
from app.validity.queries import standing_of, today


@pytest.fixture
def answer(world):
    """A validated answer that cites the law."""
    topic = world.question(title="Quorum non atteint ?")
    post = world.reply(topic, body="Trois jours (CGCT, art. L. 2121-17).")
    forum.accept_answer(topic, post=post, chosen_by=world.sylvie, validated=True)
    world.deliver()
    return post


def state(post):
    db.session.expire_all()
    return standing_of(post.key).state


def validity(post):
    return db.session.get(Validity, post.key)


def told(user, word):
    return [
        one
        for one in db.session.query(Notification).filter_by(user_id=user.id)
        if one.key.startswith(word)
    ]


def test_a_validated_answer_is_current_for_a_year(world, answer):
    page = world.browser(world.nathalie).get(world.address(answer.topic)).text
    assert "À jour" in page
    assert state(answer) is State.CURRENT
    assert validity(answer).review_on == today() + timedelta(days=365)
    assert [one.key for one in db.session.query(LegalReference)] == ["cgct:L2121-17"]
    assert 'class="law"' in page
    assert "legifrance.gouv.fr" in page


def test_the_day_of_review_makes_it_to_review_and_tells_once(world, answer):
    with atomic():
        validity(answer).review_on = today()
    operations.notice_due_reviews()
    operations.notice_due_reviews()
    world.deliver()
    assert state(answer) is State.TO_REVIEW
    assert len(told(world.sylvie, "review")) == 1
    assert len(told(world.christine, "review")) == 1, "she wrote it"
    assert "Il est temps de relire" in world.browser(world.sylvie).get("/notifications").text


def test_a_review_that_is_late_is_told_once_whatever_its_end(world, answer):
    for ends in (today() + timedelta(days=60), None):
        with atomic():
            validity(answer).lapse_told_on = None
            validity(answer).review_on = today() - timedelta(days=3)
            validity(answer).valid_until = ends
        for _ in range(3):
            operations.notice_due_reviews()
        world.deliver()
        assert len(told(world.sylvie, "review")) == 1


def test_a_reader_doubts_once_until_somebody_looked_again(world, answer):
    for _ in range(3):
        operations.doubt(answer.key, club_id=answer.topic.club_id, by=world.nathalie, reason="Vu.")
    assert db.session.query(Doubt).count() == 1
    operations.vouch(answer.key, club_id=answer.topic.club_id, by=world.sylvie, html="")
    operations.doubt(answer.key, club_id=answer.topic.club_id, by=world.nathalie, reason="Encore.")
    assert db.session.query(Doubt).count() == 2


def test_still_true_holds_beyond_an_end_that_has_passed(world, answer):
    with atomic():
        validity(answer).valid_until = today() - timedelta(days=2)
    assert state(answer) is State.OUTDATED
    operations.vouch(answer.key, club_id=answer.topic.club_id, by=world.sylvie, html="")
    assert state(answer) is State.CURRENT


def test_a_reader_says_it_is_no_longer_true(world, answer):
    nathalie = world.browser(world.nathalie)
    address = f"/clubs/secretaires/reponses/{answer.id}/doute"
    assert address in nathalie.get(world.address(answer.topic)).text
    refused = nathalie.post(address, reason="  ")
    assert (refused.status, state(answer)) == (422, State.CURRENT)
    nathalie.post(address, reason="Le délai est passé à cinq jours.")
    world.deliver()
    page = world.browser(world.christine).get(world.address(answer.topic)).text
    assert "À revoir" in page
    assert "Le délai est passé à cinq jours." in page
    assert len(told(world.sylvie, "doubt")) == len(told(world.christine, "doubt")) == 1
    assert told(world.nathalie, "doubt") == []
    listed = world.browser(world.sylvie).get("/clubs/secretaires/a-revoir").text
    assert "Quorum non atteint" in listed
    found = world.program(world.nathalie).get("/api/v1/search", q="quorum").json["items"]
    assert [one["validity"] for one in found] == ["to_review"]


def test_a_moderator_looks_again_and_it_is_current(world, answer):
    operations.doubt(answer.key, club_id=answer.topic.club_id, by=world.nathalie, reason="Vieux.")
    address = f"/clubs/secretaires/reponses/{answer.id}/toujours-vrai"
    assert world.browser(world.christine).post(address).status == 403
    world.browser(world.sylvie).post(address)
    assert state(answer) is State.CURRENT
    settled = db.session.query(Doubt).one()
    assert settled.settled_by_id == world.sylvie.id
    assert "Rien n’attend" in world.browser(world.sylvie).get("/clubs/secretaires/a-revoir").text


def test_editing_a_validated_answer_is_to_be_looked_at_again(world, answer):
    forum.edit_post(answer, editor=world.christine, body=from_plain("Cinq jours (loi 2023-1380)."))
    assert state(answer) is State.TO_REVIEW
    assert db.session.query(Answer).one().validated_at is None
    assert [one.key for one in db.session.query(LegalReference)] == ["loi:2023-1380"]
    forum.accept_answer(answer.topic, post=answer, chosen_by=world.sylvie, validated=True)
    assert state(answer) is State.CURRENT


def test_the_law_changes_and_what_cites_it_is_to_review(world, answer):
    other = world.question(title="Le registre ?")
    told_otherwise = world.reply(other, body="Voir le CGCT, art. L. 2121-23.")
    forum.accept_answer(other, post=told_otherwise, chosen_by=world.sylvie, validated=True)
    forum.watch_topic(answer.topic, user=world.nathalie, level=WatchLevel.WATCHING)
    world.deliver()
    with atomic():
        validity(answer).checked_at -= timedelta(days=30)
    sylvie = world.browser(world.sylvie)
    assert "CGCT, art. L. 2121-17" in sylvie.get("/clubs/secretaires/droit").text
    refused = sylvie.post("/clubs/secretaires/droit", text="le règlement", changed_on="2026-01-01")
    assert (refused.status, "n’est pas reconnu" in refused.text) == (422, True)
    assert "le règlement" in refused.text

    sylvie.post(
        "/clubs/secretaires/droit",
        text="art. L.2121-17 du CGCT",
        changed_on=(today() - timedelta(days=3)).isoformat(),
        note="Cinq jours francs désormais.",
    )
    world.deliver()

    assert state(answer) is State.TO_REVIEW
    assert state(told_otherwise) is State.CURRENT
    assert len(told(world.christine, "doubt")) == 1, "she wrote it"
    assert len(told(world.nathalie, "doubt")) == 1, "she follows it"
    assert told(world.sylvie, "doubt") == []
    page = world.browser(world.nathalie).get(world.address(answer.topic)).text
    assert "Cinq jours francs désormais." in page


def test_what_was_checked_since_the_change_is_left_alone(world, answer):
    club = answer.topic.club
    before = today() - timedelta(days=3)
    operations.declare_changed(
        [club], text="CGCT L. 2121-17", changed_on=before, note="", by=world.sylvie
    )
    assert state(answer) is State.CURRENT
    operations.declare_changed(
        [club], text="CGCT L. 2121-17", changed_on=today(), note="", by=world.sylvie
    )
    assert state(answer) is State.TO_REVIEW, "checked this morning, changed today"


def test_a_change_reaches_only_the_clubs_one_looks_after(world, answer):
    clubs.add_member(world.archivists, user=world.sylvie)
    topic = world.question(world.marc, club=world.archivists, title="Le délai ?")
    post, _ = forum.add_post(topic, author=world.sylvie, body=from_plain("CGCT L. 2121-17."))
    forum.accept_answer(topic, post=post, chosen_by=world.marc, validated=True)
    sylvie = world.browser(world.sylvie)
    sent = {"text": "CGCT L. 2121-17", "changed_on": today().isoformat()}
    sylvie.post("/clubs/secretaires/droit", clubs=str(world.archivists.id), **sent)
    assert (state(answer), state(post)) == (State.TO_REVIEW, State.CURRENT)
    membership = membership_of(world.sylvie, world.archivists.id)
    clubs.change_role(membership, role=Role.MODERATOR, by=world.marc)
    again = world.browser(world.sylvie)
    again.post("/clubs/secretaires/droit", clubs=str(world.archivists.id), **sent)
    assert state(post) is State.TO_REVIEW


def test_a_term_says_when_it_holds(world, answer):
    sylvie = world.browser(world.sylvie)
    address = f"/clubs/secretaires/reponses/{answer.id}/validite"
    yesterday = (today() - timedelta(days=1)).isoformat()
    crossed = sylvie.post(
        address, acte="durer", valid_from=today().isoformat(), valid_until=yesterday
    )
    assert (crossed.status, "avant son début" in crossed.text) == (422, True)
    wrong = sylvie.post(address, acte="durer", valid_until="demain")
    assert (wrong.status, "31/12/2026" in wrong.text) == (422, True)
    sylvie.post(address, acte="durer", valid_until=yesterday)
    assert state(answer) is State.OUTDATED
    page = world.browser(world.nathalie).get(world.address(answer.topic)).text
    assert "Ne vous en servez plus" in page
    assert "Réponse périmée" in page
    assert "Résolue" not in page
    assert world.browser(world.nathalie).post(address, acte="durer").status == 403


def test_an_answer_is_replaced_by_another(world, answer):
    other = world.question(title="La règle de 2027 ?")
    sylvie = world.browser(world.sylvie)
    address = f"/clubs/secretaires/reponses/{answer.id}/validite"
    far = world.question(world.marc, club=world.archivists)
    for typed in ("nulle part", str(answer.topic_id), str(far.id)):
        assert sylvie.post(address, acte="perimer", instead=typed).status == 422
    sylvie.post(address, acte="perimer", instead=world.address(other))
    assert state(answer) is State.REPLACED
    page = world.browser(world.nathalie).get(world.address(answer.topic)).text
    assert world.address(other) in page
    sylvie.post(f"/clubs/secretaires/reponses/{answer.id}/toujours-vrai")
    assert state(answer) is State.CURRENT


def test_what_is_outdated_is_found_last(world, answer):
    """Two questions alike but for their answers: the one that holds no more comes after."""
    twin = world.question(title="Quorum non atteint ?")
    other = world.reply(twin, body="Trois jours (CGCT, art. L. 2121-17).")
    forum.accept_answer(twin, post=other, chosen_by=world.nathalie)
    world.deliver()
    program = world.program(world.nathalie)

    def order():
        items = program.get("/api/v1/search", q="quorum non atteint").json["items"]
        return [one["topic_id"] for one in items]

    assert order() == [answer.topic_id, twin.id], "the validated one first"
    operations.outdate(validity(answer), by=world.sylvie)
    world.deliver()
    assert order() == [twin.id, answer.topic_id]


def test_a_withdrawn_answer_leaves_nothing(world, answer):
    operations.doubt(answer.key, club_id=answer.topic.club_id, by=world.nathalie, reason="Vieux.")
    forum.withdraw_answer(answer.topic)
    for table in (Validity, LegalReference, Doubt):
        assert db.session.query(table).count() == 0
    assert (
        world.browser(world.nathalie).get(f"/clubs/secretaires/reponses/{answer.id}/doute").status
        == 404
    )


def test_refusals_are_named(world, answer):
    with pytest.raises(DatesCross):
        operations.set_term(validity(answer), Term(date(2026, 2, 1), date(2026, 1, 1)))
    with pytest.raises(NoLawNamed):
        operations.declare_changed(
            [answer.topic.club], text="rien", changed_on=today(), note="", by=world.sylvie
        )


def test_answers_imported_or_older_cite_too(world, answer):
    """An import writes its answers itself; what it cites is known all the same."""
    import json

    from app.forum.operations.importing import import_topics

    line = {
        "external_id": "a",
        "title": "Registre ?",
        "body_text": "?",
        "created_at": "2024-01-01T10:00:00Z",
        "posts": [{"body_text": "CGCT L. 2121-23.", "accepted": True}],
    }
    folder = world.app.extensions["settings"].data_dir
    (folder / "one.jsonl").write_text(json.dumps(line))
    list(import_topics(folder / "one.jsonl", club=world.secretaries, author=world.nathalie))
    keys = {one.key for one in db.session.query(LegalReference)}
    assert keys == {"cgct:L2121-17", "cgct:L2121-23"}
    imported = db.session.query(Validity).filter(Validity.owner != answer.key).one()
    assert imported.checked_at < clock.now() - timedelta(days=300)
