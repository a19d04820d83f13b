"""The tables of the forum."""

from app.forum.models.bylines import Mask
from app.forum.models.posts import Answer, Post, PostRevision
from app.forum.models.reading import Draft, ReadMark
from app.forum.models.topics import Kind, State, Tag, TagWatch, Topic, topic_tag

__all__ = [
    "Answer",
    "Draft",
    "Kind",
    "Mask",
    "Post",
    "PostRevision",
    "ReadMark",
    "State",
    "Tag",
    "TagWatch",
    "Topic",
    "topic_tag",
]
