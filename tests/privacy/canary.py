"""A person with the same strange word in every field, and everything that names her."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from app.accounts import linking
from app.accounts import operations as accounts
from app.accounts.models import Passkey, RecoveryCode, User
from app.accounts.operations import Profile
from app.accounts.strangers import ExternalPerson
from app.clubs import operations as clubs
from app.clubs.models import Club, Invitation
from app.clubs.operations import Welcome
from app.core import clock
from app.core.database import Base, db
from app.core.events import Delivery, EventEntry
from app.core.plain_text import from_plain
from app.core.rich_text import RichText, from_html
from app.core.transaction import atomic
from app.files.operations import upload
from app.forum import operations as forum
from app.forum.models import Post, Topic
from app.forum.operations import DraftWords
from app.knowledge import operations as knowledge
from app.knowledge.operations import Words
from app.notifications.models import NotificationKind
from app.notifications.operations import choose_preference
from app.privacy import operations as privacy
from tests.files import pictures
from tests.world import PASSWORD, World

WORD = "zzcanarizz"
NAME = f"{WORD.title()} O’Martin & fils"
EMAIL = f"{WORD}@exemple.test"


@dataclass
class Canary:
    """The person, and what she leaves."""

    user: User
    topic: Topic
    answer: Post
    naming: Post
    """Where Christine names her."""


def hatch(world: World) -> Canary:
    """Let her live a whole life."""
    user = _come_in(world)
    accounts.suspend_user(user, by=world.sylvie, reason=f"{WORD} est partie")
    accounts.reactivate_user(user, by=world.sylvie)
    _say_who(user)
    _open_doors(user)
    topic = world.question(user, title="Ma question utile", body="Mon corps utile, sans nom.")
    naming = world.reply(topic, world.christine, f"Demandez à @{NAME}, qui sait.")
    with atomic():
        naming.created_at = naming.created_at.replace(year=2020)
    forum.edit_post(
        naming, editor=world.christine, body=from_plain(f"Voyez avec @{NAME}, qui sait tout.")
    )
    world.reply(world.question(title="Une autre"), world.christine, f"Pour toi, @{NAME}, ici.")
    shown, _ = upload(user, name="plan.png", content=pictures.picture())
    answer, _ = forum.add_post(
        topic,
        author=user,
        body=from_html(f'<p>Ma réponse utile</p><img src="{shown.path}" alt="">'),
    )
    upload(user, name=f"{WORD}.png", content=pictures.picture())
    world.say(f"Bonjour @{NAME} !", world.nathalie)
    world.say("Mon message utile", user)
    _work_on_procedures(world, user, naming)
    world.deliver()
    accounts.accept_charter(user)
    _ask_and_invite(world, user)
    _leave_papers(world, user)
    world.deliver()
    return Canary(user, topic, answer, naming)


def _work_on_procedures(world: World, user: User, naming: Post) -> None:
    forum.accept_answer(naming.topic, post=naming, chosen_by=world.sylvie)
    made, _ = knowledge.draft_procedure(
        world.secretaries,
        author=world.christine,
        words=Words(
            "Bien faire", "Savoir", "Pour bien faire.", RichText(naming.body_html, naming.body_text)
        ),
        source=naming,
    )
    knowledge.publish(made, by=world.sylvie, note="", seen=1)
    knowledge.name_carers(made, by=world.sylvie, owner="", referee=NAME)
    knowledge.comment(made, author=world.sylvie, body=from_plain(f"Selon @{NAME}, oui."))
    knowledge.adopt(made, user=user, variant=f"Ici, {WORD} signe.")


def places(app) -> list[str]:
    """Where the word stands: tables with their columns, files; the letters kept are others'."""
    db.session.rollback()
    found = []
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(table.select()).mappings():
            found += [f"{table.name}.{key}" for key, value in row.items() if _has_word(value)]
    if db.engine.dialect.name == "postgresql":
        for name in ("search_document", "search_term"):
            rows = db.session.execute(text(f"select * from search_index.{name}")).mappings()
            found += [f"{name}.{key}" for row in rows for key in row if _has_word(row[key])]
    db.session.rollback()
    data = Path(app.extensions["settings"].data_dir)
    for file in data.rglob("*"):
        is_ours = file.is_file() and "outbox" not in file.parts
        if is_ours and WORD.encode() in file.name.lower().encode() + file.read_bytes().lower():
            found.append(str(file.relative_to(data)))
    return sorted(set(found))


def _has_word(value: object) -> bool:
    plain = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return WORD in plain.lower()


def _come_in(world: World) -> User:
    welcome = Welcome([world.secretaries], world.sylvie, message="Bienvenue")
    batch = clubs.draw_up_batch(welcome, content=f"{NAME};{EMAIL.upper()}\nautre@exemple.test")
    clubs.confirm_batch(batch)
    world.deliver()
    invitation = db.session.query(Invitation).filter_by(email=EMAIL).one()
    return clubs.accept_invitation(
        invitation,
        name=NAME,
        job_title=WORD,
        organization=world.organization("Bourg"),
        password=PASSWORD,
    )


def _say_who(user: User) -> None:
    profile = Profile(NAME, WORD, expertise=f"{WORD}, budget", presence=WORD, ask_about=WORD)
    accounts.edit_profile(user, profile)
    accounts.set_photo(user, content=pictures.picture())
    accounts.choose_display(user, theme="dark", language="en", is_compact=True)


def _open_doors(user: User) -> None:
    accounts.open_session(user, device=WORD, is_own_device=True, id_token=WORD)
    accounts.note_sign_in(user, way="password", device=WORD, address="192.0.2.66")
    accounts.create_token(user, name=WORD, days=None)
    accounts.begin_authenticator(user)
    linking.link_identity(
        user, ExternalPerson("https://idp.test", WORD, EMAIL, "", "", "", "", WORD)
    )
    with atomic():
        db.session.add(RecoveryCode(user_id=user.id, code_hash="0" * 64))
        db.session.add(
            Passkey(
                user_id=user.id,
                credential_id=WORD.encode(),
                public_key=b"",
                name=WORD,
                created_at=clock.now(),
            )
        )


def _ask_and_invite(world: World, user: User) -> None:
    clubs.ask_to_join(world.archivists, user=user, reason=WORD)
    hers = Welcome([world.secretaries], user, message=f"C’est {WORD}")
    clubs.invite("invitee@exemple.test", hers, name="Isabelle")
    clubs.draw_up_batch(hers, content="encore@exemple.test")
    proposed = {"proposer": user, "email": "paul@exemple.test", "name": "Paul", "reason": WORD}
    clubs.accept_proposal(
        clubs.propose_member(world.secretaries, **proposed), decided_by=world.sylvie
    )
    naming = {"proposer": world.marc, "email": EMAIL, "name": NAME, "reason": WORD}
    clubs.propose_member(world.archivists, **naming)
    again = Welcome([_club("dgs")], world.marc, message=WORD)
    clubs.ask_again(_unanswered(again))
    choose_preference(user, kind=NotificationKind.REPLY, on_site=True, by_email=True)


def _club(slug: str) -> Club:
    return clubs.found_club(slug, name="DGS", profession="DGS")


def _unanswered(welcome: Welcome) -> Invitation:
    """An invitation of before she had an account, which waits."""
    clubs.add_member(welcome.clubs[0], user=welcome.inviter)
    waiting = clubs.invite("ailleurs@exemple.test", welcome, name=NAME)
    with atomic():
        waiting.email = EMAIL
    return waiting


def _leave_papers(world: World, user: User) -> None:
    place = {"club": world.secretaries, "place": "question"}
    forum.save_draft(user, DraftWords(title=WORD, body=WORD), **place)
    forum.save_draft(world.christine, DraftWords(body=f"Merci @{NAME} !"), **place)
    accounts.ask_password_link(user.email)
    privacy.ask_for_export(user)
    with atomic():
        entry = EventEntry(name="PostAdded", payload={}, recorded_at=clock.now())
        db.session.add(entry)
        db.session.flush()
        lost = Delivery(
            entry_id=entry.id,
            handler="gone",
            due_at=clock.now(),
            dead_at=clock.now(),
            last_error=f"SMTPRecipientsRefused: {EMAIL.title()}",
        )
        db.session.add(lost)
