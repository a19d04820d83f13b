"""Pages of rooms: they work alone; live delivery makes them better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, TextAreaField

from app.accounts.identity import current_member
from app.chat import operations, queries
from app.chat.models import Message, Room
from app.clubs.web import membership_in_reach
from app.core import clock
from app.core.errors import Refusal
from app.core.forms import Form
from app.core.i18n import lazy
from app.core.plain_writer import to_plain
from app.core.web import after_page, authorize, bounded, in_reach

blueprint = Blueprint("chat", __name__, url_prefix="/clubs/<slug>/salons")

MESSAGES_PER_PAGE = 50
SAME_BREATH = timedelta(minutes=5)
_WAYS = {
    "avant": queries.messages_before,
    "apres": queries.messages_beyond,
    "autour": queries.messages_around,
}


class MessageForm(Form):
    """One message."""

    body = TextAreaField(lazy("Votre message"))
    client_id = HiddenField(default=lambda: uuid4().hex)


@dataclass(frozen=True)
class Line:
    """A message as the page shows it."""

    message: Message
    begins_day: date | None
    """The day that begins with it, if one does."""
    begins_news: bool
    follows: bool
    """Same author, within five minutes: no name again."""


@blueprint.get("")
def rooms(slug: str) -> ResponseReturnValue:
    """Lead to the general room."""
    club = membership_in_reach(slug).club
    return redirect(room_address(queries.general_room(club), slug))


@blueprint.get("/<int:room_id>")
@blueprint.get("/<int:room_id>-<path:name>")
def room(slug: str, room_id: int, name: str = "") -> ResponseReturnValue:
    """A room: its newest messages, or those before, after or around one; ``?message=`` leads there.

    A script that asks gets the messages alone.
    """
    found = _room(slug, room_id)
    number = bounded(request.args.get("message", type=int))
    if name != found.slug or number:
        return redirect(room_address(found, slug, number=number))
    return show_room(slug, found, MessageForm())


@blueprint.post("/<int:room_id>/messages")
def post_message(slug: str, room_id: int) -> ResponseReturnValue:
    """Say something without a script."""
    found = _room(slug, room_id)
    authorize("post in", found)
    form = MessageForm()
    try:
        operations.post_message(
            found,
            author=current_member(),
            body=form.body.data or "",
            client_id=(form.client_id.data or uuid4().hex)[:64],
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return show_room(slug, found, form)
    return redirect(room_address(found, slug) + "#fin")


@blueprint.route("/messages/<int:message_id>/modifier", methods=["GET", "POST"])
def edit_message(slug: str, message_id: int) -> ResponseReturnValue:
    """Say it differently."""
    message = _message(slug, message_id)
    authorize("edit", message)
    form = MessageForm()
    if form.is_submitted():
        try:
            operations.edit_message(message, body=form.body.data or "")
            return redirect(room_address(message.room, slug, number=message.seq))
        except Refusal as refusal:
            form.refuse(refusal)
    else:
        form.body.data = to_plain(message.body_html)
    words = {"club": message.room.club, "room": message.room, "form": form}
    return render_template("chat/edit_message.html", **words), form.status


@blueprint.route("/messages/<int:message_id>/supprimer", methods=["GET", "POST"])
def delete_message(slug: str, message_id: int) -> ResponseReturnValue:
    """Take a message away, once confirmed."""
    message = _message(slug, message_id)
    authorize("delete", message)
    if request.method == "POST":
        operations.delete_message(message)
        return redirect(room_address(message.room, slug))
    words = {"club": message.room.club, "room": message.room, "message": message}
    return render_template("chat/delete_message.html", **words)


def room_address(room: Room, slug: str, *, number: int | None = None) -> str:
    """Where a room is read, around one message if asked."""
    return url_for(
        "chat.room",
        slug=slug,
        room_id=room.id,
        name=room.slug,
        autour=number or None,
        _anchor=f"message-{number}" if number else None,
    )


def show_room(slug: str, found: Room, form: MessageForm) -> ResponseReturnValue:
    """The page of a room, with the message being written."""
    membership = membership_in_reach(slug)
    member = current_member()
    messages = _asked_messages(found)
    seen = [message.seq for message in messages]
    read_to = queries.read_mark(member, found)
    if seen and seen[-1] > read_to:
        after_page(lambda: operations.mark_room_read(found, user=member, seq=seen[-1]))
    first, last = queries.ends_of(found)
    words = {
        "club": membership.club,
        "room": found,
        "lines": lines(messages, read_to),
        "older": seen[0] if seen and seen[0] > first else None,
        "newer": seen[-1] if seen and seen[-1] < last else None,
        "now": clock.now(),
    }
    if request.headers.get("HX-Request"):
        # What stands on the other side is on the page already.
        words["older" if "apres" in request.args else "newer"] = None
        return render_template("chat/_messages.html", **words)
    return render_template(
        "chat/room.html",
        rooms=queries.rooms_with_news(membership),
        last_seq=queries.last_seq(found),
        form=form,
        **words,
    ), form.status


def lines(messages: Sequence[Message], read_to: int) -> list[Line]:
    """The messages with their separators and groups."""
    return [
        Line(
            message,
            begins_day=_day(message) if before is None or _day(before) != _day(message) else None,
            begins_news=bool(before and read_to and before.seq <= read_to < message.seq),
            follows=before is not None and _is_same_breath(before, message),
        )
        for before, message in pairwise([None, *messages])
        if message is not None
    ]


def _asked_messages(found: Room) -> list[Message]:
    """Those before, after or around the number in the address; without one, the newest."""
    for word, read in _WAYS.items():
        number = bounded(request.args.get(word, type=int))
        messages = read(found, number, MESSAGES_PER_PAGE) if number is not None else []
        if messages:
            return messages
    return queries.messages_before(found, None, MESSAGES_PER_PAGE)


def _day(message: Message) -> date:
    return clock.local(message.created_at).date()


def _is_same_breath(before: Message, message: Message) -> bool:
    return (
        before.author_id == message.author_id
        and message.created_at - before.created_at < SAME_BREATH
        and _day(before) == _day(message)
    )


def _room(slug: str, room_id: int) -> Room:
    club = membership_in_reach(slug).club
    found = queries.room_in_reach(current_member(), room_id)
    return in_reach(found if found and found.club_id == club.id else None)


def _message(slug: str, message_id: int) -> Message:
    club = membership_in_reach(slug).club
    found = queries.message_in_reach(current_member(), message_id)
    return in_reach(found if found and found.room.club_id == club.id else None)
