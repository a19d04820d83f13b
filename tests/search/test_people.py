"""Members are found by their name in the one box, by those who share a club with them."""

from app.clubs import operations as clubs


def found(world, user, query, **narrowed):
    return world.program(user).get("/api/v1/search", q=query, **narrowed).json


def test_a_member_is_found_before_what_speaks_of_her(world):
    world.question(title=f"Qui remplace {world.christine.name} ?")
    world.deliver()
    answer = found(world, world.nathalie, "christine mor")
    assert [one["type"] for one in answer["items"]] == ["member", "topic"]
    assert answer["total"] == 2
    member = answer["items"][0]
    assert (member["id"], member["title"]) == (world.christine.id, "Christine Morel")
    assert member["url"] == f"/membres/{world.christine.id}"
    assert "Saint-Loup-des-Prés" in member["excerpt_html"]
    assert answer["facets"]["kind"] == {"member": 1, "question": 1}
    page = world.browser(world.nathalie).get("/recherche", q="christine mor").text
    assert f'href="/membres/{world.christine.id}"' in page
    assert world.browser(world.nathalie).get(member["url"]).status == 200


def test_pages_follow_each_other_across_members_and_texts(world):
    world.question(title=f"Qui remplace {world.christine.name} ?")
    world.deliver()
    first = found(world, world.nathalie, "christine", limit=1)
    second = found(world, world.nathalie, "christine", limit=1, cursor=first["next"])
    assert [one["items"][0]["type"] for one in (first, second)] == ["member", "topic"]
    assert second["next"] is None


def test_filters_narrow_members_too(world):
    assert world.christine
    clubs.add_member(world.archivists, user=world.nathalie)
    only = found(world, world.nathalie, "christine", kind="member")
    assert [one["type"] for one in only["items"]] == ["member"]
    assert found(world, world.nathalie, "christine", kind="question")["total"] == 0
    assert found(world, world.nathalie, "christine", state="open")["total"] == 0
    assert found(world, world.nathalie, "christine", club="secretaires")["total"] == 1
    assert found(world, world.nathalie, "christine", club="archivistes")["total"] == 0


def test_who_shares_no_club_finds_nobody(world):
    assert world.christine
    assert found(world, world.nathalie, "christine")["total"] == 1
    assert found(world, world.marc, "christine")["total"] == 0
    assert (
        "/membres/"
        not in world.browser(world.marc)
        .get("/recherche", q="christine")
        .text.split("<main")[1]
        .split("</main")[0]
    )
