"""All damaged files together: how many are named rightly, how long they take, how much memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, TinyWorkspace
from tests.damage import (
    databases,
    gml,
    hostile,
    markup,
    packed,
    separated,
    shapefiles,
    workbooks,
    xls_and_ods,
)
from tests.damage.seeding import MOST_SECONDS, Maker, cells, features, outcome, placed_in

LAYERS = (
    *(shapefiles.SEEDS, databases.SEEDS, markup.SEEDS, gml.SEEDS, packed.SEEDS),
    hostile.SEEDS,
)
TABLES = (workbooks.SEEDS, xls_and_ods.SEEDS, separated.SEEDS)
FEWEST = 400
MOST_MEMORY = 1 << 30
MOST_WRONG = 0.05


def every() -> dict[str, tuple[Maker, int]]:
    """Every fault that is seeded, with its seeds, by name."""
    return {
        f"{make.__name__}-{seed}": (make, seed)
        for seeds in (*LAYERS, *TABLES)
        for make, numbers in seeds.items()
        for seed in numbers
    }


def test_the_right_fault_is_named_in_95_of_100_damaged_files(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of a file that is refused in its message, of records that are lost in the reason of each.

    Files in which nothing is amiss do not count.
    """
    tables = {make for seeds in TABLES for make in seeds}
    looked_at = {
        name: outcome(make, seed, cells if make in tables else features)
        for name, (make, seed) in every().items()
    }
    named = {name: seen.names(case.fault) for name, (case, seen) in looked_at.items() if case.fault}
    wrong = sorted(name for name, is_right in named.items() if not is_right)
    partly = sum(case.rows is not None for case, _seen in looked_at.values() if case.fault)
    right, count = len(named) - len(wrong), len(named)
    with capsys.disabled():
        sys.stdout.write(
            f"\nthe right fault is named in {right} of {count} damaged files "
            f"({100 * right / count:.1f} %), of which {partly} are read in part; "
            f"{len(looked_at) - count} more are odd, and nothing is wrong with them\n"
        )
    assert len(named) >= FEWEST
    assert len(wrong) <= MOST_WRONG * len(named), wrong


def test_one_process_checks_every_file_in_time_and_in_less_than_a_gigabyte(
    tmp_path: Path, tiny_workspace: TinyWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    paths, refused = [], set()
    for name, (make, seed) in every().items():
        folder = tmp_path / "in" / name
        folder.mkdir(parents=True)
        case = make(seed)
        paths.append(str(placed_in(folder, case)))
        refused |= {paths[-1]} if case.rows is None else set()
    command = [sys.executable, "-m", "tests.damage.checking", str(tiny_workspace.root)]
    asked = "\n".join(paths)
    done = subprocess.run(
        command, input=asked, cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    said = json.loads(done.stdout)
    slowest = max(said["files"], key=lambda one: one["seconds"])
    with capsys.disabled():
        megabytes, place = said["most_memory"] / (1 << 20), Path(slowest["path"])
        sys.stdout.write(
            f"\n{len(paths)} files checked with {megabytes:.0f} MB at most, "
            f"the slowest ({place.parent.name}) in {slowest['seconds']:.1f} s\n"
        )
    assert [one["path"] for one in said["files"]] == paths
    assert slowest["seconds"] < MOST_SECONDS
    assert 0 < said["most_memory"] < MOST_MEMORY
    assert refused <= {one["path"] for one in said["files"] if one["is_refused"]}
    assert (said["code"], done.stderr, "Traceback" in said["told"]) == (2, "", False)
