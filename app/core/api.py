"""The JSON API's house: the blueprint, its models' base, cursors, RFC 9457 errors, OpenAPI.

Feature packages hang their routes on ``api``; accounts says who a bearer is.
"""

from __future__ import annotations

import math
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Annotated, Any, Generic, TypeVar, cast

from apiflask import APIBlueprint, APIFlask
from apiflask.exceptions import HTTPError
from flask import current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, field_validator

from app.core.errors import SENTENCES, problem
from app.core.web import LARGEST_ID, own_affairs

T = TypeVar("T")

api = APIBlueprint("api", __name__, url_prefix="/api/v1")
pages = APIBlueprint("api_pages", __name__, url_prefix="/api/v1", enable_openapi=False)


WRITES_A_MINUTE = 600
_writes: defaultdict[int, deque[float]] = defaultdict(deque)
_writes_lock = threading.Lock()


def rfc3339(at: datetime) -> str:
    """An instant as the API writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


Instant = Annotated[datetime, PlainSerializer(rfc3339, return_type=str)]
"""RFC 3339, UTC."""


def _without_nul(value: Any) -> Any:
    if isinstance(value, str) and "\0" in value:
        raise ValueError("a NUL character cannot be stored")
    return value


Id = Annotated[int, Field(ge=0, le=LARGEST_ID)]
"""A number that a database id can be."""


class Input(BaseModel):
    """What comes in: unknown keys are refused (mass assignment, ASVS 15.3.3)."""

    model_config = ConfigDict(extra="forbid", str_max_length=500_000)

    _no_nul = field_validator("*", mode="before")(_without_nul)


class Output(BaseModel):
    """What goes out: only what is named here."""

    model_config = ConfigDict(from_attributes=True)


class ListQuery(Input):
    """``?cursor=&limit=`` of every list."""

    cursor: str | None = Field(default=None, max_length=200)
    limit: int = Field(default=20, ge=1, le=100)


class ListOut(Output, Generic[T]):
    """Some items and where the next ones begin."""

    items: list[T]
    next: str | None


@api.before_request
def _limit_writes() -> ResponseReturnValue | None:
    """600 changes a minute for each bearer; then 429 with when to come back."""
    if request.method in {"GET", "HEAD", "OPTIONS"} or not g.get("bearer"):
        return None
    now = time.monotonic()
    with _writes_lock:
        made = _writes[g.bearer]
        while made and made[0] <= now - 60:
            made.popleft()
        if len(made) < WRITES_A_MINUTE:
            made.append(now)
            return None
        wait = max(1, math.ceil(made[0] + 60 - now))
    answer = problem(429, SENTENCES[429])
    answer.headers["Retry-After"] = str(wait)
    return answer


def _answer_invalid(error: HTTPError) -> ResponseReturnValue:
    return problem(error.status_code, SENTENCES[422], errors=error.detail)


def init_app(app: APIFlask) -> None:
    """Hang the API on ``app``, with its description for programs and people."""
    app.config["SECURITY_SCHEMES"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    app.config["SPEC_DECORATORS"] = [_for_members]
    app.spec_processor(_describe)
    app.register_error_handler(HTTPError, _answer_invalid)
    app.register_blueprint(api)
    app.register_blueprint(pages)


@pages.get("/docs")
def docs() -> str:
    """The API described for people."""
    own_affairs()
    return render_template("api/docs.html", spec=cast("APIFlask", current_app).spec)


def _for_members(view: Callable[[], Any]) -> Callable[[], Any]:
    @wraps(view)
    def spec() -> Any:
        own_affairs()
        return view()

    return spec


def _describe(spec: Any) -> Any:
    spec["security"] = [{"bearer": []}]
    return spec
