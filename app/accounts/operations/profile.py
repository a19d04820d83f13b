"""Who one is, as others see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete

from app.accounts.models import Expertise, User
from app.core import clock
from app.core.database import db
from app.core.errors import Invalid
from app.core.i18n import lazy
from app.core.pictures import redrawn
from app.core.storage import photos
from app.core.text import fold, one_line
from app.core.tokens import new_token
from app.core.transaction import atomic, release
from app.organizations.models import Organization

MOST_EXPERTISES = 12


@dataclass(frozen=True)
class Profile:
    """What a person says of herself."""

    name: str
    job_title: str
    expertise: str = ""
    """Separated by commas."""
    presence: str = ""
    ask_about: str = ""


def edit_profile(user: User, profile: Profile) -> None:
    """Say who one is. Raises Invalid."""
    known = _expertises(profile.expertise)
    with atomic():
        user.name = one_line(profile.name, "name", longest=80)
        user.job_title = one_line(profile.job_title, "job_title", longest=120)
        user.presence = one_line(profile.presence, "presence", longest=120, required=False)
        user.ask_about = one_line(profile.ask_about, "ask_about", longest=200, required=False)
        know(user, known)


def know(user: User, names: Sequence[str]) -> None:
    """Set what a person knows well; belongs in atomic()."""
    db.session.flush()
    db.session.execute(delete(Expertise).where(Expertise.user_id == user.id))
    folded = {fold(name)[:60]: name for name in reversed(names)}
    order = [name for name in dict.fromkeys(fold(name)[:60] for name in names) if name]
    db.session.add_all(
        Expertise(user_id=user.id, folded_name=key, name=folded[key], position=place)
        for place, key in enumerate(order)
    )
    db.session.flush()
    db.session.expire(user, ["expertises"])


def choose_organization(user: User, *, organization: Organization | None) -> None:
    """The person now works for ``organization``. Raises Invalid without one."""
    if organization is None:
        raise Invalid("organization", lazy("Choisissez votre collectivité dans la liste."))
    with atomic():
        user.organization = organization


def set_photo(user: User, *, content: bytes) -> None:
    """Show a photograph, made anew and square: nothing is left of where it was taken.

    Raises Invalid, naming ``photo``.
    """
    release()
    picture = redrawn(content, "photo", square=True)
    key, former = new_token(), user.photo_key
    photos().put(key, picture.content)  # before the row: no row is ever without its bytes
    with atomic():
        user.photo_key = key
    if former:
        photos().drop(former)


def remove_photo(user: User) -> None:
    """Show no photograph any more."""
    former = user.photo_key
    with atomic():
        user.photo_key = None
    if former:
        photos().drop(former)


def accept_charter(user: User) -> None:
    """The person has read the charter and keeps to it."""
    with atomic():
        user.charter_accepted_at = user.charter_accepted_at or clock.now()


def finish_first_visit(user: User) -> None:
    """The steps of the first visit are done, or were passed over."""
    with atomic():
        user.introduced_at = user.introduced_at or clock.now()


def _expertises(typed: str) -> list[str]:
    names = [one_line(name, "expertise", longest=60) for name in typed.split(",") if name.strip()]
    if len(names) > MOST_EXPERTISES:
        raise Invalid("expertise", lazy("Gardez douze domaines au plus : les plus sûrs."))
    return names
