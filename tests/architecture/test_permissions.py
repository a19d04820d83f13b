"""The permission matrix of the documentation is the code's, cell by cell."""

import re

import pytest

from app.core.policies import rules
from tests.permissions import DOCUMENT, INTRODUCTION, document, matrix

NEVER = {"former", "suspended"}
"""Who may do nothing, whatever the rule says: except what needs no membership."""


def cells():
    """(action, kind) → person → what the page says."""
    lines = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    columns = [cell.strip() for cell in lines[0].strip("|").split("|")][1:]
    for line in lines[1:]:
        first, *rest = [cell.strip() for cell in line.strip("|").split("|")]
        action, kind = re.fullmatch(r"(.+?) \*\*(\w+)\*\*(?: ◆+)?", first).groups()
        yield (action, kind), dict(zip(columns, [cell == "yes" for cell in rest], strict=True))


@pytest.fixture
def made(world):
    return matrix(world)


def test_every_cell_is_what_the_code_does(made):
    written = dict(cells())
    assert set(written) == set(made) == {(a, kind.__name__) for a, kind in rules()}
    wrong = [
        (rule, who, said, made[rule][who])
        for rule, row in written.items()
        for who, said in row.items()
        if made[rule][who] != said
    ]
    assert wrong == []


def test_the_page_is_the_one_the_command_writes(world):
    assert DOCUMENT.read_text() == document(world)
    assert INTRODUCTION in DOCUMENT.read_text()


def test_a_suspended_person_may_do_nothing(made):
    assert not [rule for rule, row in made.items() if row["suspended"]]


EVERY_MEMBER = {
    ("reply to", "Topic"),
    ("watch", "Topic"),
    ("vote in", "Topic"),
    ("thank for", "Post"),
    ("keep", "Post"),
    ("doubt", "Post"),
    ("catch up in", "Club"),
    ("write procedures in", "Club"),
    ("comment on", "Procedure"),
    ("adopt", "Procedure"),
    ("answer", "Offer"),
    ("doubt", "Procedure"),
    ("post in", "Room"),
}
"""What every member may do: reach comes first, others never get there (test_twin_world.py)."""


def test_roles_stay_in_their_own_circle(made):
    """Being a moderator elsewhere, or an administrator elsewhere, is being nobody here."""
    free = {("join", "Club"), ("propose to", "Club"), ("ask in", "Club"), *EVERY_MEMBER}
    for rule, row in made.items():
        if rule not in free:
            assert not row["other moderator"], rule
            assert not row["other operator"], rule
            assert not row["former"], rule


def test_administrators_do_nothing_in_the_words_of_a_club(made):
    spoken = {"Topic", "Post", "Message", "Membership", "Invitation", "JoinRequest", "Proposal"}
    for (action, kind), row in made.items():
        if kind in spoken and (action, kind) not in EVERY_MEMBER:
            assert not row["operator"], (action, kind)
            assert not row["platform"], (action, kind)
