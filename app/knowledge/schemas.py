"""What the API of procedures takes and gives."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from app.clubs.api import AuthorOut
from app.core.api import Id, Instant, ListQuery, Output
from app.forum.schemas import BodyIn, signature
from app.knowledge.models import Procedure, ProcedureVersion


class Which(StrEnum):
    """Which procedures of a club: those it reads and uses, those in hand, those kept for the record."""

    PUBLISHED = "published"
    IN_HAND = "draft"
    RETIRED = "retired"


class ProcedureQuery(ListQuery):
    """Which procedures of a club."""

    theme: str | None = Field(default=None, max_length=60)
    state: Which = Which.PUBLISHED


class ProcedureIn(BodyIn):
    """A procedure to begin; moderators or its referee publish it."""

    title: str
    theme: str
    summary: str
    source_post_id: Id | None = None
    """The answer it is made from, whose author is thanked."""
    client_id: str | None = Field(default=None, min_length=1, max_length=64)


class ProcedureOut(Output):
    """A procedure as it is read; before its first version, as it is being written."""

    id: int
    url: str
    club: str
    title: str
    theme: str
    summary: str
    body_html: str
    stage: str
    version: int
    """0 before the first."""
    owner: AuthorOut
    credits: list[AuthorOut]
    published_at: Instant | None
    validity: str | None

    @classmethod
    def of(cls, procedure: Procedure, validity: str | None) -> ProcedureOut:
        """A procedure, and how it stands."""
        words: Procedure | ProcedureVersion = procedure.current or procedure
        return cls(
            id=procedure.id,
            url=procedure.path,
            club=procedure.club.slug,
            title=words.title,
            theme=words.theme,
            summary=words.summary,
            body_html=words.body_html,
            stage=procedure.stage,
            version=procedure.version_number,
            owner=AuthorOut.of(procedure.owner),
            credits=[signature(one.byline) for one in procedure.credits],
            published_at=procedure.current.published_at if procedure.current else None,
            validity=validity,
        )


class VersionOut(Output):
    """One version."""

    number: int
    title: str
    summary: str
    body_html: str
    note: str
    published_at: Instant
    published_by: AuthorOut

    @classmethod
    def of(cls, version: ProcedureVersion) -> VersionOut:
        """One version, and who published it."""
        return cls(
            number=version.number,
            title=version.title,
            summary=version.summary,
            body_html=version.body_html,
            note=version.note,
            published_at=version.published_at,
            published_by=AuthorOut.of(version.published_by),
        )


class VersionsOut(Output):
    """Every version, the newest first."""

    items: list[VersionOut]
