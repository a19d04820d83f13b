"""What is administered besides operators, clubs and people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """The whole network, as the subject of what only superadministrators may do."""
