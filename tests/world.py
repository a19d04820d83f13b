"""The cast: two clubs of two trades, their people, and someone who belongs to neither."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event

from app.accounts import operations as accounts
from app.accounts.models import User
from app.accounts.passwords import hash_password
from app.chat import operations as chat
from app.chat.models import Message, Room
from app.chat.queries import general_room
from app.clubs import operations as clubs
from app.clubs.models import Club, Role
from app.core import jobs
from app.core.database import db
from app.core.plain_text import from_plain
from app.core.rich_text import RichText
from app.core.transaction import atomic
from app.forum import operations as forum
from app.forum.models import Kind, Post, Topic
from app.knowledge import operations as knowledge
from app.knowledge.models import Procedure
from app.knowledge.operations import Words
from app.organizations.models import Organization, OrganizationKind
from app.organizations.operations import open_operator

PASSWORD = "la cloche sonne a midi"
_HASHED: list[str] = []


@dataclass
class Answered:
    """What a page answered."""

    status: int
    text: str
    content: bytes
    headers: Any
    location: str | None
    json: Any


class Visitor:
    """Somebody with a browser, signed in or not."""

    def __init__(
        self,
        app: Flask,
        user: User | None = None,
        bearer: str | None = None,
        *,
        has_second_factor: bool = True,
    ) -> None:
        self.app = app
        self.user = user
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        self._csrf = "c" * 40
        if user is not None:
            token = accounts.open_session(
                user, device="tests", is_own_device=False, has_second_factor=has_second_factor
            )
            with self.client.session_transaction() as session:
                session["token"] = token

    def get(self, path: str, **query: Any) -> Answered:
        return self._ask("GET", path, query_string=query or None)

    def post(self, path: str, **fields: Any) -> Answered:
        with self.client.session_transaction() as session:
            session["csrf_token"] = self._csrf
        signer = URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token")
        data = {"csrf_token": signer.dumps(self._csrf), **fields}
        return self._ask("POST", path, data=data)

    def send(self, method: str, path: str, body: Any = None) -> Answered:
        """A JSON request, as programs make them."""
        return self._ask(method, path, json=body)

    def upload(self, content: bytes, name: str = "plan.png", **fields: Any) -> Answered:
        """A file, as programs send it."""
        sent = {"file": (io.BytesIO(content), name), **fields}
        return self._ask("POST", "/api/v1/uploads", data=sent)

    def _ask(self, method: str, path: str, **more: Any) -> Answered:
        db.session.rollback()
        with self.app.app_context():  # of its own: Flask would share ours, and `g` with it
            response = self.client.open(path, method=method, headers=self.headers, **more)
        db.session.rollback()
        db.session.expire_all()  # what the request changed is read anew
        is_json = "json" in (response.mimetype or "")
        answered = Answered(
            response.status_code,
            response.get_data().decode(errors="replace"),
            response.get_data(),
            response.headers,
            response.headers.get("Location"),
            response.get_json() if is_json else None,
        )
        response.close()
        response.request.environ["wsgi.input"].close()  # werkzeug leaves a large one on the disk
        return answered


class World:
    """A small network; people and clubs appear when a test names them."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    # Places

    @cached_property
    def village(self) -> Organization:
        return self.organization("Saint-Loup-des-Prés", 430)

    def organization(self, name: str, population: int | None = None) -> Organization:
        with atomic():
            place = Organization(
                kind=OrganizationKind.COMMUNE,
                name=name,
                folded_name=Organization.folded(name),
                population=population,
                department="Côte-d’Or",
            )
            db.session.add(place)
        return place

    # Clubs

    @cached_property
    def secretaries(self) -> Club:
        operator = open_operator("bfc", name="Territoires Numériques")
        club = clubs.found_club(
            "secretaires",
            name="Secrétaires de mairie",
            profession="Secrétaire de mairie",
            operators=[operator],
        )
        clubs.describe_club(club, welcome="<p>Bienvenue !</p>", rules="<p>Aucun nom.</p>")
        return club

    @cached_property
    def archivists(self) -> Club:
        return clubs.found_club("archivistes", name="Archivistes", profession="Archiviste")

    # People

    @cached_property
    def nathalie(self) -> User:
        return self.member("Nathalie Guérin", self.secretaries)

    @cached_property
    def christine(self) -> User:
        return self.member("Christine Morel", self.secretaries)

    @cached_property
    def sylvie(self) -> User:
        return self.member("Sylvie Cariou", self.secretaries, Role.MODERATOR)

    @cached_property
    def marc(self) -> User:
        return self.member("Marc Dubois", self.archivists, Role.MODERATOR)

    def person(self, name: str) -> User:
        if not _HASHED:
            _HASHED.append(hash_password(PASSWORD))
        email = f"{Organization.folded(name).replace(' ', '.')}@exemple.test"
        user = accounts.create_user(
            email,
            name=name,
            job_title="Secrétaire de mairie",
            organization=self.village,
            password_hash=_HASHED[0],
        )
        accounts.accept_charter(user)
        accounts.finish_first_visit(user)
        return user

    def member(self, name: str, club: Club, role: Role = Role.MEMBER) -> User:
        user = self.person(name)
        clubs.add_member(club, user=user, role=role)
        return user

    def browser(self, user: User | None = None, *, has_second_factor: bool = True) -> Visitor:
        """Somebody at a computer; who looks after others has proven a second factor."""
        return Visitor(self.app, user, has_second_factor=has_second_factor)

    def program(self, user: User) -> Visitor:
        return Visitor(self.app, bearer=accounts.create_token(user, name="tests", days=1))

    # What they write

    def question(
        self, author: User | None = None, title: str = "Quel délai ?", **more: Any
    ) -> Topic:
        author = author or self.nathalie
        topic, _ = forum.open_topic(
            more.get("club") or self.secretaries,
            author=author,
            kind=more.get("kind", Kind.QUESTION),
            title=title,
            body=_text(more.get("body", "Je cherche le délai.")),
            tags=more.get("tags", []),
            besides=more.get("besides"),
        )
        return topic

    def reply(self, topic: Topic, author: User | None = None, body: str = "Trois jours.") -> Post:
        post, _ = forum.add_post(topic, author=author or self.christine, body=from_plain(body))
        return post

    @cached_property
    def room(self) -> Room:
        return general_room(self.secretaries)

    def say(self, body: str, author: User | None = None, client_id: str | None = None) -> Message:
        message, _ = chat.post_message(
            self.room,
            author=author or self.nathalie,
            body=body,
            client_id=client_id or uuid4().hex,
        )
        return message

    def procedure(
        self,
        author: User | None = None,
        title: str = "Reprendre une concession",
        *,
        is_published: bool = True,
        **more: Any,
    ) -> Procedure:
        made, _ = knowledge.draft_procedure(
            more.get("club") or self.secretaries,
            author=author or self.nathalie,
            words=procedure_words(title, more.get("body", "1. Constater\n2. Afficher")),
            source=more.get("source"),
        )
        if is_published:
            knowledge.publish(made, by=self.sylvie, note="", seen=made.edition)
        return made

    def address(self, topic: Topic) -> str:
        return f"/clubs/{topic.club.slug}/questions/{topic.id}-{topic.slug}"

    def deliver(self) -> int:
        """Let the worker run until nothing is due."""
        return jobs.deliver_due()


def procedure_words(title: str, body: str | RichText = "1. Constater") -> Words:
    text = body if isinstance(body, RichText) else from_plain(body, marks=True)
    return Words(title, "Cimetière", "Pour qui tient le cimetière.", text)


def _text(body: str | RichText) -> RichText:
    return body if isinstance(body, RichText) else from_plain(body)


@contextmanager
def counting_queries():
    """The statements sent to the database inside."""
    statements: list[str] = []

    def note(connection, cursor, statement, parameters, context, many):
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
