"""Closing an account: nothing says any more who the person was, what she wrote stays (RGPD art. 17)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import delete, select

from app.accounts.models import User
from app.accounts.operations import FORMER, erase_person
from app.chat import operations as chat
from app.clubs import operations as clubs
from app.clubs.operations import Traces
from app.core import clock
from app.core.database import db
from app.core.events import record
from app.core.jobs import every, forget_errors_naming
from app.core.journal import forget_sayings_about, write_down
from app.core.mail import forget_letters_to
from app.core.sealing import seal
from app.core.transaction import after_commit, atomic
from app.files.operations import forget_unshown_files
from app.forum import operations as forum
from app.knowledge import operations as knowledge
from app.notifications import operations as notifications
from app.notifications.models import NotificationKind
from app.privacy.errors import NotYourAddress
from app.privacy.events import AccountClosed
from app.privacy.models import Farewell
from app.privacy.operations.exporting import drop_exports_of
from app.silence import operations as silence

FAREWELLS_KEPT = timedelta(days=7)
QUOTED = 1_000
"""Signs of a text: more than a notification quotes of it."""


def close_own_account(user: User, *, email: str) -> None:
    """Close one's own account, which one's address typed anew confirms.

    Raises NotYourAddress, LastModeratorOf, LastSuperadministrator.
    """
    if email.strip().lower() != user.email:
        raise NotYourAddress
    close_account(user, by=user)


def close_account(user: User, *, by: User | None) -> None:
    """Erase who a person was, in one transaction; a last letter leaves for the former address.

    A second time does nothing. Raises LastModeratorOf, LastSuperadministrator.
    """
    with atomic():
        if not _is_open(user):
            return
        _keep_for_the_letter(user)
        after_commit(partial(forget_letters_to, user.email))
        _call_otherwise(user)
        clubs.end_memberships(user)
        _forget(user, clubs.forget_person(user))
        forget_errors_naming(user.email)
        forget_sayings_about(user.id)
        erase_person(user)
        write_down("account-closed", actor_id=by.id if by else None, user_id=user.id)
        record(AccountClosed(user.id))


@every(timedelta(days=1))
def forget_farewells() -> None:
    """Give up the last letters that no mail server took: an address is not kept for them."""
    old = Farewell.closed_at < clock.now() - FAREWELLS_KEPT
    with atomic():
        db.session.execute(delete(Farewell).where(old))


def _is_open(user: User) -> bool:
    locked = select(User.closed_at).where(User.id == user.id).with_for_update()
    return db.session.scalars(locked).one() is None


def _keep_for_the_letter(user: User) -> None:
    # The letter leaves by the outbox, which survives a crash; the address waits sealed, in a row
    # that goes with it, since the payload of an event is kept for a month.
    db.session.add(
        Farewell(
            user_id=user.id,
            sealed_address=seal(user.email),
            language=user.language,
            closed_at=clock.now(),
        )
    )


def _call_otherwise(user: User) -> None:
    """Where others name her by ``@``, and where others were told of it."""
    forum.call_in_drafts(user, FORMER)
    quoted: dict[str, str] = {}
    for post in forum.call_in_posts(user, FORMER):
        beginning = post.body_text[:QUOTED]
        quoted |= {f"{kind}.{post.id}": beginning for kind in NotificationKind}
        if post.is_opening:
            about = ("placed", "silent", "offered")
            quoted |= {f"{word}.{post.topic_id}": beginning for word in about}
    for message in chat.call_in_messages(user, FORMER):
        quoted[f"message.{message.id}"] = message.body_text[:QUOTED]
    for comment in knowledge.call_in_procedures(user, FORMER):
        beginning = comment.body_text[:QUOTED]
        quoted |= {f"{word}comment.{comment.id}": beginning for word in ("", "mention.")}
    notifications.quote_anew(quoted)


def _forget(user: User, traces: Traces) -> None:
    invitations = [f"{what}.{one}" for one in traces.invitation_ids for what in ("lapsed", "again")]
    proposals = [f"{what}.{one}" for one in traces.proposal_ids for what in ("proposal", "invited")]
    notifications.forget_person(user, threads=[*invitations, *proposals])
    forum.forget_member(user)
    chat.forget_member(user)
    knowledge.forget_member(user)
    silence.forget_member(user)
    forget_unshown_files(user)
    drop_exports_of(user)
