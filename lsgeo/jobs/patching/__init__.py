"""Patching: the patches of canopy loss of a workspace, as files for the office and the forest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.compose import Publication
from lsgeo.compose.patches import About, patches_publication
from lsgeo.errors import Fault, InputError, OutputError
from lsgeo.facts import period_end, worst_quality
from lsgeo.facts import watermarks as marks_of
from lsgeo.files import Placed, place
from lsgeo.jobs.patching.reading import Ground, read_ground
from lsgeo.jobs.writing import writing
from lsgeo.messages import _
from lsgeo.outputs import find_outputs
from lsgeo.patches import Patches, Sieve
from lsgeo.patches.listing import listing
from lsgeo.patches.stocks import NO_STOCK, Stock, parts_of
from lsgeo.patches.totals import totals
from lsgeo.products import hansen
from lsgeo.registry import full_name
from lsgeo.sources.toml import resolved
from lsgeo.text import Words, same
from lsgeo.workspace import Workspace

NAME = "mat-tan-cay"
"""The files are called so where only a folder is named."""

FORMATS = {".gpkg": "geopackage", ".xlsx": "workbook", ".gpx": "gpx"}
"""The suffix of each file, and the output that writes it."""


@dataclass(frozen=True)
class Asked:
    """Which patches: their years (None: the first or last there is), size and canopy.

    ``min_canopy_pct`` is that of the workspace unless said.
    """

    first: int | None = None
    last: int | None = None
    sieve: Sieve = field(default_factory=Sieve)
    min_canopy_pct: int | None = None


@dataclass(frozen=True)
class Listed:
    """The patches that were written, their sums by commune and year, and where the files lie."""

    publication: Publication
    patches: gpd.GeoDataFrame
    totals: pd.DataFrame
    files: tuple[Placed, ...]
    remarks: tuple[str, ...]


def patches(
    folder: Path | str = ".",
    *,
    output: Path,
    asked: Asked | None = None,
    illustrative: bool = False,
    report: Callable[[str], None] = lambda _words: None,
) -> Listed:
    """Write the patches of canopy loss of a workspace to `output`, with their sums by commune.

    `output` is one file (`FORMATS`), or a folder that gets all of them. Patches are those of the
    whole raster; listed is what touches a commune. Raises `LsgeoError`; then nothing is written.
    """
    chosen = asked or Asked()
    targets = _targets(output)
    report(_("Reading and checking the inputs"))
    workspace = Workspace.open(folder, illustrative=illustrative)
    ground = read_ground(workspace)
    day = workspace.config.as_of or date.today()
    years = _years(chosen, ground, day=day)
    canopy = chosen.min_canopy_pct or ground.min_canopy_pct
    report(_("Finding the patches"))
    found = chosen.sieve.find(ground.scene.layer(), groups=hansen.loss_years(canopy))
    kept = _in_years(chosen.sieve.kept(found), found, years=years)
    report(_("Laying them over communes and lots"))
    parts = parts_of(ground.units, found, kept, stocks=ground.stocks)
    about = _about(workspace, ground, chosen, years=years, canopy=canopy)
    listed = _with_origin(
        listing(found, parts, units=ground.units, stocks=ground.stocks, crs=workspace.config.crs),
        ground,
    )
    sums = totals(
        parts,
        codes=ground.units.index,
        years=range(years[0], years[1] + 1),
        stocks=ground.stocks,
        province=workspace.config.province,
    )
    publication = patches_publication(
        listed, sums, units=ground.units, registry=ground.registry, about=about
    )
    files = _write(publication, targets, report=report)
    remarks = (*workspace.remarks(), *ground.remarks)
    return Listed(publication, listed, sums, tuple(files), remarks)


def _targets(output: Path) -> dict[str, Path]:
    """The file of each output, by its name; `OutputError` where a suffix is none of ours."""
    target = resolved(Path(), output)
    suffix = target.suffix.lower()
    if suffix in FORMATS:
        return {FORMATS[suffix]: target}
    if suffix and not target.is_dir():
        what = _("a list of patches cannot be written in this format")
        fault = Fault(what, expected=", ".join(FORMATS), got=target.suffix)
        raise OutputError(str(target), _("the file cannot be written"), [fault])
    return {name: target / f"{NAME}{ending}" for ending, name in FORMATS.items()}


def _years(asked: Asked, ground: Ground, *, day: date) -> tuple[int, int]:
    """The first and the last year, of those that had ended on `day`.

    Raises `InputError` where the raster looks at none of them.
    """
    ended = day.year if period_end(str(day.year)) <= day else day.year - 1
    known = (hansen.FIRST_YEAR + 1, min(ground.last_year, ended))
    first = known[0] if asked.first is None else asked.first
    last = known[1] if asked.last is None else asked.last
    if not known[0] <= first <= last <= known[1]:
        expected, got = (f"{one[0]}–{one[1]}" for one in (known, (first, last)))
        fault = Fault(_("there is no loss of these years"), "--from, --to", expected, got)
        raise InputError(ground.scene.files, _("no patches can be listed"), [fault])
    return first, last


def _in_years(kept: pd.Index, found: Patches, *, years: tuple[int, int]) -> pd.Index:
    return kept[found.table.loc[kept, "value"].between(*years)]


def _with_origin(listed: gpd.GeoDataFrame, ground: Ground) -> gpd.GeoDataFrame:
    """`listed` with the title of the inventory of each, and the quality and sources of it all."""
    stocks: dict[int, Stock | None] = {NO_STOCK: None, **dict(enumerate(ground.stocks))}
    used = [stocks[place] for place in listed["inventory"]]
    return listed.assign(
        inventory=[one.title if one else "" for one in used],
        quality=[worst_quality([ground.quality, *([one.quality] if one else [])]) for one in used],
        source=["; ".join([ground.source, *([one.source] if one else [])]) for one in used],
    )


def _about(
    workspace: Workspace,
    ground: Ground,
    asked: Asked,
    *,
    years: tuple[int, int],
    canopy: int,
) -> About:
    config = workspace.config
    stocks = ground.stocks
    quality = worst_quality([ground.quality, *(one.quality for one in stocks)])
    return About(
        name=NAME,
        title=_province(ground, workspace),
        province=config.province,
        vintage=config.vintages[0],
        crs=config.crs,
        as_of=config.as_of or date.today(),
        years=years,
        min_canopy_pct=canopy,
        sieve=asked.sieve,
        quality=quality,
        source="; ".join(dict.fromkeys([ground.source, *(one.source for one in stocks)])),
        by_origin=bool(stocks),
        watermarks=marks_of(ground.qualities),
        notes=tuple(_notes(ground)),
        attributions=ground.attributions,
    )


def _notes(ground: Ground) -> Sequence[Words]:
    names = ", ".join(one.title for one in ground.stocks)
    told = [same(note) for note in ground.notes]
    if not names:
        return told
    rule = Words(
        f"Nguồn gốc, tiểu khu, khoảnh, lô theo kiểm kê gần nhất trước năm mất tán cây ({names}).",
        f"Origin, compartment and lot are of the last inventory before the year of loss ({names}).",
    )
    return [rule, *told]


def _write(
    publication: Publication, targets: dict[str, Path], *, report: Callable[[str], None]
) -> list[Placed]:
    """Every file staged, and moved into its folder only when all of them are whole."""
    folder = next(iter(targets.values())).parent
    writers = {one.name: one.write for one in find_outputs()}
    with writing(folder) as stage:
        for name, target in targets.items():
            report(_("Writing {name}").format(name=target.name))
            writers[name](publication, stage / target.name)
        return place(stage, folder)


def _province(ground: Ground, workspace: Workspace) -> Words:
    """The name of the province."""
    config = workspace.config
    units = ground.registry.at(config.vintages[0], level="province")
    return same(full_name(*units.loc[config.province, ["name", "kind"]]))
