"""Titles and tags."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.accounts.models import User
from app.clubs.models import Club
from app.clubs.operations import lock_clubs
from app.core.database import db, insert
from app.core.errors import Invalid
from app.core.events import record
from app.core.i18n import lazy
from app.core.journal import write_down
from app.core.text import one_line, slugify
from app.core.transaction import atomic
from app.forum.errors import TagMergedIntoItself
from app.forum.events import TagChanged, TopicRenamed
from app.forum.models import Tag, TagWatch, Topic, topic_tag

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


def rename_tag(tag: Tag, *, name: str, by: User) -> Tag:
    """Give a tag another name; where that name is taken, the two become one. Raises Invalid."""
    name = one_line(name.replace("_", " "), "name", longest=LONGEST_TAG)
    same = select(Tag).where(
        Tag.club_id == tag.club_id, Tag.slug == slugify(name), Tag.id != tag.id
    )
    with atomic():
        lock_clubs([db.session.get_one(Club, tag.club_id)])  # two may give the same name at once
        other = db.session.scalar(same)
        if other is not None:
            return merge_tags(tag, into=other, by=by)
        _note(tag, name, by)
        tag.name, tag.slug = name, slugify(name)
        record(TagChanged(tag.id))
    return tag


def merge_tags(tag: Tag, *, into: Tag, by: User) -> Tag:
    """What was filed or followed under one tag is so under the other. Raises TagMergedIntoItself."""
    if tag.id == into.id or tag.club_id != into.club_id:
        raise TagMergedIntoItself
    with atomic():
        _note(tag, into.name, by)
        filed = select(topic_tag.c.topic_id).where(topic_tag.c.tag_id == into.id)
        db.session.execute(
            update(topic_tag)
            .where(topic_tag.c.tag_id == tag.id, topic_tag.c.topic_id.not_in(filed))
            .values(tag_id=into.id)
        )
        followed = select(TagWatch.user_id).where(TagWatch.tag_id == into.id)
        db.session.execute(
            update(TagWatch)
            .where(TagWatch.tag_id == tag.id, TagWatch.user_id.not_in(followed))
            .values(tag_id=into.id)
        )
        db.session.execute(delete(Tag).where(Tag.id == tag.id))
        record(TagChanged(into.id))
        db.session.expire_all()
    return into


def watch_tags(user: User, *, club: Club, tag_ids: set[int]) -> None:
    """Hear of new questions under these tags of a club, and of no others of it."""
    of_club = select(Tag.id).where(Tag.club_id == club.id)
    with atomic():
        db.session.execute(
            delete(TagWatch).where(TagWatch.user_id == user.id, TagWatch.tag_id.in_(of_club))
        )
        known = db.session.scalars(of_club.where(Tag.id.in_(tag_ids))).all()
        db.session.add_all(TagWatch(user_id=user.id, tag_id=tag_id) for tag_id in known)


def _note(tag: Tag, name: str, by: User) -> None:
    write_down(
        "tag-changed", actor_id=by.id, club_id=tag.club_id, saying=f"« {tag.name} » → « {name} »"
    )
