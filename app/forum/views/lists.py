"""The club's home and its lists of topics."""

from __future__ import annotations

from flask import render_template, request
from sqlalchemy import ColumnElement

from app.accounts.models import User
from app.clubs import queries as clubs
from app.clubs.models import Membership
from app.clubs.web import membership_in_reach
from app.config import current
from app.core import clock
from app.core.i18n import lazy
from app.core.pages import Page, page_of
from app.files.queries import weight_of_club
from app.forum import queries
from app.forum.models import Topic
from app.forum.queries import TopicLine
from app.forum.views import blueprint

TOPICS_ON_HOME = 8
TOPICS_PER_PAGE = 25

TABS = {
    "recentes": lazy("Récentes"),
    "sans-reponse": lazy("Sans réponse"),
    "resolues": lazy("Résolues"),
    "les-miennes": lazy("Les miennes"),
}


@blueprint.get("")
def club_home(slug: str) -> str:
    """The home of a club: ask first, then what waits for me, then what is new."""
    membership = membership_in_reach(slug)
    tab = _tab()
    return render_template(
        "forum/home.html",
        club=membership.club,
        membership=membership,
        today=clock.now(),
        tab=tab,
        tabs=TABS,
        page=_lines(membership, tab, size=TOPICS_ON_HOME),
        pinned=_pinned(membership, tab),
        to_choose=queries.questions_awaiting_choice(membership),
        waiting=queries.waiting_questions(membership),
        settled=queries.settled_count(membership.club),
        size=clubs.size_of(membership.club),
        moderators=clubs.moderators_of(membership.club_id),
    )


@blueprint.get("/questions")
def topics(slug: str) -> str:
    """All the topics of a club, by tab and tag."""
    membership = membership_in_reach(slug)
    tab, tag = _tab(), request.args.get("etiquette", "")
    template = (
        "forum/_topic_list.html" if request.headers.get("HX-Request") else "forum/topics.html"
    )
    return render_template(
        template,
        club=membership.club,
        tab=tab,
        tabs=TABS,
        tag=tag,
        tags=queries.tags_of(membership.club),
        page=_lines(membership, tab, size=TOPICS_PER_PAGE, tag=tag),
        pinned=_pinned(membership, tab) if not (tag or request.args.get("apres")) else [],
        weight=weight_of_club(membership.club_id) if membership.is_moderator else 0,
        quota=current().club_quota_mb * 1024 * 1024,
        guard=queries.guard_counts(membership.club) if membership.is_moderator else None,
    )


def _tab() -> str:
    chosen = request.args.get("liste", "recentes")
    return chosen if chosen in TABS else "recentes"


def _pinned(membership: Membership, tab: str) -> list[TopicLine]:
    """What stands above the others, where nothing was asked for in particular."""
    return queries.pinned_lines(membership) if tab == "recentes" else []


def _lines(membership: Membership, tab: str, *, size: int, tag: str = "") -> Page[TopicLine]:
    rows = queries.topic_lines(membership).where(_chosen_by(tab, membership.user, tag))
    if tag:
        rows = rows.where(queries.tagged(tag))
    return page_of(
        rows,
        newest_by=(Topic.last_activity_at, Topic.id),
        key=lambda line: (line.topic.last_activity_at, line.topic.id),
        after=request.args.get("apres"),
        size=size,
        read=lambda row: TopicLine(*row),
    )


def _chosen_by(tab: str, user: User, tag: str) -> ColumnElement[bool]:
    if tab == "sans-reponse":
        return queries.is_unanswered()
    if tab == "resolues":
        return queries.has_answer()
    if tab == "les-miennes":
        return queries.concerning(user)
    # Under a tag nothing is pinned above: pinned topics stand among the others.
    return Topic.id > 0 if tag else Topic.pinned_at.is_(None)
