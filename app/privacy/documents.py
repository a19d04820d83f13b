"""What a copy of one's own data says: what is the person's, and nothing of others.

Neither anybody else's address nor their words: a notification is kept without what it quotes, an
invitation without whom it invited (RGPD art. 15(4); security.md I24). Keys are French: they are
read by members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Executable, select

from app.accounts.models import (
    ApiToken,
    ExternalIdentity,
    OperatorAdministrator,
    Passkey,
    Session,
    SignInEntry,
    User,
)
from app.chat.models import RoomMark
from app.clubs.models import Club, Invitation, JoinRequest, Membership, Proposal, invitation_club
from app.core.database import db
from app.core.journal import JournalEntry
from app.files.models import Attachment
from app.forum.models import (
    Bookmark,
    PollOption,
    PollVote,
    Post,
    Reaction,
    ReadMark,
    Tag,
    TagWatch,
    Watch,
)
from app.knowledge.models import Adoption
from app.notifications.models import DigestPreference, Notification, Preference
from app.organizations.models import Operator
from app.privacy.written import writing_of
from app.silence.models import HelpRequest
from app.validity.models import Doubt, DoubtKind

AT_A_TIME = 200

Row = Mapping[str, Any]


def profile_of(user: User) -> Row:
    """Who the person is, as she said it."""
    return {
        "nom": user.name,
        "courriel": user.email,
        "fonction": user.job_title,
        "collectivité": user.organization.name if user.organization else None,
        "présence": user.presence,
        "demandez-moi": user.ask_about,
        "sait": [one.name for one in user.expertises],
        "inscription": user.created_at,
        "charte acceptée": user.charter_accepted_at,
        "dernière venue": user.seen_at,
        "administre la plateforme": user.is_superadmin,
        "langue": user.language,
        "thème": user.theme,
        "affichage compact": user.is_compact,
        "champ de texte simple": user.prefers_plain_field,
        "a un mot de passe": user.password_hash is not None,
    }


def lists_of(user: User) -> Iterator[tuple[str, Iterator[Row]]]:
    """Everything else, list after list, some rows at a time in memory."""
    for parts in (_belonging(user), writing_of(user), _ways_in(user), _traces(user)):
        for name, rows in parts.items():
            yield name, _rows(rows)


def _rows(rows: Executable) -> Iterator[Row]:
    found = db.session.execute(rows.execution_options(yield_per=AT_A_TIME))
    return (dict(row) for row in found.mappings())


def _belonging(user: User) -> dict[str, Executable]:
    return {
        "clubs": select(
            Club.name.label("club"),
            Membership.role.label("rôle"),
            Membership.joined_at.label("depuis le"),
        )
        .join(Membership, Membership.club_id == Club.id)
        .where(Membership.user_id == user.id)
        .order_by(Club.name),
        "administre": select(
            Operator.name.label("structure"), OperatorAdministrator.appointed_at.label("depuis le")
        )
        .join(OperatorAdministrator, OperatorAdministrator.operator_id == Operator.id)
        .where(OperatorAdministrator.user_id == user.id),
        "demandes d’adhésion": select(
            Club.name.label("club"),
            JoinRequest.reason.label("motif"),
            JoinRequest.asked_at.label("le"),
            JoinRequest.decided_at.label("réponse le"),
            JoinRequest.is_granted.label("acceptée"),
        )
        .join(JoinRequest, JoinRequest.club_id == Club.id)
        .where(JoinRequest.user_id == user.id)
        .order_by(JoinRequest.id),
        "propositions": select(
            Club.name.label("club"),
            Proposal.reason.label("motif"),
            Proposal.proposed_at.label("le"),
            Proposal.decided_at.label("réponse le"),
        )
        .join(Proposal, Proposal.club_id == Club.id)
        .where(Proposal.proposer_id == user.id)
        .order_by(Proposal.id),
        "invitations envoyées": select(
            Club.name.label("club"),
            Invitation.message.label("mot"),
            Invitation.sent_at.label("le"),
            Invitation.accepted_at.label("acceptée le"),
            Invitation.revoked_at.label("annulée le"),
        )
        .select_from(Invitation)
        .join(invitation_club, invitation_club.c.invitation_id == Invitation.id)
        .join(Club, Club.id == invitation_club.c.club_id)
        .where(Invitation.inviter_id == user.id)
        .order_by(Invitation.id),
    }


def _ways_in(user: User) -> dict[str, Executable]:
    return {
        "sessions": select(
            Session.device.label("appareil"),
            Session.created_at.label("depuis le"),
            Session.seen_at.label("vue le"),
        ).where(Session.user_id == user.id),
        "connexions": select(
            SignInEntry.at.label("le"),
            SignInEntry.way.label("par"),
            SignInEntry.device.label("appareil"),
            SignInEntry.address.label("adresse réseau"),
            SignInEntry.is_refused.label("refusée"),
        )
        .where(SignInEntry.user_id == user.id)
        .order_by(SignInEntry.id),
        "identités reliées": select(
            ExternalIdentity.issuer.label("fournisseur"),
            ExternalIdentity.subject.label("identifiant"),
            ExternalIdentity.linked_at.label("depuis le"),
            ExternalIdentity.last_used_at.label("utilisée le"),
        ).where(ExternalIdentity.user_id == user.id),
        "clés d’accès": select(
            Passkey.name.label("nom"),
            Passkey.created_at.label("depuis le"),
            Passkey.last_used_at.label("utilisée le"),
        ).where(Passkey.user_id == user.id),
        "jetons": select(
            ApiToken.name.label("nom"),
            ApiToken.created_at.label("depuis le"),
            ApiToken.expires_at.label("jusqu’au"),
        ).where(ApiToken.user_id == user.id),
    }


def _traces(user: User) -> dict[str, Executable]:
    return {
        "notifications": select(
            Notification.kind.label("sorte"),
            Club.name.label("club"),
            Notification.created_at.label("le"),
            Notification.read_at.label("lue le"),
        )
        .join(Club, Club.id == Notification.club_id)
        .where(Notification.user_id == user.id)
        .order_by(Notification.id),
        "préférences": select(
            Preference.kind.label("sorte"),
            Preference.on_site.label("sur le site"),
            Preference.by_email.label("par courriel"),
        ).where(Preference.user_id == user.id),
        "rythme des courriels": select(DigestPreference.rhythm.label("rythme")).where(
            DigestPreference.user_id == user.id
        ),
        "étiquettes suivies": select(Tag.name.label("étiquette"), Club.name.label("club"))
        .join(TagWatch, TagWatch.tag_id == Tag.id)
        .join(Club, Club.id == Tag.club_id)
        .where(TagWatch.user_id == user.id)
        .order_by(Tag.id),
        "sujets lus": select(
            ReadMark.topic_id.label("sujet"), ReadMark.number.label("jusqu’au rang")
        ).where(ReadMark.user_id == user.id),
        "signets": select(
            Post.topic_id.label("sujet"), Post.number.label("rang"), Bookmark.kept_at.label("le")
        )
        .join(Bookmark, Bookmark.post_id == Post.id)
        .where(Bookmark.user_id == user.id)
        .order_by(Bookmark.id),
        "remerciements": select(
            Post.topic_id.label("sujet"),
            Post.number.label("rang"),
            Reaction.kind.label("sorte"),
            Reaction.made_at.label("le"),
        )
        .join(Reaction, Reaction.post_id == Post.id)
        .where(Reaction.user_id == user.id)
        .order_by(Reaction.made_at),
        "sujets suivis": select(Watch.topic_id.label("sujet"), Watch.level.label("niveau")).where(
            Watch.user_id == user.id
        ),
        "votes": select(PollOption.topic_id.label("sujet"), PollOption.text.label("choix"))
        .join(PollVote, PollVote.option_id == PollOption.id)
        .where(PollVote.user_id == user.id)
        .order_by(PollOption.id),
        "procédures adoptées": select(
            Adoption.procedure_id.label("procédure"),
            Adoption.variant.label("variante"),
            Adoption.adopted_at.label("le"),
        )
        .where(Adoption.user_id == user.id)
        .order_by(Adoption.procedure_id),
        "sollicitations": select(
            HelpRequest.topic_id.label("sujet"), HelpRequest.asked_at.label("le")
        )
        .where(HelpRequest.user_id == user.id)
        .order_by(HelpRequest.asked_at),
        "doutes": select(
            Doubt.owner.label("sur"), Doubt.reason.label("motif"), Doubt.raised_at.label("le")
        )
        .where(Doubt.raised_by_id == user.id, Doubt.kind == DoubtKind.READER)
        .order_by(Doubt.id),
        "salons lus": select(
            RoomMark.room_id.label("salon"), RoomMark.seq.label("jusqu’au rang")
        ).where(RoomMark.user_id == user.id),
        "journal": select(JournalEntry.act.label("acte"), JournalEntry.at.label("le"))
        .where(JournalEntry.user_id == user.id)
        .order_by(JournalEntry.id),
    }


def files_of(user: User) -> list[tuple[str, str]]:
    """The (name, key) of each file the person sent."""
    rows = select(Attachment.name, Attachment.key).where(Attachment.uploader_id == user.id)
    return [(row[0], row[1]) for row in db.session.execute(rows.order_by(Attachment.id))]
