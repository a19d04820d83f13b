"""The printed fiche: real PDF, read back by another program."""

import io

import pypdfium2
import pytest

from app.core import printing
from app.core.database import db
from app.core.storage import printed
from app.files.operations import upload
from app.knowledge import operations
from app.validity.models import Validity
from app.validity.operations import outdate
from tests.files import pictures
from tests.knowledge.asking import PLACE
from tests.knowledge.listening import asked_for
from tests.world import procedure_words


def read(answer):
    assert answer.status == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    pages = [document[n] for n in range(len(document))]
    words = "\n".join(page.get_textpage().get_text_range() for page in pages)
    return pages, " ".join(words.split())


def test_it_says_what_the_club_reads(world):
    picture, _ = upload(world.nathalie, name="plan.png", content=pictures.picture())
    body = f"## Étapes\n\n1. Afficher selon le CGCT, art. L. 2223-17\n\n![plan]({picture.path})"
    procedure = world.procedure(title="Reprendre une concession", body=body)
    answer = world.browser(world.christine).get(f"{PLACE}/{procedure.id}/fiche.pdf")
    pages, words = read(answer)
    assert len(pages) == 1
    assert [round(side) for side in pages[0].get_size()] == [595, 842], "A4"
    for said in (
        "Reprendre une concession",
        "Secrétaires de mairie",
        "Cimetière",
        "Version 1 du",
        "À jour",
        "à relire le",
        "Nathalie Guérin",
        "1. Afficher selon le CGCT",
        "page 1 / 1",
        f"http://localhost/clubs/secretaires/procedures/{procedure.id}",
        "CGCT, art. L. 2223-17",
    ):
        assert said in words.replace("\xa0", " ").replace("\u202f", " "), said
    assert "PÉRIMÉ" not in "".join(words.split())
    images = [one for one in pages[0].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(images) == 1
    assert "reprendre-une-concession-v1.pdf" in answer.headers["Content-Disposition"]


def test_what_holds_no_more_is_stamped(world):
    procedure = world.procedure()
    outdate(db.session.get(Validity, procedure.key), by=world.sylvie)
    christine = world.browser(world.christine)
    assert "PÉRIMÉ" in "".join(read(christine.get(f"{PLACE}/{procedure.id}/fiche.pdf"))[1].split())
    retired = world.procedure(title="Autre")
    operations.retire(retired, by=world.sylvie)
    assert "RETIRÉE" in "".join(read(christine.get(f"{PLACE}/{retired.id}/fiche.pdf"))[1].split())


def test_it_prints_the_version_not_the_draft(world):
    procedure = world.procedure(body="Texte publié.")
    operations.save_procedure(
        procedure, editor=world.nathalie, words=procedure_words("Autre", "Texte en cours."), seen=1
    )
    words = read(world.browser(world.nathalie).get(f"{PLACE}/{procedure.id}/fiche.pdf"))[1]
    assert "Texte publié." in words
    assert "en cours" not in words
    drafted = world.procedure(is_published=False)
    assert world.browser(world.nathalie).get(f"{PLACE}/{drafted.id}/fiche.pdf").status == 404


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:1/x.png", "ftp://127.0.0.1/x", "/etc/passwd"],
)
def test_it_opens_no_address(address):
    """Not even from a page that asks for it: the program has ``data:`` alone."""
    page = f'<link rel="stylesheet" href="{address}"><p>Bonjour</p><img src="{address}">'
    page += f'<object data="{address}"></object>'
    if "://" in address:
        page += f'<style>@import url("{address}");</style>'
    assert asked_for(page) == []


def test_a_page_that_never_ends_is_given_up(world, monkeypatch):
    monkeypatch.setattr(printing, "SECONDS", 0.2)
    procedure = world.procedure()
    answer = world.browser(world.christine).get(f"{PLACE}/{procedure.id}/fiche.pdf")
    assert answer.status == 503
    assert "imprimez-la" in answer.text


def test_the_same_page_is_made_once(world, monkeypatch):
    procedure = world.procedure()
    christine, address = world.browser(world.christine), f"{PLACE}/{procedure.id}/fiche.pdf"
    first = christine.get(address)
    monkeypatch.setattr(printing, "SECONDS", 0.01)
    assert christine.get(address).content == first.content
    outdate(db.session.get(Validity, procedure.key), by=world.sylvie)
    assert christine.get(address).status == 503, "another page is made anew"
    printing.drop_prints(None)
    assert not list(printed().folder.glob("??/*"))
