"""Changing the forum: one verb, one transaction."""

from app.forum.operations.answering import accept_answer, withdraw_answer
from app.forum.operations.drafting import discard_draft, save_draft
from app.forum.operations.forgetting import call_in_drafts, call_in_posts, forget_member
from app.forum.operations.posting import (
    add_post,
    delete_post,
    edit_post,
    edit_topic,
    mark_read,
    open_topic,
)
from app.forum.operations.tagging import parse_tags, watch_tags

__all__ = [
    "accept_answer",
    "add_post",
    "call_in_drafts",
    "call_in_posts",
    "delete_post",
    "discard_draft",
    "edit_post",
    "edit_topic",
    "forget_member",
    "mark_read",
    "open_topic",
    "parse_tags",
    "save_draft",
    "watch_tags",
    "withdraw_answer",
]
