"""How soon the real page is there, and how soon it changes, on a processor slowed four times."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from lsgeo.jobs.build import Built
from tests.line.conftest import ROOT

pytestmark = [pytest.mark.chromium, pytest.mark.real]

ROUNDS = 5
"""What else the machine does meanwhile only adds to a figure: each has to be within once."""

FIGURE = re.compile(r"^  (.+?) +\d+ ms, (within|OVER)", flags=re.M)


def test_the_page_is_there_and_changes_within_its_budgets(real: Built) -> None:
    page = next(one.path for one in real.files if one.path.name == "index.html")
    command = [sys.executable, str(ROOT / "scripts" / "bench_page.py"), str(page)]
    over = {"still map", "ready", "change of theme", "change of year"}
    said = []
    for _round in range(ROUNDS):
        run = subprocess.run(command, capture_output=True, text=True)
        said.append(run.stdout + run.stderr)
        over -= {what for what, word in FIGURE.findall(run.stdout) if word == "within"}
        if not over:
            return
    pytest.fail("\n".join([", ".join(sorted(over)), *said]))
