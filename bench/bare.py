"""The baselines: a bare Flask + Jinja page of so many bytes, a bare Socket.IO echo; same gunicorn."""

from __future__ import annotations

import sys

from flask import Flask, render_template_string
from flask_socketio import SocketIO, join_room
from gunicorn.app.base import BaseApplication

PAGE = (
    "<!doctype html><title>{{ title }}</title>{% for line in lines %}<p>{{ line }}</p>{% endfor %}"
)
LINE = "Trois jours au moins doivent séparer les deux séances, sans condition de quorum la seconde fois."


def create_bare() -> Flask:
    """An application that does nothing but answer."""
    app = Flask(__name__)
    socketio = SocketIO(app, async_mode="threading", cors_allowed_origins="*")

    @app.get("/healthz")
    def healthz() -> str:
        return "ok"

    @app.get("/page/<int:size>")
    def page(size: int) -> str:
        lines = [LINE] * max(1, size // (len(LINE.encode()) + 7))
        return render_template_string(PAGE, title="bare", lines=lines)

    @socketio.on("join")
    def join(body: dict[str, str]) -> dict[str, bool]:
        join_room("all")
        return {"ok": True}

    @socketio.on("say")
    def say(body: dict[str, str]) -> dict[str, bool]:
        socketio.emit("message", body, to="all")
        return {"ok": True}

    return app


class BareServer(BaseApplication):
    """The same server as Le Préau's, around the bare application."""

    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{sys.argv[1]}",
            "worker_class": "gthread",
            "threads": 200,
            "worker_connections": 2000,
            "loglevel": "error",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_bare()


if __name__ == "__main__":
    BareServer().run()
