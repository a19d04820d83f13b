"""What tests of silence ask of the world."""

from app.core.database import db
from app.notifications.models import Notification
from app.silence.models import HelpRequest


def crowd(world, count, **more):
    return [world.member(f"Collègue {n:02}", world.secretaries, **more) for n in range(count)]


def asked(topic):
    rows = db.session.query(HelpRequest).filter_by(topic_id=topic.id)
    return [row.user_id for row in rows.order_by(HelpRequest.user_id)]


def words_of(user):
    rows = db.session.query(Notification).filter_by(user_id=user.id).order_by(Notification.id)
    return [row.key.partition(".")[0] for row in rows]
