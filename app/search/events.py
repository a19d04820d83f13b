"""What happens to the index."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class IndexFoundWrong(Event):
    """Some documents of the index are not those of the database."""

    ids: list[int]
