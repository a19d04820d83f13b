"""What a form of the forum sends: the text, and the picture beside it where no editor runs."""

from __future__ import annotations

from flask import request

from app.accounts.identity import current_member
from app.core.pictures import LARGEST_PICTURE
from app.core.rich_text import RichText
from app.core.transaction import release
from app.files.operations import upload
from app.forum.forms import WritingForm


def written(form: WritingForm, *, former: str = "") -> RichText:
    """The clean text of ``form``, or ``former`` itself where the plain field shows it unchanged.

    Raises Invalid; a picture that arrived stays in the text.
    """
    release()  # reading a text takes a while: nobody waits for it
    picture = request.files.get("image")
    if picture and picture.filename:
        content = picture.read(LARGEST_PICTURE + 1)
        attachment, _ = upload(
            current_member(),
            name=picture.filename,
            content=content,
            client_id=f"{(form.name() or '')[:50]}-image" if form.name() else None,
            field="image",
        )
        form.add_picture(attachment.path)
    return form.written(former=former)
