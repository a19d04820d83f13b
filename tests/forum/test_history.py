"""What a post said before, and answering in context."""

from datetime import timedelta

from app.core.database import db
from app.core.plain_text import from_plain
from app.core.transaction import atomic
from app.forum import operations
from app.forum.models import Draft, Post, PostRevision
from tests.world import counting_queries


def aged(post):
    """Written long enough ago for an edit to be seen."""
    with atomic():
        post.created_at -= timedelta(hours=1)
    return post


def test_an_edit_is_shown_word_by_word(world):
    post = aged(world.reply(world.question(), body="Trois jours francs.\n\nC’est la règle."))
    operations.edit_post(
        post, editor=world.christine, body=from_plain("Cinq jours francs.\n\nC’est la règle.")
    )
    nathalie = world.browser(world.nathalie)
    address = f"/clubs/secretaires/reponses/{post.id}/historique"
    assert address in nathalie.get(world.address(post.topic)).text
    page = nathalie.get(address).text
    assert "<del>Trois </del><ins>Cinq </ins>jours francs." in page
    assert "Modifié" in page
    assert "règle" in page


def test_five_quiet_minutes_leave_no_history(world):
    post = world.reply(world.question(), body="Trois jous.")
    operations.edit_post(post, editor=world.christine, body=from_plain("Trois jours."))
    page = world.browser(world.nathalie).get(f"/clubs/secretaires/reponses/{post.id}/historique")
    assert "jamais été modifié" in page.text
    assert "jous" not in page.text


def test_a_bold_word_is_no_change_of_words(world):
    post = aged(world.reply(world.question(), body="Trois jours."))
    body = from_plain("**Trois** jours.", marks=True)
    operations.edit_post(post, editor=world.christine, body=body)
    page = world.browser(world.nathalie).get(f"/clubs/secretaires/reponses/{post.id}/historique")
    assert "Seule la mise en forme a changé" in page.text


def test_many_edits_cost_as_many_queries_as_one(world):
    post = aged(world.reply(world.question(), body="Version 0."))
    nathalie = world.browser(world.nathalie)
    address = f"/clubs/secretaires/reponses/{post.id}/historique"

    def queries():
        with counting_queries() as statements:
            nathalie.get(address)
        return len(statements)

    operations.edit_post(post, editor=world.christine, body=from_plain("Version 1."))
    queries()
    few = queries()
    for number in range(2, 9):
        operations.edit_post(post, editor=world.christine, body=from_plain(f"Version {number}."))
    assert queries() == few
    assert db.session.query(PostRevision).count() == 8


def test_a_reply_begins_with_a_quote(world):
    topic = world.question()
    post = world.reply(topic, body="Trois jours francs, pas un de moins.")
    nathalie = world.browser(world.nathalie)
    page = nathalie.get(world.address(topic), citer=str(post.id)).text
    assert f"&gt; [Christine Morel](/clubs/secretaires/questions/{topic.id}?message=2)" in page
    assert "&gt; Trois jours francs" in page


def test_a_passage_is_quoted_alone_and_nothing_is_put_in_a_mouth(world):
    post = world.reply(world.question(), body="Trois jours francs, pas un de moins.")
    nathalie = world.browser(world.nathalie)
    address = f"/clubs/secretaires/reponses/{post.id}/citation"
    assert (
        "<p>pas un de moins.</p>" in nathalie.get(address, passage="pas un de moins.").json["html"]
    )
    invented = nathalie.get(address, passage="Dix jours <script>").json["html"]
    assert "Dix jours" not in invented
    assert "Trois jours francs" in invented


def test_a_quote_goes_under_what_was_begun(world):
    topic = world.question()
    post = world.reply(topic)
    nathalie = world.browser(world.nathalie)
    nathalie.post(f"/clubs/secretaires/brouillons/{topic.id}", body="Merci à vous.", format="texte")
    page = nathalie.get(world.address(topic), citer=str(post.id)).text
    assert page.index("Merci à vous.") < page.index("&gt; Trois jours.")


def test_two_screens_are_shown_both_texts(world):
    topic = world.question()
    nathalie = world.browser(world.nathalie)
    address = f"/clubs/secretaires/brouillons/{topic.id}"
    desk = {"format": "texte", "client_id": "desk"}
    phone = {"format": "texte", "client_id": "phone"}

    first = nathalie.post(address, body="Au bureau", draft_version="0", **desk).json
    assert nathalie.post(address, body="Au bureau.", draft_version="1", **desk).json["version"] == 2
    answer = nathalie.post(address, body="Au téléphone", draft_version="1", **phone).json
    assert first["version"] == 1
    assert answer["other"]["plain"] == "Au bureau."
    assert db.session.query(Draft).one().body == "Au bureau.", "nothing is lost meanwhile"

    chosen = answer["other"]["version"]
    kept = nathalie.post(address, body="Au téléphone", draft_version=str(chosen), **phone).json
    assert kept["version"] == 3
    assert db.session.query(Draft).one().body == "Au téléphone"


def test_a_form_does_not_stand_in_its_own_way(world):
    """What it says on leaving may pass what it said just before."""
    nathalie = world.browser(world.nathalie)
    address = "/clubs/secretaires/brouillons/question"
    same = {"format": "texte", "client_id": "one", "draft_version": "0"}
    assert nathalie.post(address, body="Un", **same).json["version"] == 1
    assert nathalie.post(address, body="Un deux", **same).json["version"] == 2


def test_publishing_keeps_the_later_text_of_another_screen(world):
    topic = world.question()
    nathalie = world.browser(world.nathalie)
    draft, send = (
        f"/clubs/secretaires/brouillons/{topic.id}",
        f"/clubs/secretaires/questions/{topic.id}/reponses",
    )
    nathalie.post(draft, body="Au bureau", format="texte", client_id="desk", draft_version="0")
    nathalie.post(send, body="Court.", format="texte", client_id="phone", draft_version="0")
    assert db.session.query(Draft).one().body == "Au bureau"
    nathalie.post(send, body="Au bureau", format="texte", client_id="desk", draft_version="1")
    assert db.session.query(Draft).count() == 0
    assert db.session.query(Post).count() == 3


def test_sixteen_drafts_at_once_are_one(app, world):
    from app.accounts.models import User
    from app.clubs.models import Club
    from app.forum.operations import DraftWords
    from tests.races import race

    user_id, club_id = world.nathalie.id, world.secretaries.id

    def saving(number):
        def save(ready):
            user, club = db.session.get(User, user_id), db.session.get(Club, club_id)
            ready()
            words = DraftWords(body=f"Texte {number}", client_id="one")
            operations.save_draft(user, words, club=club, place="question")

        return save

    for _ in range(30):
        assert race(app, [saving(number) for number in range(16)]) == [None] * 16
    draft = db.session.query(Draft).one()
    assert draft.version == 16 * 30
