"""What happens to files."""

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class FilesPlaced(Event):
    """Texts show other files than before, or show them in another club."""

    attachment_ids: list[int]
