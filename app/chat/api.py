"""The API of rooms."""

from __future__ import annotations

from app.accounts.identity import current_member
from app.chat import operations, queries
from app.chat.models import Room
from app.chat.schemas import MessageIn, MessageOut, MessagesOut, MessagesQuery, RoomOut, RoomsOut
from app.clubs.web import membership_in_reach
from app.core.api import api
from app.core.web import authorize, in_reach


@api.get("/clubs/<slug>/rooms")
@api.output(RoomsOut)
@api.doc(tags=["Rooms"])
def list_rooms(slug: str) -> RoomsOut:
    """The rooms of one of my clubs."""
    membership = membership_in_reach(slug)
    rooms = queries.rooms_with_news(membership)
    return RoomsOut(items=[RoomOut.of(room, slug, unread) for room, unread in rooms])


@api.get("/rooms/<int:room_id>/messages")
@api.input(MessagesQuery, location="query", arg_name="query")
@api.output(MessagesOut)
@api.doc(tags=["Rooms"])
def list_messages(room_id: int, query: MessagesQuery) -> MessagesOut:
    """Messages, oldest first: after an event, before a message, else the newest."""
    room = _room(room_id)
    last = queries.last_seq(room)
    if query.after is not None:
        found = queries.messages_after(room, query.after, query.limit)
    else:
        found = queries.messages_before(room, query.before, query.limit)
    return MessagesOut(items=[MessageOut.of(message) for message in found], last_seq=last)


@api.post("/rooms/<int:room_id>/messages")
@api.input(MessageIn, arg_name="body")
@api.output(MessageOut, status_code=201)
@api.doc(tags=["Rooms"], responses={200: "Already stored under this client_id"})
def create_message(room_id: int, body: MessageIn) -> tuple[MessageOut, int]:
    """Say something."""
    room = _room(room_id)
    authorize("post in", room)
    message, is_new = operations.post_message(
        room, author=current_member(), body=body.body, client_id=body.client_id
    )
    return MessageOut.of(message), 201 if is_new else 200


def _room(room_id: int) -> Room:
    return in_reach(queries.room_in_reach(current_member(), room_id))
