"""What a form of the forum sends: the text, and the picture beside it where no editor runs."""

from __future__ import annotations

from flask import request

from app.accounts.identity import current_member
from app.clubs.models import Club
from app.core.documents import LARGEST_DOCUMENT
from app.core.errors import together
from app.core.personal_data import found_in, masked, masked_rich
from app.core.rich_text import RichText, to_text
from app.core.transaction import release
from app.files.operations import upload
from app.forum.errors import PersonalDataFound
from app.forum.forms import WritingForm
from app.forum.operations import count_findings

MASK, KEEP = "masquer", "garder"


def written(form: WritingForm, *, club: Club, former: str = "", former_title: str = "") -> RichText:
    """The clean text of ``form``, or ``former`` itself where the plain field shows it unchanged.

    Raises Invalid, or Refusals with what is wrong in the fields beside it; a picture that arrived
    stays in the text. Raises PersonalDataFound until the writer has said what to do with it.
    """
    release()  # reading a text takes a while: nobody waits for it
    picture = request.files.get("image")
    if picture and picture.filename:
        content = picture.read(LARGEST_DOCUMENT + 1)
        attachment, _ = upload(
            current_member(),
            name=picture.filename,
            content=content,
            client_id=f"{(form.name() or '')[:50]}-image" if form.name() else None,
            field="image",
        )
        if attachment.is_document:
            form.add_document(attachment.path, attachment.name)
        else:
            form.add_picture(attachment.path)
    known = f"{former_title}\n{to_text(former)}"
    text: RichText
    _, text = together(
        form.check, lambda: _guarded(form, form.written(former=former), club=club, known=known)
    )
    return text


def _guarded(form: WritingForm, text: RichText, *, club: Club, known: str) -> RichText:
    """The text as its writer wants it: personal data is pointed out, never in the way."""
    titled = getattr(form, "title", None)
    title = titled.data or "" if titled else ""
    findings = [*found_in(title, but=known), *found_in(text.text, but=known)]
    if not findings:
        return text
    choice = request.form.get("donnees")
    if choice not in {MASK, KEEP}:
        raise PersonalDataFound(findings)
    count_findings(club, findings, is_masked=choice == MASK)
    if choice == KEEP:
        return text
    if titled:
        titled.data = masked(title)
    return masked_rich(text.html)
