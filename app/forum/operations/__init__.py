"""Changing the forum: one verb, one transaction."""

from app.forum.operations.answering import accept_answer, withdraw_answer
from app.forum.operations.drafting import DraftWords, discard_draft, end_draft, save_draft
from app.forum.operations.forgetting import call_in_drafts, call_in_posts, forget_member
from app.forum.operations.guarding import count_findings
from app.forum.operations.hiding import look_behind, reveal
from app.forum.operations.marking import catch_up, keep_post, react, watch_topic
from app.forum.operations.offering import remove_template, save_template
from app.forum.operations.polling import PollWords, read_options, vote
from app.forum.operations.posting import (
    LONGEST_TITLE,
    Besides,
    add_post,
    delete_post,
    edit_post,
    edit_topic,
    mark_read,
    open_topic,
)
from app.forum.operations.steering import (
    close_topic,
    merge_topic,
    move_topic,
    pin_topic,
    reopen_topic,
    split_topic,
)
from app.forum.operations.tagging import merge_tags, parse_tags, rename_tag, watch_tags

__all__ = [
    "LONGEST_TITLE",
    "Besides",
    "DraftWords",
    "PollWords",
    "accept_answer",
    "add_post",
    "call_in_drafts",
    "call_in_posts",
    "catch_up",
    "close_topic",
    "count_findings",
    "delete_post",
    "discard_draft",
    "edit_post",
    "edit_topic",
    "end_draft",
    "forget_member",
    "keep_post",
    "look_behind",
    "mark_read",
    "merge_tags",
    "merge_topic",
    "move_topic",
    "open_topic",
    "parse_tags",
    "pin_topic",
    "react",
    "read_options",
    "remove_template",
    "rename_tag",
    "reopen_topic",
    "reveal",
    "save_draft",
    "save_template",
    "split_topic",
    "vote",
    "watch_tags",
    "watch_topic",
    "withdraw_answer",
]
