"""What happens to procedures."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class ApprovalAsked(Event):
    """Somebody thinks that a procedure can be published."""

    procedure_id: int
    by_id: int
    turn: int
    """Which asking it is."""


@dataclass(frozen=True)
class ProcedureSentBack(Event):
    """A reader who may approve asks for something else first."""

    procedure_id: int
    by_id: int
    reason: str
    turn: int
    """Which asking it is."""


@dataclass(frozen=True)
class ProcedurePublished(Event):
    """The club reads a new version."""

    procedure_id: int
    number: int
    by_id: int


@dataclass(frozen=True)
class ProcedureRetired(Event):
    """It is kept, and not to be used any more; or used again."""

    procedure_id: int


@dataclass(frozen=True)
class ProcedureReworded(Event):
    """It names somebody otherwise who closed her account."""

    procedure_id: int


@dataclass(frozen=True)
class CommentAdded(Event):
    """Somebody says something under a procedure."""

    comment_id: int
    procedure_id: int


@dataclass(frozen=True)
class CommentDeleted(Event):
    """It was taken away."""

    comment_id: int
    procedure_id: int


@dataclass(frozen=True)
class ProcedureDiscarded(Event):
    """A draft that the club never read is gone."""

    procedure_id: int
