"""The performance suite runs and says every figure; what they are worth, `make bench` tells."""

import re
import subprocess
import sys

from tests.servers import PROJECT


def test_the_short_form_prints_every_figure():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--short"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.strip().splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "topic page, 20 posts",
        "club home",
        "list of topics",
        "search (API)",
        "chat, stored, room of 18",
        "topic page, first of 100 posts",
        "topic page, last of 100 posts",
        "club home, 500 topics",
        "list of topics, 500 topics",
        "list of unanswered, 500 topics",
    ]
    assert all(re.search(r"x\d+\.\d", line) for line in lines)
