"""Whether a procedure is still true: readers doubt it, those who keep it look again."""

from __future__ import annotations

import re

from flask.typing import ResponseReturnValue

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.errors import Invalid
from app.core.i18n import lazy
from app.core.web import authorize, in_reach
from app.forum.views.reaching import topic_address, topic_named
from app.knowledge.models import Procedure
from app.knowledge.queries import procedure_in_reach
from app.knowledge.views import blueprint
from app.knowledge.web import published_of
from app.validity.forms import OutdateForm
from app.validity.pages import Subject, doubt_page, term_page, vouch_for
from app.validity.queries import standing_of

_ADDRESS = re.compile(r"(?:.*/procedures/)([0-9]{1,9})(?:[-?#/].*)?", re.S)


@blueprint.route("/<int:procedure_id>/doute", methods=["GET", "POST"])
def doubt(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Say that it may be true no more, and why."""
    found = published_of(membership_in_reach(slug), procedure_id)
    authorize("doubt", found)
    return doubt_page(_subject(found))


@blueprint.post("/<int:procedure_id>/toujours-vrai")
def vouch(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Say that it is true today."""
    found = published_of(membership_in_reach(slug), procedure_id)
    authorize("vouch for", found)
    return vouch_for(_subject(found))


@blueprint.route("/<int:procedure_id>/validite", methods=["GET", "POST"])
def validity(slug: str, procedure_id: int) -> ResponseReturnValue:
    """Say between which days it holds, or that it holds no more."""
    found = published_of(membership_in_reach(slug), procedure_id)
    authorize("vouch for", found)
    return term_page(_subject(found), lambda form: _instead(found, form))


def _instead(found: Procedure, form: OutdateForm) -> tuple[str, str] | None:
    typed = (form.instead.data or "").strip()
    if not typed:
        return None
    named = _ADDRESS.fullmatch(typed)
    other = procedure_in_reach(current_member(), int(named[1])) if named else None
    if other and other.is_published and other.club_id == found.club_id and other.id != found.id:
        return other.path, other.shown_title
    topic = topic_named(typed)
    if named or topic is None or topic.club_id != found.club_id:
        raise Invalid(
            "instead", lazy("Indiquez l’adresse d’une autre procédure ou d’un sujet de ce club.")
        )
    return topic_address(topic), topic.title


def _subject(found: Procedure) -> Subject:
    return Subject(
        owner=found.key,
        club=found.club,
        title=found.shown_title,
        path=found.path,
        html=in_reach(found.current).body_html,
        active="procedures",
        word=lazy("Validité de la procédure"),
        standing=in_reach(standing_of(found.key)),
    )
