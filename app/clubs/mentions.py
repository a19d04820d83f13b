"""``@Prénom Nom``: a mention exists when the person is in the club; derived here, never believed."""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User
from app.clubs.models import Membership
from app.core.database import db
from app.core.rich_text import RichText, mark_names

_ANY_MENTION = re.compile(r'<a data-mention="\d+">(@[^<]*)</a>')
_MENTIONED = re.compile(r'data-mention="(\d+)"')


def with_mentions(text: RichText, *, club_id: int) -> RichText:
    """``text`` with the members of the club that it names by ``@`` marked."""
    if "@" not in text.text:
        return text
    members = select(User.name, User.id).join(Membership, Membership.user_id == User.id)
    people = {
        row[0]: row[1]
        for row in db.session.execute(
            members.where(Membership.club_id == club_id, User.suspended_at.is_(None))
        )
    }
    return RichText(mark_names(text.html, people), text.text)


def marked_anew(html: str, text: str, *, club_id: int) -> str:
    """A stored text that has come to another club: it names the members of that one only."""
    plain = _ANY_MENTION.sub(r"\1", html)
    return with_mentions(RichText(plain, text), club_id=club_id).html


def without_mentions_of(user_id: int, html: str, *, called: str) -> str:
    """A stored text in which the person is no longer named, but ``called`` so."""
    named = re.compile(rf'<a data-mention="{user_id}">@[^<]*</a>')
    return named.sub(f"@{called}", html)


def naming(column: InstrumentedAttribute[str], user_id: int) -> ColumnElement[bool]:
    """Whether the stored text in ``column`` names the person."""
    return column.contains(f'data-mention="{user_id}"', autoescape=True)


def mentioned_in(html: str) -> set[int]:
    """The ids of the people a stored text names."""
    return {int(found) for found in _MENTIONED.findall(html)}
