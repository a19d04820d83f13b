"""One speaks, a room listens: deliveries a second, on the real Socket.IO protocol."""

from __future__ import annotations

import threading
import time
from statistics import quantiles
from typing import Any

import socketio

from bench.load import Timing


def fan_out(
    url: str,
    *,
    listeners: int,
    messages: int,
    auth: dict[str, str] | None,
    enter: tuple[str, dict[str, Any]],
    speak: tuple[str, dict[str, Any]],
) -> Timing:
    """Connect ``listeners``, have one of them say ``messages``; what each heard, and how late."""
    heard: list[float] = []
    sent: dict[str, float] = {}
    complete = threading.Event()
    wanted = listeners * messages

    def hear(body: dict[str, Any]) -> None:
        heard.append(time.perf_counter() - sent[body["client_id"]])
        if len(heard) >= wanted:
            complete.set()

    clients = []
    for _ in range(listeners):
        client = socketio.Client(reconnection=False)
        client.on("message", hear)
        client.connect(url, auth=auth, transports=["websocket"])
        client.call(*enter)
        clients.append(client)
    event, words = speak
    begun = time.perf_counter()
    for number in range(messages):
        client_id = f"{begun}-{number}"
        sent[client_id] = time.perf_counter()
        clients[0].call(event, {**words, "client_id": client_id}, timeout=30)
    if not complete.wait(timeout=60):
        raise RuntimeError(f"{len(heard)} of {wanted} deliveries came")
    seconds = time.perf_counter() - begun
    for client in clients:
        client.disconnect()
    cuts = quantiles(heard, n=100)
    return Timing(wanted / seconds, cuts[49], cuts[94], 0)
