"""The permission matrix: every rule, for every kind of person; `python -m tests.permissions` writes it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.accounts import operations as accounts
from app.accounts.models import User
from app.administration.models import Platform
from app.chat.models import Message, Room
from app.clubs import operations as clubs
from app.clubs.models import Batch, Club, Invitation, JoinRequest, Membership, Proposal, Role
from app.clubs.operations import Welcome
from app.clubs.queries import membership_of
from app.core.plain_text import from_plain
from app.core.policies import can, rules
from app.core.transaction import atomic
from app.forum.models import Post, Topic
from app.knowledge import operations as knowledge
from app.knowledge.models import Comment, Procedure
from app.organizations.models import Operator
from app.organizations.operations import open_operator
from app.silence.models import Offer
from tests.world import World

DOCUMENT = Path(__file__).parent.parent / "docs" / "permissions.md"

INTRODUCTION = """# Who may do what

One table, made from the code by `.venv/bin/python -m tests.permissions` and held by `tests/architecture/test_permissions.py`.
Each row is a rule of a `policies.py`; each column a person, looking at a thing of the club *Secrétaires de mairie* that
somebody else made. What a person cannot reach does not exist for her (404) before any rule is asked.

- **own**: the person who wrote, asked or owns the thing
- **member**, **moderator**: of that club; **other moderator**: of another club only
- **operator**: administrator of an operator the club is open to, member of no club; **other operator**: of another one
- **platform**: superadministrator, member of no club
- **former**: was a member; **suspended**: a member without access

◆ takes a session that a second factor opened; ◆◆ a proof of the last ten minutes besides.

"""


def people(world: World) -> dict[str, User]:
    """Somebody of each kind."""
    operator = world.secretaries.operators[0]
    with atomic():
        world.village.operator = operator
    former = world.member("Ancienne", world.secretaries)
    clubs.end_membership(membership_of(former, world.secretaries.id))
    suspended = world.member("Suspendue", world.secretaries)
    accounts.suspend_user(suspended)
    administrator, far, platform = (world.person(name) for name in ("Op", "Loin", "Plate-forme"))
    with atomic():
        far.organization = world.organization("Ailleurs", 900)
    accounts.appoint_administrator(administrator, operator=operator, by=None)
    accounts.appoint_administrator(far, operator=open_operator("far", name="Far"), by=None)
    accounts.make_superadministrator(platform, by=None)
    return {
        "own": world.nathalie,
        "member": world.christine,
        "moderator": world.sylvie,
        "other moderator": world.marc,
        "operator": administrator,
        "other operator": far,
        "platform": platform,
        "former": former,
        "suspended": suspended,
    }


def things(world: World) -> dict[type, object]:
    """One thing of each kind that a rule is about; Nathalie's where it can be hers."""
    topic = world.question()
    procedure = world.procedure(world.nathalie)
    welcome = Welcome([world.secretaries], world.sylvie)
    with atomic():
        world.secretaries.is_listed = True
    request = clubs.ask_to_join(world.secretaries, user=world.person("Zoé"), reason="Oui.")
    return {
        Topic: topic,
        Post: world.reply(topic, author=world.nathalie),
        Procedure: procedure,
        Comment: knowledge.comment(procedure, author=world.nathalie, body=from_plain("Oui."))[0],
        Offer: Offer(topic=topic, club=world.secretaries),
        Room: world.room,
        Message: world.say("Bonjour"),
        Club: world.secretaries,
        Membership: membership_of(world.nathalie, world.secretaries.id),
        Invitation: clubs.invite("invitee@exemple.test", welcome),
        Batch: clubs.draw_up_batch(welcome, content="liste@exemple.test"),
        JoinRequest: request,
        Proposal: clubs.propose_member(
            world.secretaries, proposer=world.nathalie, email="p@exemple.test", name="P"
        ),
        User: world.nathalie,
        Operator: world.secretaries.operators[0],
        Platform: Platform(),
    }


def matrix(world: World) -> dict[tuple[str, str], dict[str, bool]]:
    """(action, kind) → person → whether the rule lets her."""
    of_kind, everybody = things(world), people(world)
    world.member("Deuxième animatrice", world.secretaries, Role.MODERATOR)
    return {
        (action, kind.__name__): {
            who: can(user, action, of_kind[kind]) for who, user in everybody.items()
        }
        for action, kind in sorted(rules(), key=lambda rule: (rule[1].__name__, rule[0]))
    }


def document(world: World) -> str:
    """The page."""
    cells = matrix(world)
    columns = list(next(iter(cells.values())))
    demands = {(action, kind.__name__): rule for (action, kind), rule in rules().items()}
    lines = [f"| action | {' | '.join(columns)} |", "|---|" + ":-:|" * len(columns)]
    for (action, kind), row in cells.items():
        wanted = demands[action, kind]
        mark = " ◆◆" if wanted.is_grave else " ◆" if wanted.is_privileged else ""
        said = " | ".join("yes" if row[who] else "·" for who in columns)
        lines.append(f"| {action} **{kind}**{mark} | {said} |")
    return INTRODUCTION + "\n".join(lines) + "\n"


def main() -> None:
    """Write the page from an empty database of its own."""
    from flask_migrate import upgrade

    from app import create_app
    from app.core.database import db

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(app_env="test", data_dir=Path(folder), base_url="http://localhost")
        with app.app_context():
            upgrade()
            DOCUMENT.write_text(document(World(app)), encoding="utf-8")
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main()
