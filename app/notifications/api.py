"""The API of notifications."""

from __future__ import annotations

from pydantic import Field

from app.accounts.identity import current_member
from app.core.api import Id, Input, Instant, ListOut, ListQuery, Output, api
from app.core.pages import Page, page_of
from app.core.web import own_affairs
from app.notifications import operations, queries
from app.notifications.models import Notification
from app.notifications.sentences import sentence


class NotificationOut(Output):
    """One thing I should know."""

    id: int
    kind: str
    title: str
    url: str
    created_at: Instant
    read_at: Instant | None

    @classmethod
    def of(cls, notification: Notification) -> NotificationOut:
        """A notification of mine."""
        return cls(
            id=notification.id,
            kind=notification.kind,
            title=sentence(notification),
            url=notification.path,
            created_at=notification.created_at,
            read_at=notification.read_at,
        )


class ReadIn(Input):
    """Which ones I have read; without ``ids``, all."""

    ids: list[Id] | None = Field(default=None, max_length=500)


class ReadOut(Output):
    """How many are left."""

    unread: int


@api.get("/notifications")
@api.input(ListQuery, location="query", arg_name="query")
@api.output(ListOut[NotificationOut])
@api.doc(tags=["Notifications"])
def list_notifications(query: ListQuery) -> ListOut[NotificationOut]:
    """What I was told, newest first."""
    own_affairs()
    page: Page[Notification] = page_of(
        queries.notifications_of(current_member()),
        newest_by=(Notification.created_at, Notification.id),
        key=lambda row: (row.created_at, row.id),
        after=query.cursor,
        size=query.limit,
    )
    items = [NotificationOut.of(row) for row in page.items]
    return ListOut[NotificationOut](items=items, next=page.next)


@api.post("/notifications/read")
@api.input(ReadIn, arg_name="body")
@api.output(ReadOut)
@api.doc(tags=["Notifications"])
def read(body: ReadIn) -> ReadOut:
    """Mark as read."""
    own_affairs()
    operations.read_notifications(current_member().id, ids=body.ids)
    return ReadOut(unread=queries.unread_count(current_member()))
