"""Titles and tags."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.accounts.models import User
from app.clubs.models import Club
from app.core.database import db, insert
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.text import one_line, slugify
from app.core.transaction import atomic
from app.forum.events import TopicRenamed
from app.forum.models import Tag, TagWatch, Topic

MOST_TAGS = 5
LONGEST_TAG = 40


def parse_tags(typed: str) -> list[str]:
    """The tags in a field where commas part them."""
    return [tag for raw in typed.split(",") if (tag := raw.strip())]


def tags_named(club: Club, names: list[str]) -> list[Tag]:
    """The club's tags with these names, made where they are new. Raises Invalid."""
    wanted: dict[str, str] = {}
    for raw in names:
        name = one_line(raw.replace("_", " "), "tags", longest=LONGEST_TAG)
        wanted.setdefault(slugify(name), name)
    if len(wanted) > MOST_TAGS:
        raise Invalid("tags", lazy("Cinq étiquettes au plus : gardez les plus utiles."))
    if wanted:
        rows = [{"club_id": club.id, "name": name, "slug": slug} for slug, name in wanted.items()]
        db.session.execute(
            insert(Tag).values(rows).on_conflict_do_nothing(index_elements=["club_id", "slug"])
        )
    known = db.session.scalars(select(Tag).where(Tag.club_id == club.id, Tag.slug.in_(wanted)))
    by_slug = {tag.slug: tag for tag in known}
    return [by_slug[slug] for slug in wanted]


def rename_topic(topic: Topic, *, title: str, tags: list[str]) -> None:
    """Give a topic another title and other tags. Raises Invalid."""
    title = one_line(title, "title", longest=200)
    with atomic():
        topic.title, topic.slug = title, slugify(title)
        topic.tags = tags_named(topic.club, tags)
        record(TopicRenamed(topic.id))


def watch_tags(user: User, *, club: Club, tag_ids: set[int]) -> None:
    """Hear of new questions under these tags of a club, and of no others of it."""
    of_club = select(Tag.id).where(Tag.club_id == club.id)
    with atomic():
        db.session.execute(
            delete(TagWatch).where(TagWatch.user_id == user.id, TagWatch.tag_id.in_(of_club))
        )
        known = db.session.scalars(of_club.where(Tag.id.in_(tag_ids))).all()
        db.session.add_all(TagWatch(user_id=user.id, tag_id=tag_id) for tag_id in known)
