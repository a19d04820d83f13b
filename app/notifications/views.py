"""The bell's page, preferences, and the way out that every e-mail carries."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Flask, Response, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select
from werkzeug.exceptions import NotFound

from app.accounts.identity import current_member
from app.core.database import db
from app.core.i18n import lazy
from app.core.pages import Page, page_of
from app.core.web import after_page, answers_without_form, own_affairs, public
from app.notifications import operations, queries
from app.notifications.letters import unsubscribe_target
from app.notifications.models import Notification, NotificationKind, Rhythm
from app.notifications.sentences import sentence

blueprint = Blueprint("notifications", __name__)

NOTIFICATIONS_PER_PAGE = 30
KINDS = {
    NotificationKind.REPLY: lazy("Une réponse à ma question"),
    NotificationKind.MENTION: lazy("Quelqu’un me cite"),
    NotificationKind.ACCEPTED: lazy("Ma réponse est retenue"),
    NotificationKind.FOLLOWED: lazy("Une nouvelle question sous une étiquette que je suis"),
    NotificationKind.REQUEST: lazy("Une demande ou une proposition dans un club que j’anime"),
    NotificationKind.FOLLOWUP: lazy(
        "Les suites de mes questions, invitations, propositions et procédures"
    ),
    NotificationKind.ASKED: lazy("Une question sans réponse à laquelle je saurais répondre"),
    NotificationKind.REVIEW: lazy("Une réponse ou une procédure que je suis est à revoir"),
}

SHOWN: dict[str, Callable[..., Select[int]]] = {
    "forum.topic": queries.about_topic,
    "knowledge.procedure": queries.about_procedure,
    "knowledge.draft": queries.about_procedure,
    "silence.neighbour": queries.about_offer,
}
"""What a page tells, by its endpoint: the ids of what the member was told of it."""

RHYTHMS = {
    Rhythm.NOW: lazy("Tout de suite"),
    Rhythm.DAILY: lazy("Une fois par jour"),
    Rhythm.WEEKLY: lazy("Une fois par semaine"),
    Rhythm.NEVER: lazy("Jamais"),
}


def init_app(app: Flask) -> None:
    """Tell every page how many notifications wait."""
    app.context_processor(_words)
    app.after_request(_put_out)


@blueprint.get("/notifications")
def notifications() -> str:
    """What I was told, newest first."""
    own_affairs()
    page: Page[Notification] = page_of(
        queries.notifications_of(current_member()),
        newest_by=(Notification.created_at, Notification.id),
        key=lambda row: (row.created_at, row.id),
        after=request.args.get("apres"),
        size=NOTIFICATIONS_PER_PAGE,
    )
    return render_template("notifications/list.html", page=page, sentence=sentence)


@blueprint.post("/notifications/lues")
def read_all() -> ResponseReturnValue:
    """Everything is read."""
    own_affairs()
    operations.read_notifications(current_member().id)
    return redirect(url_for("notifications.notifications"))


@blueprint.get("/notifications/<int:notification_id>")
def follow(notification_id: int) -> ResponseReturnValue:
    """Go where a notification leads: it is read, even if its page tells nothing new."""
    own_affairs()
    member = current_member()
    mine = queries.notifications_of(member)
    found = db.session.scalar(mine.where(Notification.id == notification_id))
    if found is None:
        raise NotFound
    after_page(lambda: operations.read_notifications(member.id, ids=[notification_id]))
    return redirect(found.path)


@blueprint.route("/compte/notifications", methods=["GET", "POST"])
def preferences() -> ResponseReturnValue:
    """How I want to be told."""
    own_affairs()
    member = current_member()
    if request.method == "POST":
        for kind in NotificationKind:
            operations.choose_preference(
                member,
                kind=kind,
                on_site=f"{kind}-site" in request.form,
                by_email=f"{kind}-email" in request.form,
            )
        operations.choose_rhythm(member, rhythm=request.form.get("rhythm", ""))
        flash(str(lazy("Vos préférences sont enregistrées.")))
        return redirect(url_for("notifications.preferences"))
    chosen = queries.preferences_of(member)
    return render_template(
        "notifications/preferences.html",
        kinds=KINDS,
        chosen=chosen,
        rhythms=RHYTHMS,
        rhythm=queries.rhythm_of(member),
    )


@blueprint.route("/desabonnement/<token>", methods=["GET", "POST"])
@public
@answers_without_form
def unsubscribe(token: str) -> ResponseReturnValue:
    """Stop e-mails of one kind; mail programs send the POST by themselves (RFC 8058)."""
    target = unsubscribe_target(token)
    if target is None:
        raise NotFound
    user, kind = target
    if request.method == "POST":
        on_site = queries.preference_of(user, kind).on_site
        operations.choose_preference(user, kind=kind, on_site=on_site, by_email=False)
    done = request.method == "POST"
    return render_template("notifications/unsubscribe.html", what=KINDS[kind], done=done)


def _words() -> dict[str, object]:
    if not current_user.is_authenticated:
        return {}
    g.unread = queries.unread_count(current_member())
    return {"unread_notifications": g.unread}


def _put_out(response: Response) -> Response:
    """What a page tells needs no bell any more once it was opened."""
    shown = SHOWN.get(request.endpoint or "")
    if shown and g.get("unread") and response.status_code == HTTPStatus.OK:
        member = current_member()
        told = list(db.session.scalars(shown(member, **(request.view_args or {}))))
        if told:
            after_page(lambda: operations.read_notifications(member.id, ids=told))
    return response
