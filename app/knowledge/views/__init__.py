"""Pages of procedures."""

from flask import Blueprint

blueprint = Blueprint("knowledge", __name__, url_prefix="/clubs/<slug>/procedures")

from app.knowledge.views import (  # noqa: E402  they hang on it
    approving,
    printing,
    reading,
    saying,
    validity,
    writing,
)

__all__ = ["approving", "blueprint", "printing", "reading", "saying", "validity", "writing"]
