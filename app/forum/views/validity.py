"""Whether an answer is still true: readers doubt it, moderators look again."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.clubs.web import membership_in_reach
from app.core.errors import Invalid
from app.core.i18n import lazy
from app.core.web import authorize, in_reach
from app.forum.models import Post, Topic
from app.forum.views import blueprint
from app.forum.views.reaching import post_of, topic_address, topic_named
from app.validity.forms import OutdateForm
from app.validity.pages import Subject, doubt_page, term_page, vouch_for
from app.validity.queries import standing_of


@blueprint.route("/reponses/<int:post_id>/doute", methods=["GET", "POST"])
def doubt(slug: str, post_id: int) -> ResponseReturnValue:
    """Say that an answer may be true no more, and why."""
    post = post_of(membership_in_reach(slug), post_id)
    subject = _subject(post)
    authorize("doubt", post)
    return doubt_page(subject)


@blueprint.post("/reponses/<int:post_id>/toujours-vrai")
def vouch(slug: str, post_id: int) -> ResponseReturnValue:
    """Say that an answer is true today."""
    post = post_of(membership_in_reach(slug), post_id)
    subject = _subject(post)
    authorize("vouch for", post)
    return vouch_for(subject)


@blueprint.route("/reponses/<int:post_id>/validite", methods=["GET", "POST"])
def validity(slug: str, post_id: int) -> ResponseReturnValue:
    """Say between which days an answer holds, or that it holds no more."""
    post = post_of(membership_in_reach(slug), post_id)
    subject = _subject(post)
    authorize("vouch for", post)
    return term_page(subject, lambda form: _instead(post.topic, form))


def _instead(topic: Topic, form: OutdateForm) -> tuple[str, str] | None:
    typed = (form.instead.data or "").strip()
    if not typed:
        return None
    other = topic_named(typed)
    if other is None or other.club_id != topic.club_id or other.id == topic.id:
        raise Invalid("instead", lazy("Indiquez l’adresse d’un autre sujet de ce club."))
    return topic_address(other), other.title


def _subject(post: Post) -> Subject:
    """An answer that somebody relies on, or 404."""
    topic = post.topic
    is_current = topic.answer is not None and topic.answer.post_id == post.id
    return Subject(
        owner=post.key,
        club=topic.club,
        title=topic.title,
        path=url_for("forum.topic", slug=topic.club.slug, topic_id=topic.id, name=topic.slug),
        html=post.body_html,
        active="topics",
        word=lazy("Validité de la réponse"),
        standing=in_reach(standing_of(post.key) if is_current else None),
    )
