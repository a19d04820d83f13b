"""The tables of files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base
from app.core.rich_text import DOCUMENT, FILES_PATH


class Attachment(Base):
    """An uploaded file. Its bytes stand in the storage under ``key``, its address under ``token``."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("uploader_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    key: Mapped[str] = mapped_column(String(43), unique=True)
    uploader_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    client_id: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    content_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    """In bytes, as stored."""
    width: Mapped[int]
    """Of a picture; 0 for a document."""
    height: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    """Of the bytes as stored: for backups and checks."""
    uploaded_at: Mapped[datetime]
    unused_since: Mapped[datetime | None] = mapped_column(index=True)
    """Since when no text shows it; null while one does."""

    @property
    def address(self) -> str:
        """What its addresses begin with."""
        return f"{FILES_PATH}{self.token}"

    @property
    def path(self) -> str:
        """Where it is read. The size in the address keeps a picture's place free while it loads."""
        size = DOCUMENT if self.is_document else f"{self.width}x{self.height}"
        return f"{self.address}/{size}/{self.name}"

    @property
    def is_document(self) -> bool:
        """Whether it is linked, not shown."""
        return not self.content_type.startswith("image/")


class AttachmentText(Base):
    """What a document says, for search, and its first page as a picture, where they could be read."""

    __tablename__ = "attachment_text"

    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(Text)
    preview_key: Mapped[str | None] = mapped_column(String(43))


class AttachmentUse(Base):
    """A text that shows a file; who reads the club of the text may read the file."""

    __tablename__ = "attachment_use"
    __table_args__ = (Index("ix_attachment_use_owner", "owner"),)

    attachment_id: Mapped[int] = mapped_column(
        ForeignKey("attachment.id", ondelete="CASCADE"), primary_key=True
    )
    owner: Mapped[str] = mapped_column(String(40), primary_key=True)
    """What shows it, in the words of its feature: ``post:12``."""
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id", ondelete="CASCADE"), index=True)
