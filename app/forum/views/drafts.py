"""Keeping what is being written."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.models import Club
from app.clubs.web import membership_in_reach
from app.core.i18n import lazy
from app.core.plain_text import html_of
from app.core.plain_writer import to_plain
from app.core.rich_text import clean
from app.core.typography import hour
from app.core.web import authorize
from app.forum import operations, queries
from app.forum.errors import DraftIsNewer
from app.forum.forms import HTML
from app.forum.models import Draft
from app.forum.operations import DraftWords
from app.forum.views import blueprint
from app.forum.views.reaching import topic_of


@blueprint.post("/brouillons/question")
def save_question_draft(slug: str) -> ResponseReturnValue:
    """Keep a question that is being written."""
    club = membership_in_reach(slug).club
    authorize("ask in", club)
    return save_here(club, "question")


@blueprint.post("/brouillons/<int:topic_id>")
def save_reply_draft(slug: str, topic_id: int) -> ResponseReturnValue:
    """Keep a reply that is being written."""
    topic = topic_of(membership_in_reach(slug), topic_id)
    authorize("reply to", topic)
    return save_here(topic.club, f"topic-{topic.id}")


def save_here(club: Club, place: str) -> ResponseReturnValue:
    """Keep what a form holds, under its place; what another screen wrote since comes back."""
    member = current_member()
    try:
        draft = operations.save_draft(member, _words(), club=club, place=place)
    except DraftIsNewer as refusal:
        other = queries.draft_of(member, club, place)
        return jsonify(said=str(refusal), **(_beside(other) if other else {}))
    if draft is None:
        return jsonify(said="", version=0)
    said = lazy("Brouillon enregistré à %(time)s", time=hour(draft.saved_at))
    return jsonify(said=str(said), version=draft.version)


def _words() -> DraftWords:
    seen = request.form.get("draft_version", "")
    return DraftWords(
        title=request.form.get("title", ""),
        body=request.form.get("body", ""),
        tags=request.form.get("tags", ""),
        summary=request.form.get("summary", ""),
        is_anonymous="is_anonymous" in request.form,
        is_html=request.form.get("format") == HTML,
        client_id=(request.form.get("client_id") or "")[:64] or None,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
    )


def _beside(other: Draft) -> dict[str, object]:
    """The text of the other screen, to be shown beside this one."""
    html = clean(other.body) if other.is_html else clean(html_of(other.body, marks=True))
    return {
        "other": {
            "title": other.title,
            "html": html,
            "plain": other.body if not other.is_html else to_plain(html, marks=True),
            "tags": other.tags,
            "version": other.version,
            "saved": hour(other.saved_at),
        }
    }
