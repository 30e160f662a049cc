"""A second sheet that contradicts a first one is told when it is imported, not when it is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from lsgeo.errors import InputError
from lsgeo.jobs.examining import examine
from lsgeo.jobs.importing import Asked, import_file
from lsgeo.workspace import Workspace, read

OLD = "2024-12-01"
HEAD = "Tình hình nông thôn mới tính đến ngày 30/6/2025\nSTT;Tên xã;Huyện;Trạng thái\n"


def sheet(path: Path, *rows: str) -> Path:
    numbered = [f"{number};{row}\n" for number, row in enumerate(rows, start=1)]
    path.write_text(HEAD + "".join(numbered), encoding="utf-8")
    return path


def brought(workspace: Path, path: Path, quality: str) -> None:
    import_file(workspace, path, asked=Asked(kind="ntm", vintage=OLD, quality=quality))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    rows = ("Xã Hồng Phong;Bình Gia;Đạt chuẩn", "Xã Hoa Thám;Bình Gia;Chưa đạt")
    return sheet(tmp_path / "mot.csv", *rows)


def test_each_row_that_contradicts_is_named_and_nothing_is_written(
    workspace: Path, tmp_path: Path, first: Path
) -> None:
    brought(workspace, first, "official")
    rows = ("Xã Hồng Phong;Bình Gia;Chưa đạt", "Xã Hoa Thám;Bình Gia;Chưa đạt")
    second = sheet(tmp_path / "hai.csv", *rows)
    before = {one: one.read_bytes() for one in workspace.rglob("*") if one.is_file()}
    with pytest.raises(InputError, match="contradict each other") as caught:
        brought(workspace, second, "official")
    (fault,) = caught.value.faults
    assert fault.where.startswith("Xã Hồng Phong (") and fault.where.endswith(", 2025-06-30")
    assert (fault.expected, fault.got) == ("Đạt chuẩn NTM", "Chưa đạt")
    assert "mot.csv" in fault.what and "ntm_status-mot.csv" in fault.remedy
    assert {one: one.read_bytes() for one in workspace.rglob("*") if one.is_file()} == before


def test_a_check_tells_it_too_beside_what_the_file_is(
    workspace: Path, tmp_path: Path, first: Path
) -> None:
    brought(workspace, first, "official")
    second = sheet(tmp_path / "hai.csv", "Xã Hồng Phong;Bình Gia;Chưa đạt")
    asked = Asked(kind="ntm", vintage=OLD, quality="official")
    (examined,) = examine(workspace, [second], asked=asked).files
    assert examined.error is not None and "contradict each other" in examined.error.message
    assert examined.converted is not None and len(examined.converted.ledger.counts) == 1


def test_a_check_tells_that_a_better_table_is_there(
    workspace: Path, tmp_path: Path, first: Path
) -> None:
    brought(workspace, first, "official")
    second = sheet(tmp_path / "hai.csv", "Xã Hồng Phong;Bình Gia;Chưa đạt")
    asked = Asked(kind="ntm", vintage=OLD, quality="illustrative")
    (examined,) = examine(workspace, [second], asked=asked).files
    assert examined.error is not None
    assert "a build would not use what is imported" in examined.error.message


def test_one_that_says_the_same_or_of_other_units_stands_beside_it(
    workspace: Path, tmp_path: Path, first: Path
) -> None:
    brought(workspace, first, "official")
    rows = ("Xã Hồng Phong;Bình Gia;Đạt chuẩn", "Xã Quý Hòa;Bình Gia;Chưa đạt")
    brought(workspace, sheet(tmp_path / "hai.csv", *rows), "official")
    statuses = read(Workspace.open(workspace)).statuses
    assert statuses is not None and len(statuses) == 3


def test_a_better_one_counts_instead(workspace: Path, tmp_path: Path, first: Path) -> None:
    brought(workspace, first, "published")
    second = sheet(tmp_path / "hai.csv", "Xã Hồng Phong;Bình Gia;Chưa đạt")
    brought(workspace, second, "official")
    statuses = read(Workspace.open(workspace)).statuses
    assert statuses is not None
    assert sorted(statuses["quality"]) == ["official", "published"]


def test_the_same_file_corrected_takes_the_place_of_what_it_said(
    workspace: Path, first: Path
) -> None:
    brought(workspace, first, "official")
    brought(workspace, sheet(first, "Xã Hồng Phong;Bình Gia;Chưa đạt"), "official")
    statuses = read(Workspace.open(workspace)).statuses
    assert statuses is not None and len(statuses) == 1
