"""Examining: what files are, what would become of them, and how to mend them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from lsgeo.errors import Fault, LsgeoError, OutputError
from lsgeo.files import place
from lsgeo.formats import day
from lsgeo.jobs.importing import Asked, Converted, convert
from lsgeo.jobs.importing.writing import rehearse
from lsgeo.jobs.writing import writing
from lsgeo.messages import _, current_language
from lsgeo.outputs import write_layer
from lsgeo.reports import FileReport, Finding, html_report
from lsgeo.workspace import Workspace
from lsgeo.workspace.known import Known, read_known

_MOST_ROWS = 12  # that a line names before it only counts


@dataclass(frozen=True)
class Examined:
    """One file: what would become of it, or why it cannot be taken; both where it is refused."""

    path: Path
    converted: Converted | None = None
    error: LsgeoError | None = None


@dataclass(frozen=True)
class Examination:
    """All files, and what was written of them."""

    files: tuple[Examined, ...]
    written: tuple[Path, ...]


def examine(
    folder: Path | str, paths: Sequence[Path], *, asked: Asked, report: Path | None = None
) -> Examination:
    """What the files at `paths` are to the workspace in `folder`, each tried as by an import.

    A `report` is a web page with all of it; beside it, as NAME-faults.gpkg, lie the
    places where geometry is at fault.
    """
    if report is not None:
        _check_report(report, paths)
    workspace = Workspace.open(folder, illustrative=True)
    known = read_known(workspace)
    files = [_examined(path, workspace, known, asked) for path in paths]
    written = _write(files, report) if report else ()
    return Examination(tuple(files), written)


def _examined(path: Path, workspace: Workspace, known: Known, asked: Asked) -> Examined:
    converted = None
    try:
        converted = convert(path, known, asked)
        rehearse(workspace, converted, known=known)
    except LsgeoError as error:
        return Examined(path, converted, error)
    return Examined(path, converted)


def _check_report(report: Path, paths: Sequence[Path]) -> None:
    """Raise `OutputError` where the report is no web page, or would go over a file to check."""
    faults = []
    if report.suffix.lower() not in (".html", ".htm"):
        what = _("the report is a web page")
        faults.append(Fault(what, expected=".html", got=report.suffix or report.name))
    if report.resolve() in {path.resolve() for path in paths}:
        faults.append(Fault(_("this file is read here"), remedy=_("Name another file to write.")))
    if faults:
        raise OutputError(str(report), _("the file cannot be written"), faults)


def _write(files: Sequence[Examined], report: Path) -> tuple[Path, ...]:
    """The report and, where there are any, the places at fault, together."""
    faults = [
        one.converted.faults.assign(file=one.path.name).to_crs("EPSG:4326")
        for one in files
        if one.converted and one.converted.faults is not None and len(one.converted.faults)
    ]
    layer_name = f"{report.stem}-faults.gpkg" if faults else ""
    told = [_told(one) for one in files]
    page = html_report(told, day=day(date.today(), language=current_language()), layer=layer_name)
    with writing(report.absolute().parent) as stage:
        (stage / report.name).write_text(page, encoding="utf-8", newline="\n")
        if faults:
            layer = gpd.GeoDataFrame(pd.concat(faults, ignore_index=True), crs="EPSG:4326")
            layer = layer.rename_axis("number")
            write_layer(layer, stage / layer_name, day=date.today())
        placed = place(stage, report.absolute().parent)
    return tuple(one.path for one in placed)


def _told(one: Examined) -> FileReport:
    """What the report says of a file."""
    made = one.converted
    if one.error is not None:
        faults = one.error.faults
        wrong = [
            Finding("fault", fault.where, fault.what, fault.got, fault.expected) for fault in faults
        ]
        return FileReport(
            name=one.path.name,
            verdict=one.error.summary,
            is_usable=False,
            facts=[(_("what it is"), made.form), *made.facts] if made else (),
            counts=made.ledger.counts.drop(columns="file").to_numpy().tolist() if made else (),
            findings=[*wrong, *(findings(made) if made else ())],
            remedies=list(dict.fromkeys(fault.remedy for fault in faults if fault.remedy)),
        )
    assert made is not None  # one of both is there
    command = _("To put it into the workspace: lsgeo import {file} --as {kind}")
    accept = _('{name!r} is like {title} ({code}); to take it so: --accept "{name}={code}"')
    return FileReport(
        name=one.path.name,
        verdict=_("can be imported as {kind}").format(kind=made.kind_words),
        is_usable=True,
        facts=[(_("what it is"), made.form), *made.facts],
        counts=made.ledger.counts.drop(columns="file").to_numpy().tolist(),
        findings=[*findings(made)],
        remedies=[
            command.format(file=one.path.name, kind=made.kind),
            *(
                accept.format(name=found.sought.name, title=found.title, code=found.code)
                for found in made.suggestions
            ),
            *made.remarks,
        ],
    )


def findings(converted: Converted) -> list[Finding]:
    """What happened to the rows of a file, each thing once with the rows it happened to."""
    notes = converted.ledger.notes
    told = notes[notes["outcome"] != "used"]
    sorts = {"corrected": "mended", "quarantined": "kept"}
    found = [Finding("fault", "", str(fault)) for fault in converted.diagnoses]
    alike: dict[tuple[str, str, str], list[Mapping[str, object]]] = {}
    for note in told.to_dict("records"):
        alike.setdefault((note["outcome"], note["column"], note["reason"]), []).append(note)
    for (outcome, column, reason), notes_of in alike.items():
        numbers = [str(note["row"]) for note in notes_of if note["row"] != ""]
        shown = ", ".join(numbers[:_MOST_ROWS]) + (" …" if len(numbers) > _MOST_ROWS else "")
        place = " · ".join(filter(None, (shown, column)))
        said, became = (str(notes_of[0][name]) for name in ("said", "became"))
        found.append(Finding(sorts[outcome], place, reason, said, became))
    return found
