"""The jobs behind ``lsgeo sample`` and ``lsgeo accuracy`` together: drawn, answered, judged."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from python_calamine import CalamineWorkbook

from lsgeo.cli import main
from lsgeo.errors import InputError, OutputError
from lsgeo.jobs.judging import judge
from lsgeo.jobs.sampling import sample
from tests.accuracy.test_estimate import CLASSES, COUNTS, PIXEL_HA, PIXELS, points_of
from tests.conftest import TinyWorkspace

NAMES = ["Mất rừng", "Tăng rừng", "Rừng ổn định", "Không rừng"]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """The paper's example as an office keeps it: answers in words, in capitals here and there."""
    points = points_of(COUNTS, CLASSES, NAMES)
    points["reference"] = points["reference"].where(
        points.index % 2 == 0, points["reference"].str.upper()
    )
    points.to_csv(tmp_path / "mau.csv", index=False)
    areas = [count * PIXEL_HA for count in PIXELS]
    strata = pd.DataFrame({"stratum": CLASSES, "label": NAMES, "area_ha": areas, "pixels": PIXELS})
    strata.to_csv(tmp_path / "mau_strata.csv", index=False)
    return tmp_path / "mau.csv"


def test_the_published_area_is_told_in_words(published: Path) -> None:
    told = judge(published).sentences
    assert told[0].vi == (
        "Mất rừng: 21.158 ± 6.158 ha (độ tin cậy 95 %); trên bản đồ 18.000 ha, chênh lệch nằm "
        "trong sai số."
    )
    assert told[0].en.endswith("18,000 ha on the map, the difference is within the error.")
    assert told[-1].vi == "Độ chính xác chung của bản đồ: 94,7 ± 1,8 % (640 điểm)."


def test_a_difference_larger_than_the_error_is_told(published: Path) -> None:
    points = pd.read_csv(published)
    points.loc[points.index[:66], "reference"] = "Không rừng"  # nothing mapped as lost was lost
    points.to_csv(published, index=False)
    assert "chênh lệch vượt quá sai số" in judge(published).sentences[0].vi


def test_the_workbook_has_the_matrix_laid_out(published: Path, tmp_path: Path) -> None:
    judged = judge(published, output=tmp_path / "kq.xlsx")
    assert judged.path == tmp_path / "kq.xlsx"
    book = CalamineWorkbook.from_path(str(judged.path))
    assert book.sheet_names == ["Diện tích và độ chính xác", "Ma trận sai số", "Số điểm"]
    rows = book.get_sheet_by_name("Ma trận sai số").to_python()
    (first,) = [row for row in rows if row[0] == "Mất rừng"]
    assert first[1:] == pytest.approx([1.76, 0, 0.1333, 0.1067, 2.0], abs=1e-3)
    (total,) = [row for row in rows if row[0] == "Tổng (đối chứng)"]
    assert total[-1] == pytest.approx(100)
    areas = book.get_sheet_by_name("Diện tích và độ chính xác").to_python()
    (loss,) = [row for row in areas if row[0] == "Mất rừng"]
    assert [round(number) for number in loss[1:4]] == [18000, 21158, 6158]


def test_what_is_made_of_a_made_up_map_says_so(published: Path, tmp_path: Path) -> None:
    strata = pd.read_csv(tmp_path / "mau_strata.csv").assign(quality="illustrative")
    strata.to_csv(tmp_path / "mau_strata.csv", index=False)
    words = "SỐ LIỆU MINH HỌA"
    judged = judge(published, output=tmp_path / "kq.xlsx")
    assert judged.sentences[0].vi == words
    book = CalamineWorkbook.from_path(str(tmp_path / "kq.xlsx"))
    for name in book.sheet_names:
        top = book.get_sheet_by_name(name).to_python()[:6]
        assert any(words in str(cell) for row in top for cell in row)
    judge(published, output=tmp_path / "kq.csv")
    assert set(pd.read_csv(tmp_path / "kq.csv", encoding="utf-8-sig")["quality"]) == {words}


def with_cells(tmp_path: Path, column: str, cells: list[str]) -> None:
    strata = pd.read_csv(tmp_path / "mau_strata.csv", dtype=str)
    strata.assign(**{column: cells}).to_csv(tmp_path / "mau_strata.csv", index=False)


@pytest.mark.parametrize("column", ["area_ha", "drawn", "pixels"])
@pytest.mark.parametrize("sign", [",", "."])
def test_what_may_be_thousands_is_no_number(
    published: Path, tmp_path: Path, column: str, sign: str
) -> None:
    """A count read wrongly would switch off the look for points without an answer."""
    with_cells(tmp_path, column, [f"{first}{sign}043" for first in ("52", "60", "80", "320")])
    with pytest.raises(InputError, match=r"cannot be read[^$]*begins the decimals[^$]*thousands"):
        judge(published)


def test_the_other_numbers_of_a_column_tell_what_a_sign_means(
    published: Path, tmp_path: Path
) -> None:
    """As Excel saves 18000.0000 and the like again: three decimals beside four are decimals."""
    with_cells(tmp_path, "area_ha", ["180.123", "135.4567", "2880.5", "5805.25"])
    found = judge(published).estimate.mapped_ha
    assert found["deforestation"] == pytest.approx(180.123)
    with_cells(tmp_path, "area_ha", ["18,000", "13,500", "288,000.5", "580,500"])
    assert judge(published).estimate.mapped_ha["deforestation"] == pytest.approx(18_000)


def test_a_number_that_is_none_is_told_with_its_row(published: Path, tmp_path: Path) -> None:
    with_cells(tmp_path, "drawn", ["75", "many", "165", "325"])
    with pytest.raises(InputError, match=r"row 3 'drawn'.*no number.*many"):
        judge(published)


def test_areas_come_as_csv_too(published: Path, tmp_path: Path) -> None:
    judge(published, output=tmp_path / "kq.csv")
    table = pd.read_csv(tmp_path / "kq.csv", encoding="utf-8-sig")
    assert table["area_ha"].round().tolist() == [21158, 11686, 285770, 581386]
    assert table["low_ha"].round().tolist()[0] == 21158 - 6158


def test_commas_of_a_spreadsheet_are_read(published: Path) -> None:
    strata = published.with_name("mau_strata.csv")
    strata.write_text(strata.read_text().replace(",", ";").replace(".0;", ",0;"))
    assert judge(published).estimate.area_ha == pytest.approx(900_000)


def test_points_without_an_answer_are_refused_unless_they_are_to_be_left_out(
    published: Path,
) -> None:
    strata = published.with_name("mau_strata.csv")
    table = pd.read_csv(strata).assign(drawn=[75, 75, 165, 325])
    table.to_csv(strata, index=False)
    points = pd.read_csv(published)
    points.loc[points.index[:3], "reference"] = None
    points.iloc[:-2].to_csv(published, index=False)
    with pytest.raises(InputError) as caught:
        judge(published)
    assert [(fault.where, fault.got) for fault in caught.value.faults] == [
        ("stratum deforestation", "3"),
        ("stratum other", "2"),
    ]
    judged = judge(published, skip_blank=True)
    assert (judged.blank, judged.estimate.size) == (5, 635)


def test_points_that_were_not_drawn_are_refused(published: Path) -> None:
    strata = published.with_name("mau_strata.csv")
    pd.read_csv(strata).assign(drawn=[74, 75, 165, 325]).to_csv(strata, index=False)
    with pytest.raises(InputError, match="more points than were drawn"):
        judge(published)


def test_a_class_that_the_map_lacks_has_to_be_named(published: Path) -> None:
    points = pd.read_csv(published)
    points.loc[points.index[:9], "reference"] = "Cây bụi"
    points.to_csv(published, index=False)
    with pytest.raises(InputError, match="unknown reference class 'Cây bụi'"):
        judge(published)
    judged = judge(published, classes=("shrub=Cây bụi",))
    assert judged.estimate.areas_ha["shrub"].value == pytest.approx(18_000 * 9 / 75)


def test_without_the_areas_of_the_strata_nothing_is_estimated(published: Path) -> None:
    published.with_name("mau_strata.csv").unlink()
    with pytest.raises(InputError, match="the areas of the strata are in it"):
        judge(published)


@pytest.mark.parametrize("name", ["kq.docx", "mau.csv", "mau_strata.csv"])
def test_it_writes_over_nothing_that_it_reads(published: Path, name: str) -> None:
    before = published.read_bytes()
    with pytest.raises(OutputError):
        judge(published, output=published.with_name(name))
    assert published.read_bytes() == before


def answered(tiny: TinyWorkspace, suffix: str) -> Path:
    """A sample of the tiny world, every point answered as the map has it but the first.

    The first is a pixel of canopy kept, of which it is said that it was lost.
    """
    sample(tiny.root, output=tiny.root / "mau.gpkg")
    path = tiny.root / f"mau.{suffix}"
    if suffix == "csv":
        table = pd.read_csv(path, dtype="str", encoding="utf-8-sig")
        table.assign(reference=["1", *table["stratum"][1:]]).to_csv(path, index=False)
    else:
        layer = gpd.read_file(path, layer="sample")
        filled = layer.assign(reference=["1", *layer["stratum"][1:]])
        pyogrio.write_dataframe(filled, path, layer="sample", driver="GPKG")
    return path


@pytest.mark.parametrize("suffix", ["csv", "gpkg"])
def test_what_was_drawn_whole_is_judged_without_error(
    tiny_workspace: TinyWorkspace, suffix: str
) -> None:
    """Of two pixels that kept their canopy one was lost: 4 of 8 ha are lost, not 3."""
    found = judge(answered(tiny_workspace, suffix)).estimate
    assert found.areas_ha["1"].value == pytest.approx(4, rel=1e-4)
    assert found.areas_ha["1"].error == 0
    assert found.overall.value == pytest.approx(7 / 8, rel=1e-4)


def test_a_commune_is_judged_by_its_own_points(tiny_workspace: TinyWorkspace) -> None:
    """The west has 1 2 / 1 3 on the map: with the first answer three of its four are lost."""
    path = answered(tiny_workspace, "csv")
    found = judge(path, units=("00001",)).estimate
    assert found.area_ha == pytest.approx(4, rel=1e-4)
    assert found.areas_ha["1"].value == pytest.approx(3, rel=1e-4)
    with pytest.raises(InputError, match="no such unit"):
        judge(path, units=("00009",))


def test_a_commune_with_too_few_points_is_refused(published: Path) -> None:
    strata = published.with_name("mau_strata.csv")
    table = pd.read_csv(strata)
    small = table.assign(
        unit="00001", area_ha=table["area_ha"] / 100, pixels=table["pixels"] // 100
    )
    pd.concat([table.assign(unit="00002"), small]).to_csv(strata, index=False)
    points = pd.read_csv(published)
    points.assign(unit=["00001" if n % 20 == 0 else "00002" for n in range(640)]).to_csv(
        published, index=False
    )
    with pytest.raises(InputError, match="too few points"):
        judge(published, units=("00001",))


def test_the_commands_draw_and_judge(
    tiny_workspace: TinyWorkspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LSGEO_LANG", "en")
    root = tiny_workspace.root
    arguments = ["sample", "-w", str(root), "-o", str(root / "b.gpkg"), "--expected", "1=60%"]
    assert main([*arguments, "--class", "4=Cây bụi", "--seed", "3"]) == 0
    assert "Mất tán cây 2001–2024" in capsys.readouterr().out
    assert main(arguments) == 2
    assert "answers in it would be lost" in capsys.readouterr().err
    assert (
        main(["accuracy", str(answered(tiny_workspace, "gpkg")), "-o", str(root / "k.xlsx")]) == 0
    )
    out = capsys.readouterr().out
    assert "Mất tán cây 2001–2024: 4 ± 0 ha (95 % confidence); 3 ha on the map" in out
    assert str(root / "k.xlsx") in out


@pytest.mark.parametrize("text", ["a=0.5", "1=2", "1=x", "1"])
def test_an_expected_accuracy_that_is_none_is_a_usage_error(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", "-o", "x.gpkg", "--expected", text]) == 2
    assert "--expected" in capsys.readouterr().err
