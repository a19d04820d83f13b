"""What tests of procedures ask of the world."""

from app.core.database import db
from app.notifications.models import Notification

PLACE = "/clubs/secretaires/procedures"


def told(world, user):
    world.deliver()
    rows = db.session.query(Notification).filter_by(user_id=user.id).order_by(Notification.id)
    return [one.key.partition(".")[0] for one in rows]


def search(world, query):
    return world.program(world.christine).get("/api/v1/search", q=query).json
