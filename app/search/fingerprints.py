"""What tells whether an indexed document is still the one of the database."""

import hashlib
from dataclasses import astuple

from app.search.documents import Document


def fingerprint(document: Document) -> str:
    """A digest of everything that is indexed of a document."""
    return hashlib.sha256(repr(astuple(document)).encode()).hexdigest()[:24]
