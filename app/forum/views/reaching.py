"""The topics and posts of pages: found through the member's reach, and where they are read."""

from __future__ import annotations

import re

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from app.accounts.identity import current_member
from app.clubs.models import Membership
from app.core.web import in_reach
from app.forum import queries
from app.forum.models import Post, Topic

POSTS_PER_PAGE = 20
_ADDRESS = re.compile(r"(?:.*/questions/)?#?([0-9]{1,9})(?:[-?#/].*)?", re.S)


def topic_of(membership: Membership, topic_id: int) -> Topic:
    """The topic with this id, in this club, or 404."""
    found = queries.topic_in_reach(current_member(), topic_id)
    return in_reach(found if found and found.club_id == membership.club_id else None)


def post_of(membership: Membership, post_id: int) -> Post:
    """The post with this id, in this club, or 404."""
    post = in_reach(queries.post_in_reach(current_member(), post_id))
    return post if post.topic.club_id == membership.club_id else abort(404)


def where_it_went(membership: Membership, topic_id: int, number: int | None) -> Response:
    """The way to a topic that was moved or merged, for who may read it where it is; else 404."""
    traced = queries.trace_of(current_member(), membership.club, topic_id)
    topic, offset = in_reach(traced)
    arrives_at = (number or 1) + offset
    if number and (split := queries.split_off(current_member(), topic, arrives_at)):
        return redirect(topic_address(split.topic, number=split.number))
    return redirect(topic_address(topic, number=arrives_at if arrives_at > 1 else None))


def topic_named(typed: str) -> Topic | None:
    """The topic of an address, or of a number, if the member may read it."""
    found = _ADDRESS.fullmatch(typed.strip())
    return queries.topic_in_reach(current_member(), int(found[1])) if found else None


def topic_address(topic: Topic, *, number: int | None = None) -> str:
    """Where a topic is read, down to one post."""
    page = queries.place_of(topic, number) // POSTS_PER_PAGE + 1 if number else 1
    return url_for(
        "forum.topic",
        slug=topic.club.slug,
        topic_id=topic.id,
        name=topic.slug,
        page=page if page > 1 else None,
        _anchor=f"message-{number}" if number and number > 1 else None,
    )
