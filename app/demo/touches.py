"""What members of the demonstration did since: thanks, doubts, a change of the law, a pinned topic."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import insert, select

from app.accounts.models import User
from app.clubs.models import Club, Membership, Role
from app.core import clock
from app.core.database import db
from app.core.plain_text import from_plain
from app.core.transaction import atomic
from app.forum import operations
from app.forum.models import Answer, Kind, Post, Reaction, ReactionKind, Topic
from app.validity.operations import declare_changed, doubt
from app.validity.queries import today

CHANGED = "CGCT L. 2121-12"
"""Cited in the demonstration: its answers are to be looked at again."""


def enliven() -> None:
    """Say what is left to say once every club is there."""
    with atomic():
        for club in db.session.scalars(select(Club).order_by(Club.id)):
            members = _people(club)
            moderators = _people(club, Role.MODERATOR)
            if moderators:
                _thank(club, members)
                _steer(club, moderators[0])
                _doubt(club, members, moderators[0])


def _people(club: Club, role: Role | None = None) -> list[User]:
    rows = select(User).join(Membership, Membership.user_id == User.id)
    rows = rows.where(Membership.club_id == club.id)
    if role:
        rows = rows.where(Membership.role == role)
    return list(db.session.scalars(rows.order_by(User.id)))


def _thank(club: Club, members: list[User]) -> None:
    """The same each time: every second member thanks for an answer, every third one uses it."""
    answers = select(Post.id, Post.author_id).join(Answer, Answer.post_id == Post.id)
    answers = answers.join(Topic, Topic.id == Post.topic_id).where(Topic.club_id == club.id)
    rows = [
        {"post_id": post_id, "user_id": member.id, "kind": kind, "made_at": clock.now()}
        for place, (post_id, author_id) in enumerate(db.session.execute(answers.order_by(Post.id)))
        for number, member in enumerate(members)
        for kind, every in ((ReactionKind.THANKS, 2), (ReactionKind.USED, 3))
        if member.id != author_id and (place + number) % every == 0
    ]
    if rows:
        db.session.execute(insert(Reaction), rows)


def _steer(club: Club, moderator: User) -> None:
    announced = select(Topic).where(Topic.club_id == club.id, Topic.kind == Kind.ANNOUNCEMENT)
    latest = db.session.scalar(announced.order_by(Topic.created_at.desc()).limit(1))
    if latest is not None:
        operations.pin_topic(latest, by=moderator, is_on=True)
    body = "## Ma situation\n\n## Ce que j’ai déjà lu ou essayé\n\n## Ma date limite"
    operations.save_template(
        club, name="Question complète", body=from_plain(body, marks=True), by=moderator
    )


def _doubt(club: Club, members: list[User], moderator: User) -> None:
    note = "Le délai et la note de synthèse sont à relire."
    changed_on = today() - timedelta(days=1)
    declare_changed([club], text=CHANGED, changed_on=changed_on, note=note, by=moderator)
    old = (
        select(Answer)
        .join(Answer.topic)
        .where(Topic.club_id == club.id, Answer.accepted_at < clock.now() - timedelta(days=60))
    )
    answer = db.session.scalar(old.order_by(Answer.topic_id).limit(1))
    if answer is not None:
        reason = "L’adresse donnée n’existe plus, et le seuil a pu changer."
        doubt(f"post:{answer.post_id}", club_id=club.id, by=members[-1], reason=reason)
