"""The API of files."""

from __future__ import annotations

from apiflask.fields import UploadFile
from pydantic import Field

from app.accounts.identity import current_member
from app.core.api import Input, Output, api
from app.core.documents import LARGEST_DOCUMENT
from app.core.web import own_affairs
from app.files import operations
from app.files.models import Attachment


class FileIn(Input):
    """A picture (PNG, JPEG, WebP, GIF; 10 MB) or a document (PDF, ODT, ODS, DOCX, XLSX; 24 MB)."""

    file: UploadFile
    client_id: str | None = Field(default=None, min_length=1, max_length=64)


class FileOut(Output):
    """A stored file. Show, or link to, ``url`` in a text: who reads the text may read the file."""

    id: int
    url: str
    name: str
    size: int
    content_type: str

    @classmethod
    def of(cls, attachment: Attachment) -> FileOut:
        """A file, as stored."""
        return cls(
            id=attachment.id,
            url=attachment.path,
            name=attachment.name,
            size=attachment.size,
            content_type=attachment.content_type,
        )


@api.post("/uploads")
@api.input(FileIn, location="form_and_files", arg_name="sent")
@api.output(FileOut, status_code=201)
@api.doc(tags=["Files"], responses={200: "Already stored under this client_id"})
def upload(sent: FileIn) -> tuple[FileOut, int]:
    """Send a picture or a document; until a text shows it, nobody else reads it."""
    own_affairs()
    attachment, is_new = operations.upload(
        current_member(),
        name=sent.file.filename or "",
        content=sent.file.read(LARGEST_DOCUMENT + 1),
        client_id=sent.client_id,
    )
    return FileOut.of(attachment), 201 if is_new else 200
