"""The sheet of the new-rural office goes into a workspace, and every row of it is told of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import lsgeo
from lsgeo.errors import InputError, LsgeoError
from lsgeo.jobs.examining import examine
from lsgeo.jobs.importing import Asked, Imported, import_file
from lsgeo.registry import Registry
from lsgeo.workspace import Workspace, read
from tests.sheet.maker import FIRST_GROUP_ROW, write_ntm_xlsx

OLD = "2024-12-01"
DISTRICT = "Huyện Bình Gia"


@pytest.fixture
def communes(registry: Registry) -> list[tuple[str, str]]:
    """The xã of Bình Gia before 07/2025 with their kind before the name."""
    units = registry.at(OLD)
    there = units[(units["parent"] == "181") & (units["kind"] == "xã")]
    return [(DISTRICT, f"Xã {name}") for name in there["name"]]


def rewrite(path: Path, change: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book.active)
    book.save(path)


def brought(workspace: Path, path: Path, **said: object) -> Imported:
    return import_file(workspace, path, asked=Asked(kind="ntm", **said))


def table(workspace: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(workspace / name, dtype="str", keep_default_na=False)


def test_names_statuses_criteria_and_decisions_are_exactly_those_of_the_sheet(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]], registry: Registry
) -> None:
    path = tmp_path / "Tình hình NTM.xlsx"
    first, second, *others = (name for _district, name in communes)
    write_ntm_xlsx(
        path,
        communes,
        met={first: range(1, 20), **dict.fromkeys([second, *others], (1, 2, 19))},
        recognised={first: (2018, "2165/QĐ-UBND", date(2018, 10, 31))},
    )
    made = brought(workspace, path)
    status = table(workspace, "layers/ntm_status-tinh-hinh-ntm.csv").set_index("name")
    units = registry.at(OLD)
    there = units[(units["parent"] == "181") & (units["kind"] == "xã")]
    assert status["code"].to_dict() == {name: code for code, name in there["name"].items()}
    told = status.loc[first.removeprefix("Xã ")]
    assert told[["vintage", "period", "criteria_set", "status", "criteria_met"]].tolist() == [
        *(OLD, "2025-06-30", "ntm-2021", "Đạt chuẩn NTM", "19"),
    ]
    assert told[["year_met", "decision", "decision_date"]].tolist() == [
        *("2018", "2165/QĐ-UBND", "2018-10-31"),
    ]
    assert set(status["status"].drop(first.removeprefix("Xã "))) == {"Chưa đạt"}
    criteria = table(workspace, "layers/ntm_criteria-tinh-hinh-ntm.csv")
    assert len(criteria) == 19 * len(communes)
    of_second = criteria[criteria["code"] == status.loc[second.removeprefix("Xã "), "code"]]
    assert of_second.loc[of_second["met"] == "1", "number"].tolist() == ["1", "2", "19"]
    (count,) = made.converted.ledger.counts.to_dict("records")
    assert (count["corrected"], count["quarantined"]) == (0, 0)


def test_a_build_takes_the_real_sheet_in_the_place_of_the_illustrative_one(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, communes)
    brought(workspace, path, quality="official")
    inputs = read(Workspace.open(workspace))
    assert inputs.statuses is not None
    assert set(inputs.statuses["quality"]) == {"official"}
    assert inputs.ntm_criteria is not None and len(inputs.ntm_criteria) == 19 * len(communes)
    counts = inputs.ledger.counts.set_index("file")
    assert counts.loc["ntm.xlsx", "rows"] == counts.loc["ntm.xlsx", "used"] > len(communes)


def test_rows_that_cannot_be_taken_are_kept_with_every_reason_and_come_back_corrected(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, communes)
    first = FIRST_GROUP_ROW + 1

    def spoil(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        page.cell(first, 2, "Xã Hồng Phongg")
        page.cell(first + 1, 3, "?")

    rewrite(path, spoil)
    made = brought(workspace, path)
    (count,) = made.converted.ledger.counts.to_dict("records")
    assert count["quarantined"] == 2
    assert count["rows"] == count["used"] + count["corrected"] + count["quarantined"]
    kept = table(workspace, "quarantine/ntm.csv")
    assert kept["lsgeo_row"].tolist() == [str(first), str(first + 1)]
    assert (
        "Did you mean" in kept.at[0, "lsgeo_why"] and "this is no tick" in kept.at[1, "lsgeo_why"]
    )
    before = table(workspace, "layers/ntm_status-ntm.csv")
    assert len(before) == len(communes) - 2

    name, tick = (
        kept.columns[kept.columns.get_loc("Tên xã")],
        kept.columns[kept.isin(["?"]).any()][0],
    )
    kept.loc[0, name] = communes[0][1]
    kept.loc[1, tick] = "Đ"
    kept.to_csv(workspace / "quarantine" / "ntm.csv", index=False)
    back = import_file(workspace, workspace / "quarantine" / "ntm.csv", asked=Asked())
    after = table(workspace, "layers/ntm_status-ntm.csv")
    assert len(after) == len(communes)
    (count,) = back.converted.ledger.counts.to_dict("records")
    assert (count["file"], count["corrected"], count["quarantined"]) == ("ntm.xlsx", 2, 0)
    assert not (workspace / "quarantine" / "ntm.csv").exists()
    told = read(Workspace.open(workspace)).ledger.counts.set_index("file")
    assert told.loc["ntm.xlsx", "corrected"] == 2


def test_a_name_is_taken_only_when_an_officer_accepts_it(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, [(DISTRICT, "Xã Hồng Phongg"), *communes[1:]])
    (examined,) = examine(workspace, [path], asked=Asked(kind="ntm")).files
    assert examined.converted is not None
    (one,) = examined.converted.suggestions
    assert one.sought.name == "Xã Hồng Phongg"
    brought(workspace, path, accept=(f"Hồng Phongg={one.code}",))
    aliases = table(workspace, "layers/aliases.csv")
    assert aliases[["alias", "code", "accepted"]].to_numpy().tolist() == [
        ["Hồng Phongg", one.code, date.today().isoformat()]
    ]
    assert one.code in table(workspace, "layers/ntm_status-ntm.csv")["code"].tolist()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda page: page.cell(4, 1, ""), "names no period"),
        (lambda page: page.cell(4, 1, "(Số liệu năm 2025 và năm 2024)"), "several periods"),
        (lambda page: page.cell(6, 2, "Nội dung"), "no column of units"),
    ],
)
def test_what_the_sheet_does_not_say_is_asked_for_and_nothing_is_written(
    workspace: Path,
    tmp_path: Path,
    communes: list[tuple[str, str]],
    spoil: Callable[[openpyxl.worksheet.worksheet.Worksheet], None],
    said: str,
) -> None:
    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, communes)
    rewrite(path, spoil)
    before = {one: one.read_bytes() for one in workspace.rglob("*") if one.is_file()}
    with pytest.raises(InputError, match=said):
        brought(workspace, path)
    assert {one: one.read_bytes() for one in workspace.rglob("*") if one.is_file()} == before


def test_names_of_the_old_communes_are_not_moved_to_those_of_today(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, communes, period="(Số liệu tính đến ngày 31/12/2025)")
    with pytest.raises(InputError) as caught:
        brought(workspace, path)
    assert "--vintage 2024-12-01" in caught.value.message


def test_a_total_that_is_not_the_number_of_ticks_keeps_the_row_out(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, communes)
    rewrite(path, lambda page: page.cell(FIRST_GROUP_ROW + 1, 22, 18))
    made = brought(workspace, path)
    (note,) = made.converted.ledger.notes.query("outcome == 'quarantined'").to_dict("records")
    assert note["row"] == FIRST_GROUP_ROW + 1 and "expected 19, got 18" in note["reason"]


def test_a_report_of_the_check_is_written_and_nothing_in_the_workspace_changes(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    path = tmp_path / "<b>ntm.xlsx"
    write_ntm_xlsx(path, communes)
    before = {one: one.read_bytes() for one in workspace.rglob("*") if one.is_file()}
    report = tmp_path / "kiem tra.html"
    written = examine(workspace, [path], asked=Asked(), report=report).written
    assert written == (report,)
    page = report.read_text(encoding="utf-8")
    assert "&lt;b&gt;ntm.xlsx" in page and "<b>ntm" not in page
    assert {one: one.read_bytes() for one in workspace.rglob("*") if one.is_file()} == before


def test_the_import_is_public_through_the_command(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    from lsgeo.cli import main

    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, communes)
    assert main(["check", str(path), "-w", str(workspace)]) == 0
    assert main(["import", str(path), "-w", str(workspace), "--source", "VPĐP"]) == 0
    assert main(["import", str(tmp_path / "none.xlsx"), "-w", str(workspace)]) == 2
    assert lsgeo.Workspace.open(workspace).entries("ntm_status")[0].attribution == "VPĐP"


def write_list(path: Path, header: list[str], *rows: list[object]) -> Path:
    """A sheet of one header row under a title that says the period."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Tình hình nông thôn mới tính đến ngày 30/6/2025"])
    page.append(header)
    for row in rows:
        page.append(row)
    book.save(path)
    return path


def statuses(workspace: Path, path: Path) -> dict[str, str]:
    brought(workspace, path)
    table_of = table(workspace, f"layers/ntm_status-{path.stem}.csv")
    return dict(zip(table_of["name"], table_of["status"], strict=True))


def test_a_dash_for_a_decision_is_no_recognition(workspace: Path, tmp_path: Path) -> None:
    path = write_list(
        tmp_path / "a.xlsx",
        ["STT", "Tên xã", "Huyện", "Số quyết định"],
        [1, "Xã Hồng Phong", "Bình Gia", "-"],
        [2, "Xã Hoa Thám", "Bình Gia", "Chưa có"],
        [3, "Xã Quý Hòa", "Bình Gia", "99/QĐ-UBND"],
    )
    said = statuses(workspace, path)
    assert said["Quý Hòa"] == "Đạt chuẩn NTM"
    assert "Đạt chuẩn NTM" not in (said["Hồng Phong"], said["Hoa Thám"])


def test_a_level_that_is_planned_is_not_reached(workspace: Path, tmp_path: Path) -> None:
    path = write_list(
        tmp_path / "a.xlsx",
        ["STT", "Tên xã", "Huyện", "Năm đạt chuẩn", "Đăng ký phấn đấu NTM nâng cao"],
        [1, "Xã Hồng Phong", "Bình Gia", 2020, "x"],
        [2, "Xã Hoa Thám", "Bình Gia", 2021, ""],
    )
    assert set(statuses(workspace, path).values()) == {"Đạt chuẩn NTM"}


def test_a_ward_with_a_status_costs_its_own_row_alone(workspace: Path, tmp_path: Path) -> None:
    path = write_list(
        tmp_path / "a.xlsx",
        ["STT", "Tên xã", "Huyện", "Trạng thái"],
        [1, "Xã Hồng Phong", "Bình Gia", "Đạt chuẩn"],
        [2, "Thị trấn Bình Gia", "Bình Gia", "Đạt chuẩn"],
    )
    assert statuses(workspace, path) == {"Hồng Phong": "Đạt chuẩn NTM"}
    assert table(workspace, "quarantine/a.csv")["lsgeo_row"].tolist() == ["4"]


def test_two_files_that_would_have_one_name_do_not_replace_each_other(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    for day in ("30.6.2025", "30.6.2026"):
        write_ntm_xlsx(tmp_path / f"NTM {day}.xlsx", communes)
        brought(workspace, tmp_path / f"NTM {day}.xlsx", quality="official")
    assert len(list((workspace / "layers").glob("ntm_status-*.csv"))) == 2
    (tmp_path / "ntm-30-6-2025.csv").write_text(
        "Tên xã;Huyện;Trạng thái\nXã Hồng Phong;Bình Gia;Đạt chuẩn\n", encoding="utf-8"
    )
    with pytest.raises(LsgeoError, match="another file was imported under this name"):
        brought(workspace, tmp_path / "ntm-30-6-2025.csv", period="2024", vintage=OLD)


def test_an_import_that_a_build_would_not_use_is_refused(workspace: Path, tmp_path: Path) -> None:
    path = tmp_path / "ck.csv"
    path.write_text("Tên cửa khẩu;Loại;Xã\nCửa khẩu thử;phụ;Xã Đồng Đăng\n", encoding="utf-8")
    asked = Asked(kind="gates", vintage="2025-07-01", period="2025")
    with pytest.raises(LsgeoError, match="is listed before it"):
        import_file(workspace, path, asked=asked)
    import_file(workspace, path, asked=replace(asked, quality="official"))


def test_what_the_first_import_was_told_holds_for_the_rows_that_come_back(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, [(DISTRICT, "Xã Hồng Phongg"), *communes[1:]])
    brought(workspace, path, quality="official", attribution="VPĐP")
    kept = table(workspace, "quarantine/ntm.csv")
    kept["Tên xã"] = communes[0][1]
    book = openpyxl.Workbook()
    book.active.append(list(kept.columns))
    for row in kept.to_numpy().tolist():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(workspace / "quarantine" / "sua.xlsx")
    import_file(workspace, workspace / "quarantine" / "sua.xlsx", asked=Asked())
    (entry,) = Workspace.open(workspace).entries("ntm_status")
    assert (entry.quality, entry.attribution) == ("official", "VPĐP")
    assert len(table(workspace, "layers/ntm_status-ntm.csv")) == len(communes)


def test_a_report_never_goes_over_a_file_that_is_checked(
    workspace: Path, tmp_path: Path, communes: list[tuple[str, str]]
) -> None:
    path = tmp_path / "ntm.xlsx"
    write_ntm_xlsx(path, communes)
    before = path.read_bytes()
    with pytest.raises(LsgeoError):
        examine(workspace, [path], asked=Asked(), report=path)
    assert path.read_bytes() == before
