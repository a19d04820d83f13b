"""French as a printer sets it."""

from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup

from app.core import typography

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.fixture
def page(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Quel délai ?", "Quel délai\u202f?"),
        ("Oui ! Non ; si", "Oui\u202f! Non\u202f; si"),
        ("Objet : vote", "Objet\u00a0: vote"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("l'arrêté", "l’arrêté"),
        ("3 500 habitants", "3\u202f500 habitants"),
        ("à 14 h", "à 14\u00a0h"),
        ("art. L. 2121-17, n° 12", "art. L.\u00a02121-17, n°\u00a012"),
        ("http://a.fr/?b", "http://a.fr/?b"),
        ("10:30", "10:30"),
    ],
)
def test_text_is_set(page, typed, set_):
    assert typography.typeset(typed) == set_


def test_text_is_escaped_and_tags_are_left_alone(page):
    assert typography.typeset("<b> ?") == "&lt;b&gt; ?"
    assert typography.typeset(Markup('<a title="quoi ?">quoi ?</a>')) == (
        '<a title="quoi ?">quoi\u202f?</a>'
    )


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=30), "à l’instant"),
        (timedelta(minutes=1), "il y a 1 min"),
        (timedelta(minutes=25), "il y a 25 min"),
        (timedelta(hours=2), "il y a 2 h"),
        (timedelta(hours=20), "hier à 19\u00a0h\u00a000"),
        (timedelta(days=5), "mardi 17\u00a0novembre"),
        (timedelta(days=40), "13 octobre 2026"),
    ],
)
def test_moments_are_said(page, ago, words):
    said = typography.moment(NOW - ago, now=NOW).replace("\u00a0", " ")
    assert said == words.replace("\u00a0", " ")


def test_the_first_of_the_month(page):
    assert typography.day(datetime(2026, 3, 1, 12, tzinfo=UTC)) == "dimanche 1er mars 2026"


def test_a_winter_evening_in_paris_is_the_next_day(page):
    assert typography.day(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "vendredi 1er janvier 2027"
