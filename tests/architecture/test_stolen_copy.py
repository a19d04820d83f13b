"""Whoever steals a copy of the database finds nothing in it that opens anything."""

from sqlalchemy import select

from app.accounts import operations as accounts
from app.accounts.models import PasswordLink
from app.clubs import operations as clubs
from app.clubs.operations import Welcome
from app.core.database import Base, db
from app.core.tokens import code_for, derive
from tests.accounts.test_second_factor import enrol
from tests.world import PASSWORD


def dump():
    """Every value of every table, as text."""
    for table in Base.metadata.tables.values():
        for row in db.session.execute(select(table)):
            for value in row:
                yield value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def test_a_copy_of_the_database_opens_nothing(world):
    seed, codes = enrol(world.nathalie)
    invitation = clubs.invite("a@exemple.test", Welcome([world.secretaries], world.sylvie))
    session = accounts.open_session(world.nathalie, device="x", is_own_device=False)
    bearer = accounts.create_token(world.nathalie, name="x", days=1)
    first = accounts.first_password_link(world.christine)
    accounts.ask_sign_in_link(world.nathalie.email)
    links = {derive(link.kind, link.nonce) for link in db.session.query(PasswordLink)}
    secrets = {
        PASSWORD,
        seed,
        *codes,
        *(code.replace("-", "") for code in codes),
        derive("invitation", invitation.nonce),
        code_for("invitation", invitation.code_nonce),
        session,
        bearer,
        first,
        *links,
    }
    assert len(secrets) >= 27
    values = list(dump())
    assert any(world.nathalie.email in value for value in values), "the copy is a real one"
    assert [secret for secret in secrets if any(secret in value for value in values)] == []


def test_what_is_stored_opens_nothing_when_typed(world):
    """Digests and nonces are no tokens."""
    invitation = clubs.invite("a@exemple.test", Welcome([world.secretaries], world.sylvie))
    accounts.ask_sign_in_link(world.nathalie.email)
    link = db.session.query(PasswordLink).one()
    stranger = world.browser()
    good = f"/invitation/{derive('invitation', invitation.nonce)}"
    assert stranger.get(good).status == 200
    for stored in (invitation.nonce, invitation.token_hash, invitation.code_hash):
        assert stranger.get(f"/invitation/{stored}").status == 404
        assert stranger.post("/rejoindre", code=stored, email="a@exemple.test").status == 422
    for stored in (link.nonce, link.token_hash):
        assert stranger.get(f"/connexion/lien/{stored}").status == 410
