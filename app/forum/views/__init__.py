"""Pages of the forum."""

from flask import Blueprint

blueprint = Blueprint("forum", __name__, url_prefix="/clubs/<slug>")

from app.forum.views import (  # noqa: E402  they hang on it
    drafts,
    filing,
    history,
    lists,
    marks,
    masks,
    polls,
    posts,
    steering,
    topics,
    validity,
)

__all__ = [
    "blueprint",
    "drafts",
    "filing",
    "history",
    "lists",
    "marks",
    "masks",
    "polls",
    "posts",
    "steering",
    "topics",
    "validity",
]
