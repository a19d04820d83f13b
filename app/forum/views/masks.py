"""Behind a label: the moderator's look, and saying that it was oneself."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import authorize
from app.forum import operations
from app.forum.forms import ReasonForm
from app.forum.views import blueprint
from app.forum.views.reaching import post_of, topic_address


@blueprint.route("/reponses/<int:post_id>/auteur", methods=["GET", "POST"])
def look_behind(slug: str, post_id: int) -> ResponseReturnValue:
    """Who wrote it: asked why first, and written down."""
    post = post_of(membership_in_reach(slug), post_id)
    authorize("look behind", post)
    form, author = ReasonForm(), None
    if form.is_submitted():
        try:
            author = operations.look_behind(
                post, by=current_member(), reason=form.reason.data or ""
            )
        except Refusal as refusal:
            form.refuse(refusal)
    words = {"club": post.topic.club, "topic": post.topic, "post": post, "author": author}
    return render_template("forum/look_behind.html", form=form, **words), form.status


@blueprint.route("/reponses/<int:post_id>/se-nommer", methods=["GET", "POST"])
def reveal(slug: str, post_id: int) -> ResponseReturnValue:
    """Say that it was oneself, once confirmed: it cannot be taken back."""
    post = post_of(membership_in_reach(slug), post_id)
    authorize("reveal", post)
    form = ReasonForm()
    if not form.is_submitted():
        words = {"club": post.topic.club, "topic": post.topic, "post": post}
        return render_template("forum/reveal.html", **words)
    operations.reveal(post)
    flash(str(lazy("Ce message porte maintenant votre nom.")))
    return redirect(topic_address(post.topic, number=post.number))
