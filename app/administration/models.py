"""What is administered besides operators, clubs and people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base


@dataclass(frozen=True)
class Platform:
    """The whole network, as the subject of what only superadministrators may do."""


class TextName(StrEnum):
    """The texts that each installation writes for itself."""

    LEGAL = "legal"
    PERSONAL_DATA = "personal_data"
    ACCESSIBILITY = "accessibility"
    CHARTER = "charter"


class Conformity(StrEnum):
    """What the law lets one say of accessibility (RGAA 4.1); partial from half of the criteria on."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"


STATEMENT = "conformity"
"""Where the application remembers, for a minute, what stands at the foot of every page."""


class LegalText(Base):
    """The words of an installation in place of those that come with the software."""

    __tablename__ = "legal_text"

    name: Mapped[TextName] = mapped_column(String(20), primary_key=True)
    body_html: Mapped[str] = mapped_column(Text, default="")
    conformity: Mapped[Conformity] = mapped_column(String(8), default=Conformity.NONE)
    """Of the accessibility statement only."""
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
