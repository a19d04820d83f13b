"""Pages of clubs: their people, and the ways in."""

from flask import Blueprint

blueprint = Blueprint("clubs", __name__)

from app.clubs.views import (  # noqa: E402  they hang on it
    entering,
    home,
    invitations,
    lists,
    people,
    requests,
    settings,
)

__all__ = ["entering", "home", "invitations", "lists", "people", "requests", "settings"]
