"""Pages of one's own data: a copy of it, and the end of the account."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    send_file,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.accounts.views.security import require_fresh_proof
from app.administration.queries import person_in_reach
from app.core import clock
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.storage import exports
from app.core.web import authorize, in_reach, own_affairs
from app.privacy import operations, queries
from app.privacy.forms import CloseForm

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/compte/donnees")
def own_data() -> str:
    """What is known of me: the copies I asked for, and how the account ends."""
    own_affairs()
    return render_template("privacy/own_data.html", exports=queries.exports_of(current_member()))


@blueprint.post("/compte/donnees")
def ask_for_export() -> ResponseReturnValue:
    """Ask for a copy of all that is mine."""
    own_affairs()
    require_fresh_proof()
    operations.ask_for_export(current_member())
    flash(str(lazy("Votre copie se prépare : un courriel vous dira quand elle est prête.")))
    return redirect(url_for("privacy.own_data"))


@blueprint.get("/compte/donnees/<int:export_id>")
def download(export_id: int) -> Response:
    """The copy itself: mine only, asked again each time, while it is kept."""
    export = in_reach(queries.ready_export(current_member(), export_id))
    path = exports().path_of(export.key or "")
    if not export.key or not path.exists():
        abort(404)
    made = clock.local(export.ready_at or export.asked_at)
    return send_file(
        path,
        mimetype="application/zip",
        as_attachment=True,
        download_name=f"mes-donnees-{made:%Y-%m-%d}.zip",
        conditional=False,
        etag=False,
    )


@blueprint.route("/compte/fermer", methods=["GET", "POST"])
def close() -> ResponseReturnValue:
    """Close my account, after a last look at what goes and what stays."""
    own_affairs()
    require_fresh_proof()
    form = CloseForm()
    if form.is_submitted():
        try:
            operations.close_own_account(current_member(), email=form.email.data or "")
            session.clear()
            flash(str(lazy("Votre compte est fermé. Un dernier courriel vous le confirme.")))
            response = redirect(url_for("accounts.sign_in"))
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
            return response
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("privacy/close.html", form=form), form.status


@blueprint.post("/administration/personnes/<int:person_id>/fermer")
def close_person(person_id: int) -> ResponseReturnValue:
    """Close the account of somebody of my operators, who asked for it."""
    member = current_member()
    found = in_reach(person_in_reach(member, person_id))
    authorize("close the account of", found)
    operations.close_account(found, by=member)
    flash(str(lazy("Le compte est fermé. La personne en est informée par courriel.")))
    return redirect(url_for("administration.people"))
