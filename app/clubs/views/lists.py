"""Pages to invite by the hundred."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs import operations, queries
from app.clubs.forms import ListForm
from app.clubs.models import Batch, BatchLine, Outcome, Verdict
from app.clubs.views import blueprint
from app.clubs.views.invitations import welcome_from
from app.clubs.web import membership_in_reach
from app.core.database import db
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.spreadsheets import csv_of
from app.core.web import authorize, bounded, in_reach

LINES_PER_PAGE = 100
MOST_WRONG = 200
VERDICTS = {
    Verdict.WRONG: lazy("Adresse à corriger"),
    Verdict.NEW: lazy("Recevra une invitation"),
    Verdict.KNOWN: lazy("A déjà un compte : le club lui sera ouvert"),
    Verdict.REQUESTED: lazy("A demandé à venir : sa demande sera acceptée"),
    Verdict.MEMBER: lazy("Déjà membre : rien ne part"),
    Verdict.INVITED: lazy("Déjà invitée ou invité : rien ne part"),
    Verdict.REPEATED: lazy("Déjà plus haut dans la liste : rien ne part"),
}
OUTCOMES = {
    Outcome.SENT: lazy("Invitation envoyée"),
    Outcome.ADDED: lazy("Club ouvert"),
    Outcome.SKIPPED: lazy("Rien n’est parti"),
    Outcome.REFUSED: lazy("Adresse à corriger"),
}


@blueprint.route("/clubs/<slug>/invitations/liste", methods=["GET", "POST"])
def draw_up_list(slug: str) -> ResponseReturnValue:
    """Paste addresses or choose a file; what each line would do is shown before anything leaves."""
    club = membership_in_reach(slug).club
    authorize("invite to", club)
    form, offered = ListForm(), queries.moderated_clubs(current_member(), living=True)
    form.fill(offered, club)
    if form.is_submitted():
        try:
            batch = operations.draw_up_batch(welcome_from(form, offered), content=_typed(form))
            return redirect(url_for("clubs.batch", slug=slug, batch_id=batch.id))
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("clubs/invitations/draw_up_list.html", club=club, form=form)
    return page, form.status


@blueprint.get("/clubs/<slug>/invitations/listes/<int:batch_id>")
def batch(slug: str, batch_id: int) -> str:
    """What each line would do; once sent, how far it is and what each line did."""
    found = _batch_in_reach(slug, batch_id)
    after = bounded(request.args.get("apres", type=int)) or 0
    rows = queries.lines_of(found).where(BatchLine.number > after).limit(LINES_PER_PAGE + 1)
    lines = list(db.session.scalars(rows))
    verdicts, outcomes = queries.tally(found)
    wrong = queries.lines_of(found).where(BatchLine.verdict == Verdict.WRONG).limit(MOST_WRONG)
    return render_template(
        "clubs/invitations/_batch.html"
        if "HX-Request" in request.headers
        else "clubs/invitations/batch.html",
        club=membership_in_reach(slug).club,
        batch=found,
        wrong=list(db.session.scalars(wrong)) if not (found.confirmed_at or after) else [],
        lines=lines[:LINES_PER_PAGE],
        more=lines[LINES_PER_PAGE - 1].number if len(lines) > LINES_PER_PAGE else None,
        words={**VERDICTS, **OUTCOMES},
        verdicts=[(name, verdicts[name]) for name in VERDICTS if name in verdicts],
        outcomes=[(name, outcomes[name]) for name in OUTCOMES if name in outcomes],
        total=sum(verdicts.values()),
        done=sum(outcomes.values()),
        leaving=sum(
            verdicts.get(name, 0) for name in (Verdict.NEW, Verdict.KNOWN, Verdict.REQUESTED)
        ),
    )


@blueprint.post("/clubs/<slug>/invitations/listes/<int:batch_id>")
def send_batch(slug: str, batch_id: int) -> ResponseReturnValue:
    """Send what the preview shows."""
    found = _batch_in_reach(slug, batch_id)
    authorize("send", found)
    operations.confirm_batch(found)
    return redirect(url_for("clubs.batch", slug=slug, batch_id=batch_id))


@blueprint.get("/clubs/<slug>/invitations/listes/<int:batch_id>/resultat.csv")
def batch_result(slug: str, batch_id: int) -> Response:
    """Every line with what it did, for a spreadsheet."""
    found = _batch_in_reach(slug, batch_id)
    heads = (lazy("Ligne"), lazy("Adresse"), lazy("Nom"), lazy("Résultat"), lazy("Raison"))
    lines = db.session.scalars(queries.lines_of(found))
    content = csv_of([heads, *(_row(line) for line in lines)])
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename=invitations-{batch_id}.csv"},
    )


def _row(line: BatchLine) -> tuple[object, ...]:
    said = OUTCOMES[Outcome(line.outcome)] if line.outcome else VERDICTS[Verdict(line.verdict)]
    is_done = line.outcome in {Outcome.SENT, Outcome.ADDED}
    why = line.reason or ("" if is_done else VERDICTS[Verdict(line.verdict)])
    return (line.number, line.email or line.typed, line.name, said, why)


def _typed(form: ListForm) -> str:
    """The file's words if there is one, else what was pasted."""
    file = request.files.get("file")
    if file and file.filename:
        return operations.decode_list(file.read())
    return form.people.data or ""


def _batch_in_reach(slug: str, batch_id: int) -> Batch:
    club = membership_in_reach(slug).club
    authorize("see invitations of", club)
    found = in_reach(queries.batch_of(current_member(), batch_id))
    return in_reach(found if club in found.clubs else None)
