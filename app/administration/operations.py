"""Changing what is administered besides operators, clubs and people."""

from __future__ import annotations

from app.accounts.models import User
from app.administration.models import Conformity, LegalText, TextName
from app.core import clock
from app.core.database import db
from app.core.journal import write_down
from app.core.transaction import atomic


def write_text(
    name: TextName, *, html: str, by: User, conformity: Conformity = Conformity.NONE
) -> None:
    """Put an installation's own words in place of ours; empty words bring ours back."""
    with atomic():
        text = db.session.get(LegalText, name) or LegalText(name=name)
        text.body_html, text.conformity = html, conformity
        text.edited_at, text.edited_by_id = clock.now(), by.id
        db.session.add(text)
        write_down("text-written", actor_id=by.id, saying=name)
