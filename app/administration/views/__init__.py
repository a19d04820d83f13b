"""Pages of administration."""

from flask import Blueprint

blueprint = Blueprint("administration", __name__, url_prefix="/administration")

from app.administration.views import clubs, overview, people, texts  # noqa: E402  they hang on it

__all__ = ["clubs", "overview", "people", "texts"]
