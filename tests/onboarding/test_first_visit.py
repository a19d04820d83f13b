"""The first visit: the charter, three steps that may be passed over, then the club."""

import re

from app.accounts.models import User
from app.clubs import operations
from app.clubs.operations import Welcome
from app.core.database import db
from app.core.tokens import derive
from app.forum.models import Tag
from app.forum.queries import watched_tags
from app.notifications.models import Rhythm
from app.notifications.queries import rhythm_of


def come_in(world):
    """Agnès, just come in by her invitation."""
    invitation = operations.invite("agnes@exemple.test", Welcome([world.secretaries], world.sylvie))
    visitor = world.browser()
    visitor.post(
        f"/invitation/{derive('invitation', invitation.nonce)}",
        name="Agnès Roy",
        job_title="Secrétaire",
        organization=str(world.village.id),
        password="le coq chante a l aube",
    )
    return visitor, db.session.query(User).filter_by(email="agnes@exemple.test").one()


def test_from_the_charter_to_the_club(world):
    world.question(tags=["état civil", "budget"])
    visitor, agnes = come_in(world)
    assert visitor.get("/").location == "/bienvenue"
    assert "le nom d’aucun administré" in visitor.get("/bienvenue").text
    assert visitor.post("/bienvenue").location == "/"
    assert visitor.get("/").location == "/bienvenue/profil"
    page = visitor.get("/bienvenue/profil").text
    assert 'value="Agnès Roy"' in page
    refused = visitor.post("/bienvenue/profil", name=" ", job_title="Secrétaire", expertise="paie")
    assert refused.status == 422
    assert "paie" in refused.text
    next_step = visitor.post(
        "/bienvenue/profil", name="Agnès Roy", job_title="Secrétaire", expertise="paie"
    )
    assert next_step.location == "/bienvenue/suivre"
    tags = re.findall(r'name="tag" value="(\d+)"', visitor.get("/bienvenue/suivre").text)
    assert len(tags) == 2
    assert visitor.post("/bienvenue/suivre", tag=tags[0]).location == "/bienvenue/courriels"
    assert visitor.post("/bienvenue/courriels", rhythm="weekly").location == "/"
    assert visitor.get("/").location == "/clubs/secretaires"
    assert agnes.expertise == "paie"
    assert watched_tags(agnes, world.secretaries) == {int(tags[0])}
    assert rhythm_of(agnes) is Rhythm.WEEKLY


def test_the_steps_are_passed_over_the_charter_is_not(world):
    visitor, agnes = come_in(world)
    visitor.post("/bienvenue/plus-tard")
    assert visitor.get("/").location == "/bienvenue"
    visitor.post("/bienvenue")
    assert visitor.get("/").location == "/clubs/secretaires"
    assert rhythm_of(agnes) is Rhythm.DAILY


def test_tags_of_other_clubs_are_not_followed(world):
    far = world.question(world.marc, club=world.archivists, tags=["récolement"])
    visitor = world.browser(world.nathalie)
    tag_id = far.tags[0].id
    assert db.session.get(Tag, tag_id)
    visitor.post("/bienvenue/suivre", tag=str(tag_id))
    assert watched_tags(world.nathalie, world.archivists) == set()
    assert watched_tags(world.nathalie, world.secretaries) == set()
