"""Saying without words: thanks, used here, kept, followed, all read."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.i18n import lazy
from app.core.pages import Page, page_of
from app.core.web import authorize, own_affairs
from app.forum import operations, queries
from app.forum.models import Bookmark, Post, ReactionKind, WatchLevel
from app.forum.views import blueprint
from app.forum.views.reaching import post_of, topic_address, topic_of

kept = Blueprint("kept", __name__)

KEPT_PER_PAGE = 25


@blueprint.post("/reponses/<int:post_id>/<any(merci,utilise):kind>")
def react(slug: str, post_id: int, kind: str) -> ResponseReturnValue:
    """Say, or unsay, that a post helped."""
    post = post_of(membership_in_reach(slug), post_id)
    authorize("thank for", post)
    operations.react(post, user=current_member(), kind=ReactionKind(kind), is_on=_is_on())
    return _marked(post)


@blueprint.post("/reponses/<int:post_id>/signet")
def keep(slug: str, post_id: int) -> ResponseReturnValue:
    """Keep a post for later, or no longer."""
    post = post_of(membership_in_reach(slug), post_id)
    authorize("keep", post)
    operations.keep_post(post, user=current_member(), is_on=_is_on())
    return _marked(post)


@blueprint.post("/questions/<int:topic_id>/suivi")
def watch(slug: str, topic_id: int) -> ResponseReturnValue:
    """Say how much one wants to hear of a topic."""
    topic = topic_of(membership_in_reach(slug), topic_id)
    authorize("watch", topic)
    chosen = request.form.get("niveau", "")
    level = WatchLevel(chosen) if chosen in set(WatchLevel) else WatchLevel.NORMAL
    operations.watch_topic(topic, user=current_member(), level=level)
    flash(str(_WATCHED[level]))
    return redirect(topic_address(topic))


@blueprint.post("/tout-lu")
def catch_up(slug: str) -> ResponseReturnValue:
    """Nothing is left to read in this club."""
    club = membership_in_reach(slug).club
    authorize("catch up in", club)
    operations.catch_up(club, user=current_member())
    flash(str(lazy("Tout est marqué comme lu.")))
    return redirect(url_for("forum.topics", slug=slug))


@kept.get("/signets")
def bookmarks() -> str:
    """What I keep, of the clubs I am in."""
    own_affairs()
    page: Page[Bookmark] = page_of(
        queries.bookmarks_of(current_member()),
        newest_by=(Bookmark.kept_at, Bookmark.id),
        key=lambda row: (row.kept_at, row.id),
        after=request.args.get("apres"),
        size=KEPT_PER_PAGE,
    )
    return render_template("forum/bookmarks.html", page=page)


_WATCHED = {
    WatchLevel.WATCHING: lazy("Vous suivez ce sujet : chaque réponse vous sera signalée."),
    WatchLevel.NORMAL: lazy("Vous ne serez prévenu que de ce qui vous est destiné."),
    WatchLevel.MUTED: lazy("Ce sujet est muet : seul un message qui vous cite vous sera signalé."),
}


def _is_on() -> bool:
    return request.form.get("actif") == "1"


def _marked(post: Post) -> ResponseReturnValue:
    """The marks anew for a script, else the page at the post."""
    if "application/json" not in request.headers.get("Accept", ""):
        return redirect(topic_address(post.topic, number=post.number))
    marks = queries.marks_of(current_member(), [post])
    words = {"post": post, "club": post.topic.club, "mark": marks[post.id]}
    return jsonify(html=render_template("forum/posts/_marks_alone.html", **words))
