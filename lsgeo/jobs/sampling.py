"""Sampling: random points of a map's classes, to be looked at on the ground or in finer images."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from lsgeo.accuracy import (
    LEAST_OF_SMALL,
    STANDARD_ERROR,
    Frame,
    Strata,
    allocate,
    draw,
    expected_accuracy,
    frame_of,
    pick,
    sample_size,
    tally,
)
from lsgeo.crs import parse
from lsgeo.errors import Fault, InputError, OutputError
from lsgeo.facts import QUALITY_WORDS, WATERMARKED, watermarks, worst_quality
from lsgeo.files import place_new
from lsgeo.formats import number
from lsgeo.jobs.covering import check_covered
from lsgeo.jobs.sample_tables import extra_rows, placed_points, strata_table
from lsgeo.jobs.stratifying import Map, stratified, units_to_sample
from lsgeo.jobs.tabling import excel_csv
from lsgeo.jobs.writing import writing
from lsgeo.messages import _, current_language
from lsgeo.outputs.geopackage.sample import write_sample
from lsgeo.raster import Grid
from lsgeo.sources.sample import LAYER, strata_path
from lsgeo.sources.toml import resolved
from lsgeo.text import Words
from lsgeo.workspace import Workspace

MOST_STRATA = 20
"""Classes above which a raster is one of numbers, or has to be put into fewer classes first."""


@dataclass(frozen=True)
class Design:
    """How the sample is drawn: what is not said is recommended.

    ``size`` 0 is found from ``standard_error``, that of the overall accuracy aimed at, and from
    the user's accuracies ``expected`` (by stratum); ``least`` are the points of a small stratum.
    ``classes`` are reference classes that the map does not have ("CODE=NAME").
    """

    seed: int = 1
    size: int = 0
    least: int = LEAST_OF_SMALL
    standard_error: float = STANDARD_ERROR
    expected: Mapping[int, float] = field(default_factory=dict)
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sampled:
    """The files that were written, the strata of all units together, and what is to be known.

    ``strata`` has ``stratum, label, area_ha, pixels, drawn``.
    """

    files: tuple[Path, ...]
    strata: pd.DataFrame
    notes: tuple[str, ...]


def sample(
    folder: Path | str = ".",
    *,
    output: Path,
    of: Map | None = None,
    units: tuple[str, ...] = (),
    vintage: str = "",
    design: Design | None = None,
    illustrative: bool = False,
    report: Callable[[str], None] = lambda _words: None,
) -> Sampled:
    """Draw a stratified random sample of the pixels of a map, and write it to `output` (.gpkg).

    Within each stratum every pixel whose centre lies in the communes (`units`, all unless said)
    has the same chance, and none is drawn twice. Beside the points for QGIS lie the same as .csv
    and the areas of the strata (`lsgeo.sources.sample.strata_path`), all of which must be new:
    answers are not written over. Raises `LsgeoError` with every fault; then nothing is written.
    """
    chosen, asked = design or Design(), of or Map()
    names = _targets(output)
    workspace = Workspace.open(folder, illustrative=illustrative)
    communes, boundaries = units_to_sample(workspace, units, vintage=vintage)
    found = stratified(workspace, asked)
    grid = found.strata.raster.grid
    _check_covered(communes, grid, subject=found.strata.raster.label)
    report(_("Counting pixels"))
    frame = frame_of(communes.geometry, grid)
    counted = tally(frame, found.strata.raster)
    is_seen = counted["value"] != found.strata.raster.nodata
    seen = counted[is_seen]
    pixels = {
        int(value): int(count) for value, count in seen.groupby("value")["pixels"].sum().items()
    }
    allocated = _allocated(pixels, found.strata, chosen, subject=found.strata.raster.label)
    report(_("Drawing points"))
    points = _drawn(frame, found.strata, pixels, allocated, seed=chosen.seed)
    quality = worst_quality([found.quality, boundaries])
    whole = strata_table(seen, points, communes, found.strata)
    source = f"{found.source}; {QUALITY_WORDS[quality].vi}; seed {chosen.seed}"
    extra = extra_rows(chosen.classes)
    listed = pd.concat([whole, extra], ignore_index=True).assign(source=source, quality=quality)
    placed = placed_points(
        points, communes, found.strata, crs=parse(workspace.config.crs), grid=grid
    )
    report(_("Writing {name}").format(name=names[0].name))
    marks = watermarks([found.quality, boundaries])
    files = _write(placed.assign(quality=quality), listed, names, description=source, marks=marks)
    areas = whole.assign(area_ha=whole["area_ha"].astype("float64"))
    merged = areas.groupby(["stratum", "label"], as_index=False, sort=False)[
        ["area_ha", "pixels", "drawn"]
    ].sum()
    return Sampled(files, merged, tuple(_notes(counted[~is_seen], quality)))


def _targets(output: Path) -> tuple[Path, Path, Path]:
    """The three files to write: points for QGIS, points as a table, strata."""
    target = resolved(Path(), output)
    names = (target, target.with_suffix(".csv"), strata_path(target))
    faults = []
    if target.suffix.lower() != ".gpkg":
        what = _("a sample cannot be written in this format")
        faults.append(Fault(what, expected=".gpkg", got=target.suffix))
    remedy = _("Choose another name, or move it away: answers in it would be lost.")
    there = [path.name for path in names if path.exists()]
    faults += [Fault(_("it is already there"), name, remedy=remedy) for name in there]
    if faults:
        raise OutputError(str(target), _("the sample cannot be written"), faults)
    return names


def _check_covered(communes: gpd.GeoDataFrame, grid: Grid, *, subject: str) -> None:
    """Raise `InputError` where the raster leaves a part of the communes outside."""
    outlines = communes.geometry.to_crs(grid.crs).to_numpy()
    frame = shapely.box(grid.west, grid.south, grid.east, grid.north)
    inside = shapely.area(shapely.intersection(outlines, frame))
    outside = pd.Series(1 - inside / shapely.area(outlines), index=communes.index)
    check_covered(communes, outside, subject=subject)


def _allocated(
    pixels: Mapping[int, int], strata: Strata, design: Design, *, subject: str
) -> dict[int, int]:
    """How many points of each stratum; `InputError` for none, too many, or unknown strata."""
    faults = []
    if not 0 < len(pixels) <= MOST_STRATA:
        remedy = _("Put its values into fewer classes first (QGIS: Reclassify by table).")
        what, expected = _("these are not so many classes as can be sampled"), f"1…{MOST_STRATA}"
        faults.append(Fault(what, expected=expected, got=str(len(pixels)), remedy=remedy))
    for value in sorted(set(design.expected) - set(pixels)):
        listed = ", ".join(map(str, pixels))
        faults.append(Fault(_("there is no such stratum"), "--expected", listed, str(value)))
    if faults:
        raise InputError(subject, _("there is nothing to sample"), faults)
    whole = sum(pixels.values())
    planned = {
        value: design.expected.get(value)
        or strata.expected.get(value)
        or expected_accuracy(count / whole)
        for value, count in pixels.items()
    }
    size = design.size or sample_size(pixels, planned, standard_error=design.standard_error)
    return allocate(size, pixels, least=design.least)


def _drawn(
    frame: Frame,
    strata: Strata,
    pixels: Mapping[int, int],
    allocated: Mapping[int, int],
    *,
    seed: int,
) -> pd.DataFrame:
    """The pixels drawn, ``row, col, unit, value``; each stratum has a stream of its own."""
    ranks = {
        value: draw(allocated[value], of=count, seed=[seed, abs(value), int(value < 0)])
        for value, count in pixels.items()
    }
    return pick(frame, strata.raster, ranks)


def _write(
    points: gpd.GeoDataFrame,
    strata: pd.DataFrame,
    names: tuple[Path, Path, Path],
    *,
    description: str,
    marks: tuple[Words, ...],
) -> tuple[Path, ...]:
    folder = names[0].parent
    classes = dict(zip(strata["map_class"], strata["label"], strict=True))
    with writing(folder) as stage:
        inside = stage / "sample"
        inside.mkdir()
        write_sample(
            points,
            inside / names[0].name,
            layer=LAYER,
            classes=classes,
            description=description,
            marks=marks,
            day=date.today(),
        )
        plain = pd.DataFrame(points.drop(columns="geometry"))
        for name, table in ((names[1], plain), (names[2], strata)):
            (inside / name.name).write_text(excel_csv(table), encoding="utf-8", newline="\n")
        place_new(inside, folder)
    return names


def _notes(unseen: pd.DataFrame, quality: str) -> list[str]:
    language = current_language()
    notes = [
        _(
            "A pixel belongs to the commune that its centre lies in. Look at the points without "
            "regard to their stratum, and fill in the column reference."
        )
    ]
    if len(unseen):
        area = number(float(unseen["area_ha"].sum()), decimals=1, language=language)
        text = _(
            "{area} ha have no data: no point was drawn there, and the sample says nothing of them."
        )
        notes.append(text.format(area=area))
    if quality in WATERMARKED:
        text = _("Map or boundaries are no real ones: {quality}.")
        notes.append(text.format(quality=QUALITY_WORDS[quality].in_language(language)))
    return notes
