"""Keeping an answer true: confirm it, doubt it, say until when it holds and what holds instead."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.errors import Invalid, Refusal
from app.core.i18n import lazy
from app.core.web import authorize, in_reach
from app.forum.models import Post
from app.forum.views import blueprint
from app.forum.views.reaching import post_of, topic_address, topic_named
from app.validity import operations
from app.validity.forms import DoubtForm, OutdateForm, TermForm
from app.validity.models import Validity
from app.validity.queries import Standing, standing_of


@blueprint.route("/reponses/<int:post_id>/doute", methods=["GET", "POST"])
def doubt(slug: str, post_id: int) -> ResponseReturnValue:
    """Say that an answer may be true no more, and why."""
    post, standing = _answer(slug, post_id)
    authorize("doubt", post)
    form = DoubtForm()
    if form.is_submitted():
        try:
            operations.doubt(
                post.key,
                club_id=post.topic.club_id,
                by=current_member(),
                reason=form.reason.data or "",
            )
            flash(str(lazy("Merci. L’animation est prévenue, et la réponse est à revoir.")))
            return redirect(topic_address(post.topic))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("forum/doubt.html", **_words(post, standing), form=form), form.status


@blueprint.post("/reponses/<int:post_id>/toujours-vrai")
def vouch(slug: str, post_id: int) -> ResponseReturnValue:
    """Say that an answer is true today."""
    post, _standing = _answer(slug, post_id)
    authorize("vouch for", post)
    operations.vouch(post.key, club_id=post.topic.club_id, by=current_member(), html=post.body_html)
    flash(str(lazy("C’est noté : la réponse est à jour.")))
    return redirect(topic_address(post.topic))


@blueprint.route("/reponses/<int:post_id>/validite", methods=["GET", "POST"])
def validity(slug: str, post_id: int) -> ResponseReturnValue:
    """Say between which days an answer holds, or that it holds no more."""
    post, standing = _answer(slug, post_id)
    authorize("vouch for", post)
    term, ending = TermForm(), OutdateForm()
    is_ending = request.form.get("acte") == "perimer"
    if term.is_submitted():
        try:
            _change(post, standing.validity, term, ending if is_ending else None)
            return redirect(topic_address(post.topic))
        except Refusal as refusal:
            (ending if is_ending else term).refuse(refusal)
    else:
        term.show(standing.validity)
    words = {**_words(post, standing), "term": term, "ending": ending}
    return render_template("forum/validity.html", **words), max(term.status, ending.status)


def _change(post: Post, validity: Validity, term: TermForm, ending: OutdateForm | None) -> None:
    if ending is None:
        operations.set_term(validity, term.term())
        flash(str(lazy("La durée de validité est enregistrée.")))
        return
    operations.outdate(validity, by=current_member(), replaced_by=_instead(post, ending))
    flash(str(lazy("La réponse est marquée comme périmée : elle reste lisible, en dernier.")))


def _instead(post: Post, ending: OutdateForm) -> tuple[str, str] | None:
    typed = (ending.instead.data or "").strip()
    if not typed:
        return None
    topic = topic_named(typed)
    if topic is None or topic.club_id != post.topic.club_id or topic.id == post.topic_id:
        raise Invalid("instead", lazy("Indiquez l’adresse d’un autre sujet de ce club."))
    return topic_address(topic), topic.title


def _answer(slug: str, post_id: int) -> tuple[Post, Standing]:
    """An answer that somebody relies on, or 404."""
    post = post_of(membership_in_reach(slug), post_id)
    answer = post.topic.answer
    is_current = answer is not None and answer.post_id == post.id
    return post, in_reach(standing_of(post.key) if is_current else None)


def _words(post: Post, standing: Standing) -> dict[str, object]:
    topic = post.topic
    return {"club": topic.club, "topic": topic, "post": post, "standing": standing}
