"""Opening the page that tells it puts a notification out, and nothing else does."""

from app.core.database import db
from app.forum import operations as forum
from app.forum.operations import Besides
from app.notifications.models import Notification
from app.validity import operations as validity
from tests.silence.asking import crowd
from tests.silence.conftest import later, neighbours

__all__ = ["later", "neighbours"]


def unread(world, user):
    world.deliver()
    rows = db.session.query(Notification).filter_by(user_id=user.id, read_at=None)
    return sorted(row.key.partition(".")[0] for row in rows)


def test_the_page_of_a_procedure_puts_out_what_was_told_of_it(world):
    procedure, _other = world.procedure(), world.procedure(title="Une autre")
    validity.doubt(procedure.key, club_id=procedure.club_id, by=world.christine, reason="Vieux.")
    assert unread(world, world.nathalie) == ["doubt", "published", "published"]
    nathalie = world.browser(world.nathalie)
    nathalie.get("/clubs/secretaires/procedures")
    assert unread(world, world.nathalie) == ["doubt", "published", "published"]
    assert nathalie.get(procedure.path).status == 200
    assert unread(world, world.nathalie) == ["published"]


def test_the_page_of_a_question_puts_out_what_was_told_beside_its_posts(world):
    topic = world.question(title="Quel délai ?")
    post = world.reply(topic)
    christine = world.browser(world.christine)
    christine.get(world.address(topic))
    forum.accept_answer(topic, post=post, chosen_by=world.nathalie, validated=True)
    world.deliver()
    christine.get(world.address(topic))
    assert unread(world, world.christine) == ["accepted"]
    validity.doubt(post.key, club_id=topic.club_id, by=world.nathalie, reason="Vieux.")
    assert unread(world, world.christine) == ["accepted", "doubt"]
    christine.get(world.address(topic))
    assert unread(world, world.christine) == ["accepted"]


def test_a_neighbours_question_puts_out_its_offer_and_a_silent_one_its_report(
    world, later, neighbours
):
    _club, annaig, _gwen = neighbours
    crowd(world, 1)
    topic = world.question(besides=Besides(may_travel=True))
    world.browser(world.sylvie).get(world.address(topic))
    later(days=8)
    assert unread(world, world.sylvie) == ["silent"]
    assert unread(world, annaig) == ["offered"]
    assert world.browser(world.sylvie).get(world.address(topic)).status == 200
    place = f"/clubs/secretaires-bretagne/questions/voisines/{topic.id}"
    assert world.browser(annaig).get(place).status == 200
    assert unread(world, world.sylvie) == unread(world, annaig) == []
