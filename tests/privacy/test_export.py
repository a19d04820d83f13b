"""A copy of one's own data: all of it, nobody else's, for seven days."""

import io
import json
import re
import tracemalloc
from datetime import timedelta
from zipfile import ZipFile

import pytest
from sqlalchemy import insert, update

from app.accounts import operations as accounts
from app.accounts.models import Session, User
from app.clubs import operations as clubs
from app.clubs.operations import Welcome
from app.core import clock
from app.core.database import db
from app.core.rich_text import from_html
from app.core.storage import exports, storage
from app.core.transaction import atomic
from app.files.operations import upload
from app.forum import operations as forum
from app.forum.models import Post
from app.forum.operations import DraftWords
from app.privacy import operations
from app.privacy.archive import make_export
from app.privacy.errors import ExportUnderWay, OneExportADay
from app.privacy.events import DataExportAsked
from app.privacy.models import DataExport
from tests.files import pictures
from tests.letters import letters
from tests.races import race


@pytest.fixture
def written(world):
    """What Nathalie wrote and sent, among what others wrote."""
    nathalie = world.nathalie
    picture, _ = upload(nathalie, name="Plan du bourg.png", content=pictures.picture())
    upload(nathalie, name="../../Plan du bourg.png", content=pictures.picture())
    topic = world.question(nathalie, title="Mon quorum", body="Mon corps de question")
    shown = from_html(f'<p>Ma réponse</p><img src="{picture.path}" alt="">')
    forum.add_post(topic, author=nathalie, body=shown)
    world.reply(topic, world.christine, "Le texte de Christine, @Nathalie Guérin")
    world.say("Mon message", nathalie)
    world.say("Le message de Christine", world.christine)
    welcome = Welcome([world.secretaries], nathalie, message="Mon mot")
    clubs.invite("invitee@ailleurs.test", welcome, name="Isabelle Invitée")
    clubs.propose_member(
        world.secretaries,
        proposer=nathalie,
        email="propose@ailleurs.test",
        name="Paul Proposé",
        reason="Mon motif",
    )
    clubs.ask_to_join(world.archivists, user=nathalie, reason="Ma raison")
    forum.save_draft(
        nathalie,
        DraftWords(title="Mon brouillon", body="Ma suite"),
        club=world.secretaries,
        place="question",
    )
    accounts.set_photo(nathalie, content=pictures.picture())
    world.deliver()
    return topic


def made(user):
    """A copy, ready."""
    export = operations.ask_for_export(user)
    make_export(DataExportAsked(export.id))
    db.session.expire_all()
    return export


def opened(export):
    return ZipFile(exports().path_of(export.key))


def age(export, **by):
    with atomic():
        for column in ("asked_at", "ready_at", "expires_at"):
            if getattr(export, column):
                setattr(export, column, getattr(export, column) - timedelta(**by))


def test_from_asking_to_the_file(world, written):
    nathalie = world.browser(world.nathalie)
    assert "Demander une copie" in nathalie.get("/compte/donnees").text
    assert nathalie.post("/compte/donnees").location == "/compte/donnees"
    assert "En préparation" in nathalie.get("/compte/donnees").text
    world.deliver()
    letter = letters(world)[-1]
    assert letter["To"].addresses[0].addr_spec == world.nathalie.email
    path = re.search(r"http://localhost(/compte/donnees/\d+)", letter.text)[1]
    assert path in letter.html
    assert path in nathalie.get("/compte/donnees").text
    answer = nathalie.get(path)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(
        r"attachment; filename=mes-donnees-[\d-]+\.zip", answer.headers["Content-Disposition"]
    )
    with ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == [
            "LISEZ-MOI.txt",
            "donnees.json",
            "fichiers/photo.jpg",
            "fichiers/plan-du-bourg-2.png",
            "fichiers/plan-du-bourg.png",
        ]
        assert "donnees.json" in archive.read("LISEZ-MOI.txt").decode()
        assert archive.read("fichiers/plan-du-bourg.png").startswith(b"\x89PNG")


def test_it_holds_all_that_is_mine(world, written):
    world.browser(world.nathalie)
    accounts.note_sign_in(world.nathalie, way="password", device="Firefox", address="192.0.2.7")
    with opened(made(world.nathalie)) as archive:
        found = json.loads(archive.read("donnees.json"))
    assert found["profil"]["courriel"] == world.nathalie.email
    assert found["clubs"][0]["club"] == "Secrétaires de mairie"
    assert found["clubs"][0]["rôle"] == "member"
    assert [one["titre"] for one in found["sujets"]] == ["Mon quorum"]
    assert [one["texte"] for one in found["contributions"]] == [
        "Mon corps de question",
        "Ma réponse",
    ]
    assert [one["texte"] for one in found["messages"]] == ["Mon message"]
    assert found["brouillons"][0]["titre"] == "Mon brouillon"
    assert found["invitations envoyées"][0]["mot"] == "Mon mot"
    assert found["propositions"][0]["motif"] == "Mon motif"
    assert found["demandes d’adhésion"][0]["motif"] == "Ma raison"
    assert {one["sorte"] for one in found["notifications"]} == {"reply"}
    assert found["connexions"][0]["adresse réseau"] == "192.0.2.7"
    assert found["sessions"][0]["appareil"] == "tests"
    assert len(found["fichiers"]) == 2


def test_it_holds_nothing_of_others(world, written):
    """Neither addresses nor texts, though there are some beside hers (CVE-2022-31134)."""
    with opened(made(world.nathalie)) as archive:
        everything = archive.read("donnees.json").decode()
    assert "Mon message" in everything
    for foreign in ("Le texte de Christine", "Le message de Christine", "Isabelle", "Paul"):
        assert foreign not in everything
    addresses = set(re.findall(r"[\w.-]+@[\w.-]+\.test", everything))
    assert addresses == {world.nathalie.email}


def test_it_is_nobody_elses(world, written):
    export = made(world.nathalie)
    path = f"/compte/donnees/{export.id}"
    assert world.browser(world.nathalie).get(path).status == 200
    for other in (world.christine, world.sylvie):
        assert world.browser(other).get(path).status == 404
    assert world.browser().get(path).status == 302


def test_an_old_proof_is_not_enough_to_ask(world):
    nathalie = world.browser(world.nathalie)
    with atomic():
        old = clock.now() - timedelta(minutes=11)
        db.session.execute(update(Session).values(confirmed_at=old))
    assert nathalie.post("/compte/donnees").status == 403
    assert db.session.query(DataExport).count() == 0


def test_one_at_a_time_and_one_a_day(world):
    export = operations.ask_for_export(world.nathalie)
    with pytest.raises(ExportUnderWay):
        operations.ask_for_export(world.nathalie)
    make_export(DataExportAsked(export.id))
    db.session.expire_all()
    with pytest.raises(OneExportADay):
        operations.ask_for_export(world.nathalie)
    assert world.browser(world.nathalie).post("/compte/donnees").status == 429
    age(export, days=1)
    former = exports().path_of(export.key)
    assert former.exists()
    operations.ask_for_export(world.nathalie)
    assert not former.exists(), "a new one replaces it"
    assert db.session.query(DataExport).count() == 1


def test_two_who_ask_at_once_get_one(world):
    user_id = world.nathalie.id

    def ask(ready):
        user = db.session.get(User, user_id)
        ready()
        operations.ask_for_export(user)

    outcomes = race(world.app, [ask] * 4)
    assert sum(isinstance(one, ExportUnderWay) for one in outcomes) == 3
    assert db.session.query(DataExport).count() == 1


def test_made_twice_it_is_one(world):
    export = made(world.nathalie)
    key, ready_at = export.key, export.ready_at
    make_export(DataExportAsked(export.id))
    db.session.expire_all()
    assert (export.key, export.ready_at) == (key, ready_at)
    assert not operations.finish_export(export.id, key="x" * 43, size=1), "the first run won"
    assert [path.name for path in exports().folder.glob("*/*")] == [key]


def test_killed_in_the_middle_it_is_begun_again(world, written, monkeypatch):
    export = operations.ask_for_export(world.nathalie)
    whole = storage().path_of

    def pull_the_plug(key):
        raise KeyboardInterrupt

    monkeypatch.setattr(storage(), "path_of", pull_the_plug)
    with pytest.raises(KeyboardInterrupt):
        make_export(DataExportAsked(export.id))
    monkeypatch.setattr(storage(), "path_of", whole)
    db.session.rollback()
    assert db.session.get(DataExport, export.id, populate_existing=True).ready_at is None
    world.deliver()
    assert db.session.get(DataExport, export.id, populate_existing=True).ready_at
    with opened(export) as archive:
        assert archive.testzip() is None


def test_what_is_long_is_not_held_in_memory(world):
    """Sixty megabytes of texts, a few in memory."""
    topic = world.question(world.nathalie)
    row = {"topic_id": topic.id, "author_id": world.nathalie.id, "created_at": clock.now()}
    body = {"body_html": "é" * 20_000, "body_text": "é" * 20_000}
    with atomic():
        for number in range(2, 1502):
            db.session.execute(insert(Post).values(number=number, **row, **body))
    db.session.expunge_all()
    export = operations.ask_for_export(db.session.get(User, world.nathalie.id))
    tracemalloc.start()
    make_export(DataExportAsked(export.id))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 25_000_000
    db.session.expire_all()
    with opened(export) as archive:
        assert archive.getinfo("donnees.json").file_size > 110_000_000


def test_a_copy_asked_before_closing_is_never_made(world):
    export_id = operations.ask_for_export(world.nathalie).id
    operations.close_own_account(world.nathalie, email=world.nathalie.email)
    make_export(DataExportAsked(export_id))
    assert not operations.finish_export(export_id, key="k" * 43, size=1)
    world.deliver()
    assert not list(exports().folder.glob("*/*"))
    assert [one["Subject"] for one in letters(world)] == ["Votre compte est fermé"]


def test_after_seven_days_row_and_bytes_are_gone(world):
    export = made(world.nathalie)
    path, file = f"/compte/donnees/{export.id}", exports().path_of(export.key)
    age(export, days=6, hours=23)
    operations.forget_exports()
    assert world.browser(world.nathalie).get(path).status == 200
    age(export, hours=2)
    assert world.browser(world.nathalie).get(path).status == 404, "before the sweep, too"
    assert file.exists()
    operations.forget_exports()
    assert not file.exists()
    assert db.session.query(DataExport).count() == 0


def test_bytes_without_a_row_are_swept(world):
    import os

    exports().put("a" * 43, b"left behind")
    exports().put("b" * 43, b"just written")
    old = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(exports().path_of("a" * 43), (old, old))
    operations.forget_exports()
    assert not exports().path_of("a" * 43).exists()
    assert exports().path_of("b" * 43).exists(), "its row may be on its way"
    exports().drop("b" * 43)
