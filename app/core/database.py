"""The database: one session, one base class, the column types, and SQLite made safe.

SQLite comes from ``pysqlite3`` (3.53 or later): the 3.40 that Python 3.11 links has the WAL-reset
bug (sqlite.org/wal.html#walresetbug), which can lose a committed transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

import pysqlite3
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

OLDEST_SAFE_SQLITE = (3, 51, 3)

_PRAGMAS = (
    "journal_mode=wal",
    "synchronous=full",  # an acknowledged post survives a power cut, not only a crash
    "foreign_keys=on",
    "busy_timeout=10000",
    "trusted_schema=off",
    "cache_size=-65536",
    "temp_store=memory",
)

_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite, which has no time zones, keeps it naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must say its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The base of every table: named constraints, so that both engines can migrate them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = registry(
        metadata=metadata, type_annotation_map={datetime: UtcDateTime, dict[str, Any]: JSON}
    )


db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False}, disable_autonaming=True
)


def init_app(app: Flask, url: str) -> None:
    """Connect ``app`` to the database at ``url`` (SQLite or PostgreSQL)."""
    options: dict[str, Any] = {"pool_size": 16, "max_overflow": 16, "pool_timeout": 10}
    if is_sqlite(url):
        options |= {"module": pysqlite3, "connect_args": {"timeout": 10}}
    else:
        options |= {"pool_pre_ping": True, "pool_recycle": 1800}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    if is_sqlite(url):
        with app.app_context():
            _make_sqlite_safe(db.engine)


def insert(table: type[Base]) -> Any:
    """An INSERT that knows ON CONFLICT, which both engines spell alike."""
    is_postgresql = db.engine.dialect.name == "postgresql"
    return (postgresql if is_postgresql else sqlite).insert(table)


def move_forward(table: type[Base], key: dict[str, int], column: str, to: int) -> bool:
    """Set ``column`` of the row ``key`` to ``to``, unless it is there or further; whether it moved.

    One statement, so that two who read at once never move a mark back. Belongs in atomic().
    """
    row = insert(table).values(**key, **{column: to})
    mark = getattr(table, column)
    moved = db.session.execute(
        row.on_conflict_do_update(
            index_elements=list(key),
            set_={column: row.excluded[column]},
            where=mark < row.excluded[column],
        ).returning(mark)
    )
    return moved.scalar() is not None


def is_sqlite(url: str) -> bool:
    """Whether ``url`` names the embedded engine."""
    return url.startswith("sqlite")


@contextmanager
def reading() -> Iterator[None]:
    """Begin SQLite transactions DEFERRED inside: readers then never wait for a writer."""
    before = _reads_only.set(True)
    try:
        yield
    finally:
        _reads_only.reset(before)


@contextmanager
def writing() -> Iterator[None]:
    """Begin SQLite transactions IMMEDIATE inside: the write lock is taken before the first read."""
    before = _reads_only.set(False)
    try:
        yield
    finally:
        _reads_only.reset(before)


def expect_reads(only: bool) -> None:
    """Say for the rest of this request whether it only reads."""
    _reads_only.set(only)


def is_reading() -> bool:
    """Whether the next transaction is begun for reading."""
    return _reads_only.get()


def _make_sqlite_safe(engine: Engine) -> None:
    if pysqlite3.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise RuntimeError(f"SQLite {pysqlite3.sqlite_version} can lose committed rows")

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once with "database is locked".
        connection.exec_driver_sql("BEGIN" if is_reading() else "BEGIN IMMEDIATE")
