"""Pages of clubs: their people, and the ways in."""

from flask import Blueprint

blueprint = Blueprint("clubs", __name__)

from app.clubs.views import entering, home, invitations, lists, requests  # noqa: E402, F401  they hang on it
