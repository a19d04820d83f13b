"""What a copy of one's own data says of what the person wrote."""

from __future__ import annotations

from sqlalchemy import Executable, select

from app.accounts.models import User
from app.chat.models import Message, Room
from app.clubs.models import Club
from app.files.models import Attachment
from app.forum.models import Draft, Post, PostRevision, Topic
from app.knowledge.models import Comment, Procedure


def writing_of(user: User) -> dict[str, Executable]:
    """The lists of what she wrote."""
    return {
        "sujets": select(
            Topic.id.label("numéro"),
            Club.name.label("club"),
            Topic.kind.label("sorte"),
            Topic.title.label("titre"),
            Topic.created_at.label("le"),
        )
        .join(Club, Club.id == Topic.club_id)
        .where(Topic.author_id == user.id)
        .order_by(Topic.id),
        "contributions": select(
            Post.topic_id.label("sujet"),
            Post.number.label("rang"),
            Post.body_text.label("texte"),
            Post.body_html.label("html"),
            Post.created_at.label("le"),
            Post.edited_at.label("modifiée le"),
        )
        .where(Post.author_id == user.id)
        .order_by(Post.id),
        "versions antérieures": select(
            Post.topic_id.label("sujet"),
            Post.number.label("rang"),
            PostRevision.body_html.label("html"),
            PostRevision.replaced_at.label("remplacée le"),
        )
        .join(PostRevision, PostRevision.post_id == Post.id)
        .where(Post.author_id == user.id, PostRevision.editor_id == user.id)
        .order_by(PostRevision.id),
        "procédures": select(
            Club.name.label("club"),
            Procedure.title.label("titre"),
            Procedure.summary.label("résumé"),
            Procedure.body_html.label("html"),
            Procedure.stage.label("état"),
            Procedure.version_number.label("version lue"),
            Procedure.created_at.label("le"),
        )
        .join(Club, Club.id == Procedure.club_id)
        .where(Procedure.created_by_id == user.id)
        .order_by(Procedure.id),
        "commentaires": select(
            Comment.procedure_id.label("procédure"),
            Comment.body_text.label("texte"),
            Comment.created_at.label("le"),
        )
        .where(Comment.author_id == user.id)
        .order_by(Comment.id),
        "messages": select(
            Club.name.label("club"),
            Room.name.label("salon"),
            Message.body_text.label("texte"),
            Message.created_at.label("le"),
            Message.edited_at.label("modifié le"),
        )
        .join(Room, Room.club_id == Club.id)
        .join(Message, Message.room_id == Room.id)
        .where(Message.author_id == user.id, Message.deleted_at.is_(None))
        .order_by(Message.id),
        "brouillons": select(
            Club.name.label("club"),
            Draft.title.label("titre"),
            Draft.body.label("texte"),
            Draft.tags.label("étiquettes"),
            Draft.summary.label("résumé"),
            Draft.saved_at.label("le"),
        )
        .join(Draft, Draft.club_id == Club.id)
        .where(Draft.user_id == user.id)
        .order_by(Draft.id),
        "fichiers": select(
            Attachment.name.label("nom"),
            Attachment.content_type.label("sorte"),
            Attachment.size.label("octets"),
            Attachment.uploaded_at.label("le"),
        )
        .where(Attachment.uploader_id == user.id)
        .order_by(Attachment.id),
    }
