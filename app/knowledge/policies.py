"""Who may do what with procedures. Reaching one already took a membership (queries.reach)."""

from app.accounts.models import User
from app.clubs.models import Club
from app.clubs.queries import moderates
from app.core.policies import allows
from app.knowledge.models import Comment, Procedure


@allows("write procedures in", Club)
def members_may_write(user: User, club: Club) -> bool:
    """Every member, while the club lives: what is published is approved first."""
    return club.archived_at is None


@allows("edit", Procedure)
def carers_may_edit(user: User, procedure: Procedure) -> bool:
    """Who keeps it, who began it, the referee, the moderators, while the club lives."""
    return procedure.club.archived_at is None and (
        user.id in {procedure.owner_id, procedure.referee_id, procedure.created_by_id}
        or moderates(user, procedure.club_id)
    )


@allows("approve", Procedure)
def referee_or_moderator_may_approve(user: User, procedure: Procedure) -> bool:
    """The named referee, or a moderator, while the club lives (product.md, "Procedures")."""
    return procedure.club.archived_at is None and (
        user.id == procedure.referee_id or moderates(user, procedure.club_id)
    )


@allows("name carers of", Procedure)
def moderators_may_name_carers(user: User, procedure: Procedure) -> bool:
    """Moderators say who keeps it and who approves it: nobody makes herself a referee."""
    return procedure.club.archived_at is None and moderates(user, procedure.club_id)


@allows("comment on", Procedure)
def members_may_comment(user: User, procedure: Procedure) -> bool:
    """Every reader, while the club lives."""
    return procedure.club.archived_at is None


@allows("adopt", Procedure)
def members_may_adopt(user: User, procedure: Procedure) -> bool:
    """Every reader, while the club lives."""
    return procedure.club.archived_at is None


@allows("doubt", Procedure)
def members_may_doubt(user: User, procedure: Procedure) -> bool:
    """Every reader, while the club lives."""
    return procedure.club.archived_at is None


@allows("vouch for", Procedure)
def carers_may_vouch(user: User, procedure: Procedure) -> bool:
    """Who keeps it, the referee, the moderators say what is still true, while the club lives."""
    return carers_may_edit(user, procedure)


@allows("delete", Comment)
def author_or_moderator_may_delete(user: User, comment: Comment) -> bool:
    """Who wrote it, or a moderator."""
    return comment.author_id == user.id or moderates(user, comment.procedure.club_id)
