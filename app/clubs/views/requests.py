"""Pages to ask for a club, to propose a colleague, and to decide on both."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs import operations, queries
from app.clubs.forms import JoinRequestForm, ProposeForm, RefusalForm
from app.clubs.models import Club, JoinRequest, Proposal
from app.clubs.views import blueprint
from app.clubs.web import membership_in_reach
from app.core import throttle
from app.core.database import db
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.web import all_in_reach, authorize, in_reach

DECISIONS_SHOWN = 20
TRIES = 20


@blueprint.get("/clubs")
def clubs() -> str:
    """My clubs, and those that I may ask to join."""
    member = current_member()
    others = all_in_reach(db.session.scalars(queries.listed_clubs(member)))
    return render_template(
        "clubs/clubs.html",
        others=others,
        sizes=queries.sizes_of([club.id for club in others]),
        asked=queries.requests_of(member),
    )


@blueprint.route("/clubs/<slug>/rejoindre", methods=["GET", "POST"])
def ask_to_join(slug: str) -> ResponseReturnValue:
    """Ask the moderators of a listed club to be let in, with a reason."""
    club = in_reach(queries.listed_club_in_reach(current_member(), slug))
    authorize("join", club)
    former = queries.requests_of(current_member()).get(club.id)
    if former is not None and former.decided_at is None and request.method == "GET":
        return redirect(url_for("clubs.clubs"))
    form = JoinRequestForm()
    if form.is_submitted():
        try:
            operations.ask_to_join(club, user=current_member(), reason=form.reason.data or "")
            flash(str(lazy("Votre demande est partie. La réponse vous viendra par courriel.")))
            return redirect(url_for("clubs.clubs"))
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template(
        "clubs/ask_to_join.html", club=club, form=form, size=queries.size_of(club)
    )
    return page, form.status


@blueprint.route("/clubs/<slug>/proposer", methods=["GET", "POST"])
def propose(slug: str) -> ResponseReturnValue:
    """Suggest a colleague; a moderator confirms."""
    club = membership_in_reach(slug).club
    authorize("propose to", club)
    form = ProposeForm()
    if form.is_submitted():
        try:
            throttle.check((f"propose:{current_member().id}", TRIES))
            throttle.count(f"propose:{current_member().id}")
            operations.propose_member(
                club,
                proposer=current_member(),
                email=form.email.data or "",
                name=form.name.data or "",
                reason=form.reason.data or "",
            )
            flash(str(lazy("Merci ! L’animation du club reçoit votre proposition.")))
            return redirect(url_for("clubs.members", slug=slug))
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("clubs/propose.html", club=club, form=form)
    return page, form.status


@blueprint.get("/clubs/<slug>/demandes")
def requests(slug: str) -> ResponseReturnValue:
    """Who asks to come in, and whom members propose."""
    club = membership_in_reach(slug).club
    authorize("see invitations of", club)
    return _shown(club, RefusalForm(), None)


@blueprint.post("/clubs/<slug>/demandes/<int:request_id>")
def decide(slug: str, request_id: int) -> ResponseReturnValue:
    """Let somebody in, or say no with a sentence."""
    club = membership_in_reach(slug).club
    rows = queries.requests_to(club).where(JoinRequest.id == request_id)
    found = in_reach(db.session.scalar(rows))
    authorize("decide on", found)
    form = RefusalForm()
    try:
        if "grant" in request.form:
            operations.grant_request(found, decided_by=current_member())
            flash(str(lazy("%(name)s est maintenant membre du club.", name=found.user.name)))
        else:
            operations.refuse_request(
                found, decided_by=current_member(), answer=form.answer.data or ""
            )
            flash(str(lazy("Votre réponse est partie à %(name)s.", name=found.user.name)))
    except Refusal as refusal:
        form.refuse(refusal)
        return _shown(club, form, found.id)
    return redirect(url_for("clubs.requests", slug=slug))


@blueprint.post("/clubs/<slug>/propositions/<int:proposal_id>")
def decide_on_proposal(slug: str, proposal_id: int) -> ResponseReturnValue:
    """Invite whom a member proposed, or put the proposal aside."""
    club = membership_in_reach(slug).club
    rows = queries.proposals_to(club).where(Proposal.id == proposal_id)
    found = in_reach(db.session.scalar(rows))
    authorize("decide on", found)
    if "accept" in request.form:
        operations.accept_proposal(found, decided_by=current_member())
        flash(str(lazy("Invitation envoyée à %(email)s.", email=found.email)))
    else:
        operations.put_proposal_aside(found, decided_by=current_member())
        flash(str(lazy("Proposition écartée.")))
    return redirect(url_for("clubs.requests", slug=slug))


def _shown(club: Club, form: RefusalForm, refused: int | None) -> ResponseReturnValue:
    decided = queries.requests_to(club, undecided=False).limit(DECISIONS_SHOWN)
    page = render_template(
        "clubs/invitations/requests.html",
        club=club,
        form=form,
        refused=refused,
        waiting=db.session.scalars(queries.requests_to(club)).all(),
        proposals=db.session.scalars(queries.proposals_to(club)).all(),
        decided=db.session.scalars(decided).all(),
    )
    return page, form.status
