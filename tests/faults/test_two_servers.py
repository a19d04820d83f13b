"""Access that ends on one server ends on the other within a second (security.md I7)."""

import queue
import re
import time

import pytest
import requests

from tests.live import live_client
from tests.servers import Server

PASSWORD = "le coq chante a l aube"
CLUB = "secretaires-de-mairie"


@pytest.fixture
def servers(new_database, scratch, request):
    if request.config.getoption("--database") != "postgresql":
        pytest.skip("SQLite takes one server: a second one is refused")
    url = new_database()
    first = Server(scratch / "first", database_url=url, SECRET_KEY="s" * 40).start()
    second = Server(scratch / "second", database_url=url, SECRET_KEY="s" * 40).start()
    yield first, second
    second.stop()
    first.stop()


def member(server, email):
    made = server.flask(
        "user",
        "create",
        email,
        "--name",
        "Sophie Dupond",
        "--password-stdin",
        stdin=f"{PASSWORD}\n",
    )
    assert made.returncode == 0, made.stderr
    assert server.flask("club", "add", CLUB, email).returncode == 0
    return server.flask("token", "create", email).stdout.strip()


def listen(server, token):
    client, gone, heard = live_client(), queue.Queue(), []
    client.on("disconnect", lambda *reason: gone.put(time.monotonic()))
    client.on("message", heard.append)
    client.connect(server.url, auth={"token": token}, transports=["websocket"])
    return client, gone, heard


def csrf(page):
    return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]


def test_a_suspension_on_one_ends_connections_on_the_other(servers):
    first, second = servers
    token = member(first, "sophie@exemple.test")
    client, gone, _ = listen(second, token)
    assert client.connected
    assert first.flask("user", "suspend", "sophie@exemple.test").returncode == 0
    told = time.monotonic()
    assert gone.get(timeout=10) - told < 1
    headers = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{second.url}/api/v1/me", headers=headers, timeout=5).status_code == 401


def test_leaving_a_club_on_one_ends_its_pushes_on_the_other(servers):
    first, second = servers
    token = member(first, "sophie@exemple.test")
    other = member(first, "paule@exemple.test")
    headers = {"Authorization": f"Bearer {token}"}
    rooms = requests.get(f"{second.url}/api/v1/clubs/{CLUB}/rooms", headers=headers, timeout=5)
    room = rooms.json()["items"][0]["id"]
    client, gone, heard = listen(second, token)
    assert client.call("room:join", {"room_id": room})["ok"]
    me = requests.Session()
    page = me.get(f"{first.url}/connexion", timeout=5).text
    typed = {"email": "sophie@exemple.test", "password": PASSWORD}
    me.post(f"{first.url}/connexion", data={**typed, "csrf_token": csrf(page)}, timeout=5)
    charter = f"{first.url}/bienvenue"
    me.post(charter, data={"csrf_token": csrf(me.get(charter, timeout=5).text)}, timeout=5)
    leave = f"{first.url}/clubs/{CLUB}/quitter"
    done = me.post(leave, data={"csrf_token": csrf(me.get(leave, timeout=5).text)}, timeout=5)
    told = time.monotonic()
    assert "Vous avez quitté le club" in done.text
    assert gone.get(timeout=10) - told < 1
    me.close()
    before = len(heard)
    writer = {"Authorization": f"Bearer {other}"}
    for n in range(50):
        sent = requests.post(
            f"{second.url}/api/v1/rooms/{room}/messages",
            headers=writer,
            json={"body": f"message {n}", "client_id": f"two-servers-{n}"},
            timeout=5,
        )
        assert sent.status_code == 201
    assert len(heard) == before, "none of fifty messages reached her"
