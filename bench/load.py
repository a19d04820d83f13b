"""Clients that ask, and what they measured."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Timing:
    """What a load run measured."""

    per_second: float
    p50: float
    p95: float
    """Seconds."""
    bytes: int
    """Of the last answer."""


def load(
    port: int, paths: list[str], *, headers: dict[str, str], clients: int, seconds: float
) -> Timing:
    """Ask for ``paths`` in turn from several clients for so long; every answer must be 200."""
    times: list[float] = []
    sizes: list[int] = []
    failures: list[str] = []
    until = time.monotonic() + seconds

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        asked = number
        while time.monotonic() < until:
            begun = time.perf_counter()
            connection.request("GET", paths[asked % len(paths)], headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            times.append(time.perf_counter() - begun)
            sizes.append(len(body))
            if answer.status != 200:
                failures.append(f"{paths[asked % len(paths)]}: {answer.status}")
                return
            asked += 1

    in_threads(client, clients)
    if failures:
        raise RuntimeError(failures[0])
    cuts = quantiles(times, n=100)
    return Timing(len(times) / seconds, cuts[49], cuts[94], sizes[-1])


def in_threads(work: Callable[[int], None], count: int) -> None:
    """Do ``work`` in so many threads and wait for all."""
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
