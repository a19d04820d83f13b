"""What somebody who looks after a club may not do, or no longer."""

from datetime import timedelta

import pytest

from app.accounts import operations as accounts
from app.clubs import operations, queries
from app.clubs.errors import CodeUnknown, QuotaReached
from app.clubs.models import BatchLine, Invitation, Role
from app.clubs.operations import Welcome, inviting
from app.core import clock
from app.core.database import db
from app.core.journal import JournalEntry
from app.core.tokens import derive


def second_moderator(world):
    return world.member("Paule Roux", world.secretaries, Role.MODERATOR)


def confirmed(world, content, inviter=None, **more):
    welcome = Welcome([world.secretaries], inviter or world.sylvie, **more)
    batch = operations.draw_up_batch(welcome, content=content)
    operations.confirm_batch(batch)
    return batch


@pytest.mark.parametrize("fate", ["suspended", "demoted", "archived"])
def test_a_list_stops_with_who_sent_it(world, fate):
    paule = second_moderator(world)
    batch = confirmed(world, f"a@exemple.test\n{world.marc.email}", paule, role=Role.MODERATOR)
    if fate == "suspended":
        accounts.suspend_user(paule)
    elif fate == "demoted":
        place = queries.membership_of(paule, world.secretaries.id)
        operations.change_role(place, role=Role.MEMBER, by=world.sylvie)
    else:
        operations.archive_club(world.secretaries, by=world.sylvie)
    world.deliver()
    assert db.session.query(Invitation).count() == 0
    assert queries.membership_of(world.marc, world.secretaries.id) is None
    outcomes = {line.outcome for line in db.session.scalars(queries.lines_of(batch))}
    assert outcomes == {"skipped"}


def test_several_lists_count_together(world, monkeypatch):
    monkeypatch.setattr(inviting, "INVITATIONS_A_DAY", 3)
    confirmed(world, "a@exemple.test\nb@exemple.test")
    with pytest.raises(QuotaReached):
        confirmed(world, "c@exemple.test\nd@exemple.test")
    assert db.session.query(BatchLine).count() == 4


def test_naming_a_moderator_by_invitation_takes_a_fresh_proof(world, monkeypatch):
    sylvie = world.browser(world.sylvie)
    words = {"email": world.marc.email, "role": "moderator"}
    begun = clock.now()
    monkeypatch.setattr(clock, "now", lambda: begun + timedelta(minutes=11))
    refused = sylvie.post("/clubs/secretaires/invitations", **words)
    assert refused.status == 422
    assert world.marc.email in refused.text
    assert queries.membership_of(world.marc, world.secretaries.id) is None
    monkeypatch.setattr(clock, "now", lambda: begun)
    sylvie.post("/clubs/secretaires/invitations", **words)
    assert queries.moderates(world.marc, world.secretaries.id)
    entry = db.session.query(JournalEntry).filter_by(act="member-added").one()
    assert (entry.actor_id, entry.user_id) == (world.sylvie.id, world.marc.id)


def test_invitations_die_with_the_role(world):
    paule = second_moderator(world)
    invitation = operations.invite("a@exemple.test", Welcome([world.secretaries], paule))
    path = f"/invitation/{derive('invitation', invitation.nonce)}"
    assert world.browser().get(path).status == 200
    place = queries.membership_of(paule, world.secretaries.id)
    operations.change_role(place, role=Role.MEMBER, by=world.sylvie)
    assert world.browser().get(path).status == 410


def test_who_no_longer_moderates_hears_of_no_address(world):
    paule = second_moderator(world)
    assert world.sylvie
    request = operations.invite("a@exemple.test", Welcome([world.secretaries], paule))
    operations.revoke_invitation(request, actor=paule)
    place = queries.membership_of(paule, world.secretaries.id)
    operations.change_role(place, role=Role.MEMBER, by=world.sylvie)
    operations.ask_again(request)
    world.deliver()
    assert "a@exemple.test" not in world.browser(paule).get("/notifications").text
    assert "a@exemple.test" in world.browser(world.sylvie).get("/notifications").text


def test_a_claim_revives_nothing_and_lengthens_nothing(world):
    letter = operations.write_letter(Welcome([world.secretaries], world.sylvie), name="Agnès")
    until = letter.expires_at
    for n in range(inviting.MOST_CLAIMS):
        operations.move_to_address(letter, email=f"a{n}@exemple.test")
    assert letter.expires_at == until
    with pytest.raises(CodeUnknown):
        operations.move_to_address(letter, email="encore@exemple.test")
    other = operations.write_letter(Welcome([world.secretaries], world.sylvie), name="Rose")
    operations.revoke_invitation(other, actor=world.sylvie)
    with pytest.raises(CodeUnknown):
        operations.move_to_address(other, email="rose@exemple.test")
    assert other.state == "revoked"


def test_an_archived_club_is_not_offered(world):
    operations.add_member(world.archivists, user=world.sylvie, role=Role.MODERATOR)
    sylvie = world.browser(world.sylvie)
    assert "Dans quels clubs" in sylvie.get("/clubs/secretaires/invitations").text
    operations.archive_club(world.archivists, by=world.sylvie)
    assert "Dans quels clubs" not in sylvie.get("/clubs/secretaires/invitations").text


def test_a_line_too_long_is_a_wrong_line(world):
    batch = operations.draw_up_batch(
        Welcome([world.secretaries], world.sylvie), content=f"{'x' * 140_000}\na@exemple.test"
    )
    verdicts = [line.verdict for line in db.session.scalars(queries.lines_of(batch))]
    assert verdicts == ["wrong", "new"]


def test_a_member_learns_nothing_by_proposing(world):
    operations.invite("invitee@exemple.test", Welcome([world.secretaries], world.sylvie))
    nathalie = world.browser(world.nathalie)
    pages = [
        nathalie.post("/clubs/secretaires/proposer", name="X", email=email)
        for email in (world.christine.email, "invitee@exemple.test")
    ]
    assert all("déjà connue du club" in page.text for page in pages)
    tries = [
        nathalie.post("/clubs/secretaires/proposer", name="X", email=world.christine.email).status
        for _ in range(20)
    ]
    assert tries[-1] == 429
