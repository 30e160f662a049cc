"""How long large files of an office take to be read, and how much memory, against what is asked.

``.venv/bin/python scripts/bench_intake.py`` makes a forest inventory of 300,000 lots, tables of
10,000 rows and shapefiles of 50 MB in a temporary folder with a copy of this workspace, runs each
``lsgeo`` command there three times (``bench_intake.py 1``: once) as a process of its own, and
prints the medians: seconds on the clock, seconds of the processor, and the most memory it held.
Run it on a machine that does nothing else. The exit code is 1 where a figure is over what is asked.

The modules of lsgeo are compiled beforehand, as an installation does; without that a start takes a
third of a second more.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from openpyxl import Workbook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from lsgeo.sources.inventory import forest_types  # noqa: E402  (the root must be on the path first)
from tests.inventory.maker import PLANE, make_lots  # noqa: E402  (the root, again)

RUNS = 3
COPIED = ("lsgeo.toml", "targets.toml", "layers", "rasters")
VINTAGE = "2024-12-01"
DATED = ("--vintage", VINTAGE, "--period", "2024-12-15")
LOTS = 300_000
SHAPEFILE_LOTS = 80_000
SHAPEFILE_BYTES = 50_000_000
STEP_M = 1.0  # between the corners of communes whose shapefile has 50 MB
TABLE_ROWS = 10_000
TABLE_COLUMNS = 25
INVENTORY_SECONDS, TABLE_SECONDS, SHAPEFILE_SECONDS = 60.0, 3.0, 10.0
INVENTORY_MB = 2000.0
REFUSED = 2
COMPILED = "compiled"
_MB = 1_000_000

# Linux counts to a process the memory of the one that started it: that has to be a small one.
WATCH = """
import json, subprocess, sys, time
start = time.perf_counter()
code = subprocess.call(sys.argv[1:])
took = [time.perf_counter() - start, 0, 0]
try:
    import resource  # not on Windows
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took[1:] = used.ru_utime + used.ru_stime, used.ru_maxrss
except ImportError:
    pass
print(file=sys.stderr)
print(json.dumps(took), file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True)
class Case:
    """A command of lsgeo, and the seconds and megabytes it may take (None: nothing is asked).

    ``exit_code`` is 2 of a file that has to be refused: then the refusal is measured.
    """

    title: str
    arguments: tuple[str, ...]
    seconds: float | None = None
    megabytes: float | None = None
    exit_code: int = 0


@dataclass(frozen=True)
class Taken:
    """What a command took; ``megabytes`` is 0 where the system does not tell."""

    seconds: float
    processor: float
    megabytes: float


def main() -> None:
    """Measure every case, print the figures, and exit with 1 if one is over what is asked."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    if hasattr(os, "getloadavg"):
        print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = folder / "workspace"
        workspace.mkdir()
        _compile(folder / COMPILED)
        for part in COPIED:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copyfile)(source, workspace / part)
        print(f"{'case':<52} {'asked':>16} {'clock':>8} {'processor':>10} {'peak':>8}")
        small = [told(case, measured(case, workspace, runs=runs)) for case in _small(folder)]
        sums = _inventory(folder, workspace, runs=runs)
    sys.exit(0 if all(small) and sums else 1)


def told(case: Case, taken: Taken) -> bool:
    """Whether a case is within what is asked of it; its line is printed."""
    asked = " ".join(
        [
            *([f"{case.seconds:.0f} s"] if case.seconds else []),
            *([f"{case.megabytes:.0f} MB"] if case.megabytes else []),
        ]
    )
    within = taken.seconds <= (case.seconds or np.inf)
    within = within and taken.megabytes <= (case.megabytes or np.inf)
    word = "" if within else "  OVER"
    print(
        f"{case.title:<52} {asked or '-':>16} {taken.seconds:6.1f} s {taken.processor:8.1f} s"
        f" {taken.megabytes:5.0f} MB{word}",
        flush=True,
    )
    return within


def measured(case: Case, workspace: Path, *, runs: int) -> Taken:
    """The medians of several runs of a case, and the most memory of all."""
    each = [run(case, workspace) for _run in range(runs)]
    return Taken(
        median(one.seconds for one in each),
        median(one.processor for one in each),
        max(one.megabytes for one in each),
    )


def run(case: Case, workspace: Path) -> Taken:
    """What one run of a command took; where it ends otherwise than it should, its words."""
    command = [sys.executable, "-m", "lsgeo", *case.arguments, "--workspace", str(workspace)]
    environment = _environment(workspace.parent / COMPILED)
    watched = subprocess.run(
        [sys.executable, "-c", WATCH, *command], env=environment, capture_output=True
    )
    if watched.returncode != case.exit_code:
        sys.exit((watched.stdout + watched.stderr)[-2000:].decode("utf-8", "replace"))
    seconds, processor, peak = json.loads(watched.stderr.splitlines()[-1])
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return Taken(seconds, processor, peak * unit / _MB)


def _compile(compiled: Path) -> None:
    """Compile lsgeo into the folder `compiled`, beside no file of this workspace."""
    command = [sys.executable, "-m", "compileall", "-q", str(ROOT / "lsgeo")]
    subprocess.run(command, env=_environment(compiled), check=True)


def _environment(compiled: Path) -> dict[str, str]:
    own = {
        "LSGEO_LANG": "en",
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(compiled),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    return {**os.environ, **own}


def _small(folder: Path) -> Iterable[Case]:
    """The tables and shapefiles, each made when it is needed."""
    figures, years = folder / "figures.xlsx", folder / "years.xlsx"
    write_figures(figures, rows=1)
    yield Case("check of a table of one row", ("check", str(figures)))
    write_figures(figures, rows=TABLE_ROWS)
    what = f"table of {TABLE_ROWS} rows"
    yield Case(f"check of a {what}", ("check", str(figures)), TABLE_SECONDS)
    yield Case(f"import of a {what}", ("import", str(figures)), TABLE_SECONDS)
    write_years(years, rows=TABLE_ROWS)
    named = ("--as", "indicator", "--indicator", "poverty", "--unit", "%")
    yield Case(
        f"refusal of a {what}, communes repeated",
        ("check", str(years), *named),
        TABLE_SECONDS,
        exit_code=REFUSED,
    )
    lots = folder / "lots.shp"
    _communes(VINTAGE).pipe(_lots, count=SHAPEFILE_LOTS).to_file(lots, encoding="utf-8")
    examined = ("check", str(lots), "--as", "inventory", *DATED)
    yield Case(_sized("check of lots", lots), examined, SHAPEFILE_SECONDS)
    units = folder / "units.shp"
    write_units(units)
    bounded = ("check", str(units), "--as", "units")
    yield Case(_sized("check of boundaries", units), bounded, SHAPEFILE_SECONDS)


def _sized(title: str, path: Path) -> str:
    size = path.stat().st_size
    if size < SHAPEFILE_BYTES:
        sys.exit(f"{path.name} has {size / _MB:.0f} MB: too few for what is to be measured")
    return f"{title}, .shp of {size / _MB:.0f} MB"


def _inventory(folder: Path, workspace: Path, *, runs: int) -> bool:
    """Whether a large inventory is imported, checked and summed within what is asked."""
    lots = _communes(VINTAGE).pipe(_lots, count=LOTS)
    path = folder / "inventory.shp"
    lots.to_file(path, encoding="utf-8")
    count = len(lots)
    del lots
    read = Case("check of the workspace without an inventory", ("check",))
    told(read, measured(read, workspace, runs=runs))
    brought = Case(f"import of {count} lots", ("import", str(path), "--as", "inventory", *DATED))
    first = measured(brought, workspace, runs=runs)
    told(brought, first)
    summed = Case("check of the workspace, which sums them", ("check",))
    second = measured(summed, workspace, runs=runs)
    told(summed, second)
    both = Case("import, check and sums together", (), INVENTORY_SECONDS, INVENTORY_MB)
    return told(
        both,
        Taken(
            first.seconds + second.seconds,
            first.processor + second.processor,
            max(first.megabytes, second.megabytes),
        ),
    )


def write_figures(path: Path, *, rows: int) -> None:
    """A table with a row for each figure of a commune, and columns that nobody asked for."""
    units = _registered(VINTAGE)
    header = ("STT", "code", "Tên xã", "Huyện", "indicator", "period", "value", "unit")
    random = np.random.default_rng(0)
    more = TABLE_COLUMNS - len(header)
    lines: Iterable[Sequence[object]] = (
        [
            place + 1,
            *units[place % len(units)],
            f"figure_{place // len(units)}",
            "2024",
            int(random.integers(0, 100)),
            "%",
            *map(int, random.integers(0, 1000, more)),
        ]
        for place in range(rows)
    )
    _write_book(path, [*header, *(f"Cột {number}" for number in range(1, more + 1))], lines)


def write_years(path: Path, *, rows: int) -> None:
    """A table that names its communes, again and again, with a column for each year."""
    units = _registered(VINTAGE)
    random = np.random.default_rng(0)
    years = range(2025 - (TABLE_COLUMNS - 3), 2025)
    lines: Iterable[Sequence[object]] = (
        [
            place + 1,
            *units[place % len(units)][1:],
            *map(int, random.integers(0, 100, len(years))),
        ]
        for place in range(rows)
    )
    _write_book(path, ["STT", "Tên xã", "Huyện", *map("Năm {}".format, years)], lines)


def write_units(path: Path) -> None:
    """The communes of today with a corner every few metres."""
    units = gpd.read_file(ROOT / "layers" / "communes_2025.gpkg").to_crs(PLANE)
    dense = shapely.segmentize(units.geometry.to_numpy(), STEP_M)
    units.set_geometry(gpd.GeoSeries(dense, crs=PLANE)).to_file(path, encoding="utf-8")


def _write_book(path: Path, header: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Sheet1")
    sheet.append(list(header))
    for line in lines:
        sheet.append(list(line))
    book.save(path)


def _registered(vintage: str) -> list[tuple[str, str, str]]:
    """The communes of a vintage: code, name with its kind, district."""
    units = pd.read_csv(ROOT / "layers" / "units.csv", dtype="str", keep_default_na=False)
    units = units[units["vintage"] == vintage]
    districts = units[units["level"] == "district"].set_index("code")["name"]
    communes = units[units["level"] == "commune"]
    named = communes["kind"] + " " + communes["name"]
    return list(zip(communes["code"], named, communes["parent"].map(districts), strict=True))


def _communes(vintage: str) -> gpd.GeoDataFrame:
    name = f"communes_{vintage[:4]}.gpkg"
    return gpd.read_file(ROOT / "layers" / name).set_index("code")


def _lots(communes: gpd.GeoDataFrame, *, count: int) -> gpd.GeoDataFrame:
    return make_lots(count, communes, types=forest_types())


if __name__ == "__main__":
    main()
