"""Editing and deleting posts, choosing the answer, keeping drafts."""

from __future__ import annotations

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.typography import hour
from app.core.web import authorize, in_reach
from app.forum import operations, queries
from app.forum.forms import HTML, ReplyForm
from app.forum.models import Draft, Post
from app.forum.views import blueprint
from app.forum.views.topics import topic_address, topic_of
from app.forum.views.writing import written


@blueprint.route("/reponses/<int:post_id>/modifier", methods=["GET", "POST"])
def edit_post(slug: str, post_id: int) -> ResponseReturnValue:
    """Say it differently."""
    post = _post_in_reach(slug, post_id)
    authorize("edit", post)
    if post.is_opening:
        return redirect(url_for("forum.edit_topic", slug=slug, topic_id=post.topic_id))
    form = ReplyForm()
    if form.is_submitted():
        try:
            operations.edit_post(
                post, editor=current_member(), body=written(form, former=post.body_html)
            )
            return redirect(topic_address(post.topic, number=post.number))
        except Refusal as refusal:
            form.refuse(refusal)
    else:
        form.bring(post.body_html)
    words = {"club": post.topic.club, "post": post, "topic": post.topic, "form": form}
    return render_template("forum/edit_post.html", **words), form.status


@blueprint.route("/reponses/<int:post_id>/supprimer", methods=["GET", "POST"])
def delete_post(slug: str, post_id: int) -> ResponseReturnValue:
    """Take a reply away, once confirmed."""
    post = _post_in_reach(slug, post_id)
    authorize("delete", post)
    if request.method == "GET":
        return render_template(
            "forum/delete_post.html", club=post.topic.club, post=post, topic=post.topic
        )
    address = topic_address(post.topic)
    operations.delete_post(post)
    flash(str(lazy("La réponse est supprimée.")))
    return redirect(address)


@blueprint.post("/reponses/<int:post_id>/retenir")
def accept_answer(slug: str, post_id: int) -> ResponseReturnValue:
    """Choose the answer; a moderator may confirm it at once."""
    post = _post_in_reach(slug, post_id)
    topic = topic_of(membership_in_reach(slug), post.topic_id)
    validated = request.form.get("validee") == "1"
    authorize("validate an answer of" if validated else "accept an answer of", topic)
    operations.accept_answer(topic, post=post, chosen_by=current_member(), validated=validated)
    flash(str(lazy("Merci ! Cette réponse servira aux suivants.")))
    return redirect(topic_address(topic))


@blueprint.post("/questions/<int:topic_id>/rouvrir")
def withdraw_answer(slug: str, topic_id: int) -> ResponseReturnValue:
    """Take the choice back; the question is open again."""
    topic = topic_of(membership_in_reach(slug), topic_id)
    authorize("accept an answer of", topic)
    operations.withdraw_answer(topic)
    flash(str(lazy("La question est de nouveau ouverte.")))
    return redirect(topic_address(topic))


@blueprint.post("/brouillons/question")
def save_question_draft(slug: str) -> ResponseReturnValue:
    """Keep a question that is being written."""
    club = membership_in_reach(slug).club
    authorize("ask in", club)
    draft = operations.save_draft(
        current_member(),
        club=club,
        place="question",
        title=request.form.get("title", ""),
        body=request.form.get("body", ""),
        is_html=request.form.get("format") == HTML,
        client_id=request.form.get("client_id"),
        tags=request.form.get("tags", ""),
    )
    return _saved(draft)


@blueprint.post("/brouillons/<int:topic_id>")
def save_reply_draft(slug: str, topic_id: int) -> ResponseReturnValue:
    """Keep a reply that is being written."""
    topic = topic_of(membership_in_reach(slug), topic_id)
    authorize("reply to", topic)
    draft = operations.save_draft(
        current_member(),
        club=topic.club,
        place=f"topic-{topic.id}",
        title="",
        body=request.form.get("body", ""),
        is_html=request.form.get("format") == HTML,
        client_id=request.form.get("client_id"),
        tags="",
    )
    return _saved(draft)


def _saved(draft: Draft | None) -> ResponseReturnValue:
    if draft is None:
        return jsonify(said="")
    return jsonify(said=str(lazy("Brouillon enregistré à %(time)s", time=hour(draft.saved_at))))


def _post_in_reach(slug: str, post_id: int) -> Post:
    membership = membership_in_reach(slug)
    post = in_reach(queries.post_in_reach(current_member(), post_id))
    return post if post.topic.club_id == membership.club_id else abort(404)
