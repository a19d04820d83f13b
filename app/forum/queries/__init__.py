"""Reading the forum, through the member's reach."""

from app.forum.queries.posts import answer_post, opening_of, place_of, post_in_reach, posts_of
from app.forum.queries.reading import draft_of, read_number
from app.forum.queries.tags import tagged, tagged_as, tags_of, watched_tags, watchers_of
from app.forum.queries.topics import (
    TopicLine,
    concerning,
    is_answered,
    is_closed,
    is_open,
    is_unanswered,
    questions_awaiting_choice,
    settled_count,
    topic_in_reach,
    topic_lines,
    topics_of,
    waiting_questions,
)

__all__ = [
    "TopicLine",
    "answer_post",
    "concerning",
    "draft_of",
    "is_answered",
    "is_closed",
    "is_open",
    "is_unanswered",
    "opening_of",
    "place_of",
    "post_in_reach",
    "posts_of",
    "questions_awaiting_choice",
    "read_number",
    "settled_count",
    "tagged",
    "tagged_as",
    "tags_of",
    "topic_in_reach",
    "topic_lines",
    "topics_of",
    "waiting_questions",
    "watched_tags",
    "watchers_of",
]
