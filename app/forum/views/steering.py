"""Looking after a topic: pin, close, move, merge, split."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.queries import moderated_clubs
from app.clubs.web import membership_in_reach
from app.core.database import db
from app.core.errors import Invalid, Refusal
from app.core.i18n import lazy
from app.core.web import authorize
from app.forum import operations, queries
from app.forum.forms import MergeForm, MoveForm, SplitForm
from app.forum.models import Post, Topic
from app.forum.views import blueprint
from app.forum.views.reaching import topic_address, topic_named, topic_of
from app.search.finding import similar

MOST_REPLIES = 200


@blueprint.get("/questions/<int:topic_id>/animer")
def steer(slug: str, topic_id: int) -> ResponseReturnValue:
    """All that a moderator can do with a topic."""
    return _page(_steered(slug, topic_id))


@blueprint.post("/questions/<int:topic_id>/animer/epingle")
def pin(slug: str, topic_id: int) -> ResponseReturnValue:
    """Put a topic above the others, or back among them."""
    topic, is_on = _steered(slug, topic_id), request.form.get("actif") == "1"
    operations.pin_topic(topic, by=current_member(), is_on=is_on)
    flash(str(lazy("Le sujet est épinglé.") if is_on else lazy("Le sujet n’est plus épinglé.")))
    return redirect(topic_address(topic))


@blueprint.post("/questions/<int:topic_id>/animer/fermeture")
def close(slug: str, topic_id: int) -> ResponseReturnValue:
    """Take no more replies, or take them again."""
    topic = _steered(slug, topic_id)
    if request.form.get("actif") == "1":
        operations.close_topic(topic, by=current_member())
        flash(str(lazy("Le sujet est fermé.")))
    else:
        operations.reopen_topic(topic, by=current_member())
        flash(str(lazy("Le sujet est rouvert.")))
    return redirect(topic_address(topic))


@blueprint.post("/questions/<int:topic_id>/animer/club")
def move(slug: str, topic_id: int) -> ResponseReturnValue:
    """Give it to another club that I look after."""
    topic, form = _steered(slug, topic_id), MoveForm()
    clubs = {str(club.id): club for club in moderated_clubs(current_member(), living=True)}
    try:
        to = clubs.get(form.club.data or "")
        if to is None:
            raise Invalid("club", lazy("Choisissez un club que vous animez."))
        operations.move_topic(topic, to=to, by=current_member())
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(topic, move=form)
    flash(str(lazy("Le sujet est maintenant dans le club %(club)s.", club=to.name)))
    return redirect(topic_address(topic))


@blueprint.post("/questions/<int:topic_id>/animer/fusion")
def merge(slug: str, topic_id: int) -> ResponseReturnValue:
    """Put its posts at the end of another topic."""
    topic, form = _steered(slug, topic_id), MergeForm()
    try:
        into = _named(form.chosen())
        operations.merge_topic(topic, into=into, by=current_member())
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(topic, merge=form)
    flash(str(lazy("Les deux sujets n’en font plus qu’un.")))
    return redirect(topic_address(into))


@blueprint.post("/questions/<int:topic_id>/animer/scission")
def split(slug: str, topic_id: int) -> ResponseReturnValue:
    """Begin another topic with some of its replies."""
    topic, form = _steered(slug, topic_id), SplitForm()
    ids = {int(one) for one in form.posts.data or [] if one.isdecimal() and len(one) < 10}
    try:
        made = operations.split_topic(
            topic,
            posts=queries.replies_among(topic, ids),
            title=form.title.data or "",
            by=current_member(),
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(topic, split=form)
    flash(str(lazy("Le nouveau sujet est ouvert.")))
    return redirect(topic_address(made))


def _steered(slug: str, topic_id: int) -> Topic:
    topic = topic_of(membership_in_reach(slug), topic_id)
    authorize("steer", topic)
    return topic


def _named(typed: str) -> Topic:
    """The topic of an address, or of a number. Raises Invalid."""
    topic = topic_named(typed)
    if topic is None:
        raise Invalid("into", lazy("Aucun sujet à cette adresse. Copiez celle de sa page."))
    return topic


def _page(topic: Topic, **forms: Any) -> ResponseReturnValue:
    member, club = current_member(), topic.club
    near = similar(member, topic.title, club_id=club.id)
    merging = forms.get("merge") or MergeForm(formdata=None)
    merging.offer([one for one in near if one.topic_id not in (None, topic.id)])
    others = [one for one in moderated_clubs(member, living=True) if one.id != club.id]
    replies = queries.posts_of(topic).where(Post.number > 1).limit(MOST_REPLIES)
    words = {
        "club": club,
        "topic": topic,
        "others": others,
        "replies": list(db.session.scalars(replies)),
        "moving": forms.get("move") or MoveForm(formdata=None),
        "merging": merging,
        "splitting": forms.get("split") or SplitForm(formdata=None),
    }
    status = max((form.status for form in forms.values()), default=200)
    return render_template("forum/steer.html", **words), status
