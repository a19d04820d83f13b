"""Pages to invite, and to follow what became of each invitation."""

from __future__ import annotations

from collections.abc import Iterable

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from app.accounts.identity import current_member
from app.clubs import operations, queries
from app.clubs.forms import InviteForm, LetterForm
from app.clubs.models import Club, Invitation, Role
from app.clubs.operations import Welcome
from app.clubs.views import blueprint
from app.clubs.web import membership_in_reach
from app.config import Settings
from app.core.database import db
from app.core.errors import Refusal
from app.core.i18n import lazy, plural
from app.core.pages import Page, page_of, qr_path
from app.core.tokens import code_for
from app.core.web import authorize, in_reach

INVITATIONS_PER_PAGE = 50
MOST_AT_ONCE = 500
STATES = {
    "": lazy("Toutes"),
    "pending": lazy("En attente"),
    "accepted": lazy("Acceptées"),
    "expired": lazy("Expirées"),
    "revoked": lazy("Annulées"),
}


@blueprint.route("/clubs/<slug>/invitations", methods=["GET", "POST"])
def invitations(slug: str) -> ResponseReturnValue:
    """Invite one person, and follow what became of each invitation."""
    club = membership_in_reach(slug).club
    authorize("see invitations of", club)
    form, offered = InviteForm(), queries.moderated_clubs(current_member(), living=True)
    form.fill(offered, club)
    if form.is_submitted():
        authorize("invite to", club)
        try:
            sent = operations.invite(
                form.email.data or "", welcome_from(form, offered), name=form.name.data or ""
            )
            flash(_said(sent))
            return redirect(url_for("clubs.invitations", slug=slug))
        except Refusal as refusal:
            form.refuse(refusal)
    return _followed(club, form)


@blueprint.post("/clubs/<slug>/invitations/renvoyer")
def resend_invitations(slug: str) -> ResponseReturnValue:
    """Send a new letter to everybody in one state."""
    club = membership_in_reach(slug).club
    authorize("invite to", club)
    state = request.form.get("etat", "")
    if state not in {"pending", "expired"}:
        raise NotFound
    rows = queries.invitations_to(club, state=state).order_by(Invitation.id).limit(MOST_AT_ONCE)
    found = _steered(db.session.scalars(rows))
    count = operations.resend_invitations(found, actor=current_member())
    flash(
        plural(
            "%(num)s invitation renvoyée.",
            "%(num)s invitations renvoyées.",
            count,
            num=count,
        )
    )
    return redirect(url_for("clubs.invitations", slug=slug))


@blueprint.get("/clubs/<slug>/invitations/<int:invitation_id>")
def invitation(slug: str, invitation_id: int) -> str:
    """What became of one invitation, day by day."""
    found = _invitation_in_reach(slug, invitation_id)
    authorize("see invitations of", membership_in_reach(slug).club)
    steps = queries.steps_of(found)
    return render_template(
        "clubs/invitations/invitation.html", club=_club(slug), invitation=found, steps=steps
    )


@blueprint.post("/clubs/<slug>/invitations/<int:invitation_id>/renvoyer")
def resend_invitation(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Send a new letter; the old link dies."""
    found = _invitation_in_reach(slug, invitation_id)
    authorize("resend", found)
    operations.resend_invitation(found, actor=current_member())
    if not found.email:
        flash(str(lazy("La lettre a un nouveau code : imprimez-la à nouveau.")))
        return redirect(url_for("clubs.letter", slug=slug, invitation_id=invitation_id))
    flash(str(lazy("Nouvelle invitation envoyée à %(email)s.", email=found.email)))
    return redirect(url_for("clubs.invitations", slug=slug))


@blueprint.post("/clubs/<slug>/invitations/<int:invitation_id>/annuler")
def revoke_invitation(slug: str, invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    found = _invitation_in_reach(slug, invitation_id)
    authorize("revoke", found)
    operations.revoke_invitation(found, actor=current_member())
    whom = found.email or found.name
    flash(str(lazy("L’invitation de %(email)s est annulée.", email=whom)))
    return redirect(url_for("clubs.invitations", slug=slug))


@blueprint.route("/clubs/<slug>/invitations/lettre", methods=["GET", "POST"])
def write_letter(slug: str) -> ResponseReturnValue:
    """Invite on paper somebody whose address is not known."""
    club = membership_in_reach(slug).club
    authorize("invite to", club)
    form, offered = LetterForm(), queries.moderated_clubs(current_member(), living=True)
    form.fill(offered, club)
    if form.is_submitted():
        try:
            written = operations.write_letter(
                welcome_from(form, offered), name=form.name.data or ""
            )
            return redirect(url_for("clubs.letter", slug=slug, invitation_id=written.id))
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("clubs/invitations/write_letter.html", club=club, form=form)
    return page, form.status


@blueprint.get("/clubs/<slug>/invitations/<int:invitation_id>/lettre")
def letter(slug: str, invitation_id: int) -> str:
    """The letter to print, with its code."""
    found = _invitation_in_reach(slug, invitation_id)
    authorize("print", found)
    if found.state != "pending" or found.code_nonce is None:
        raise NotFound
    settings: Settings = current_app.extensions["settings"]
    address = f"{settings.base_url}/rejoindre"
    code = code_for("invitation", found.code_nonce)
    side, square = qr_path(segno.make(f"{address}?code={code}", micro=False).matrix)
    return render_template(
        "clubs/invitations/letter.html",
        club=_club(slug),
        invitation=found,
        size=queries.size_of(found.clubs[0]),
        code=code,
        address=address,
        side=side,
        square=square,
    )


def welcome_from(form: InviteForm, offered: list[Club]) -> Welcome:
    """What the inviter offers; the clubs are those she looks after, whatever was typed.

    Naming a moderator takes a fresh proof. Raises ConfirmationNeeded, which the form shows.
    """
    clubs, role = form.chosen(offered), form.chosen_role()
    if role is Role.MODERATOR:
        for club in clubs:
            authorize("name moderators of", club)
    return Welcome(clubs, current_member(), role=role, message=form.message.data or "")


def _followed(club: Club, form: InviteForm) -> ResponseReturnValue:
    asked, words = request.args.get("etat", ""), request.args.get("q", "").strip()[:100]
    state = asked if asked in STATES else ""
    page: Page[Invitation] = page_of(
        queries.invitations_to(club, state=state, words=words),
        newest_by=(Invitation.sent_at, Invitation.id),
        key=lambda row: (row.sent_at, row.id),
        after=request.args.get("apres"),
        size=INVITATIONS_PER_PAGE,
    )
    shown = render_template(
        "clubs/invitations/list.html",
        club=club,
        form=form,
        page=page,
        steered=_steered(page.items),
        states=STATES,
        state=state,
        words=words,
    )
    return shown, form.status


def _said(sent: Invitation) -> str:
    if sent.user:
        return str(lazy("%(name)s a déjà un compte : le club lui est ouvert.", name=sent.user.name))
    return str(lazy("Invitation envoyée à %(email)s.", email=sent.email))


def _steered(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Those that lead to clubs I look after only: asked once for all, not once for each."""
    mine = {club.id for club in queries.moderated_clubs(current_member(), living=True)}
    return [one for one in invitations if {club.id for club in one.clubs} <= mine]


def _club(slug: str) -> Club:
    return membership_in_reach(slug).club


def _invitation_in_reach(slug: str, invitation_id: int) -> Invitation:
    rows = queries.invitations_to(_club(slug))
    return in_reach(db.session.scalar(rows.where(Invitation.id == invitation_id)))
