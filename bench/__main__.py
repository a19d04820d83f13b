"""`python -m bench [--short]`: pages and search under load, chat fan-out, a large club, each beside its baseline."""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from bench.fanout import fan_out
from bench.growth import grow, interleaved
from bench.load import Timing, load
from tests.servers import PROJECT, Server, free_port

MEMBER = "nathalie.guerin@exemple.test"
CLUB = "secretaires-de-mairie"
QUERIES = [
    "quorum",
    "cimetiere concession abandonnee",
    "recensement agents",
    "DETR dossier",
    "convocation conseil municipal",
]
CLIENTS = 8
MOST_LISTENERS = 18
"""A member may hold twenty connections."""


def main() -> None:
    """Run the suite and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a few seconds, to see that it runs")
    short = parser.parse_args().short
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "bench", THREADS="200").start()
        port = free_port()
        bare = subprocess.Popen([sys.executable, "-m", "bench.bare", str(port)], cwd=PROJECT)
        try:
            _await(port)
            run(server, port, seconds=1.0 if short else 8.0, messages=10 if short else 150)
            grown(server, topics=500 if short else 10_000, posts=100 if short else 1_000)
        finally:
            server.stop()
            bare.terminate()
            bare.wait(timeout=20)


def run(server: Server, bare: int, *, seconds: float, messages: int) -> None:
    """Every figure, beside the bare baseline of the same bytes measured just after it."""
    headers = _headers(server)
    topic = _topic_of_twenty(server, headers)
    for name, paths in (
        ("topic page, 20 posts", [topic]),
        ("club home", [f"/clubs/{CLUB}"]),
        ("list of topics", [f"/clubs/{CLUB}/questions"]),
        ("search (API)", [f"/api/v1/search?q={quote(query)}" for query in QUERIES]),
    ):
        load(server.port, paths, headers=headers, clients=2, seconds=min(1, seconds))  # warm
        ours = load(server.port, paths, headers=headers, clients=CLIENTS, seconds=seconds)
        base = load(bare, [f"/page/{ours.bytes}"], headers={}, clients=CLIENTS, seconds=seconds)
        say_page(name, ours, base)
    room = _json(server, headers, f"/api/v1/clubs/{CLUB}/rooms")["items"][0]["id"]
    ours = fan_out(
        server.url,
        listeners=MOST_LISTENERS,
        messages=messages,
        auth={"token": headers["Authorization"].removeprefix("Bearer ")},
        enter=("room:join", {"room_id": room}),
        speak=("message:send", {"room_id": room, "body": "Bonjour à toutes et à tous."}),
    )
    base = fan_out(
        f"http://127.0.0.1:{bare}",
        listeners=MOST_LISTENERS,
        messages=messages,
        auth=None,
        enter=("join", {}),
        speak=("say", {"body": "Bonjour à toutes et à tous."}),
    )
    print(
        f"chat, stored, room of {MOST_LISTENERS}: {ours.per_second:.0f} deliveries/s, "
        f"p50 {ours.p50 * 1e3:.0f} ms, p95 {ours.p95 * 1e3:.0f} ms; "
        f"x{ours.per_second / base.per_second:.2f} of a bare echo ({base.per_second:.0f}/s)"
    )


def grown(server: Server, *, topics: int, posts: int) -> None:
    """The first pages of a large club, each beside a topic of twenty posts; one client."""
    headers = _headers(server)
    opened = grow(server.folder, club=CLUB, member=MEMBER, topics=topics, posts=posts)
    pages = {
        "topic page, 20 posts": opened[20],
        f"topic page, first of {posts:,} posts": opened[posts],
        f"topic page, last of {posts:,} posts": f"{opened[posts]}?page={-(-posts // 20)}",
        f"club home, {topics:,} topics": f"/clubs/{CLUB}",
        f"list of topics, {topics:,} topics": f"/clubs/{CLUB}/questions",
        f"list of unanswered, {topics:,} topics": f"/clubs/{CLUB}/questions?liste=sans-reponse",
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def ask(path: str) -> None:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != HTTPStatus.OK:
            raise RuntimeError(f"{path}: {answer.status}")

    asks = {name: partial(ask, path) for name, path in pages.items()}
    taken = interleaved(asks, rounds=5 if topics < 10_000 else 40)
    base = taken.pop("topic page, 20 posts")
    for name, seconds in taken.items():
        print(f"{name}: {seconds * 1e3:.0f} ms, x{seconds / base:.2f} of a topic of 20 posts")


def _headers(server: Server) -> dict[str, str]:
    token = server.flask("token", "create", MEMBER).stdout.strip()
    return {"Authorization": f"Bearer {token}"}


def say_page(name: str, ours: Timing, base: Timing) -> None:
    """One line for a page."""
    print(
        f"{name}: {ours.per_second:.0f} req/s, p50 {ours.p50 * 1e3:.0f} ms, "
        f"p95 {ours.p95 * 1e3:.0f} ms, {ours.bytes / 1024:.0f} KB; "
        f"p50 x{ours.p50 / base.p50:.1f} of a bare page of the same bytes ({base.per_second:.0f} req/s)"
    )


def _topic_of_twenty(server: Server, headers: dict[str, str]) -> str:
    words = {"title": "Vingt messages", "body_text": "La question. " * 40}
    topic = _json(server, headers, f"/api/v1/clubs/{CLUB}/topics", words)
    for _ in range(19):
        _json(
            server,
            headers,
            f"/api/v1/topics/{topic['id']}/posts",
            {"body_text": "La réponse. " * 40},
        )
    return str(topic["url"])


def _json(
    server: Server, headers: dict[str, str], path: str, body: object = None
) -> dict[str, object]:
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(
        server.url + path, data=data, headers={**headers, "Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        found: dict[str, object] = json.load(answer)
    return found


def _await(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


if __name__ == "__main__":
    main()
