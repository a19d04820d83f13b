"""What happens to people's own data."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class DataExportAsked(Event):
    """A member would like a copy of her data."""

    export_id: int


@dataclass(frozen=True)
class DataExportMade(Event):
    """The copy can be fetched."""

    export_id: int


@dataclass(frozen=True)
class AccountClosed(Event):
    """There is nobody behind the account any more; every access has ended."""

    user_id: int


@dataclass(frozen=True)
class InactivityFound(Event):
    """A person has not come for so long that the account will be closed."""

    user_id: int
