"""A journal that nobody rewrites."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app.core import clock
from app.core.database import db
from app.core.journal import (
    JournalEntry,
    JournalSaying,
    first_wrong_entry,
    forget_old_sayings,
    write_down,
)
from tests.races import race


def acts(count=3):
    return [write_down(f"act-{n}", actor_id=1, saying=f"parce que {n}").id for n in range(count)]


def test_the_chain_is_whole(app):
    assert first_wrong_entry() is None
    acts()
    assert first_wrong_entry() is None


@pytest.mark.parametrize(
    "change",
    [
        "update journal_entry set act = 'autre' where id = :id",
        "delete from journal_entry where id = :id",
    ],
)
def test_the_database_refuses_every_change(app, change):
    ids = acts()
    with pytest.raises(DatabaseError, match="not rewritten"):
        db.session.execute(text(change), {"id": ids[1]})
    db.session.rollback()
    assert db.session.query(JournalEntry).count() == 3


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("update journal_entry set act = 'autre' where id = :id", 1),
        ("update journal_entry set actor_id = 9 where id = :id", 1),
        ("delete from journal_entry where id = :id", 2),
    ],
)
def test_what_is_changed_by_force_is_named(app, change, wrong):
    ids = acts()
    is_sqlite = db.engine.dialect.name == "sqlite"
    kept = []
    with db.engine.connect() as connection:  # as somebody with the whole machine would
        if is_sqlite:
            connection.connection.dbapi_connection.execute("pragma foreign_keys=off")
            kept = connection.execute(
                text("select name, sql from sqlite_master where type = 'trigger'")
            ).all()
        else:
            connection.execute(text("set session_replication_role = replica"))
        for name, _ in kept:
            connection.execute(text(f"drop trigger {name}"))
        connection.execute(text(change), {"id": ids[1]})
        for _, statement in kept:
            connection.execute(text(statement))
        connection.commit()
        if is_sqlite:
            connection.connection.dbapi_connection.execute("pragma foreign_keys=on")
        else:
            connection.execute(text("set session_replication_role = default"))
            connection.commit()
    db.session.expire_all()
    assert first_wrong_entry() == ids[wrong]
    result = app.test_cli_runner().invoke(args=["journal", "verify"])
    assert result.exit_code == 1
    assert str(ids[wrong]) in result.output


def test_words_go_after_a_year_and_the_chain_stays(app, monkeypatch):
    acts()
    later = clock.now() + timedelta(days=366)
    monkeypatch.setattr(clock, "now", lambda: later)
    forget_old_sayings()
    assert db.session.query(JournalSaying).count() == 0
    assert db.session.query(JournalEntry).count() == 3
    assert first_wrong_entry() is None
    assert app.test_cli_runner().invoke(args=["journal", "verify"]).exit_code == 0


def test_sixteen_write_at_once_and_the_chain_holds(app):
    def write(ready):
        ready()
        write_down("act", actor_id=1)

    assert race(app, [write] * 16) == [None] * 16
    assert db.session.query(JournalEntry).count() == 16
    assert first_wrong_entry() is None
