"""The house's own rules, checked on its files."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.core.events import Event
from app.reactions import REACTIONS

PROJECT = Path(__file__).parent.parent.parent
PYTHON = [
    *PROJECT.glob("app/**/*.py"),
    *PROJECT.glob("tests/**/*.py"),
    *PROJECT.glob("bench/**/*.py"),
]
TEMPLATES = list(PROJECT.glob("templates/**/*.html"))
SCRIPTS = list(PROJECT.glob("static/js/**/*.js"))


def calls(tree, name):
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", None) == name
        and getattr(node.func.value, "id", None) != "writer"  # a search index's own
    ]


def test_only_the_transaction_module_commits():
    found = {
        str(file.relative_to(PROJECT))
        for file in PROJECT.glob("app/**/*.py")
        if calls(ast.parse(file.read_text()), "commit")
    }
    assert found == {"app/core/transaction.py"}


def test_only_three_modules_make_markup():
    found = {
        str(file.relative_to(PROJECT))
        for file in PROJECT.glob("app/**/*.py")
        if re.search(r"\bMarkup\(", file.read_text())
    }
    assert found == {"app/core/rich_text.py", "app/core/typography.py", "app/search/excerpts.py"}
    assert not [file for file in TEMPLATES if "|safe" in file.read_text()]


def test_only_the_clock_asks_for_the_time():
    found = {
        str(file.relative_to(PROJECT))
        for file in PROJECT.glob("app/**/*.py")
        if re.search(r"datetime\.(now|utcnow)\(|time\.time\(", file.read_text())
    }
    assert found == {"app/core/clock.py"}


def test_every_event_has_its_row_and_every_row_its_event():
    def below(kind):
        for child in kind.__subclasses__():
            if child.__module__.startswith("app."):
                yield child
            yield from below(child)

    assert set(below(Event)) == set(REACTIONS)


def test_files_stay_short():
    long = {
        str(file.relative_to(PROJECT)): lines
        for file in [*PYTHON, *SCRIPTS]
        if (lines := len(file.read_text().splitlines())) > 300
    }
    assert long == {}
    behaviors = {
        file.name: len(file.read_text().splitlines())
        for file in SCRIPTS
        if "behaviors" in file.parts
    }
    assert {name: lines for name, lines in behaviors.items() if lines > 100} == {}


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(PROJECT)))
def test_templates_respect_the_csp(file):
    text = file.read_text()
    if "mail" not in file.parts:
        assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=\"", text)
    assert not re.search(r"hx-on|js:|javascript:", text)
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.S):
        assert "csrf()" in form


def test_every_icon_is_in_the_sprite():
    recipe = (PROJECT / ".ci/vendor.mjs").read_text()
    listed = re.search(r"ICONS = `([^`]+)`", recipe)[1].split()
    named = {
        name for file in TEMPLATES for name in re.findall(r'icon\("([a-z0-9-]+)"', file.read_text())
    }
    assert len(named) > 30
    assert named - set(listed) == set()


def test_the_dark_colours_are_the_same_twice():
    css = (PROJECT / "static/css/tokens.css").read_text()
    blocks = re.findall(r'data-theme="(?:auto|dark)"\] \{(.*?)\}', css, re.S)
    assert len(blocks) == 2
    assert len({" ".join(block.split()) for block in blocks}) == 1


def test_the_english_catalogue_is_complete(tmp_path):
    template = tmp_path / "messages.pot"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "babel.messages.frontend",
            "-q",
            "extract",
            "-F",
            ".ci/babel.cfg",
            "-k",
            "lazy",
            "-k",
            "plural:1,2",
            "-o",
            str(template),
            ".",
        ],
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    with template.open() as source:
        wanted = {message.id for message in read_po(source) if message.id}
    with (PROJECT / "app/translations/en/LC_MESSAGES/messages.po").open() as source:
        translated = {m.id: m for m in read_po(source) if m.id and m.string and not m.fuzzy}
    assert wanted - set(translated) == set()
    assert len(wanted) > 100
    for message in translated.values():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        blanks = set(re.findall(r"%\(\w+\)s", " ".join(ids)))
        assert all(string for string in strings), message.id
        assert set(re.findall(r"%\(\w+\)s", " ".join(strings))) == blanks, message.id


def test_the_top_level_is_the_one_agreed():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, check=True, capture_output=True, text=True
    ).stdout.split()
    top = {path.split("/")[0] for path in listed}
    assert {name for name in top if not name.startswith(".")} <= {
        "wsgi.py",
        "app",
        "migrations",
        "templates",
        "static",
        "tests",
        "requirements.txt",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "publiccode.yml",
        "Makefile",
        "pyproject.toml",
        "requirements-dev.txt",
        "package.json",
        "package-lock.json",
        "docs",
        "bench",
    }
