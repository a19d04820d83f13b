"""The API of the forum."""

from __future__ import annotations

import re

from app.accounts.identity import current_member
from app.clubs.web import membership_in_reach
from app.core.api import ListOut, ListQuery, api
from app.core.database import db
from app.core.pages import Page, page_of
from app.core.web import authorize, in_reach
from app.forum import operations, queries
from app.forum.models import Kind, Post, Topic
from app.forum.operations import Besides
from app.forum.schemas import (
    AnswerIn,
    BodyIn,
    PostIn,
    PostOut,
    Sort,
    TopicIn,
    TopicOut,
    TopicQuery,
)
from app.search.finding import StateFilter


@api.get("/clubs/<slug>/topics")
@api.input(TopicQuery, location="query", arg_name="query")
@api.output(ListOut[TopicOut])
@api.doc(tags=["Topics"])
def list_topics(slug: str, query: TopicQuery) -> ListOut[TopicOut]:
    """The topics of one of my clubs."""
    club = membership_in_reach(slug).club
    moment = Topic.created_at if query.sort is Sort.CREATED else Topic.last_activity_at
    rows = queries.topics_of(club)
    if query.kind:
        rows = rows.where(Topic.kind == query.kind)
    if query.tag:
        rows = rows.where(queries.tagged_as(query.tag))
    if query.state:
        rows = rows.where(_STATES[query.state]())
    page: Page[Topic] = page_of(
        rows,
        newest_by=(moment, Topic.id),
        key=lambda topic: (getattr(topic, moment.key), topic.id),
        after=query.cursor,
        size=query.limit,
    )
    return ListOut[TopicOut](items=[TopicOut.of(topic) for topic in page.items], next=page.next)


@api.post("/clubs/<slug>/topics")
@api.input(TopicIn, arg_name="body")
@api.output(TopicOut, status_code=201)
@api.doc(tags=["Topics"], responses={200: "Already stored under this client_id"})
def create_topic(slug: str, body: TopicIn) -> tuple[TopicOut, int]:
    """Ask, start a discussion, announce."""
    club = membership_in_reach(slug).club
    authorize("announce in" if body.kind is Kind.ANNOUNCEMENT else "ask in", club)
    topic, is_new = operations.open_topic(
        club,
        author=current_member(),
        kind=body.kind,
        title=body.title,
        body=body.written(),
        tags=body.tags,
        client_id=body.client_id,
        besides=Besides(is_anonymous=body.anonymous and body.kind is not Kind.ANNOUNCEMENT),
    )
    return TopicOut.of(topic), 201 if is_new else 200


@api.get("/topics/<int:topic_id>")
@api.output(TopicOut)
@api.doc(tags=["Topics"])
def show_topic(topic_id: int) -> TopicOut:
    """One topic."""
    return TopicOut.of(_topic(topic_id))


@api.get("/topics/<int:topic_id>/posts")
@api.input(ListQuery, location="query", arg_name="query")
@api.output(ListOut[PostOut])
@api.doc(tags=["Posts"])
def list_posts(topic_id: int, query: ListQuery) -> ListOut[PostOut]:
    """The posts of a topic, in the order they were written; the first is the topic's text."""
    topic = _topic(topic_id)
    after = int(query.cursor) if query.cursor and _POSITION.fullmatch(query.cursor) else 0
    rows = queries.posts_of(topic).where(Post.number > after).limit(query.limit + 1)
    posts = list(db.session.scalars(rows))
    shown = posts[: query.limit]
    following = str(shown[-1].number) if len(posts) > query.limit else None
    return ListOut[PostOut](items=[PostOut.of(post, topic) for post in shown], next=following)


@api.post("/topics/<int:topic_id>/posts")
@api.input(PostIn, arg_name="body")
@api.output(PostOut, status_code=201)
@api.doc(tags=["Posts"], responses={200: "Already stored under this client_id"})
def create_post(topic_id: int, body: PostIn) -> tuple[PostOut, int]:
    """Reply."""
    topic = _topic(topic_id)
    authorize("reply to", topic)
    is_hidden = body.anonymous
    if is_hidden is None:
        is_hidden = queries.own_mask(current_member(), topic) is not None
    post, is_new = operations.add_post(
        topic,
        author=current_member(),
        body=body.written(),
        client_id=body.client_id,
        besides=Besides(is_anonymous=is_hidden),
    )
    return PostOut.of(post, topic), 201 if is_new else 200


@api.patch("/posts/<int:post_id>")
@api.input(BodyIn, arg_name="body")
@api.output(PostOut)
@api.doc(tags=["Posts"])
def edit_post(post_id: int, body: BodyIn) -> PostOut:
    """Say it differently."""
    post = _post(post_id)
    authorize("edit", post)
    operations.edit_post(post, editor=current_member(), body=body.written())
    return PostOut.of(post, _topic(post.topic_id))


@api.delete("/posts/<int:post_id>")
@api.doc(tags=["Posts"], responses={204: "Deleted"})
def delete_post(post_id: int) -> tuple[str, int]:
    """Take a reply away."""
    post = _post(post_id)
    authorize("delete", post)
    operations.delete_post(post)
    return "", 204


@api.put("/topics/<int:topic_id>/answer")
@api.input(AnswerIn, arg_name="body")
@api.output(TopicOut)
@api.doc(tags=["Answers"])
def put_answer(topic_id: int, body: AnswerIn) -> TopicOut:
    """Choose the answer, in the place of any other; a moderator may confirm it."""
    topic = _topic(topic_id)
    authorize("validate an answer of" if body.validated else "accept an answer of", topic)
    post = queries.post_in_reach(current_member(), body.post_id)
    operations.accept_answer(topic, post=post, chosen_by=current_member(), validated=body.validated)
    return TopicOut.of(_topic(topic_id))


@api.delete("/topics/<int:topic_id>/answer")
@api.doc(tags=["Answers"], responses={204: "Withdrawn"})
def delete_answer(topic_id: int) -> tuple[str, int]:
    """Open the question again."""
    topic = _topic(topic_id)
    authorize("accept an answer of", topic)
    operations.withdraw_answer(topic)
    return "", 204


_POSITION = re.compile(r"[0-9]{1,9}")

_STATES = {
    StateFilter.OPEN: queries.is_open,
    StateFilter.ANSWERED: queries.is_answered,
    StateFilter.UNANSWERED: queries.is_unanswered,
    StateFilter.CLOSED: queries.is_closed,
}


def _topic(topic_id: int) -> Topic:
    return in_reach(queries.topic_in_reach(current_member(), topic_id))


def _post(post_id: int) -> Post:
    return in_reach(queries.post_in_reach(current_member(), post_id))
