"""Counting attempts."""

from datetime import timedelta

import pytest

from app.core import clock, throttle


def test_the_eleventh_attempt_waits_and_waiting_helps(app, monkeypatch):
    for _ in range(10):
        throttle.check(("k", 10))
        throttle.count("k")
    with pytest.raises(throttle.TooManyAttempts):
        throttle.check(("k", 10))
    throttle.check(("other", 10))

    later = clock.now() + throttle.WINDOW + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    throttle.check(("k", 10))


def test_success_forgives(app):
    for _ in range(10):
        throttle.count("k")
    throttle.forgive("k")
    throttle.check(("k", 10))
