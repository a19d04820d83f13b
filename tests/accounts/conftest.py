"""An application that knows a provider; the one of the other tests has ProConnect off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask_migrate import upgrade

from app import create_app
from app.accounts.openid import OpenIdClient
from app.core.database import db
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.conftest import empty
from tests.world import Answered, Visitor, World

RETURN = "http://localhost/connexion/proconnect/retour"


class ProConnectWorld(World):
    """The cast, and the provider at their door."""

    def __init__(self, app, provider: Provider) -> None:
        super().__init__(app)
        self.provider = provider

    def settings(self, **changes) -> None:
        """Make the application's client anew with other settings of ProConnect."""
        chosen = self.app.extensions["settings"].proconnect
        client = OpenIdClient(replace(chosen, **changes), "http://localhost")
        self.app.extensions["proconnect"] = client

    def leave(self, visitor: Visitor, **fields) -> str:
        """Choose ProConnect; returns where it leads."""
        started = visitor.post("/connexion/proconnect", **fields)
        assert started.status == 303, started.text
        return started.location

    def come_back(self, visitor: Visitor, address: str) -> Answered:
        """Sign in at the provider, and follow it back."""
        status, back = self.provider.visit(address)
        assert status == 302, back
        assert back.startswith(RETURN)
        parts = urlsplit(back)
        return visitor.get(f"{parts.path}?{parts.query}")

    def enter(self, visitor: Visitor | None = None, **fields) -> Answered:
        """The whole way to ProConnect and back."""
        visitor = visitor or self.browser()
        return self.come_back(visitor, self.leave(visitor, **fields))


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Provider]:
    provider = Provider(RETURN, "http://localhost/connexion")
    yield provider
    provider.stop()


@pytest.fixture(scope="module")
def proconnect_application(new_database, tmp_path_factory, running_provider):
    app = create_app(
        app_env="test",
        data_dir=tmp_path_factory.mktemp("proconnect"),
        database_url=new_database(),
        base_url="http://localhost",
        proconnect_issuer=running_provider.issuer,
        proconnect_client_id=CLIENT_ID,
        proconnect_client_secret=CLIENT_SECRET,
    )
    with app.app_context():
        upgrade()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def net(proconnect_application, running_provider) -> Iterator[ProConnectWorld]:
    """The world with ProConnect on, and a provider without faults."""
    running_provider.recover()
    with proconnect_application.app_context():
        world = ProConnectWorld(proconnect_application, running_provider)
        world.settings()
        yield world
        running_provider.unblocked.set()
        db.session.remove()
        empty(proconnect_application)
