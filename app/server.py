"""The one-command server: one process with threads, everything inside.

gunicorn's threaded worker serves pages and sockets; the outbox worker runs beside them. On SQLite a
second server is refused: `flock` on DATA_DIR/server.lock, which vanishes even with kill -9.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from pathlib import Path
from typing import IO, Any

import click
from flask import Flask
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication

from app.config import ENVIRONMENT_FILE, Settings
from app.core.database import db, is_sqlite
from app.core.jobs import Lane, run_worker
from app.demo import loading

_locks: list[IO[str]] = []


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, started from Python so that the application is imported once."""

    def __init__(self, app: Flask) -> None:
        self.application = app
        super().__init__()

    def load_config(self) -> None:
        """One process, many threads: each open socket holds one."""
        settings: Settings = self.application.extensions["settings"]
        options: dict[str, Any] = {
            "bind": f"{settings.host}:{settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": settings.threads,
            "worker_connections": 2000,
            "keepalive": 30,
            "graceful_timeout": 5,
            "timeout": 120,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": _start_worker,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The WSGI application."""
        return self.application


def prepare(app: Flask) -> None:
    """Make the database ready; load and announce the demonstration where it is one."""
    settings: Settings = app.extensions["settings"]
    _lock(settings)
    upgrade_database()
    if settings.is_demo:
        remembered = f"APP_ENV=demo\nHOST={settings.host}\nPORT={settings.port}\n"
        (settings.data_dir / ENVIRONMENT_FILE).write_text(remembered)
        if loading.is_empty():
            loading.load()
        loading.announce(settings)


def run(app: Flask) -> None:
    """Serve until stopped."""
    db.session.remove()  # else the master would keep SQLite's write lock
    db.engine.dispose()  # connections do not survive the fork
    Server(app).run()


def upgrade_database() -> None:
    """Run the migrations, quietly."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()


def _start_worker(worker: Any) -> None:
    app: Flask = worker.app.application
    stop = threading.Event()
    for lane in Lane:
        threading.Thread(
            target=run_worker, args=(app, stop, lane), name=f"worker-{lane}", daemon=True
        ).start()


def _lock(settings: Settings) -> None:
    if not is_sqlite(settings.database_url):
        return
    file = Path(settings.data_dir / "server.lock").open("w")  # noqa: SIM115  held for life
    os.set_inheritable(file.fileno(), True)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise click.ClickException(
            f"a server already runs on {settings.data_dir}; SQLite takes one (use PostgreSQL for more)"
        ) from None
    _locks.append(file)  # held as long as the process lives
