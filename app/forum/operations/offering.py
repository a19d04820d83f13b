"""Texts that a club offers to begin a question or a procedure with."""

from __future__ import annotations

from sqlalchemy import func, select

from app.accounts.models import User
from app.clubs.models import Club
from app.clubs.operations import lock_clubs
from app.core.database import db
from app.core.errors import Invalid
from app.core.i18n import lazy
from app.core.journal import write_down
from app.core.rich_text import FILES_PATH, RichText
from app.core.text import one_line
from app.core.transaction import atomic
from app.forum.errors import TemplateIsThere
from app.forum.models import Purpose, QuestionTemplate

MOST_TEMPLATES = 20


def save_template(
    club: Club,
    *,
    name: str,
    body: RichText,
    by: User,
    template: QuestionTemplate | None = None,
    purpose: Purpose = Purpose.QUESTION,
) -> QuestionTemplate:
    """Offer a text, or offer it otherwise. Raises Invalid, TemplateIsThere."""
    name = one_line(name, "name", longest=60)
    if FILES_PATH in body.html:
        raise Invalid(
            "body", lazy("Un modèle ne porte pas de fichier : décrivez ce qu’il faut joindre.")
        )
    with atomic():
        lock_clubs([club])  # two may give the same name at once
        of_club = QuestionTemplate.club_id == club.id
        named = select(QuestionTemplate).where(of_club, QuestionTemplate.name == name)
        other = db.session.scalar(named)
        if other is not None and other is not template:
            raise TemplateIsThere
        count = db.session.scalar(select(func.count()).select_from(QuestionTemplate).where(of_club))
        if template is None and (count or 0) >= MOST_TEMPLATES:
            raise Invalid("name", lazy("Vingt modèles au plus : retirez-en un d’abord."))
        template = template or QuestionTemplate(club_id=club.id)
        template.name, template.body_html, template.purpose = name, body.html, purpose
        db.session.add(template)
        db.session.flush()
        write_down("template-saved", actor_id=by.id, club_id=club.id, saying=f"« {name} »")
    return template


def remove_template(template: QuestionTemplate, *, by: User) -> None:
    """Offer it no longer."""
    with atomic():
        write_down(
            "template-removed",
            actor_id=by.id,
            club_id=template.club_id,
            saying=f"« {template.name} »",
        )
        db.session.delete(template)
