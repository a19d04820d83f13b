"""The official list, and finding one's own in it."""

import time
from statistics import median

import pytest

from app.core.database import db
from app.organizations.brackets import Bracket
from app.organizations.models import Organization
from app.organizations.operations import import_organizations
from app.organizations.queries import organizations_matching


def names(words):
    return [found.name for found in db.session.scalars(organizations_matching(words))]


def test_the_official_list_comes_in_twice_without_doubles(app, world):
    count = import_organizations()
    assert count == 34_969 + 1_255
    assert import_organizations() == count
    assert db.session.query(Organization).count() == count
    arnay = db.session.query(Organization).filter_by(code="21023").one()
    assert (arnay.name, arnay.department, arnay.bracket) == (
        "Arnay-le-Duc",
        "Côte-d’Or",
        Bracket.FROM_500,
    )

    assert names("ARNAY LE DUC") == ["Arnay-le-Duc"]
    assert names("l'hay")[0] == "L’Haÿ-les-Roses"
    assert names("rennes")[0] == "Rennes"
    assert "Arnay-le-Duc" in names("arnay")
    assert "CU Le Havre Seine Métropole" in names("havre seine")
    assert len(names("saint martin")) > len(names("saint martin 21")) > 0
    assert names("saint martin 21") == [
        found.name
        for found in db.session.scalars(organizations_matching("saint martin 21"))
        if found.department_code == "21"
    ]
    assert names("") == names("%") == names("_") == []

    nathalie = world.browser(world.nathalie)
    answer = nathalie.get("/compte/collectivites", q="Arnay").json["items"]
    assert "Arnay-le-Duc" in [one["name"] for one in answer]
    assert median(seconds(nathalie, words) for words in TYPED * 5) < 0.1


TYPED = ["a", "ar", "Arnay", "saint", "st", "l'hay", "saint martin 21", "zzz"]


def seconds(visitor, words):
    begun = time.perf_counter()
    visitor.get("/compte/collectivites", q=words)
    return time.perf_counter() - begun


@pytest.mark.parametrize(
    ("population", "bracket"),
    [
        (0, "under-500"),
        (499, "under-500"),
        (500, "500-1999"),
        (1999, "500-1999"),
        (2000, "2000-3499"),
        (3500, "3500-9999"),
        (9999, "3500-9999"),
        (10_000, "10000-49999"),
        (50_000, "50000-up"),
        (2_100_000, "50000-up"),
    ],
)
def test_brackets(population, bracket):
    assert Bracket.of(population) == bracket
