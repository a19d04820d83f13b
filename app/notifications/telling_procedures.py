"""Who is told of procedures: handlers of the outbox, which bear being run twice."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.clubs.mentions import mentioned_in
from app.clubs.queries import membership_of, moderators_of
from app.core.database import db, reading
from app.core.rich_text import own_words
from app.core.transaction import release
from app.knowledge.events import (
    ApprovalAsked,
    CommentAdded,
    CommentDeleted,
    ProcedureDiscarded,
    ProcedurePublished,
    ProcedureSentBack,
)
from app.knowledge.models import Adoption, Comment, Credit, Procedure, Stage
from app.knowledge.queries import procedures
from app.notifications.models import NotificationKind
from app.notifications.operations import (
    About,
    forget_notifications,
    forget_thread,
    raise_notification,
)


def tell_of_approval(event: ApprovalAsked) -> None:
    """Those who may approve hear that it waits for them."""
    procedure = _procedure(event.procedure_id)
    if procedure is None or procedure.stage != Stage.REVIEW:
        return
    about = _about(f"approve.{procedure.id}.{event.turn}", procedure, event.by_id, "", "publier")
    with reading():
        people = {one.id for one in moderators_of(procedure.club_id)}
        release()
    _tell({*people, procedure.referee_id} - {event.by_id}, NotificationKind.REVIEW, about)


def tell_of_sending_back(event: ProcedureSentBack) -> None:
    """Who keeps it hears what to change first."""
    procedure = _procedure(event.procedure_id)
    if procedure is not None:
        key = f"sentback.{procedure.id}.{event.turn}"
        about = _about(key, procedure, event.by_id, event.reason, "brouillon")
        people = {procedure.owner_id, procedure.created_by_id} - {event.by_id}
        _tell(people, NotificationKind.FOLLOWUP, about)


def tell_of_publication(event: ProcedurePublished) -> None:
    """Who wrote it hears that it is read, those it thanks at first, those who use it each time."""
    procedure = _procedure(event.procedure_id)
    version = procedure.current if procedure else None
    if procedure is None or version is None:
        return
    told = {event.by_id}
    groups: list[tuple[str, NotificationKind, set[int | None]]] = [
        ("published", NotificationKind.FOLLOWUP, {procedure.owner_id, procedure.created_by_id})
    ]
    with reading():
        if event.number == 1:
            thanked = select(Credit.user_id).where(Credit.procedure_id == procedure.id)
            groups.append(("credited", NotificationKind.FOLLOWUP, set(db.session.scalars(thanked))))
        else:
            users = select(Adoption.user_id).where(Adoption.procedure_id == procedure.id)
            groups.append(("version", NotificationKind.FOLLOWED, set(db.session.scalars(users))))
        release()
    for word, kind, people in groups:
        about = _about(
            f"{word}.{procedure.id}.{event.number}", procedure, event.by_id, version.note
        )
        _tell(people - told, kind, about)
        told |= {one for one in people if one is not None}


def tell_of_comment(event: CommentAdded) -> None:
    """Who keeps the procedure hears of it, and those it names."""
    with reading():
        said = db.session.get(Comment, event.comment_id)
        release()
    procedure = _procedure(event.procedure_id)
    if said is None or procedure is None:
        return
    key, text = f"comment.{said.id}", own_words(said.body_html)
    about = _about(key, procedure, said.author_id, text, anchor=f"commentaire-{said.id}")
    keeping = {procedure.owner_id} - {said.author_id}
    _tell(keeping, NotificationKind.REPLY, about)
    named = mentioned_in(said.body_html) - keeping - {said.author_id}
    about = _about(
        f"mention.{key}", procedure, said.author_id, text, anchor=f"commentaire-{said.id}"
    )
    _tell(named, NotificationKind.MENTION, about)


def forget_comment(event: CommentDeleted) -> None:
    """What is gone is in no bell; in the same transaction."""
    key = f"comment.{event.comment_id}"
    forget_notifications([key, f"mention.{key}"])


def forget_procedure(event: ProcedureDiscarded) -> None:
    """Nobody is told of what is gone; in the same transaction."""
    forget_thread(f"procedure.{event.procedure_id}")


def _tell(ids: Iterable[int | None], kind: NotificationKind, about: About) -> None:
    """Members of the club only: what one may not reach one is not told of."""
    with reading():
        wanted = [one for one in ids if one is not None]
        people = db.session.scalars(select(User).where(User.id.in_(wanted)).order_by(User.id)).all()
        people = [one for one in people if one.is_active and membership_of(one, about.club_id)]
        release()
    for person in people:
        raise_notification(person, kind=kind, about=about)


def _about(
    key: str, procedure: Procedure, actor_id: int, text: str, page: str = "", anchor: str = ""
) -> About:
    path = procedure.path
    if page:
        path = f"/clubs/{procedure.club.slug}/procedures/{procedure.id}/{page}"
    return About(
        key=key,
        actor=db.session.get_one(User, actor_id),
        club_id=procedure.club_id,
        thread=f"procedure.{procedure.id}",
        subject=procedure.shown_title,
        text=text,
        path=f"{path}#{anchor}" if anchor else path,
    )


def _procedure(procedure_id: int) -> Procedure | None:
    with reading():
        rows = procedures().options(joinedload(Procedure.owner)).where(Procedure.id == procedure_id)
        found = db.session.scalar(rows)
        release()
    return found
