"""Documents: what they are is read in them, never believed of them; a hostile one meets limits."""

import io
import resource
import time
import zipfile

import pytest

from app.core.database import db
from app.core.errors import Invalid
from app.core.rich_text import from_html
from app.core.storage import storage
from app.files.models import Attachment, AttachmentText, AttachmentUse
from app.forum import operations as forum
from app.forum.models import Post
from app.forum.operations import Besides
from tests.files import documents, pictures
from tests.forum.test_anonymity import crowd


def sent(world, content, name="modele.odt", user=None):
    return world.program(user or world.nathalie).upload(content, name)


@pytest.mark.parametrize(
    ("content", "name", "kept", "words"),
    [
        (
            documents.odt(),
            "Modèle d’arrêté.odt",
            "modele-d-arrete.odt",
            "Modèle de délibération\nArticle 1 & suite",
        ),
        (documents.odt("Tableau", documents.ODS), "budget.ods", "budget.ods", "Tableau"),
        (documents.docx(), "arrete.docx", "arrete.docx", "Arrêté de voirie\nFin"),
        (documents.xlsx(), "liste.xlsx", "liste.xlsx", "Subvention"),
        (documents.written_pdf(), "convention.pdf", "convention.pdf", "Convention"),
        (documents.odt(), "facture.pdf", "facture.odt", "Modèle"),
        (documents.written_pdf(), "../../etc/passwd", "passwd.pdf", "Convention"),
        (documents.odt(), "x\u202egpj.odt", "x-gpj.odt", "Modèle"),
        (documents.odt(), "..", "sans-titre.odt", "Modèle"),
    ],
)
def test_a_document_is_kept_for_what_it_is(world, content, name, kept, words):
    answer = sent(world, content, name)
    assert answer.status == 201, answer.text
    assert answer.json["name"] == kept
    row = db.session.query(Attachment).one()
    assert storage().path_of(row.key).read_bytes() == content
    assert db.session.query(AttachmentText).one().text.startswith(words)


def bomb():
    """Four hundred megabytes in four hundred kilobytes."""
    return documents.docx(**{"word/media/x.bin": b"\0" * (400 * 1024 * 1024)})


def liar():
    """A member that says it is small and is not."""
    content = bytearray(documents.docx("A" * 30_000_000))
    return bytes(content)


def crowded():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", documents.ODT)
        for number in range(20_000):
            made.writestr(f"x/{number}", b"")
    return out.getvalue()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (bomb, "démesuré"),
        (crowded, "démesuré"),
        (lambda: documents.docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        (lambda: documents.odt(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
        (lambda: documents.docx(kind="application/vnd.ms-word.document.macroEnabled"), "macros"),
        (lambda: documents.archive({"a.txt": "x"}), "archives ZIP"),
        (
            lambda: documents.archive(
                {"../../etc/passwd": "x", "mimetype": "application/epub+zip"}
            ),
            "archives ZIP",
        ),
        (lambda: b"PK\x03\x04" + b"\0" * 3_000, "abîmé"),
        (lambda: b"<html><script>alert(1)</script>%PDF-1.4", "ni une image"),
        (lambda: b"MZ" + b"\0" * 3_000, "ni une image"),
        (lambda: b"{\\rtf1 bonjour}", "ni une image"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 3_000, "ni une image"),
    ],
    ids=[
        "bomb",
        "crowded",
        "vba",
        "basic",
        "macro-type",
        "zip",
        "paths",
        "torn",
        "html",
        "exe",
        "rtf",
        "ole",
    ],
)
def test_what_cannot_be_kept_says_why(world, make, sentence):
    content, begun = make(), time.monotonic()
    answer = sent(world, content, "modele.docx")
    assert (answer.status, sentence in answer.json["detail"]) == (422, True), answer.text
    assert time.monotonic() - begun < 10
    assert db.session.query(Attachment).count() == 0


@pytest.mark.parametrize(
    "make",
    [
        lambda: documents.pdf(10_000),
        lambda: documents.written_pdf() + documents.archive({"evil.html": "<script>"}),
        lambda: b"%PDF-1.7\n" + b"<<" * 500_000,
        liar,
        lambda: documents.odt("<text:p>" * 500_000),
    ],
    ids=["ten-thousand-pages", "polyglot", "nested", "swollen", "deep"],
)
def test_what_is_heavy_is_kept_within_limits_and_served_as_a_file(world, make):
    content = make()
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    answer = sent(world, content, "gros.pdf")
    assert answer.status == 201, answer.text
    assert time.monotonic() - begun < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    served = world.browser(world.nathalie).get(answer.json["url"])
    assert served.content == content
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert served.headers["X-Content-Type-Options"] == "nosniff"


def linked(world, content=None, author=None, **more):
    """A question with a document under it."""
    url = sent(world, content or documents.odt("Le mot zorglub"), user=author).json["url"]
    body = from_html(f'<p>Voici : <a href="{url}">Mon modèle.odt</a></p>')
    return world.question(author, body=body, **more), url


def test_who_reads_the_text_reads_the_document_and_nobody_else(world):
    topic, url = linked(world)
    christine, marc = world.browser(world.christine), world.browser(world.marc)
    page = christine.get(world.address(topic)).text
    preview = url.split("/document/")[0] + "/apercu"
    assert f'<a class="attachment" data-kind="odt" href="{preview}"' in page
    assert "Le mot zorglub" in christine.get(preview).text
    assert christine.get(url).status == 200
    for path in (url, preview, preview.replace("apercu", "premiere-page")):
        assert marc.get(path).status == 404
    assert db.session.query(AttachmentUse).one().club_id == world.secretaries.id


def test_a_pdf_shows_its_first_page(world):
    _topic, url = linked(world, documents.written_pdf())
    christine = world.browser(world.christine)
    place = url.split("/document/")[0]
    assert "premiere-page" in christine.get(f"{place}/apercu").text
    shown = christine.get(f"{place}/premiere-page")
    assert shown.content.startswith(b"\x89PNG")
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_what_cannot_be_read_says_so(world):
    _topic, url = linked(world, b"%PDF-1.7\nrien")
    page = world.browser(world.christine).get(url.split("/document/")[0] + "/apercu").text
    assert "Aperçu indisponible" in page
    picture = sent(world, pictures.picture(), "plan.png").json["url"]
    assert world.browser(world.nathalie).get(picture.rsplit("/", 2)[0] + "/apercu").status == 404


def test_the_words_of_a_document_are_found_in_its_topic_by_its_readers(world):
    topic, _url = linked(world)
    world.deliver()
    found = world.program(world.christine).get("/api/v1/search", q="zorglub").json
    assert {one["topic_id"] for one in found["items"]} == {topic.id}
    assert world.program(world.marc).get("/api/v1/search", q="zorglub").json["total"] == 0


def test_a_link_to_what_one_may_not_read_is_words_only(world):
    _topic, url = linked(world)
    body = from_html(f'<p>Volé : <a href="{url}">le modèle</a></p>')
    forum_topic = world.question(world.marc, club=world.archivists, body=body)
    post = db.session.query(Post).filter_by(topic_id=forum_topic.id).one()
    assert post.body_html == "<p>Volé : le modèle</p>"
    assert world.browser(world.marc).get(url).status == 404


def test_a_document_beside_the_plain_field_is_linked(world):
    nathalie = world.browser(world.nathalie)
    answer = nathalie.post(
        "/clubs/secretaires/questions/nouvelle",
        title="Mon modèle ?",
        body="Le voici.",
        format="texte",
        kind="question",
        image=(io.BytesIO(documents.odt()), "Modèle.odt"),
    )
    assert answer.status == 302, answer.text
    page = nathalie.get(answer.location).text
    assert 'data-kind="odt"' in page
    assert ">modele.odt</a>" in page


def test_a_document_would_name_its_author_so_it_stays_out_of_anonymity(world):
    crowd(world)
    url = sent(world, documents.odt()).json["url"]
    answer = world.browser(world.nathalie).post(
        "/clubs/secretaires/questions/nouvelle",
        title="Sans nom ?",
        body=f'<p>Voici <a href="{url}">ceci</a></p>',
        format="html",
        kind="question",
        is_anonymous="y",
    )
    assert answer.status == 422
    assert "garde le nom de son auteur" in answer.text
    with pytest.raises(Invalid, match="garde le nom"):
        forum.open_topic(
            world.secretaries,
            author=world.nathalie,
            kind="question",
            title="x",
            body=from_html(f'<p><a href="{url}">ceci</a></p>'),
            tags=[],
            besides=Besides(is_anonymous=True),
        )


def test_a_club_has_so_much_room_and_moderators_see_it(world, app, monkeypatch):
    linked(world)
    assert (
        "Fichiers du club" in world.browser(world.sylvie).get("/clubs/secretaires/questions").text
    )
    assert (
        "Fichiers du club"
        not in world.browser(world.nathalie).get("/clubs/secretaires/questions").text
    )
    monkeypatch.setattr(app.extensions["settings"], "club_quota_mb", 0)
    url = sent(world, documents.odt()).json["url"]
    refused = world.browser(world.nathalie).post(
        "/clubs/secretaires/questions/nouvelle",
        title="Encore ?",
        body=f'<p>Voici <a href="{url}">ceci</a></p>',
        format="html",
        kind="question",
    )
    assert (refused.status, "toute sa place" in refused.text) == (422, True)


def test_archives_come_in_where_the_administrator_says_so(world, app, monkeypatch):
    monkeypatch.setattr(app.extensions["settings"], "allow_zip", True)
    answer = sent(world, documents.archive({"a.txt": "x"}), "lot.zip")
    assert (answer.status, answer.json["content_type"]) == (201, "application/zip")
