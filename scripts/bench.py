"""How fast areas by class are tallied, beside reading alone and beside exactextract.

``.venv/bin/python scripts/bench.py`` makes rasters in a temporary folder (about 1 GB), tallies them
with lsgeo and with exactextract side by side, each as a process of its own, five times, and prints
the medians against what is asked; ``bench.py 1`` runs each once, ``bench.py 5 layers`` only the
cases whose names begin so. The figures of all cases go to ``bench/zonal.json`` as well. Run it on a
machine that does nothing else. The exit code is 1 where a figure misses what is asked.

Reading alone is all pixels of all layers as rasterio gives them; beside it stand reading with the
small cache that lsgeo sets, which is faster, and reading with that only the tiles that lsgeo reads,
since it leaves out blocks that no polygon touches.

Both get the same file and the same polygons and as many processors. exactextract gets all layers in
one call with the memory that serves it best, in one process and, with the polygons shared out, in
two; the ratio is against the better. What a process takes to start and to import is not counted
for either; compiled code is there, as after the first use of an installation.
"""

import json
import multiprocessing
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import geopandas as gpd
import numpy as np
import rasterio
import shapely
import shapely.affinity
from rasterio.transform import Affine

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

RUNS = 5
SEED = 20
WEST, NORTH = 106.05, 22.50
CELL = 0.00025
SIDE, LAYERS, COMMUNES = 5200, 24, 194
WIDE, HIGH, MANY, CORNERS = 16_000, 23_000, 10_000, 160
LEAST_CANOPY = 30
PLACES = 8  # of a coordinate in degrees
_MB = 1_000_000


@dataclass(frozen=True)
class Taken:
    """What one run took: seconds, the most memory in megabytes; and some sum of what it found."""

    seconds: float
    megabytes: float
    found: float


@dataclass(frozen=True)
class Case:
    """What is tallied: files, polygons, and what two layers are together.

    ``joint`` is "where" (the second where the first is at least 30) or "pairs"; ``prepared`` is
    what exactextract gets in their place: their joint classes as one file.
    """

    name: str
    layers: tuple[str, ...]
    units: str
    prepared: str = ""
    joint: str = ""

    @property
    def theirs(self) -> tuple[str, ...]:
        """The files that exactextract gets."""
        return (self.prepared,) if self.prepared else self.layers


def main() -> None:
    """Measure what is asked for, print and keep the figures, exit with 1 if one misses."""
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(asdict(_run_here(*sys.argv[2:]))))
        return
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    wanted = tuple(sys.argv[2:])
    figures: dict[str, object] = {"machine": _machine(), "runs": runs}
    met = []
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), runs, figures)
        for title, measure in CASES.items():
            if not wanted or title.startswith(wanted):
                met.append(measure(bench))
    if not wanted:
        folder = ROOT / "bench"
        folder.mkdir(exist_ok=True)
        text = json.dumps(figures, indent=1, ensure_ascii=False)
        (folder / "zonal.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    sys.exit(0 if all(met) else 1)


class Bench:
    """The folder of the files, made when they are needed, and the figures so far."""

    def __init__(self, folder: Path, runs: int, figures: dict[str, object]) -> None:
        self.folder, self.runs, self.figures = folder, runs, figures

    def layers(self, count: int) -> tuple[str, ...]:
        """So many layers of `SIDE` pixels each way, uint8, tiles of 512, deflate."""
        return tuple(
            self.file(
                f"layer{number}.tif", lambda path, at=number: write_layer(path, SIDE, SIDE, at)
            )
            for number in range(count)
        )

    def large(self, high: int) -> str:
        """One layer as wide as `WIDE`."""
        return self.file(f"large{high}.tif", lambda path: write_layer(path, high, WIDE, 3))

    def units(self, count: int, *, high: int, wide: int, corners: int, is_round: bool) -> str:
        """So many polygons that tile a part of a raster."""
        name = f"units{count}-{high}.gpkg"
        return self.file(
            name,
            lambda path: make_units(
                count, high=high, wide=wide, corners=corners, is_round=is_round
            ).to_file(path),
        )

    def communes(self) -> str:
        """About the communes of a province, on the layers."""
        return self.units(COMMUNES, high=SIDE, wide=SIDE, corners=250, is_round=True)

    def file(self, name: str, make: Callable[[Path], None]) -> str:
        """The path of a file, made if it is not there yet."""
        path = self.folder / name
        if not path.exists():
            make(path)
        return str(path)

    def together(self, case: Case, ways: Sequence[str]) -> dict[str, Taken]:
        """The medians of several ways to do one thing, run in turns."""
        every: dict[str, list[Taken]] = {way: [] for way in ways}
        _run_apart(case, ways[0])  # the files come into the cache of the disk, the code is compiled
        os.environ["BENCH_CELLS"] = str(self._best_cells(case, ways))
        for _turn in range(self.runs):
            for way in ways:
                every[way].append(_run_apart(case, way))
        found = {
            way: Taken(
                median(one.seconds for one in runs),
                max(one.megabytes for one in runs),
                runs[0].found,
            )
            for way, runs in every.items()
        }
        self.figures[case.name] = {
            way: {**asdict(one), "all": [run.seconds for run in every[way]]}
            for way, one in found.items()
        }
        for way, one in found.items():
            print(
                f"{case.name:<34} {way:<26} {one.seconds:7.3f} s {one.megabytes:6.0f} MB",
                flush=True,
            )
        return found

    def _best_cells(self, case: Case, ways: Sequence[str]) -> int:
        """How many cells exactextract keeps in memory where it is fastest."""
        took = {}
        for cells in CELLS_IN_MEMORY if EXACTEXTRACT[0] in ways else ():
            os.environ["BENCH_CELLS"] = str(cells)
            took[cells] = _run_apart(case, EXACTEXTRACT[0]).seconds
        return min(took, key=lambda cells: took[cells], default=CELLS_IN_MEMORY[1])

    def verdict(self, title: str, ratio: float, *, least: float = 0, most: float = np.inf) -> bool:
        """Whether a ratio is what is asked; its line is printed."""
        asked = f"≥ {least:g}" if least else f"≤ {most:g}" if most < np.inf else "-"
        is_met = least <= ratio <= most
        print(f"{title:<59} {ratio:7.2f} (asked {asked}){'' if is_met else '  MISSED'}", flush=True)
        self.figures[title] = {"ratio": round(ratio, 3), "asked": asked, "met": is_met}
        return is_met


def many_layers(bench: Bench) -> bool:
    """24 layers of one grid, beside reading them alone and beside exactextract."""
    case = Case("24 layers, 194 polygons", bench.layers(LAYERS), bench.communes())
    took = bench.together(case, ("lsgeo", *READING, *EXACTEXTRACT))
    ours = took["lsgeo"].seconds
    for way in READING[1:]:
        bench.verdict(f"24 layers: lsgeo over {way}", ours / took[way].seconds)
    return _all(
        bench.verdict(
            "24 layers: lsgeo over reading alone", ours / took["reading"].seconds, most=1.4
        ),
        bench.verdict("24 layers: exactextract over lsgeo", _best(took) / ours, least=5),
    )


def large_raster(bench: Bench) -> bool:
    """A large raster and many polygons."""
    units = bench.units(MANY, high=HIGH, wide=WIDE, corners=CORNERS, is_round=False)
    case = Case("16,000 x 23,000, 10,000 polygons", (bench.large(HIGH),), units)
    took = bench.together(case, ("lsgeo", *EXACTEXTRACT))
    return _all(
        bench.verdict(
            "large: exactextract over lsgeo", _best(took) / took["lsgeo"].seconds, least=6
        ),
        bench.verdict("large: peak memory in MB", took["lsgeo"].megabytes, most=1000),
    )


def joint_classes(bench: Bench) -> bool:
    """Years of loss where canopy was enough, against exactextract on a mask prepared beforehand.

    And all combinations of canopy and loss, against exactextract on a file of these: of that
    nothing is asked.
    """
    canopy, loss = bench.layers(2)
    mask = bench.file("mask.tif", lambda path: write_mask(path, canopy, loss))
    case = Case("loss where canopy >= 30", (canopy, loss), bench.communes(), mask, "where")
    took = bench.together(case, ("lsgeo", *EXACTEXTRACT))
    ratio = _best(took) / took["lsgeo"].seconds
    pairs = bench.file("pairs.tif", lambda path: write_pairs(path, canopy, loss))
    every = Case("canopy x loss, all pairs", (canopy, loss), bench.communes(), pairs, "pairs")
    took = bench.together(every, ("lsgeo", *EXACTEXTRACT))
    bench.verdict("all pairs: exactextract over lsgeo", _best(took) / took["lsgeo"].seconds)
    return bench.verdict("joint: exactextract over lsgeo", ratio, least=5)


def doubled(bench: Bench) -> bool:
    """Twice the layers, the polygons or the pixels."""
    units = {
        (count, high): bench.units(count, high=high, wide=WIDE, corners=CORNERS, is_round=False)
        for count, high in ((MANY // 2, HIGH // 2), (MANY, HIGH // 2), (MANY // 2, HIGH))
    }
    half, whole = bench.large(HIGH // 2), bench.large(HIGH)
    cases = {
        "layers": (
            Case("12 layers", bench.layers(LAYERS // 2), bench.communes()),
            Case("24 layers", bench.layers(LAYERS), bench.communes()),
        ),
        "polygons": (
            Case("5,000 polygons", (half,), units[MANY // 2, HIGH // 2]),
            Case("10,000 polygons", (half,), units[MANY, HIGH // 2]),
        ),
        "pixels": (
            Case("184 million pixels", (half,), units[MANY // 2, HIGH // 2]),
            Case("368 million pixels", (whole,), units[MANY // 2, HIGH]),
        ),
    }
    met = []
    for what, (once, twice) in cases.items():
        took = [bench.together(case, ("lsgeo",))["lsgeo"].seconds for case in (once, twice)]
        met.append(bench.verdict(f"doubled {what}: the time grows", took[1] / took[0], most=2))
    return _all(*met)


def first_call(bench: Bench) -> bool:
    """The first call of a process, the compiled code being on the disk, over later ones."""
    case = Case("first call and later", bench.layers(1), bench.communes())
    took = bench.together(case, ("lsgeo, first", "lsgeo"))
    more = took["lsgeo, first"].seconds - took["lsgeo"].seconds
    return bench.verdict("first call: seconds over later ones", more, most=0.7)


CASES = {
    "layers": many_layers,
    "large": large_raster,
    "joint": joint_classes,
    "doubled": doubled,
    "first": first_call,
}
READING = ("reading", "reading, cache of 32 MB", "reading, only its tiles")
EXACTEXTRACT = ("exactextract", "exactextract, 2 processes")
CELLS_IN_MEMORY = (3_000_000, 30_000_000, 300_000_000)


def _all(*met: bool) -> bool:
    return all(met)


def _best(took: dict[str, Taken]) -> float:
    return min(took[way].seconds for way in EXACTEXTRACT)


# ---- what is run, each time in a process of its own ----


def _run_apart(case: Case, way: str) -> Taken:
    """What one run took; where it fails, its words."""
    layers = case.theirs if way.startswith("exactextract") else case.layers
    command = [sys.executable, __file__, "--run", way, case.joint, case.units, *layers]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return Taken(**json.loads(done.stdout.splitlines()[-1]))


def _run_here(way: str, joint: str, units: str, *layers: str) -> Taken:
    polygons = gpd.read_file(units).set_index("code")
    work = WAYS[way](polygons, layers, joint)
    start = time.perf_counter()
    found = work()
    return Taken(time.perf_counter() - start, _peak_mb(), found)


def _ours(
    polygons: gpd.GeoDataFrame, layers: Sequence[str], joint: str, *, warm: bool = True
) -> Callable[[], float]:
    from lsgeo.raster import Raster, joined
    from lsgeo.sources.raster import open_file
    from lsgeo.zonal import class_areas

    def opened() -> list[Raster]:
        rasters = [open_file(Path(layer)) for layer in layers]
        if joint == "pairs":
            return [joined("pairs", rasters)]
        if joint == "where":
            canopy, loss = rasters

            def is_counted(values: Mapping[str, np.ndarray]) -> np.ndarray:
                return values[canopy.name] >= LEAST_CANOPY

            return [joined("loss", [loss], where=is_counted, asked=[canopy])]
        return rasters

    def work() -> float:
        return float(class_areas(polygons, opened())["area_ha"].sum())

    if warm:
        class_areas(polygons.iloc[:1], opened()[:1])
    return work


def _first(polygons: gpd.GeoDataFrame, layers: Sequence[str], joint: str) -> Callable[[], float]:
    return _ours(polygons, layers, joint, warm=False)


def _reading(
    _polygons: gpd.GeoDataFrame, layers: Sequence[str], _joint: str
) -> Callable[[], float]:
    """All pixels of all layers into memory, the layers shared out among as many threads."""

    def read(layer: str) -> int:
        with rasterio.open(layer) as source:
            high = source.block_shapes[0][0]
            return sum(
                source.read(
                    1, window=((row, min(row + high, source.height)), (0, source.width))
                ).nbytes
                for row in range(0, source.height, high)
            )

    def work() -> float:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return float(sum(pool.map(read, layers)))

    return work


def _reading_lean(
    polygons: gpd.GeoDataFrame, layers: Sequence[str], joint: str
) -> Callable[[], float]:
    """The same with the small cache that lsgeo reads with, which spares much finding of memory."""
    os.environ["GDAL_CACHEMAX"] = "32"
    return _reading(polygons, layers, joint)


def _reading_tiles(
    polygons: gpd.GeoDataFrame, layers: Sequence[str], _joint: str
) -> Callable[[], float]:
    """Only the tiles that lsgeo reads, as it reads them."""
    from lsgeo.raster import Window
    from lsgeo.sources.raster import open_file
    from lsgeo.zonal.edges import edges_of
    from lsgeo.zonal.tiles import Tallied, Work, in_threads

    class Reading(Work):
        def tally(self, tile: Window) -> Tallied:
            for layer in self.layers:
                layer.read(tile)
            return Tallied((), np.zeros(0, dtype="int64"))

    def work() -> float:
        rasters = tuple(open_file(Path(layer)) for layer in layers)
        grid = rasters[0].grid
        reading = Reading(edges_of(polygons.geometry.to_numpy(), grid), grid, rasters)
        return float(len(list(in_threads()(reading, reading.tiles()))))

    return work


def _theirs(polygons: gpd.GeoDataFrame, layers: Sequence[str], _joint: str) -> Callable[[], float]:
    from exactextract import exact_extract

    most = int(os.environ["BENCH_CELLS"])

    def work() -> float:
        found = exact_extract(
            list(layers), polygons, ["unique", "frac"], output="pandas", max_cells_in_memory=most
        )
        return float(len(found))

    return work


def _theirs_in_two(
    polygons: gpd.GeoDataFrame, layers: Sequence[str], _joint: str
) -> Callable[[], float]:
    order = np.argsort(polygons.geometry.centroid.y.to_numpy())
    parts = np.array_split(order, os.cpu_count() or 1)
    parts_of = [polygons.iloc[part] for part in parts]
    pool = multiprocessing.get_context("fork").Pool(len(parts), _prepare_theirs, (parts_of, layers))
    pool.map(abs, range(len(parts)))  # they are there

    def work() -> float:
        return float(sum(pool.map(_their_part, range(len(parts)), chunksize=1)))

    return work


def _prepare_theirs(parts: Sequence[gpd.GeoDataFrame], layers: Sequence[str]) -> None:
    global _part_works  # what a process of the pool works on
    _part_works = [_theirs(part, layers, "") for part in parts]


def _their_part(number: int) -> float:
    return _part_works[number]()


_part_works: list[Callable[[], float]] = []
WAYS = {
    "lsgeo": _ours,
    "lsgeo, first": _first,
    "reading": _reading,
    "reading, cache of 32 MB": _reading_lean,
    "reading, only its tiles": _reading_tiles,
    "exactextract": _theirs,
    "exactextract, 2 processes": _theirs_in_two,
}


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:  # not on Windows
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in who) * unit / _MB


def _machine() -> dict[str, object]:
    return {
        "processors": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    }


# ---- what is tallied ----


def write_layer(path: Path, high: int, wide: int, number: int) -> None:
    """A layer of uint8: smooth classes, canopy for number 0, and scattered years of loss for 1."""
    random = np.random.default_rng(SEED + number)
    coarse = random.random((high // 64 + 2, wide // 64 + 2), dtype="float32")
    profile = {
        "driver": "GTiff",
        "dtype": "uint8",
        "count": 1,
        "crs": "EPSG:4326",
        "height": high,
        "width": wide,
        "transform": Affine(CELL, 0, WEST, 0, -CELL, NORTH),
        "tiled": True,
        "blockxsize": 512,
        "blockysize": 512,
        "compress": "deflate",
    }
    with rasterio.open(path, "w", **profile) as target:
        for row in range(0, high, 512):
            rows = np.arange(row, min(row + 512, high)) / 64
            height = _between(coarse, rows, np.arange(wide) / 64)
            height += random.random(height.shape, dtype="float32") * 0.04
            if number == 0:
                block = np.clip(height * 130 - 15, 0, 100)
            elif number == 1:
                lost = random.random(height.shape, dtype="float32") < 0.3
                block = np.where((height > 0.62) & lost, height * 97 % 1 * 24 + 1, 0)
            else:
                block = height * 12
            target.write(block.astype("uint8"), 1, window=((row, row + len(rows)), (0, wide)))


def write_mask(path: Path, canopy: str, loss: str) -> None:
    """The years of loss where canopy was enough, 0 elsewhere."""
    with rasterio.open(canopy) as one, rasterio.open(loss) as other:
        masked = np.where(one.read(1) >= LEAST_CANOPY, other.read(1), 0)
        profile = other.profile
    with rasterio.open(path, "w", **profile) as target:
        target.write(masked.astype("uint8"), 1)


def write_pairs(path: Path, canopy: str, loss: str) -> None:
    """Both layers as one number of two bytes."""
    with rasterio.open(canopy) as one, rasterio.open(loss) as other:
        profile = {**one.profile, "dtype": "uint16"}
        pairs = one.read(1).astype("uint16") * 256 + other.read(1)
    with rasterio.open(path, "w", **profile) as target:
        target.write(pairs, 1)


def make_units(
    count: int, *, high: int, wide: int, corners: int, is_round: bool
) -> gpd.GeoDataFrame:
    """Polygons that share crooked edges and tile the raster's middle, or an ellipse in it."""
    random = np.random.default_rng(SEED)
    size = np.array([wide, high]) * CELL
    inner = shapely.box(WEST + 0.02, NORTH - size[1] + 0.02, WEST + size[0] - 0.02, NORTH - 0.02)
    if is_round:  # a province covers about half of what is around it
        middle = shapely.Point(WEST + size[0] / 2, NORTH - size[1] / 2).buffer(1, quad_segs=64)
        scaled = shapely.affinity.scale(middle, size[0] * 0.46, size[1] * 0.38)
        inner = shapely.affinity.rotate(scaled, 30)
    west, south, east, north = inner.bounds
    seeds: list[shapely.Point] = []
    while len(seeds) < count:
        tried = shapely.points(random.uniform((west, south), (east, north), (count, 2)))
        seeds += [one for one in tried if inner.contains(one)]
    cells = shapely.voronoi_polygons(shapely.MultiPoint(seeds[:count]), extend_to=inner)
    tiles = shapely.intersection(np.array(shapely.get_parts(cells)), inner)
    around = float(np.mean(shapely.length(tiles)))
    dense = shapely.segmentize(tiles, around / corners)
    crooked = shapely.transform(dense, lambda points: _displaced(points, around / corners))
    codes = [f"{number:05}" for number in range(len(crooked))]
    return gpd.GeoDataFrame({"code": codes}, geometry=list(crooked), crs="EPSG:4326")


def _displaced(points: np.ndarray, step: float) -> np.ndarray:
    """Points moved by a smooth function of the place: those of two neighbours alike."""
    moved = points.copy()
    for wave, size in ((7.0, 0.6), (2.9, 0.25)):
        phase = points[:, ::-1] * (2 * np.pi / (wave * step))
        moved += np.sin(phase + points * 31.0) * size * step * wave / 7
    return np.round(moved, PLACES)


def _between(coarse: np.ndarray, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
    """Values between those of a coarse grid, linearly."""
    at, part = rows.astype(int), (rows % 1).astype("float32")[:, np.newaxis]
    lines = coarse[at] * (1 - part) + coarse[at + 1] * part
    at, part = cols.astype(int), (cols % 1).astype("float32")
    return lines[:, at] * (1 - part) + lines[:, at + 1] * part


if __name__ == "__main__":
    main()
