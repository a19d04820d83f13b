"""Inviting by the hundred: looked at line by line, then sent once each."""

import csv
import io
from collections import Counter
from datetime import timedelta

import pytest

from app.clubs import operations, queries
from app.clubs.errors import BatchIsOver, EmptyList, ListTooLong, NotAList, QuotaReached
from app.clubs.models import Batch, BatchLine, Invitation, Role
from app.clubs.operations import Welcome, inviting, reading
from app.clubs.operations.listing import forget_old_batches
from app.core import clock
from app.core.database import db
from tests.letters import letters

PAGE = "/clubs/secretaires/invitations/liste"


def draw_up(world, content):
    return operations.draw_up_batch(Welcome([world.secretaries], world.sylvie), content=content)


def verdicts(batch):
    return [line.verdict for line in db.session.scalars(queries.lines_of(batch))]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a@exemple.test", [("a@exemple.test", "")]),
        ("A@Exemple.Test\n\nb@exemple.test", [("a@exemple.test", ""), ("b@exemple.test", "")]),
        ('"Roy, Agnès" <a@exemple.test>', [("a@exemple.test", "Roy, Agnès")]),
        ("Agnès Roy <a@exemple.test>", [("a@exemple.test", "Agnès Roy")]),
        ("a@exemple.test;Agnès Roy", [("a@exemple.test", "Agnès Roy")]),
        ("Agnès Roy\ta@exemple.test", [("a@exemple.test", "Agnès Roy")]),
        ("nom;courriel\nAgnès Roy;a@exemple.test", [("a@exemple.test", "Agnès Roy")]),
        ("Prénom,Nom,E-mail\nAgnès,Roy,a@exemple.test", [("a@exemple.test", "Agnès Roy")]),
        ('nom;mail\n"Roy;a@exemple.test\nB;b@exemple.test', [("", ""), ("b@exemple.test", "B")]),
        ("pas une adresse", [("", "")]),
        ("email\n", []),
    ],
)
def test_lists_are_read_as_people_have_them(app, content, expected):
    with app.test_request_context():
        found = [(line.email, line.name) for line in reading.read_lines(content)]
    assert found == expected


def test_files_of_old_spreadsheets_are_read():
    assert reading.decode_list("nom;courriel\nAgnès".encode("cp1252")) == "nom;courriel\nAgnès"
    assert reading.decode_list("\ufeffnom".encode()) == "nom"
    for binary in (b"PK\x03\x04", b"a\0b"):
        with pytest.raises(NotAList):
            reading.decode_list(binary)


def test_each_line_says_what_it_will_do_and_nothing_leaves_before(world):
    operations.invite("deja@exemple.test", Welcome([world.secretaries], world.sylvie))
    zoe = world.person("Zoé Asker")
    operations.ask_to_join(world.secretaries, user=zoe, reason="Je fais ce métier.")
    world.deliver()
    before = len(letters(world))
    sylvie = world.browser(world.sylvie)
    content = "\n".join(
        [
            "neuve@exemple.test",
            world.marc.email,
            zoe.email,
            world.nathalie.email,
            "deja@exemple.test",
            "NEUVE@exemple.test",
            "rené@mairie.fr",
        ]
    )
    preview = sylvie.get(sylvie.post(PAGE, people=content).location).text
    batch = db.session.query(Batch).one()
    assert verdicts(batch) == [
        "new",
        "known",
        "requested",
        "member",
        "invited",
        "repeated",
        "wrong",
    ]
    assert "Inviter 3 personnes" in preview
    assert "lettre accentuée" in preview
    world.deliver()
    assert len(letters(world)) == before

    done = sylvie.post(f"/clubs/secretaires/invitations/listes/{batch.id}")
    assert done.location == f"/clubs/secretaires/invitations/listes/{batch.id}"
    world.deliver()
    page = sylvie.get(done.location).text
    assert "7 lignes sur 7" in page
    assert world.browser(zoe).get("/clubs/secretaires").status == 200
    assert world.browser(world.marc).get("/clubs/secretaires").status == 200
    assert Counter(letter["To"] for letter in letters(world)[before:]) == {
        "neuve@exemple.test": 1,
        "Marc Dubois <marc.dubois@exemple.test>": 1,
        "Zoé Asker <zoe.asker@exemple.test>": 1,
    }
    result = sylvie.get(f"/clubs/secretaires/invitations/listes/{batch.id}/resultat.csv")
    rows = list(csv.reader(io.StringIO(result.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[3] for row in rows[1:]] == [
        "Invitation envoyée",
        "Club ouvert",
        "Club ouvert",
        "Rien n’est parti",
        "Rien n’est parti",
        "Rien n’est parti",
        "Adresse à corriger",
    ]


def test_a_thousand_with_forty_wrong_leave_once_each(world):
    good = [f"secretaire{n}@commune{n}.fr" for n in range(960)]
    kinds = ["personne numero {}", "deux{}@@arobases.fr", "une espace{}@mairie.fr", "sans-fin{}@"]
    bad = [kinds[n % 4].format(n) for n in range(40)]
    content = "courriel;nom\n" + "\n".join(f"{one};N{n}" for n, one in enumerate(good + bad))
    batch = draw_up(world, content)
    assert Counter(verdicts(batch)) == {"new": 960, "wrong": 40}
    wrong = db.session.query(BatchLine).filter_by(verdict="wrong").all()
    assert [line.number for line in wrong] == list(range(962, 1002))
    words = ["Il manque le signe @", "deux signes @", "contient une espace", "incomplète"]
    assert all(words[n % 4] in line.reason for n, line in enumerate(wrong))
    page = world.browser(world.sylvie).get(f"/clubs/secretaires/invitations/listes/{batch.id}")
    assert "40 lignes à corriger" in page.text
    assert page.text.index("sans-fin39@") < page.text.index("secretaire0@"), "together, and first"
    operations.confirm_batch(batch)
    operations.finish_batch(batch.id)
    assert db.session.query(Invitation).count() == 960

    again = draw_up(world, content)
    assert Counter(verdicts(again)) == {"invited": 960, "wrong": 40}
    operations.confirm_batch(again)
    operations.finish_batch(again.id)
    operations.finish_batch(batch.id)  # a handler may run twice
    assert db.session.query(Invitation).count() == 960


def test_a_list_is_sent_once(world):
    batch = draw_up(world, "a@exemple.test")
    operations.confirm_batch(batch)
    with pytest.raises(BatchIsOver):
        operations.confirm_batch(batch)


def test_lists_have_limits_and_say_so(world, monkeypatch):
    with pytest.raises(EmptyList):
        draw_up(world, " \n ")
    with pytest.raises(ListTooLong):
        draw_up(world, "\n".join(f"a{n}@exemple.test" for n in range(2001)))
    page = world.browser(world.sylvie).post(PAGE, people="", message="Bonjour")
    assert page.status == 422
    assert "La liste est vide" in page.text
    assert "Bonjour" in page.text
    monkeypatch.setattr(inviting, "INVITATIONS_A_DAY", 1)
    batch = draw_up(world, "a@exemple.test\nb@exemple.test")
    with pytest.raises(QuotaReached):
        operations.confirm_batch(batch)


def test_a_result_holds_no_formula(world):
    batch = draw_up(world, '=HYPERLINK("http://x")\n+33@exemple.test;@nom')
    path = f"/clubs/secretaires/invitations/listes/{batch.id}/resultat.csv"
    content = world.browser(world.sylvie).get(path).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content), delimiter=";") for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_another_moderators_list_is_not_mine(world):
    batch = draw_up(world, "a@exemple.test")
    path = f"/clubs/secretaires/invitations/listes/{batch.id}"
    assert world.browser(world.sylvie).get(path).status == 200
    other = world.browser(world.member("Paule Bis", world.secretaries, Role.MODERATOR))
    assert other.get(path).status == 404
    assert other.post(path).status == 404


def test_addresses_of_strangers_are_not_kept_for_ever(world, monkeypatch):
    draw_up(world, "a@exemple.test")
    forget_old_batches()
    assert db.session.query(BatchLine).count() == 1
    later = clock.now() + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    forget_old_batches()
    assert db.session.query(BatchLine).count() == 0


def test_the_command_sends_and_names_the_wrong_lines(world, tmp_path):
    assert world.sylvie
    file = tmp_path / "people.csv"
    file.write_text("nom;courriel\nAgnès Roy;agnes@exemple.test\nB;pas une adresse\n")
    command = ["import", "members", str(file), "--club", "secretaires"]
    first = world.app.test_cli_runner().invoke(args=command)
    assert first.exit_code == 1
    assert first.stdout == "1 invited, 0 added, 0 left alone, 1 refused\n"
    assert "line 3: B;pas une adresse" in first.stderr
    again = world.app.test_cli_runner().invoke(args=command)
    assert again.stdout == "0 invited, 0 added, 1 left alone, 1 refused\n"
    assert db.session.query(Invitation).one().name == "Agnès Roy"
