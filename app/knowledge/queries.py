"""Reading procedures, through the member's reach."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.clubs.models import Club, Membership, Role
from app.clubs.queries import people_in_reach, scope_of
from app.core.database import db
from app.core.text import fold
from app.forum.models import Answer, Draft, Post, Topic
from app.knowledge.models import Adoption, Comment, Credit, Procedure, ProcedureVersion, Stage
from app.organizations.brackets import Bracket
from app.organizations.models import Organization

_IS_READ = (ProcedureVersion.procedure_id == Procedure.id) & (
    ProcedureVersion.number == Procedure.version_number
)


@dataclass(frozen=True)
class Shelf:
    """A theme of a club, and how many procedures stand under it."""

    key: str
    name: str
    count: int


@dataclass
class Uses:
    """Where a procedure is at work."""

    count: int = 0
    own: Adoption | None = None
    places: dict[Bracket | None, list[str]] = field(default_factory=dict)
    """The names of town halls by bracket, smallest first."""
    variants: list[Adoption] = field(default_factory=list)


def reach(user: User) -> ColumnElement[bool]:
    """What the member may read: published in her clubs, or worked on by her or under her eyes."""
    return Procedure.club_id.in_(scope_of(user)) & or_(
        Procedure.version_number > 0,
        Procedure.owner_id == user.id,
        Procedure.created_by_id == user.id,
        Procedure.referee_id == user.id,
        Procedure.club_id.in_(_moderated_by(user)),
    )


def in_use() -> ColumnElement[bool]:
    """What a club reads, and has not retired."""
    return (Procedure.version_number > 0) & (Procedure.stage != Stage.RETIRED)


def procedures() -> Select[Procedure]:
    """Procedures with all that a line or a page shows of them."""
    return select(Procedure).options(
        joinedload(Procedure.club),
        joinedload(Procedure.owner).joinedload(User.organization),
        joinedload(Procedure.referee),
        joinedload(Procedure.wished_by),
        joinedload(Procedure.current).joinedload(ProcedureVersion.published_by),
    )


def procedure_in_reach(user: User, procedure_id: int) -> Procedure | None:
    """One procedure, with those it thanks."""
    return db.session.scalar(
        procedures()
        .options(selectinload(Procedure.credits).joinedload(Credit.user))
        .where(Procedure.id == procedure_id, reach(user))
        .execution_options(populate_existing=True)
    )


def published_in(club: Club) -> Select[Procedure]:
    """What a club reads and uses, by theme and title."""
    return (
        procedures()
        .join(ProcedureVersion, _IS_READ)
        .where(Procedure.club_id == club.id, Procedure.stage != Stage.RETIRED)
        .order_by(Procedure.theme_key, ProcedureVersion.title, Procedure.id)
    )


def retired_in(club: Club) -> Select[Procedure]:
    """What a club keeps and uses no more."""
    retired = Procedure.club_id == club.id, Procedure.stage == Stage.RETIRED
    return procedures().where(*retired).order_by(Procedure.title, Procedure.id)


def retired_count(club: Club) -> int:
    """How many those are."""
    ids = retired_in(club).with_only_columns(Procedure.id).order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(ids)) or 0


def in_hand(user: User, club: Club) -> Select[Procedure]:
    """What is being written or waits to be approved, under the member's eyes."""
    in_work = Procedure.stage.in_([Stage.DRAFT, Stage.REVIEW])
    carers = Procedure.owner_id == user.id, Procedure.referee_id == user.id
    mine = or_(
        *carers,
        Procedure.created_by_id == user.id,
        Procedure.club_id.in_(_moderated_by(user)),
    )
    rows = procedures().where(Procedure.club_id == club.id, in_work, mine)
    return rows.order_by(Procedure.changed_at.desc(), Procedure.id.desc())


def shelves_of(club: Club) -> list[Shelf]:
    """The themes of a club, by name."""
    rows = (
        select(Procedure.theme_key, func.min(ProcedureVersion.theme), func.count())
        .join(ProcedureVersion, _IS_READ)
        .where(Procedure.club_id == club.id, Procedure.stage != Stage.RETIRED)
        .group_by(Procedure.theme_key)
        .order_by(Procedure.theme_key)
    )
    return [Shelf(*row) for row in db.session.execute(rows)]


def first_of_each_shelf(club: Club, most: int) -> dict[str, list[Procedure]]:
    """The first procedures of each theme of a club; one query, however many themes."""
    place = func.row_number().over(
        partition_by=Procedure.theme_key, order_by=(ProcedureVersion.title, Procedure.id)
    )
    ranked = (
        select(Procedure.id, place.label("place"))
        .join(ProcedureVersion, _IS_READ)
        .where(Procedure.club_id == club.id, Procedure.stage != Stage.RETIRED)
        .subquery()
    )
    first = select(ranked.c.id).where(ranked.c.place <= most)
    found: dict[str, list[Procedure]] = {}
    for one in db.session.scalars(published_in(club).where(Procedure.id.in_(first))):
        found.setdefault(one.theme_key, []).append(one)
    return found


def versions_of(procedure: Procedure) -> list[ProcedureVersion]:
    """Every version, the newest first."""
    rows = (
        select(ProcedureVersion)
        .options(joinedload(ProcedureVersion.published_by).joinedload(User.organization))
        .where(ProcedureVersion.procedure_id == procedure.id)
        .order_by(ProcedureVersion.number.desc())
    )
    return list(db.session.scalars(rows))


def version_of(procedure: Procedure, number: int) -> ProcedureVersion | None:
    """One version."""
    return db.session.scalar(
        select(ProcedureVersion)
        .options(joinedload(ProcedureVersion.published_by))
        .where(ProcedureVersion.procedure_id == procedure.id, ProcedureVersion.number == number)
    )


def edit_begun(user: User, procedure: Procedure) -> Draft | None:
    """What the member had begun to change, the last saved: one place for each edition."""
    here = Draft.user_id == user.id, Draft.club_id == procedure.club_id
    begun = select(Draft).where(*here, Draft.place.startswith(f"procedure-{procedure.id}."))
    return db.session.scalar(begun.order_by(Draft.saved_at.desc(), Draft.id.desc()).limit(1))


def comments_on(procedure: Procedure) -> Select[Comment]:
    """What was said under it, in the order it was said."""
    return (
        select(Comment)
        .options(joinedload(Comment.author).joinedload(User.organization))
        .where(Comment.procedure_id == procedure.id)
        .order_by(Comment.id)
    )


def comment_in_reach(user: User, comment_id: int) -> Comment | None:
    """One comment, with its procedure."""
    return db.session.scalar(
        select(Comment)
        .join(Comment.procedure)
        .options(joinedload(Comment.procedure).joinedload(Procedure.club))
        .where(Comment.id == comment_id, reach(user))
    )


def comment_count(procedure: Procedure) -> int:
    """How many comments stand under it."""
    rows = select(func.count(Comment.id)).where(Comment.procedure_id == procedure.id)
    return db.session.scalar(rows) or 0


def uses_of(procedure: Procedure, user: User) -> Uses:
    """Where it is at work, and whether the reader said so."""
    rows = (
        select(Adoption)
        .join(Adoption.user)
        .outerjoin(User.organization)
        .options(joinedload(Adoption.user).joinedload(User.organization))
        .where(Adoption.procedure_id == procedure.id)
        .order_by(Organization.population, Organization.name, Adoption.user_id)
    )
    uses = Uses()
    for adoption in db.session.scalars(rows):
        uses.count += 1
        place = adoption.user.organization
        if adoption.user_id == user.id:
            uses.own = adoption
        if place and place.name not in uses.places.setdefault(place.bracket, []):
            uses.places[place.bracket].append(place.name)
        if adoption.variant:
            uses.variants.append(adoption)
    return uses


def use_counts(procedure_ids: Iterable[int]) -> dict[int, int]:
    """How often each of these is adopted; those nobody adopted are left out."""
    rows = (
        select(Adoption.procedure_id, func.count())
        .where(Adoption.procedure_id.in_(list(procedure_ids)))
        .group_by(Adoption.procedure_id)
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}


def made_from(post: Post) -> Procedure | None:
    """The procedure that the club reads in the place of an answer."""
    return db.session.scalar(
        procedures()
        .where(
            Procedure.source_post_id == post.id,
            in_use(),
            Procedure.club_id == post.topic.club_id,
        )
        .order_by(Procedure.id)
        .limit(1)
    )


def source_of(procedure: Procedure, user: User) -> Topic | None:
    """The question it was made from, where the reader may read it."""
    return db.session.scalar(
        select(Topic)
        .join(Post, Post.topic_id == Topic.id)
        .options(joinedload(Topic.club))
        .where(Post.id == procedure.source_post_id, Topic.club_id.in_(scope_of(user)))
    )


def answer_for(user: User, post_id: int) -> Answer | None:
    """The current answer of this post, where the member may read it."""
    return db.session.scalar(
        select(Answer)
        .join(Answer.topic)
        .options(
            joinedload(Answer.topic).joinedload(Topic.club),
            joinedload(Answer.post).joinedload(Post.author),
        )
        .where(Answer.post_id == post_id, Topic.club_id.in_(scope_of(user)))
    )


def begun_as(author: User, client_id: str | None) -> Procedure | None:
    """What the member began with this form, if she sent it."""
    if not client_id:
        return None
    begun = Procedure.created_by_id == author.id, Procedure.client_id == client_id
    return db.session.scalar(select(Procedure).where(*begun))


def members_called(club: Club, name: str, *, asker: User) -> list[User]:
    """The members of a club who have this name, accents and case aside."""
    rows = people_in_reach(asker, club=club).where(User.folded_name == fold(name))
    return list(db.session.scalars(rows.limit(2)))


def _moderated_by(user: User) -> Select[int]:
    return select(Membership.club_id).where(
        Membership.user_id == user.id, Membership.role == Role.MODERATOR
    )
