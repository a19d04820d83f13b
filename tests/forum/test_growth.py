"""A topic of a thousand posts and a club of ten thousand topics cost what small ones cost."""

import pytest
from sqlalchemy import text

from app.clubs import operations as clubs
from app.clubs.models import Role
from app.core.database import db
from app.forum.views.lists import TABS
from bench.growth import add_posts, add_topics, interleaved
from tests.world import counting_queries

SMALL, LARGE = "/clubs/archivistes", "/clubs/secretaires"
LISTS = ("", *(f"/questions?liste={tab}" for tab in TABS))


@pytest.fixture
def topics(world):
    """Topics of 20, 40 and 1,000 posts in a club of 10,000; beside it, a club of 20."""
    clubs.add_member(world.archivists, user=world.nathalie, role=Role.MEMBER)
    authors = [world.member(f"Membre {n}", world.secretaries).id for n in range(20)]
    add_topics(world.secretaries.id, 10_000, authors=authors)
    add_topics(world.archivists.id, 20, authors=[world.marc.id, world.nathalie.id])
    asked = [world.question(title=f"Longue de {length} ?") for length in (20, 40, 1_000)]
    for topic, length in zip(asked, (20, 40, 1_000), strict=True):
        add_posts(topic, length - 1, authors=authors)
    db.session.execute(text("analyze"))
    db.session.commit()
    return [world.address(topic) for topic in asked]


def test_a_first_page_costs_less_than_twice_that_of_a_topic_of_twenty(world, topics):
    short, two_pages, long = topics
    nathalie = world.browser(world.nathalie)

    def ask(path):
        assert nathalie.get(path).status == 200

    def cost(path):
        ask(path)
        with counting_queries() as statements:
            ask(path)
        return len(statements)

    large = [long, f"{long}?page=50", *(LARGE + path for path in LISTS)]
    assert cost(long) == cost(two_pages)
    assert [cost(LARGE + path) for path in LISTS] == [cost(SMALL + path) for path in LISTS]
    taken = interleaved({path: lambda path=path: ask(path) for path in [short, *large]}, rounds=9)
    assert max(taken[path] / taken[short] for path in large) < 2
