"""Who signs a text that does not say who wrote it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mask:
    """Stands where a person would be shown: it has what pages show of a person, and nothing of hers."""

    name: str
    """"Un membre du club (commune de moins de 500 hab., Bretagne)"."""

    id: None = None
    job_title: str = ""
    organization: None = None
    initials: str = "?"
    photo_key: None = None
