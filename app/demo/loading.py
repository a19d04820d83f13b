"""Loading the demonstration network from its files in ``app/demo/network/``."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, insert, select

from app.accounts.models import Expertise, User
from app.accounts.operations import appoint_administrator
from app.accounts.passwords import hash_password
from app.chat.models import Message
from app.chat.operations import open_room
from app.chat.queries import general_room
from app.clubs.mentions import with_mentions
from app.clubs.models import Club, Color, Membership, Role
from app.clubs.operations import add_member, describe_club, found_club
from app.config import Settings
from app.core import clock
from app.core.database import db
from app.core.errors import Refusal
from app.core.i18n import lazy
from app.core.plain_text import from_plain
from app.core.rich_text import from_html
from app.core.text import fold, slugify
from app.core.transaction import atomic
from app.demo.procedures import load_procedures
from app.demo.touches import enliven
from app.forum.models import Answer, Kind, Post, ReadMark, Topic
from app.forum.operations.tagging import tags_named
from app.organizations.models import Operator, Organization, OrganizationKind
from app.organizations.operations import import_organizations, open_operator
from app.search.index import rebuild
from app.validity.operations import begin

FILES = Path(__file__).parent / "network"
PASSWORD = "bienvenue-au-preau"  # noqa: S105  printed at every start of the demonstration
ACCOUNTS = (
    ("nathalie-guerin", "membre"),
    ("marc-dubois", "archiviste"),
    ("sylvie-cariou", "animatrice"),
    ("helene-marchand", "administratrice"),
)

Words = dict[str, Any]
People = dict[str, User]


class NetworkIsNotEmpty(Refusal):
    """The demonstration never mixes with real members."""

    sentence = lazy("the database has members already: the demonstration is for an empty one")


def is_empty() -> bool:
    """Whether nobody is here yet."""
    return not db.session.scalar(select(func.count()).select_from(User))


def load() -> None:
    """Fill an empty database. Raises NetworkIsNotEmpty."""
    if not is_empty():
        raise NetworkIsNotEmpty
    if not db.session.scalar(select(func.count()).select_from(Organization)):
        import_organizations()
    now, hashed = clock.now(), hash_password(PASSWORD)
    cast = _read("people")
    with atomic():
        operators = {
            row["slug"]: open_operator(row["slug"], name=row["name"]) for row in cast["operators"]
        }
        villages = {row["slug"]: _village(row, operators) for row in cast["villages"]}
        people = {row["slug"]: _person(row, villages, hashed, now) for row in cast["people"]}
        db.session.flush()
        for row in cast["people"]:
            if "administers" in row:
                appoint_administrator(
                    people[row["slug"]], operator=operators[row["administers"]], by=None
                )
        for file in sorted(FILES.glob("*.toml")):
            if file.stem not in {"people", "procedures"}:
                _load_club(_read(file.stem), operators, people, now)
        load_procedures(_read("procedures")["procedures"], people, now)
    enliven()
    rebuild()


def announce(settings: Settings) -> None:
    """Say where the demonstration is and with which accounts to try it."""
    cast = {row["slug"]: row["email"] for row in _read("people")["people"]}
    click.echo(f"\n  {settings.site_name} : {settings.base_url}\n")
    for slug, role in ACCOUNTS:
        click.echo(f"    {role:<16} {cast[slug]:<34} {PASSWORD}")
    click.echo(f"\n  Les courriels envoyés se lisent ici : {settings.base_url}/dev/outbox\n")


def _read(name: str) -> Words:
    return tomllib.loads((FILES / f"{name}.toml").read_text(encoding="utf-8"))


def _village(row: Words, operators: dict[str, Operator]) -> Organization:
    place = Organization(
        kind=OrganizationKind.COMMUNE,
        name=row["name"],
        folded_name=fold(row["name"]),
        population=row["population"],
        department_code=row["department_code"],
        epci=row.get("epci"),
        operator=operators.get(row.get("operator", "")),
    )
    db.session.add(place)
    return place


def _person(row: Words, villages: dict[str, Organization], hashed: str, now: datetime) -> User:
    has_account = row["slug"] in dict(ACCOUNTS)
    person = User(
        email=row["email"],
        name=row["name"],
        job_title=row["job_title"],
        organization=_organization(row, villages),
        expertises=[
            Expertise(name=name, folded_name=fold(name), position=place)
            for place, name in enumerate(row.get("expertise", []))
        ],
        presence=row.get("presence", ""),
        ask_about=row.get("ask_about", ""),
        charter_accepted_at=now - timedelta(days=400),
        introduced_at=now - timedelta(days=400),
        password_hash=hashed if has_account else None,
        created_at=now - timedelta(days=420),
    )
    db.session.add(person)
    return person


def _organization(row: Words, villages: dict[str, Organization]) -> Organization:
    if "village" in row:
        return villages[row["village"]]
    code = row.get("insee") or row["siren"]
    return db.session.scalars(select(Organization).where(Organization.code == code)).one()


def _load_club(words: Words, operators: dict[str, Operator], people: People, now: datetime) -> None:
    club = found_club(
        words["slug"],
        name=words["name"],
        profession=words["profession"],
        description=words["description"],
        color=Color(words["color"]),
        operators=[operators[slug] for slug in words["operators"]],
        is_listed=True,
    )
    club.founded_at = now - timedelta(days=410)
    describe_club(club, welcome=words["welcome"], rules=words["rules"])
    for role, slugs in ((Role.MODERATOR, words["moderators"]), (Role.MEMBER, words["members"])):
        for slug in slugs:
            membership = add_member(club, user=people[slug], role=role)
            membership.joined_at = club.founded_at
            membership.welcomed_at = club.founded_at
    for topic in sorted(words["topics"], key=lambda row: -row["days_ago"]):
        _load_topic(club, topic, people, now)
    _mark_read(club, now)
    for room in words.get("rooms", []):
        _load_room(club, room, people, now)


def _mark_read(club: Club, now: datetime) -> None:
    """Everybody has read what is older than two days: unread means news."""
    old = Topic.last_activity_at < now - timedelta(days=2)
    rows = (
        select(Membership.user_id, Topic.id, Topic.last_number)
        .join(Topic, Topic.club_id == Membership.club_id)
        .where(Membership.club_id == club.id, old)
    )
    db.session.flush()
    db.session.execute(insert(ReadMark).from_select(["user_id", "topic_id", "number"], rows))


def _load_topic(club: Club, row: Words, people: People, now: datetime) -> None:
    asked_at = now - timedelta(days=row["days_ago"])
    topic = Topic(
        club=club,
        author=people[row["author"]],
        kind=Kind(row["kind"]),
        title=row["title"],
        slug=slugify(row["title"]),
        created_at=asked_at,
        last_activity_at=asked_at,
        tags=tags_named(club, row["tags"]),
    )
    db.session.add(topic)
    replies = sorted(row.get("posts", []), key=lambda reply: reply["hours_later"])
    for number, reply in enumerate([{**row, "hours_later": 0}, *replies], start=1):
        _load_post(topic, number, reply, people, asked_at)
    topic.reply_count, topic.last_number = len(replies), len(replies) + 1
    db.session.flush()


def _load_post(topic: Topic, number: int, row: Words, people: People, asked_at: datetime) -> None:
    text = with_mentions(from_html(row["body"]), club_id=topic.club_id)
    at = asked_at + timedelta(hours=row["hours_later"])
    post = Post(
        topic=topic,
        number=number,
        author=people[row["author"]],
        body_html=text.html,
        body_text=text.text,
        created_at=at,
    )
    db.session.add(post)
    topic.last_activity_at = at
    if row.get("accepted"):
        db.session.flush()
        confirmed_by = people.get(row.get("validated_by", ""))
        topic.answer = Answer(
            topic_id=topic.id,
            post=post,
            accepted_by=topic.author,
            accepted_at=at + timedelta(hours=1),
            validated_by=confirmed_by,
            validated_at=at + timedelta(hours=5) if confirmed_by else None,
        )
        checker = confirmed_by or topic.author
        begin(
            post.key, club_id=topic.club.id, by=checker, html=text.html, at=topic.answer.accepted_at
        )


def _load_room(club: Club, row: Words, people: People, now: datetime) -> None:
    if row.get("general"):
        room = general_room(club)
        room.description = row.get("description", "")
    else:
        room = open_room(club, name=row["name"], description=row.get("description", ""))
    spoken = [(_said_at(line, now), line) for line in row.get("messages", [])]
    heard = sorted(((at, line) for at, line in spoken if at < now), key=lambda pair: pair[0])
    for seq, (at, line) in enumerate(heard, start=1):
        text = with_mentions(from_plain(line["body"]), club_id=club.id)
        message = Message(
            room=room,
            seq=seq,
            event_seq=seq,
            author=people[line["author"]],
            client_id=f"demo-{club.id}-{room.id}-{seq}",
            body_html=text.html,
            body_text=text.text,
            created_at=at,
        )
        db.session.add(message)
        room.last_seq = seq
    db.session.flush()


def _said_at(line: Words, now: datetime) -> datetime:
    hour, minute = map(int, line["at"].split(":"))
    day = clock.local(now) - timedelta(days=line["days_ago"])
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
