"""The documentation does what it says: its three plug-ins are added, and a map is built."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import numpy as np
import pandas as pd
import pytest

import lsgeo
from lsgeo.cli import commands

from .conftest import TinyWorkspace

ROOT = Path(__file__).parents[1]
EXAMPLE = re.compile(r"`(lsgeo/[a-z_/]+\.py)`:\n\n```python\n(.*?)```", re.DOTALL)


def test_a_product_an_indicator_and_an_output_are_added_by_one_file_each(
    tiny_workspace: TinyWorkspace, tmp_path: Path
) -> None:
    text = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    examples = EXAMPLE.findall(text)
    assert [Path(name).parent.name for name, _code in examples] == [
        "products",
        "indicators",
        "outputs",
    ]
    shutil.copytree(ROOT / "lsgeo", tmp_path / "code" / "lsgeo")
    for name, code in examples:
        (tmp_path / "code" / name).write_text(code, encoding="utf-8")
    west_rice = np.where(np.arange(4) < 2, 1, 2).astype("uint8")
    for period in ("2021", "2024"):
        name = f"rasters/paddy_{period}.tif"
        tiny_workspace.raster(name, np.tile(west_rice, (2, 1)))
        tiny_workspace.sources[name] = {
            "theme": "raster",
            "product": "rice",
            "band": "paddy",
            "period": period,
            "quality": "remote_sensing",
        }
    tiny_workspace.seal()
    command = [sys.executable, "-m", "lsgeo", "build", "--workspace", str(tiny_workspace.root)]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "code"), "LSGEO_LANG": "en"}
    ended = subprocess.run(
        command, cwd=tmp_path / "code", env=environment, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    facts = pd.read_csv(tiny_workspace.path("out/facts.csv"), dtype={"code": "str"})
    rice = facts[facts["indicator"] == "rice_land"].set_index("code")["value"]
    assert rice["00001"].tolist() == pytest.approx([4.0] * len(rice["00001"]), rel=1e-3)
    assert "00002" not in rice.index  # a class that does not occur has no row
    kept = facts[facts["indicator"] == "land_persistence"]
    assert set(kept["variant"]) == {"rice 2021: 1", "rice 2021: 2"}
    count = int(tiny_workspace.path("out/summary.txt").read_text(encoding="utf-8"))
    assert count == len(facts)


def test_the_public_names_are_few_and_are_there() -> None:
    assert len(lsgeo.__all__) <= 12
    assert all(getattr(lsgeo, name).__doc__ for name in lsgeo.__all__)


def test_every_file_the_readmes_point_to_is_there() -> None:
    documents = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))
    for name in ("README.md", "README.vi.md", *documents):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert ((ROOT / name).parent / target).exists(), f"{name} points to {target}"


def test_the_command_knows_every_option_that_the_task_pages_show() -> None:
    group, shown = commands(), []
    for name in ("forest.md", "forest.vi.md", "scale.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        shown += re.findall(r"^lsgeo (.+)$|`lsgeo ([^`]+)`", text, re.MULTILINE)
    lines = [first or second for first, second in shown]
    assert {shlex.split(line)[0] for line in lines} > {"zonal", "patches", "sample", "accuracy"}
    for line in lines:
        name, *words = shlex.split(line)
        command = group.commands[name]
        context = click.Context(command)
        command.make_parser(context).parse_args(words)  # raises for an option there is none of
