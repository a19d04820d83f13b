"""Questions of neighbours, and letting one's own travel."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.database import db
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import authorize, in_reach
from app.forum.forms import ReplyForm
from app.forum.models import Topic
from app.forum.queries import opening_of
from app.forum.views.reaching import topic_address, topic_of
from app.forum.views.writing import written
from app.silence import operations, queries
from app.silence.errors import NotOfferedAnyMore
from app.silence.models import Escalation

blueprint = Blueprint("silence", __name__, url_prefix="/clubs/<slug>/questions")

MOST_SHOWN = 50


def init_app(app: Flask) -> None:
    """Let the page of a silent question say who was asked."""
    app.jinja_env.globals["silence_of"] = _silence_of
    app.jinja_env.globals["sister_clubs_of"] = queries.sister_clubs


@blueprint.get("/voisines")
def neighbours(slug: str) -> str:
    """What other clubs of the profession could not answer."""
    club = membership_in_reach(slug).club
    offers = list(
        db.session.scalars(queries.offers_to(club, reader=current_member()).limit(MOST_SHOWN))
    )
    replied = queries.replied_among(current_member(), [one.topic_id for one in offers])
    return render_template("silence/neighbours.html", club=club, offers=offers, replied=replied)


@blueprint.route("/voisines/<int:offered_id>", methods=["GET", "POST"])
def neighbour(slug: str, offered_id: int) -> ResponseReturnValue:
    """A question of a neighbour, with a reply that goes to her club."""
    membership = membership_in_reach(slug)
    member = current_member()
    offer = queries.offer_in_reach(member, membership.club_id, offered_id)
    form = ReplyForm()
    if offer is None and form.is_submitted():  # taken back meanwhile, or never there: the same
        form.refuse(NotOfferedAnyMore())
        return render_template("silence/too_late.html", club=membership.club, form=form), 404
    offer, club = in_reach(offer), membership.club
    if form.is_submitted():
        authorize("answer", offer)
        try:
            operations.answer_offered(
                offer,
                author=member,
                body=written(form, club=club),
                client_id=form.name(),
            )
            flash(str(lazy("Merci ! Votre réponse est dans le club de qui a demandé.")))
            return redirect(url_for("silence.neighbour", slug=slug, offered_id=offered_id))
        except Refusal as refusal:
            form.refuse(refusal)
    words = {
        "club": club,
        "topic": offer.topic,
        "opening": opening_of(offer.topic),
        "replies": queries.own_replies(member, offer.topic),
        "form": form,
    }
    return render_template("silence/neighbour.html", **words), form.status


@blueprint.post("/<int:topic_id>/voisins")
def let_travel(slug: str, topic_id: int) -> ResponseReturnValue:
    """Let other clubs of one's profession answer, or no longer."""
    topic = topic_of(membership_in_reach(slug), topic_id)
    authorize("let travel", topic)
    is_on = request.form.get("actif") == "1"
    operations.let_travel(topic, is_on=is_on)
    said = (
        lazy("Sans réponse en cinq jours ouvrés, les autres clubs de votre métier la verront.")
        if is_on
        else lazy("Votre question reste dans votre club.")
    )
    flash(str(said))
    return redirect(topic_address(topic))


def _silence_of(topic: Topic) -> tuple[Escalation, int, int] | None:
    """How far the silence went, how many members were asked, how many clubs."""
    step = queries.step_of(topic)
    if step is None:
        return None
    return step, queries.asked_count(topic), queries.offered_count(topic)
