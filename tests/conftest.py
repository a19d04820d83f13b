"""One application for the whole run, on the engine asked for; an empty database for each test."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import text

from app import create_app
from app.core.database import Base, db
from tests.servers import Server, postgresql_url
from tests.world import World

LEFT_ON_DISK = ("outbox", "files", "photos", "exports", "printed")
"""What a test writes beside the database: the next one finds none of it."""


def pytest_addoption(parser):
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="the engine every test runs on",
    )

    parser.addoption("--kills", type=int, default=4, help="how often faults/ kills the server")


@pytest.fixture(scope="session")
def scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="preau-tests-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(request, scratch):
    """Makes empty databases on the engine asked for; returns their address."""
    engine = request.config.getoption("--database")
    count = 0

    def make() -> str:
        nonlocal count
        count += 1
        if engine == "postgresql":
            return postgresql_url(f"preau_{count}")
        return f"sqlite:///{scratch / f'database-{count}.sqlite3'}"

    return make


@pytest.fixture(scope="session")
def application(new_database, scratch):
    app = create_app(
        app_env="test",
        data_dir=scratch / "data",
        database_url=new_database(),
        base_url="http://localhost",
    )
    with app.app_context():
        upgrade()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application):
    with application.app_context():
        yield application
        db.session.remove()
        empty(application)
        for folder in LEFT_ON_DISK:
            place = Path(application.extensions["settings"].data_dir) / folder
            shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def server(new_database, scratch):
    running = Server(scratch / "server", database_url=new_database()).start()
    yield running
    running.stop()


@pytest.fixture
def world(app) -> World:
    return World(app)


def empty(app) -> None:
    """Delete every row, whatever points to it, and what was indexed of them."""
    indexed = app.extensions["search"].ids()
    if indexed:
        app.extensions["search"].remove(indexed)
    is_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        triggers = []
        if is_sqlite:
            connection.connection.dbapi_connection.execute("pragma foreign_keys=off")
            triggers = connection.execute(
                text("select name, sql from sqlite_master where type = 'trigger'")
            ).all()
        else:
            connection.execute(text("set session_replication_role = replica"))
        for name, _ in triggers:
            connection.execute(text(f"drop trigger {name}"))
        for table in Base.metadata.tables.values():
            connection.execute(table.delete())
        for _, statement in triggers:
            connection.execute(text(statement))
        connection.commit()
        if is_sqlite:
            connection.connection.dbapi_connection.execute("pragma foreign_keys=on")
        else:
            connection.execute(text("set session_replication_role = default"))
            connection.commit()
