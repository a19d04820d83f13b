"""The hunt: one world told twice, once by each of two members of one label. Nothing may differ."""

import json
import re
from datetime import timedelta

from sqlalchemy import text

from app.accounts.models import User
from app.core import clock, sockets
from app.core.database import db
from app.core.rich_text import from_html
from app.core.transaction import atomic
from app.files.operations import upload
from app.forum import operations
from app.forum.models import Post, ReactionKind
from app.forum.operations import Besides
from app.notifications.models import Notification
from tests.conftest import empty
from tests.files import pictures
from tests.forum.test_anonymity import crowd, masked
from tests.world import World

ASKERS = ("Zénobie Quintefeuille", "Barnabé Ostrogoth")


def tell(world, asker_name):
    """The whole life of a question asked behind a label by one of two people."""
    club = world.secretaries
    crowd(world, 8)
    places = [world.organization(name, 430) for name in ("Villezed", "Bourgbé")]
    askers = [world.member(name, club) for name in ASKERS]
    with atomic():
        for asker, place in zip(askers, places, strict=True):
            asker.organization, asker.job_title = place, f"Titre {place.name}"
    asker = next(one for one in askers if one.name == asker_name)
    readers = {"member": world.christine, "moderator": world.sylvie}
    picture, _ = upload(asker, name=f"{asker.name}.png", content=pictures.picture())
    body = from_html(f'<p>Je demande @Christine Morel</p><img src="{picture.path}" alt="plan">')
    topic = masked(world, asker, title="Question sans nom ?", body=body, tags=["secret"])
    world.deliver()
    reply = world.reply(topic, author=world.christine, body="Voici la réponse.")
    for kind in ReactionKind:
        operations.react(reply, user=asker, kind=kind, is_on=True)
    operations.add_post(
        topic, author=asker, body=from_html("Merci !"), besides=Besides(is_anonymous=True)
    )
    operations.accept_answer(topic, post=reply, chosen_by=asker)
    second = db.session.query(Post).filter_by(number=3).one()
    with atomic():
        second.created_at = topic.created_at.replace(year=2020)
    operations.edit_post(second, editor=asker, body=from_html("Merci bien !"))
    world.deliver()
    return topic, second, readers


def seen(world, topic, edited, readers):
    """Everything that others get to read, word for word."""
    slug, told = f"/clubs/{topic.club.slug}", {}
    pages = [
        slug,
        f"{slug}/questions",
        f"{slug}/questions?etiquette=secret",
        world.address(topic),
        f"{slug}/questions/{topic.id}/reponses/3",
        f"{slug}/reponses/{edited.id}/historique",
        f"{slug}/reponses/{edited.id}/citation",
        f"{slug}/questions/proches?title=Question sans nom",
        f"{slug}/personnes?q=",
        "/recherche?q=question",
        "/recherche?q=Zénobie",
        "/recherche?q=Barnabé",
        "/notifications",
        "/signets",
    ]
    calls = [
        f"/api/v1/topics/{topic.id}",
        f"/api/v1/topics/{topic.id}/posts",
        f"/api/v1{slug}/topics",
        "/api/v1/search?q=question",
        "/api/v1/notifications",
    ]
    for who, user in readers.items():
        for visitor, paths in ((world.browser(user), pages), (world.program(user), calls)):
            for path in paths:
                answer = visitor.get(path)
                told[who, path] = (answer.status, bare(answer.text))
    return told


def bare(text):
    """Without what differs from one opening of a page to the next."""
    text = re.sub(r'csrf[-_]token" (?:content|value)="[^"]+"', "", text)
    text = re.sub(r"nonce-[\w-]+|/fichiers/[\w-]+/", "", text)
    return re.sub(r'value="[0-9a-f]{32}"', "", text)


def letters(world):
    folder = world.app.extensions["settings"].data_dir / "outbox"
    text = "\n".join(sorted(file.read_text() for file in folder.glob("*.eml")))
    text = re.sub(r"(?m)^(?:Message-ID|In-Reply-To|References|Date): .*$", "", text)
    return re.sub(r"=+\d{10,}=+|/desabonnement/\S+|\d+-[a-z]+-[0-9a-f]{64}", "", text)


def test_two_askers_of_one_label_cannot_be_told_apart(app, monkeypatch):
    """Page, source, API, search, e-mails, sockets, order of lists: the same to the letter."""
    accounts = []
    begun = clock.now()
    for asker in ASKERS:
        restart_numbering()
        sent, ticks = [], iter(range(10**9))
        monkeypatch.setattr(clock, "now", lambda ticks=ticks: begun + timedelta(0, 0, next(ticks)))
        monkeypatch.setattr(
            sockets.socketio, "emit", lambda *a, sent=sent, **k: sent.append((a, k.get("to")))
        )
        world = World(app)
        told = tell(world, asker)
        topic, edited, readers = told
        others = {f"user:{user.id}" for user in readers.values()}
        live = [(a, to) for a, to in sent if to in others or str(to).startswith("club:")]
        accounts.append(
            (
                seen(world, topic, edited, readers),
                letters(world),
                bare(json.dumps(live, default=str)),
            )
        )
        assert any("Un membre du club" in text for _, text in accounts[-1][0].values())
        assert "Un membre du club" in accounts[-1][1] or "Un_membre" in accounts[-1][1]
        assert db.session.query(Notification).filter(Notification.mask.is_not(None)).count() >= 2
        assert db.session.query(User).filter_by(name=asker).count() == 1
        db.session.remove()
        empty(app)
        for file in (app.extensions["settings"].data_dir / "outbox").glob("*"):
            file.unlink()
    (pages, mails, live), (pages_of_other, mails_of_other, live_of_other) = accounts
    for key, value in pages.items():
        assert sorted_times(value) == sorted_times(pages_of_other[key]), key
    assert mails == mails_of_other
    assert sorted_times((200, live)) == sorted_times((200, live_of_other))


def sorted_times(answer):
    status, text = answer
    text = re.sub(r'"score":[\d.]+', "", text)  # it depends on what the index held before
    return status, re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)", "T", text)


def restart_numbering():
    if db.engine.dialect.name != "postgresql":
        with db.engine.connect() as connection:
            connection.execute(text("delete from sqlite_sequence"))
            connection.commit()
        return  # the others begin anew by themselves once a table is empty
    with db.engine.connect() as connection:
        rows = connection.execute(
            text("select sequencename from pg_sequences where schemaname = 'public'")
        )
        for (name,) in rows.all():
            connection.execute(text(f'alter sequence "{name}" restart'))
        connection.commit()
