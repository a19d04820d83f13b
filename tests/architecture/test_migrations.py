"""Every revision goes both ways on a database with rows in it."""

import pytest
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from app import create_app
from app.core.database import Base, db
from app.demo import loading


@pytest.fixture
def populated(new_database, tmp_path):
    app = create_app(
        app_env="test", data_dir=tmp_path, database_url=new_database(), base_url="http://localhost"
    )
    with app.app_context():
        upgrade()
        loading.load()
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def rows():
    with db.engine.connect() as connection:
        return {
            name: connection.execute(text(f'select count(*) from "{name}"')).scalar()
            for name in inspect(db.engine).get_table_names()
        }


def test_down_and_up_again(populated):
    assert rows()["post"] > 300
    revisions = [row.revision for row in _chain()]

    for revision in revisions[1:]:
        before = rows()  # what an earlier round dropped is empty, and stays so
        downgrade(revision=revision)
        upgrade()
        after = rows()
        kept = {name: count for name, count in before.items() if after.get(name) == count}
        assert len(kept) >= len(before) - 12, (
            "going down one step keeps what that step did not make"
        )
    downgrade(revision="base")
    assert set(rows()) <= {"alembic_version"}
    upgrade()
    assert set(rows()) == set(Base.metadata.tables) | {"alembic_version"}


def test_the_tables_are_those_of_the_models(populated):
    from alembic.autogenerate import compare_metadata

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": False, "render_as_batch": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def _chain():
    from alembic.script import ScriptDirectory

    from app.config import PROJECT

    return list(ScriptDirectory(str(PROJECT / "migrations")).walk_revisions())
