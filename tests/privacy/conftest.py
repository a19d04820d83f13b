"""No file is left from one test to the next: these count them."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def empty_folders(app):
    yield
    for name in ("exports", "files", "photos"):
        folder = Path(app.extensions["settings"].data_dir) / name
        shutil.rmtree(folder, ignore_errors=True)
