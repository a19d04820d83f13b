"""How often personal data was pointed out before it was published: the count, and nothing else."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base
from app.core.personal_data import Kind


class GuardTally(Base):
    """One club, one day, one kind of data."""

    __tablename__ = "guard_tally"

    club_id: Mapped[int] = mapped_column(
        ForeignKey("club.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(String(10), primary_key=True)
    found: Mapped[int]
    masked: Mapped[int]
