"""Build: the whole line, from the files of a workspace to what is published."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from lsgeo import __version__
from lsgeo import workspace as workspaces
from lsgeo.compose import Publication
from lsgeo.config import FILENAME
from lsgeo.errors import Fault, OutputError
from lsgeo.files import Placed, place, sha256
from lsgeo.jobs.composing import compose
from lsgeo.jobs.measuring import LeftOut, Measured, measure
from lsgeo.jobs.tallying import unobserved_notes
from lsgeo.jobs.writing import writing
from lsgeo.messages import _, current_language
from lsgeo.outputs import find_outputs
from lsgeo.sources.manifest import differences, read_checksums
from lsgeo.workspace import Inputs, Workspace

MANIFEST = "manifest.json"
_VERSIONED = (
    "geopandas",
    "shapely",
    "pyproj",
    "rasterio",
    "pyogrio",
    "folium",
    "matplotlib",
    "pandas",
    "numpy",
)


@dataclass(frozen=True)
class Built:
    """What a build made, where its files lie, and what was left out for want of input.

    ``remarks`` say which inputs are sound but not used, and why, and of which units a raster says
    too little.
    """

    workspace: Workspace
    publication: Publication
    files: tuple[Placed, ...]
    left_out: tuple[LeftOut, ...]
    seconds: float
    remarks: tuple[str, ...] = ()


@dataclass
class _Clock:
    """Times the steps of a build, and reports each as it starts."""

    report: Callable[[str], None]
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, words: str) -> Iterator[None]:
        self.report(words)
        start = perf_counter()
        yield
        self.seconds[name] = round(perf_counter() - start, 3)


def build(
    folder: Path | str = ".",
    *,
    out: Path | str | None = None,
    illustrative: bool = False,
    as_of: date | None = None,
    report: Callable[[str], None] = lambda _words: None,
) -> Built:
    """Build the workspace in `folder` into `out` (its own folder ``out`` unless said).

    Illustrative inputs are used where the workspace or `illustrative` allows them. Targets are
    judged on `as_of`, else on the workspace's own day, else today. `report` is told each step.
    Raises `LsgeoError`; then nothing in `out` has changed.
    """
    clock = _Clock(report)
    start = perf_counter()
    with clock.step("read", _("Reading and checking the inputs")):
        workspace = Workspace.open(folder, illustrative=illustrative)
        inputs = workspaces.read(workspace, to_draw=True)
    with clock.step("measure", _("Measuring the indicators")):
        day = as_of or workspace.config.as_of or date.today()
        measured = measure(workspace, inputs, today=max(day, date.today()))
    with clock.step("compose", _("Judging the targets and composing the map")):
        publication = compose(workspace, inputs, measured, as_of=day)
    target = Path(out) if out else workspace.config.root / "out"
    trace = _trace(workspace, measured, before=read_checksums(target / MANIFEST))
    _check_apart(workspace, target)
    placed = _write(replace(publication, trace=trace), target, clock=clock)
    return Built(
        workspace=workspace,
        publication=publication,
        files=tuple(placed),
        left_out=measured.left_out,
        seconds=perf_counter() - start,
        remarks=(*inputs.remarks, *_said(measured, inputs)),
    )


def _said(measured: Measured, inputs: Inputs) -> Iterator[str]:
    """The notes on units that a raster says too little of, in the language of the command."""
    for words in unobserved_notes(measured.unobserved, inputs.registry):
        yield words.in_language(current_language())


def _check_apart(workspace: Workspace, folder: Path) -> None:
    """Raise `OutputError` where `folder` holds files that the workspace is made of."""
    config = workspace.config
    entries = [entry.path for entry in (*workspace.used, *workspace.passed_over)]
    settings = [config.root / FILENAME, *config.catalog_paths, config.targets_path]
    inside = {path.name for path in (*entries, *settings) if path.parent == folder.resolve()}
    if inside:
        faults = [Fault(_("this file is read here"), name) for name in sorted(inside)]
        raise OutputError(str(folder), _("the folder cannot be filled"), faults)


def _write(publication: Publication, folder: Path, *, clock: _Clock) -> list[Placed]:
    """Every output staged, and moved into `folder` only when all of them are whole."""
    with writing(folder) as stage:
        for output in (one for one in find_outputs() if one.wanted(publication)):
            name = output.filename.format(name=publication.name, date=publication.as_of.isoformat())
            seconds = {**clock.seconds}
            with clock.step(output.name, _("Writing {name}").format(name=name)):
                timed = replace(publication, trace={**publication.trace, "seconds": seconds})
                output.write(timed, stage / name)
        return place(stage, folder)


def _trace(
    workspace: Workspace, measured: Measured, *, before: dict[str, str] | None
) -> dict[str, object]:
    """Where the numbers come from, and what has changed since `before`, in plain values."""
    root = workspace.config.root
    settings = workspace.config.model_dump(mode="json", exclude={"root"})
    files = [root / FILENAME, *workspace.config.catalog_paths, workspace.config.targets_path]
    setting_files = {_relative(path, root): sha256(path) for path in files}
    inputs = [
        {
            "path": _relative(entry.path, root),
            "sha256": sha256(entry.path),
            **entry.model_dump(mode="json", exclude={"path", "sha256"}, exclude_defaults=True),
        }
        for entry in workspace.used
    ]
    now = {one["path"]: one["sha256"] for one in inputs} | setting_files
    return {
        "inputs": inputs,
        "since_last_build": None if before is None else differences(before, now),
        "passed_over": [_relative(entry.path, root) for entry in workspace.passed_over],
        "settings": settings,
        "setting_files": setting_files,
        "left_out": {one.indicator.name: list(one.files) for one in measured.left_out},
        "unobserved": [
            {"product": one.product.name, "vintage": one.vintage, "codes": list(one.codes)}
            for one in measured.unobserved
        ],
        "versions": {
            "lsgeo": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in _VERSIONED},
        },
    }


def _relative(path: Path, root: Path) -> str:
    """`path` as seen from the workspace, so that a manifest names no folder of one machine."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # another drive on Windows
        return path.name
