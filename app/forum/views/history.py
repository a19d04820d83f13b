"""What a post said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from app.clubs.web import membership_in_reach
from app.core.comparison import Comparison, compare
from app.core.transaction import release
from app.forum import queries
from app.forum.models import Post
from app.forum.views import blueprint
from app.forum.views.reaching import post_of

MOST_VERSIONS = 20


@dataclass(frozen=True)
class Edit:
    """One edit: when, and what it changed."""

    number: int
    at: datetime
    changes: Comparison


@blueprint.get("/reponses/<int:post_id>/historique")
def history(slug: str, post_id: int) -> str:
    """The versions of a post, each beside the one before."""
    post = post_of(membership_in_reach(slug), post_id)
    edits = _edits(post)
    words = {"club": post.topic.club, "topic": post.topic, "post": post, "edits": edits}
    return render_template("forum/history.html", **words)


def _edits(post: Post) -> list[Edit]:
    revisions = queries.revisions_of(post)
    release()  # comparing takes a while: nobody waits for it
    texts = [post.body_html, *(revision.body_html for revision in revisions)]
    return [
        Edit(len(revisions) - place, one.replaced_at, compare(texts[place + 1], texts[place]))
        for place, one in enumerate(revisions[:MOST_VERSIONS])
    ]
