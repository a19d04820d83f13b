"""Answering in context: a passage of a post, as the beginning of a reply."""

from __future__ import annotations

from html import escape

from app.core.text import visible
from app.forum.models import Post

LONGEST_PASSAGE = 600


def quoted(post: Post, *, passage: str = "") -> str:
    """A quote of ``post`` as clean HTML: the ``passage`` that was chosen in it, or its beginning."""
    words = " ".join(visible(passage, keep="\n").split())
    shown = words if words and words in " ".join(post.body_text.split()) else post.body_text
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in _cut(shown).split("\n") if line)
    topic = post.topic
    address = f"/clubs/{topic.club.slug}/questions/{topic.id}?message={post.number}"
    head = f'<p><a href="{address}">{escape(post.byline.name)}</a></p>'
    return f"<blockquote>{head}{paragraphs}</blockquote><p></p>"


def _cut(text: str) -> str:
    if len(text) <= LONGEST_PASSAGE:
        return text
    return text[:LONGEST_PASSAGE].rsplit(" ", 1)[0] + " …"
