"""The first visit. Each step is a page of its own: leaving in the middle loses nothing."""

from __future__ import annotations

from flask import Blueprint, Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import operations as accounts
from app.accounts.identity import current_member
from app.accounts.operations import Profile
from app.administration.models import TextName
from app.administration.queries import legal_text
from app.clubs.models import Club
from app.clubs.queries import memberships_of
from app.clubs.web import where_to_begin
from app.core.errors import Refusal, wants_json
from app.core.web import own_affairs
from app.forum import operations as forum
from app.forum.queries import tags_of, watched_tags
from app.notifications import operations as notifications
from app.notifications.queries import rhythm_of
from app.onboarding.forms import IntroductionForm, RhythmForm

blueprint = Blueprint("onboarding", __name__, url_prefix="/bienvenue")

TAGS_SHOWN = 12
BEFORE_THE_CHARTER = {"accounts", "onboarding", "privacy", "site", "api"}


def init_app(app: Flask) -> None:
    """Nobody reads before the charter, whatever address an e-mail leads to."""
    app.before_request(_ask_for_the_charter)


@blueprint.route("", methods=["GET", "POST"])
def charter() -> ResponseReturnValue:
    """The charter of the network, kept to from now on."""
    own_affairs()
    if request.method == "POST":
        accounts.accept_charter(current_member())
        return redirect(url_for("clubs.home"))
    return render_template("onboarding/charter.html", text=legal_text(TextName.CHARTER))


@blueprint.route("/profil", methods=["GET", "POST"])
def introduction() -> ResponseReturnValue:
    """First step: who I am."""
    own_affairs()
    member = current_member()
    form = IntroductionForm(obj=member)
    if "passer" in request.form:
        return redirect(url_for("onboarding.following"))
    if form.is_submitted():
        try:
            profile = Profile(
                name=form.name.data or "",
                job_title=form.job_title.data or "",
                expertise=form.expertise.data or "",
                presence=member.presence,
                ask_about=member.ask_about,
            )
            accounts.edit_profile(member, profile)
            return redirect(url_for("onboarding.following"))
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("onboarding/introduction.html", form=form), form.status


@blueprint.route("/suivre", methods=["GET", "POST"])
def following() -> ResponseReturnValue:
    """Second step: what I would like to hear of."""
    own_affairs()
    member, club = current_member(), _club()
    if club is None:
        return redirect(url_for("onboarding.rhythm"))
    if "passer" in request.form:
        return redirect(url_for("onboarding.rhythm"))
    if request.method == "POST":
        chosen = set(request.form.getlist("tag", type=int))
        forum.watch_tags(member, club=club, tag_ids=chosen)
        return redirect(url_for("onboarding.rhythm"))
    return render_template(
        "onboarding/following.html",
        club=club,
        tags=tags_of(club)[:TAGS_SHOWN],
        chosen=watched_tags(member, club),
    )


@blueprint.route("/courriels", methods=["GET", "POST"])
def rhythm() -> ResponseReturnValue:
    """Third step: how often e-mails come."""
    own_affairs()
    member, form = current_member(), RhythmForm()
    if form.is_submitted() and "passer" in request.form:
        return _finished()
    if form.is_submitted():
        notifications.choose_rhythm(member, rhythm=form.rhythm.data or "")
        return _finished()
    form.rhythm.data = rhythm_of(member)
    return render_template("onboarding/rhythm.html", form=form)


@blueprint.post("/plus-tard")
def skip() -> ResponseReturnValue:
    """Pass over what is left: it can be done in one's account at any time."""
    own_affairs()
    return _finished()


def _ask_for_the_charter() -> ResponseReturnValue | None:
    """Pages wait; programs act for somebody who came in by a page."""
    is_free = request.blueprint in BEFORE_THE_CHARTER or request.endpoint in {None, "static"}
    if is_free or g.get("bearer") or not current_user.is_authenticated:
        return None
    if current_member().charter_accepted_at is not None or wants_json():
        return None
    own_affairs()
    return redirect(url_for("onboarding.charter"))


def _finished() -> ResponseReturnValue:
    accounts.finish_first_visit(current_member())
    return redirect(url_for("clubs.home"))


def _club() -> Club | None:
    memberships = memberships_of(current_member())
    return where_to_begin(memberships).club if memberships else None
