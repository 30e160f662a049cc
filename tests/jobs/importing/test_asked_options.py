"""What an officer says of a file: a wrong value is refused by its option, a right one holds."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from lsgeo.cli import main
from lsgeo.cli.options import QUALITIES
from lsgeo.jobs.importing import Asked, import_file
from lsgeo.workspace import Workspace
from tests.conftest import VINTAGE

PLANE = "EPSG:9215"
POVERTY = ("--as", "indicator", "--indicator", "poverty")

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in the workspace, and gives its exit code and what it said."""

    def command(*arguments: str) -> tuple[int, str]:
        code = main(["--lang", "en", *arguments, "-w", str(workspace)])
        return code, " ".join("".join(capsys.readouterr()).split())

    return command


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "ngheo.csv"
    rows = "Tên xã;Tỷ lệ hộ nghèo (%)\nXã Đồng Đăng;12,5\nXã Na Sầm;3,25\n"
    path.write_text(rows, encoding="utf-8")
    return path


@pytest.fixture
def rivers(tmp_path: Path) -> Path:
    """A line in metres of VN-2000, in a file that says nothing of its system."""
    line = shapely.LineString([(106.6, 21.8), (106.8, 21.9)])
    layer = gpd.GeoDataFrame({"ten": ["Kỳ Cùng"]}, geometry=[line], crs="EPSG:4326").to_crs(PLANE)
    layer.to_file(tmp_path / "song.shp", encoding="UTF-8")
    (tmp_path / "song.prj").unlink()
    return tmp_path / "song.shp"


@pytest.mark.parametrize("verb", ["check", "import"])
@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--quality", "good"),
        ("--quality", "Official"),
        ("--encoding", "utf-9"),
        ("--encoding", "TCVN"),
        ("--as", "xls"),
        ("--level", "xã"),
        ("--period", "2025-13"),
        ("--vintage", "2025"),
        ("--vintage", "01/07/2025"),
        ("--crs", "EPSG:99999"),
    ],
)
def test_a_value_that_is_none_is_refused_by_the_name_of_its_option(
    run: Run, sheet: Path, verb: str, option: str, value: str
) -> None:
    code, told = run(verb, str(sheet), *POVERTY, "--period", "2025", option, value)
    assert code == 2
    assert f"Invalid value for {option}:" in told.replace("'", "")
    assert value in told


@pytest.mark.parametrize("verb", ["check", "import"])
@pytest.mark.parametrize("period", ["2025-13", "2025-06-31", "2025-6", "juni", "6/2025"])
def test_a_period_that_is_none_is_refused(run: Run, sheet: Path, verb: str, period: str) -> None:
    code, told = run(verb, str(sheet), *POVERTY, "--period", period)
    assert code == 2
    assert "period" in told and "2025-06-30" in told and period in told


@pytest.mark.parametrize("verb", ["check", "import"])
@pytest.mark.parametrize("vintage", ["2025-07-02", "1990-01-01"])
def test_a_vintage_without_units_is_refused_with_those_there_are(
    run: Run, sheet: Path, verb: str, vintage: str
) -> None:
    code, told = run(verb, str(sheet), *POVERTY, "--period", "2025", "--vintage", vintage)
    assert code == 2
    assert "unknown vintage" in told and VINTAGE in told and vintage in told


@pytest.mark.parametrize("verb", ["check", "import"])
@pytest.mark.parametrize("crs", ["EPSG:99999", "9215 hay gì", "VN-2000 / TM9"])
def test_a_system_that_nobody_knows_is_refused(run: Run, rivers: Path, verb: str, crs: str) -> None:
    code, told = run(verb, str(rivers), "--as", "context", "--crs", crs)
    assert code == 2
    assert "coordinate system" in told and crs in told


def test_nothing_is_written_where_a_value_is_refused(
    run: Run, workspace: Path, sheet: Path
) -> None:
    before = sorted(workspace.rglob("*"))
    for wrong in (("--quality", "good"), ("--period", "juni"), ("--vintage", "2025-07-02")):
        assert run("import", str(sheet), *POVERTY, "--period", "2025", *wrong)[0] == 2
    assert sorted(workspace.rglob("*")) == before


@pytest.mark.parametrize("quality", [name for name in QUALITIES if name != "illustrative"])
def test_the_quality_that_is_said_is_that_of_the_entry(
    run: Run, workspace: Path, sheet: Path, quality: str
) -> None:
    said = ("--period", "2025", "--vintage", VINTAGE, "--quality", quality)
    code, told = run("import", str(sheet), *POVERTY, *said)
    assert code == 0, told
    catalog = (workspace / "layers" / "catalog.toml").read_text(encoding="utf-8")
    entry = catalog[catalog.index('"observations-ngheo.csv"') :].split("[[")[0]
    assert f'quality = "{quality}"' in entry


def test_the_period_and_vintage_that_are_said_are_those_of_the_rows(
    run: Run, workspace: Path, sheet: Path
) -> None:
    """Both communes were there before 07/2025 too."""
    said = ("--period", "2024-12-31", "--vintage", VINTAGE)
    code, told = run("import", str(sheet), *POVERTY, *said)
    assert code == 0, told
    table = pd.read_csv(workspace / "layers" / "observations-ngheo.csv", dtype="str")
    assert set(table["period"]) == {"2024-12-31"}
    assert set(table["vintage"]) == {VINTAGE}


def test_the_system_that_is_said_is_where_the_layer_lies(
    run: Run, workspace: Path, rivers: Path
) -> None:
    code, told = run("import", str(rivers), "--as", "context", "--crs", PLANE)
    assert code == 0, told
    (line,) = gpd.read_file(workspace / "layers" / "context-song.gpkg").to_crs(PLANE).geometry
    (truth,) = gpd.read_file(rivers).set_crs(PLANE).geometry
    assert shapely.hausdorff_distance(line, truth) < 0.01


@pytest.mark.iconv
def test_the_encoding_that_is_said_is_that_of_the_letters(workspace: Path, sheet: Path) -> None:
    command = ["iconv", "-f", "UTF-8", "-t", "TCVN5712-1"]
    plain = sheet.read_bytes()
    done = subprocess.run(command, input=plain, capture_output=True, check=True)
    sheet.write_bytes(done.stdout)
    asked = Asked(
        kind="indicator",
        indicator="poverty",
        period="2025",
        vintage=VINTAGE,
        encoding="tcvn3",
        quality="official",
    )
    import_file(workspace, sheet, asked=asked)
    table = pd.read_csv(workspace / "layers" / "observations-ngheo.csv", dtype="str")
    assert len(table) == 2
    listed = Workspace.open(workspace, illustrative=True).entries("observations")
    assert "observations-ngheo.csv" in {one.path.name for one in listed}


def test_the_encoding_that_is_said_goes_before_the_one_that_is_recognised(
    run: Run, sheet: Path
) -> None:
    """The sheet is in UTF-8: read as TCVN3 none of its names is one."""
    said = ("--period", "2025", "--vintage", VINTAGE)
    assert run("check", str(sheet), *POVERTY, *said)[0] == 0
    assert run("check", str(sheet), *POVERTY, *said, "--encoding", "tcvn3")[0] == 2
