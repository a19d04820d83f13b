"""Pages of the forum."""

from flask import Blueprint

blueprint = Blueprint("forum", __name__, url_prefix="/clubs/<slug>")

from app.forum.views import lists, posts, searching, topics  # noqa: E402, F401  they hang on it
