"""The tables of the forum."""

from app.forum.models.bylines import Mask
from app.forum.models.guards import GuardTally
from app.forum.models.marks import Bookmark, Reaction, ReactionKind, Watch, WatchLevel
from app.forum.models.polls import Poll, PollOption, PollVote
from app.forum.models.posts import Answer, Post, PostRevision, PostTrace
from app.forum.models.reading import Draft, ReadMark
from app.forum.models.topics import (
    Kind,
    Purpose,
    QuestionTemplate,
    State,
    Tag,
    TagWatch,
    Topic,
    TopicTrace,
    topic_tag,
)

__all__ = [
    "Answer",
    "Bookmark",
    "Draft",
    "GuardTally",
    "Kind",
    "Mask",
    "Poll",
    "PollOption",
    "PollVote",
    "Post",
    "PostRevision",
    "PostTrace",
    "Purpose",
    "QuestionTemplate",
    "Reaction",
    "ReactionKind",
    "ReadMark",
    "State",
    "Tag",
    "TagWatch",
    "Topic",
    "TopicTrace",
    "Watch",
    "WatchLevel",
    "topic_tag",
]
