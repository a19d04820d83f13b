"""Live connections: the Socket.IO object, who may connect, channels, broadcast, dropping.

Flask's request hooks do not run for socket events (Flask-SocketIO, implementation notes), so the
door is repeated here: at connect, and again at every event. A *channel* is what Socket.IO calls a
room: ``user:7``, ``club:3``, ``room:12``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, request
from flask_login import current_user
from flask_socketio import SocketIO, join_room, leave_room
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import HTTPException

from app.config import Settings
from app.core.database import db, reading, writing
from app.core.errors import SENTENCES, Refusal
from app.core.jobs import every

logger = logging.getLogger(__name__)

MOST_PER_USER = 20
PAGE_THREADS = 80
UNNAMED_SECONDS = 5
Body = dict[str, Any]

socketio = SocketIO()
_users: dict[str, int] = {}
"""Which member is behind each connection of this process."""

_on_connect: list[Callable[[Any], None]] = []
_on_disconnect: list[Callable[[int, list[str]], None]] = []


def init_app(app: Flask) -> None:
    """Serve live connections beside the pages of ``app``."""
    settings: Settings = app.extensions["settings"]
    socketio.init_app(
        app,
        async_mode="threading",
        # The default would believe X-Forwarded-Host; ours are the only pages that may connect.
        cors_allowed_origins=[settings.base_url, f"http://localhost:{settings.port}"],
        manage_session=False,
        async_handlers=False,  # one connection's events are handled in the order it sent them
        max_http_buffer_size=65_536,
        ping_interval=25,
        ping_timeout=20,
    )
    _reserve_threads_for_pages(settings.threads)


def _reserve_threads_for_pages(threads: int) -> None:
    """Each open socket holds a thread: some stay for pages, and nobody holds one unnamed.

    Engine.IO accepts a connection before Socket.IO asks who it is: the number is limited there, and
    whoever has not been let in after five seconds is cut (security.md I20).
    """
    engine = socketio.server.eio
    let_in = engine.handlers["connect"]
    most = max(threads - PAGE_THREADS, threads // 2)

    def limited(eio_sid: str, environ: Body) -> Any:
        if len(engine.sockets) > most:
            return False
        timer = threading.Timer(UNNAMED_SECONDS, _cut_if_unnamed, args=(eio_sid,))
        timer.daemon = True
        timer.start()
        return let_in(eio_sid, environ)

    engine.handlers["connect"] = limited


def _cut_if_unnamed(eio_sid: str) -> None:
    if socketio.server.manager.sid_from_eio_sid(eio_sid, "/") is None:
        with suppress(KeyError):
            socketio.server.eio.disconnect(eio_sid)


def on(event: str, body: type[BaseModel], *, writes: bool = False) -> Callable[[Any], Any]:
    """Answer ``event`` with the function below: it takes the checked body and returns a dict.

    The acknowledgement is ``{ok: true, …}``, or ``{ok: false, error}`` with a sentence.
    """

    def register(handler: Callable[[Any], Body]) -> Callable[[Any], Body]:
        @socketio.on(event)  # type: ignore[untyped-decorator]
        def answer(data: Any = None) -> Body:
            with writing() if writes else reading():
                return _answer(handler, body, data)

        return handler

    return register


def when_connected(greet: Callable[[Any], None]) -> Callable[[Any], None]:
    """Call the function below with each member who connects."""
    _on_connect.append(greet)
    return greet


def when_disconnected(
    part: Callable[[int, list[str]], None],
) -> Callable[[int, list[str]], None]:
    """Call the function below with each member who left and the channels that were theirs."""
    _on_disconnect.append(part)
    return part


def broadcast(event: str, payload: Body, *, to: str, but: str | None = None) -> None:
    """Send ``payload`` to everyone on the channel ``to``."""
    socketio.emit(event, payload, to=to, skip_sid=but)


def join(channel: str) -> None:
    """Put the connection that asks on a channel it was found to reach."""
    join_room(channel)


def leave(channel: str) -> None:
    """Take the connection that asks off a channel."""
    leave_room(channel)


def this_connection() -> str:
    """The id of the connection that asks."""
    return str(request.sid)  # type: ignore[attr-defined]


def members_on(channel: str) -> list[int]:
    """The ids of the members connected to a channel of this process."""
    return sorted({_users[sid] for sid in _sids_on(channel) if sid in _users})


def drop(user_id: int) -> None:
    """End every connection of a member; the browser comes back if it still may."""
    for sid in _sids_on(f"user:{user_id}"):
        with suppress(KeyError):
            socketio.server.disconnect(sid)


@every(timedelta(seconds=30))
def drop_expired() -> None:
    """Ask every connected member's page again whether the session still holds."""
    for sid in list(_users):
        environ = socketio.server.get_environ(sid) if socketio.server else None
        if environ is None:
            continue
        with current_app.request_context(environ):
            is_known = current_user.is_authenticated
        if not is_known:
            with suppress(KeyError):
                socketio.server.disconnect(sid)


@socketio.on("connect")  # type: ignore[untyped-decorator]
def _connect(auth: Any = None) -> bool | None:
    with reading():
        token = auth.get("token") if isinstance(auth, dict) else None
        if token:
            request.environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        elif "HTTP_ORIGIN" not in request.environ:
            return False  # a cookie counts with our own Origin only
        if not current_user.is_authenticated:
            return False
        if len(_sids_on(f"user:{current_user.id}")) >= MOST_PER_USER:
            return False
        _users[this_connection()] = current_user.id
        join(f"user:{current_user.id}")
        for greet in _on_connect:
            greet(current_user)
    return None


@socketio.on("disconnect")  # type: ignore[untyped-decorator]
def _disconnect(reason: Any = None) -> None:
    sid = this_connection()
    user_id = _users.pop(sid, None)
    if user_id is None:
        return
    channels = [channel for channel in socketio.server.rooms(sid) if channel != sid]
    for part in _on_disconnect:
        part(user_id, channels)


def _answer(handler: Callable[[Any], Body], kind: type[BaseModel], data: Any) -> Body:
    if not current_user.is_authenticated:
        socketio.server.disconnect(this_connection())
        return {"ok": False, "error": str(SENTENCES[401])}
    try:
        return {"ok": True, **handler(kind.model_validate(data))}
    except ValidationError:
        return {"ok": False, "error": str(SENTENCES[422])}
    except Refusal as refusal:
        return {"ok": False, "error": str(refusal.sentence)}
    except HTTPException as error:
        return {"ok": False, "error": str(SENTENCES.get(error.code or 500, SENTENCES[500]))}
    except Exception:
        logger.exception("a live event failed")
        return {"ok": False, "error": str(SENTENCES[500])}
    finally:
        db.session.rollback()


def _sids_on(channel: str) -> list[str]:
    if socketio.server is None:
        return []
    try:
        return [sid for sid, _ in socketio.server.manager.get_participants("/", channel)]
    except KeyError:
        return []
