"""Editing, deleting and quoting posts, choosing the answer."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.plain_writer import to_plain
from app.core.web import authorize
from app.forum import operations
from app.forum.forms import ReplyForm
from app.forum.quoting import quoted
from app.forum.views import blueprint
from app.forum.views.reaching import post_of, topic_address, topic_of
from app.forum.views.writing import written


@blueprint.route("/reponses/<int:post_id>/modifier", methods=["GET", "POST"])
def edit_post(slug: str, post_id: int) -> ResponseReturnValue:
    """Say it differently."""
    post = post_of(membership_in_reach(slug), post_id)
    authorize("edit", post)
    if post.is_opening:
        return redirect(url_for("forum.edit_topic", slug=slug, topic_id=post.topic_id))
    form = ReplyForm()
    if form.is_submitted():
        try:
            operations.edit_post(
                post,
                editor=current_member(),
                body=written(form, club=post.topic.club, former=post.body_html),
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
    post = post_of(membership_in_reach(slug), post_id)
    authorize("delete", post)
    if request.method == "GET":
        return render_template(
            "forum/delete_post.html", club=post.topic.club, post=post, topic=post.topic
        )
    address = topic_address(post.topic)
    operations.delete_post(post)
    flash(str(lazy("La réponse est supprimée.")))
    return redirect(address)


@blueprint.get("/reponses/<int:post_id>/citation")
def quote(slug: str, post_id: int) -> ResponseReturnValue:
    """A passage of a post, for the reply that is being written."""
    post = post_of(membership_in_reach(slug), post_id)
    html = quoted(post, passage=request.args.get("passage", "")[:2_000])
    return jsonify(html=html, plain=to_plain(html, marks=True))


@blueprint.post("/reponses/<int:post_id>/retenir")
def accept_answer(slug: str, post_id: int) -> ResponseReturnValue:
    """Choose the answer; a moderator may confirm it at once."""
    post = post_of(membership_in_reach(slug), post_id)
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
