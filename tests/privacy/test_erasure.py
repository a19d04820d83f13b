"""A person whose every field holds one strange word closes her account: the word is nowhere."""

import pytest

from app.accounts import operations as accounts
from app.accounts.events import SecondFactorChanged
from app.accounts.models import User
from app.chat.models import Message
from app.clubs import operations as clubs
from app.clubs.models import BatchLine, Invitation
from app.clubs.operations import Welcome
from app.core.database import db
from app.core.events import record
from app.core.storage import exports, photos, storage
from app.core.transaction import atomic
from app.files.models import Attachment
from app.forum.models import Draft, Post
from app.notifications.models import Notification
from app.privacy import operations
from app.privacy.models import DataExport, Farewell
from app.search.index import compare
from tests.letters import letters
from tests.privacy import canary
from tests.privacy.canary import EMAIL, NAME, WORD


@pytest.fixture
def bird(world):
    return canary.hatch(world)


def close(bird):
    operations.close_own_account(bird.user, email=EMAIL)
    db.session.expire_all()


def test_not_a_byte_is_left(app, world, bird):
    before = canary.places(app)
    fields = (
        "api_token.name batch.message batch_line.email batch_line.name batch_line.typed "
        "delivery.last_error draft.body draft.title expertise.name external_identity.subject "
        "invitation.email invitation.message invitation.name join_request.reason "
        "journal_saying.text message.body_html message.body_text notification.excerpt "
        "notification.subject passkey.name post.body_html post.body_text "
        "post_revision.body_html proposal.email proposal.name proposal.reason session.device "
        "sign_in_entry.device user.ask_about user.email user.folded_name user.job_title "
        "user.name user.presence attachment.name"
    )
    assert set(fields.split()) <= set(before)
    close(bird)
    assert not [one for one in canary.places(app) if not one.startswith("search")], "at once"
    world.deliver()
    assert canary.places(app) == [], "the search index follows"
    assert compare().ids == []


def test_what_she_wrote_stays_readable(world, bird):
    christine = world.browser(world.christine)
    page = christine.get(world.address(bird.topic))
    assert "Zzcanarizz" in page.text
    close(bird)
    world.deliver()
    page = christine.get(world.address(bird.topic))
    assert page.status == 200
    for stays in ("Ma question utile", "Mon corps utile", "Ma réponse utile", "Ancien membre"):
        assert stays in page.text
    assert "Voyez avec @Ancien membre, qui sait tout." in page.text
    assert WORD not in page.text.lower()
    room = christine.get(f"/clubs/secretaires/salons/{world.room.id}-{world.room.slug}").text
    assert "Mon message utile" in room
    assert "Bonjour @Ancien membre" in room
    assert WORD not in room.lower()


def test_search_finds_her_name_no_more_and_her_words_still(world, bird):
    christine = world.program(world.christine)
    assert christine.get("/api/v1/search", q=WORD).json["total"] > 0
    close(bird)
    world.deliver()
    assert christine.get("/api/v1/search", q=WORD).json["total"] == 0
    assert christine.get("/api/v1/search", q="réponse utile").json["total"] == 1


def test_files_that_no_text_shows_go_with_copies_and_photo(world, bird):
    kept, lost = (
        db.session.query(Attachment).filter_by(name=name).one()
        for name in ("plan.png", f"{WORD}.png")
    )
    export = db.session.query(DataExport).one()
    gone = [
        storage().path_of(lost.key),
        photos().path_of(bird.user.photo_key),
        exports().path_of(export.key),
    ]
    assert all(path.exists() for path in gone)
    path = kept.path
    close(bird)
    assert not any(path.exists() for path in gone)
    assert world.browser(world.christine).get(path).status == 200, "a text shows this one"


def test_every_access_ends(world, bird):
    browser, program = world.browser(bird.user), world.program(bird.user)
    assert browser.get("/clubs/secretaires").status == 200
    assert program.get("/api/v1/me").status == 200
    close(bird)
    assert browser.get("/clubs/secretaires").status == 302
    assert program.get("/api/v1/me").status == 401
    again = world.browser()
    for email in (EMAIL, bird.user.email):
        assert (
            again.post("/connexion", email=email, password="la cloche sonne a midi").status == 422
        )
    assert not bird.user.is_active


def test_nobody_finds_her_in_a_list(world, bird):
    christine = world.browser(world.christine)
    person = f"/membres/{bird.user.id}"
    assert NAME.split()[0] in christine.get("/clubs/secretaires/membres").text
    assert christine.get(person).status == 200
    close(bird)
    for page in ("/clubs/secretaires/membres", "/annuaire"):
        listed = christine.get(page).text
        assert NAME.split()[0] not in listed
        assert "Ancien membre" not in listed
    assert christine.get(person).status == 404


def test_one_last_letter_and_its_address_is_not_kept(world, bird):
    close(bird)
    kept = db.session.query(Farewell).one()
    assert EMAIL not in kept.sealed_address
    before = len(letters(world))
    world.deliver()
    sent = letters(world)[before:]
    assert [one["Subject"] for one in sent] == ["Your account is closed"], "in her language"
    assert sent[0]["To"].addresses[0].addr_spec == EMAIL
    assert NAME not in sent[0].text
    assert db.session.query(Farewell).count() == 0
    to_her = [one for one in letters(world) if EMAIL in str(one["To"])]
    assert len(to_her) == 1, "those kept on the disk before are gone"


def make_letters_wait(world, bird):
    """Two about what she wrote and is told, one of each kind that only she gets."""
    world.reply(bird.topic, world.christine, "Une réponse de plus")
    world.reply(world.question(title="Encore"), bird.user, "Ce qu’elle dit à Nathalie")
    clubs.invite(EMAIL, Welcome([another_club("elus")], world.marc))
    request = clubs.ask_to_join(another_club("agents"), user=bird.user, reason="Pour voir")
    clubs.refuse_request(request, decided_by=world.marc, answer="Non.")
    accounts.ask_sign_in_link(EMAIL)
    with atomic():
        record(SecondFactorChanged(bird.user.id))


def another_club(slug):
    return clubs.found_club(slug, name=slug, profession="Métier")


def test_letters_that_wait_do_not_leave(world, bird):
    """To her, and about her: each would have left."""
    make_letters_wait(world, bird)
    close(bird)
    before = len(letters(world))
    world.deliver()
    assert {str(one["To"]) for one in letters(world)[before:]} == {EMAIL}, "the farewell alone"
    about = db.session.query(Notification).filter(
        (Notification.user_id == bird.user.id) | (Notification.actor_id == bird.user.id)
    )
    assert about.count() == 0


def test_the_same_letters_leave_while_she_is_there(world, bird):
    before = len(letters(world))
    make_letters_wait(world, bird)
    world.deliver()
    assert len(letters(world)) == before + 6


def test_her_invitations_die_and_nobody_comes_in_by_them(world, bird):
    sent = db.session.query(Invitation).filter_by(email="invitee@exemple.test").one()
    assert sent.state == "pending"
    naming = db.session.query(Invitation).filter_by(email=EMAIL, accepted_at=None).one()
    close(bird)
    assert sent.state == naming.state == "revoked"


def test_papers_that_named_her_still_have_a_name(world, bird):
    """A list of nameless lines could not be read, nor its links be heard."""
    sylvie = world.browser(world.sylvie)
    listed = sylvie.get("/clubs/secretaires/invitations", etat="accepted").text
    assert EMAIL in listed
    batch = db.session.query(BatchLine).filter_by(email=EMAIL).one()
    path = f"/clubs/secretaires/invitations/listes/{batch.batch_id}"
    assert EMAIL in sylvie.get(path).text
    close(bird)
    listed = sylvie.get("/clubs/secretaires/invitations", etat="accepted").text
    assert "<strong>Ancien membre</strong>" in listed
    assert EMAIL not in listed
    lines = sylvie.get(path).text
    assert "<strong>Ancien membre</strong>" in lines
    assert EMAIL not in lines


def test_others_are_quoted_as_before(world, bird):
    """A homonym's drafts, other mentions, other notifications stay as they were."""
    forum_words = world.reply(bird.topic, world.nathalie, "Merci @Christine Morel.")
    world.deliver()
    told = db.session.query(Notification).filter_by(user_id=world.christine.id).count()
    assert told
    html = forum_words.body_html
    assert "data-mention" in html
    close(bird)
    assert db.session.get(Post, forum_words.id).body_html == html
    assert db.session.query(Notification).filter_by(user_id=world.christine.id).count() == told
    draft = db.session.query(Draft).filter_by(user_id=world.christine.id).one()
    assert draft.body == "Merci @Ancien membre !"
    said = db.session.query(Message).filter(Message.body_text.contains("@Ancien membre")).one()
    assert "data-mention" not in said.body_html


def test_a_homonym_keeps_her_name_in_drafts(world, bird):
    world.member(NAME, world.secretaries)
    close(bird)
    draft = db.session.query(Draft).filter_by(user_id=world.christine.id).one()
    assert draft.body == f"Merci @{NAME} !"


def test_a_second_time_does_nothing(world, bird):
    close(bird)
    closed_at = bird.user.closed_at
    operations.close_account(bird.user, by=None)
    assert db.session.get(User, bird.user.id, populate_existing=True).closed_at == closed_at
    assert db.session.query(Farewell).count() == 1
