"""The tables of clubs, their members, and the ways in."""

from app.clubs.models.batch import Batch, BatchLine, Outcome, Verdict, batch_club
from app.clubs.models.club import Club, Color, Membership, Role, club_operator
from app.clubs.models.invitation import DeadToken, Invitation, Step, StepKind, invitation_club
from app.clubs.models.request import JoinRequest, Proposal

__all__ = [
    "Batch",
    "BatchLine",
    "Club",
    "Color",
    "DeadToken",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Outcome",
    "Proposal",
    "Role",
    "Step",
    "StepKind",
    "Verdict",
    "batch_club",
    "club_operator",
    "invitation_club",
]
