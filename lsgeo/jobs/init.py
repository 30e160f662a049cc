"""Init: a workspace for any province, with its units, templates to fill in and remarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rapidfuzz import process

from lsgeo.config import FILENAME
from lsgeo.errors import ConfigError, Fault
from lsgeo.facts import WATERMARKED
from lsgeo.files import place_new
from lsgeo.jobs.filling import DATA, VINTAGE, Plan, fill
from lsgeo.jobs.writing import writing
from lsgeo.messages import _
from lsgeo.registry import COLUMNS, Registry, from_table, split_kind
from lsgeo.sources.catalog import Entry
from lsgeo.sources.outlines import read_outlines
from lsgeo.text import fold, fold_ascii, normalise

_PLACED = (FILENAME, "targets.toml", "layers", "rasters")
_LIKENESS = 60.0  # per cent, below which a province would mislead as a suggestion
_SUGGESTIONS = 5


@dataclass(frozen=True)
class Made:
    """A new workspace: its folder, the files in it, and what its owner should know or do."""

    folder: Path
    files: tuple[Path, ...]
    notes: tuple[str, ...]


def init(
    folder: Path | str,
    *,
    province: str,
    boundaries: Path | str | None = None,
    boundaries_crs: str = "",
    illustrative: bool = False,
) -> Made:
    """Make a workspace in `folder` for a province, given by its code ("04") or its name.

    `boundaries` is any vector layer of its communes; `boundaries_crs` ("EPSG:9215") says its
    coordinate system where the file names none or a wrong one. With `illustrative` there are
    made-up statuses too, marked as such. Raises `LsgeoError` with every fault; then `folder` is
    as it was before.
    """
    folder = Path(folder)
    _check_free(folder)
    national = _national()
    code = _code_of(national, province)
    registry = _registry(national, code=code)
    outlines = None
    if boundaries is not None:
        elsewhere = frozenset(national.loc[national["parent"] != code, "code"])
        entry = _boundary_entry(Path(boundaries), crs=boundaries_crs)
        outlines = read_outlines(entry, registry, elsewhere=elsewhere)
    plan = Plan(
        code=code,
        registry=registry,
        outlines=outlines,
        boundaries_name=Path(boundaries).name if boundaries is not None else "",
        illustrative=illustrative,
    )
    with writing(folder if folder.is_dir() else folder.parent) as stage:
        fill(stage, plan)
        paths = sorted(path.relative_to(stage) for path in stage.rglob("*") if path.is_file())
        place_new(stage, folder)
    return Made(folder, tuple(folder / path for path in paths), tuple(_notes(plan)))


def _check_free(folder: Path) -> None:
    """Raise `ConfigError` where something in `folder` would have to be written over."""
    summary = _("no workspace can be made here")
    try:
        is_file = folder.exists() and not folder.is_dir()
    except (OSError, ValueError) as error:  # no folder can have such a name
        fault = Fault(getattr(error, "strerror", None) or str(error))
        raise ConfigError(str(folder), summary, [fault]) from error
    if is_file:
        fault = Fault(_("this is a file"), remedy=_("Name a new folder."))
        raise ConfigError(str(folder), summary, [fault])
    there = [name for name in _PLACED if (folder / name).exists()]
    if not there:
        return
    remedy = _("Name a new folder, or move the old files away first.")
    summary = _("there are files of a workspace already, and none is written over")
    if FILENAME in there:
        summary = _("this is a workspace already, and it is not written over")
    faults = [Fault(_("is already there"), where=name) for name in there]
    raise ConfigError(str(folder), summary, [*faults, Fault(remedy)])


def _national() -> pd.DataFrame:
    """The units of the whole country that the package carries."""
    with (DATA / "national_2025.csv").open(encoding="utf-8") as stream:
        return pd.read_csv(stream, dtype=str, keep_default_na=False)


def _code_of(national: pd.DataFrame, sought: str) -> str:
    """The code of the province that a text means: its code or its name, also without accents."""
    names = national[national["level"] == "province"].set_index("code")["name"]
    text = normalise(sought)
    if text.zfill(2) in names.index:
        return text.zfill(2)
    for name in (text, split_kind(text)[1]):
        for folded in (fold, fold_ascii):
            found = names.index[names.map(folded) == folded(name)]
            if len(found) == 1:
                return str(found[0])
    plain = {code: fold_ascii(name) for code, name in names.items()}
    near = process.extract(
        fold_ascii(split_kind(text)[1]), plain, limit=_SUGGESTIONS, score_cutoff=_LIKENESS
    )
    codes = [code for _name, _score, code in near] or list(names.index)
    expected = ", ".join(f"{names[code]} ({code})" for code in codes)
    fault = Fault(_("no province since {day} has it").format(day=VINTAGE), "", expected, text)
    raise ConfigError("province", _("unknown code or name"), [fault])


def _registry(national: pd.DataFrame, *, code: str) -> Registry:
    """The registry of one province: itself and its communes."""
    units = national[(national["code"] == code) | (national["parent"] == code)]
    table = units.assign(
        vintage=VINTAGE, area_official_km2="", valid_from=VINTAGE, valid_to="", legal_source=""
    )
    return from_table(table[list(COLUMNS)].reset_index(drop=True), subject="national_2025.csv")


def _boundary_entry(path: Path, *, crs: str) -> Entry:
    """The layer to take over, as a catalog would name it."""
    return Entry(
        theme="boundaries",
        path=path,
        title=path.name,
        quality="approximate",
        licence="",
        attribution=path.name,
        vintage=VINTAGE,
        level="commune",
        crs=crs,
    )


def _notes(plan: Plan) -> Iterator[str]:
    if len(plan.zones) == 1:
        text = _("Confirm crs = {crs} in lsgeo.toml: PROJ names it for {province} before 07/2025.")
    else:
        text = _("Choose crs in lsgeo.toml: PROJ names no single TM-3 zone; it is {crs} now.")
    yield text.format(crs=plan.crs, province=plan.name)
    if plan.outlines is None:
        yield _(
            "Give layers/catalog.toml the boundaries of the communes: without them there is no map."
        )
    else:
        yield _("Put quality, licence and attribution of the boundaries into layers/catalog.toml.")
        if plan.outlines.quality in WATERMARKED:
            text = _("The boundaries say of themselves that they are {quality}: every map says so.")
            yield text.format(quality=plan.outlines.quality)
        if plan.outlines.elsewhere:
            text = _("{count} features of other provinces were left out of the boundaries.")
            yield text.format(count=plan.outlines.elsewhere)
    if plan.illustrative:
        yield _("layers/ntm_status.csv is made up: replace it before anything is published.")
