"""Alembic's environment: both engines, both ways."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from app.core.database import Base, UtcDateTime

database = current_app.extensions["migrate"].db
context.config.set_main_option("sqlalchemy.url", "unused://")


def run(connection: Connection) -> None:
    """Migrate over ``connection``.

    On SQLite a table is altered by making it anew; with foreign keys on, dropping the old one would
    delete every row that points to it (security.md, finding 6): off before, checked after. The
    pragma does nothing inside a transaction, so it goes to the driver's connection.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    driver = connection.connection.dbapi_connection
    if is_sqlite:
        driver.execute("pragma foreign_keys=off")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite:
            broken = connection.exec_driver_sql("pragma foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration left rows without their parent: {broken[:5]}")
    if is_sqlite:
        connection.commit()
        driver.execute("pragma foreign_keys=on")


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own types by what they are in the database: revisions import no code of ours."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(
    context_: object, column: object, metadata: object, seen: object, wanted: object
) -> bool | None:
    """A time stays a time under our own type's name."""
    return False if isinstance(wanted, UtcDateTime) else None


with database.engine.connect() as connection:
    run(connection)
