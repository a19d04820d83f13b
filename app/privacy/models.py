"""The tables of what members ask about their own data."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base


class DataExport(Base):
    """A copy of a person's own data, asked for, then ready for some days."""

    __tablename__ = "data_export"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    key: Mapped[str | None] = mapped_column(String(43), unique=True)
    """Where its bytes are kept."""
    size: Mapped[int | None] = mapped_column(BigInteger)
    """In bytes."""
    expires_at: Mapped[datetime | None] = mapped_column(index=True)


class Farewell(Base):
    """Where the last letter of a closed account goes: sealed, and gone once the letter has left."""

    __tablename__ = "farewell"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="CASCADE"), primary_key=True
    )
    sealed_address: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    closed_at: Mapped[datetime]
