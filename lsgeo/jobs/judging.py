"""Judging: how right a map is by the answers to a sample of its points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from lsgeo.accuracy import Estimate, estimate, given, of_unit
from lsgeo.compose.tables import Table
from lsgeo.compose.tables.accuracy import accuracy_tables, sentences
from lsgeo.errors import Fault, InputError, OutputError
from lsgeo.facts import watermarks
from lsgeo.files import place, write_text
from lsgeo.formats import csv_text
from lsgeo.jobs.writing import writing
from lsgeo.messages import _
from lsgeo.outputs.workbook.accuracy import write_accuracy
from lsgeo.sources.sample import read_points, read_strata, strata_path
from lsgeo.sources.toml import resolved
from lsgeo.text import Words

SUFFIXES = (".xlsx", ".csv")
_BOM = "\ufeff"  # by which Excel knows UTF-8


@dataclass(frozen=True)
class Judged:
    """The estimate, its tables, what it means in words, and the file that was written."""

    estimate: Estimate
    tables: tuple[Table, ...]
    sentences: tuple[Words, ...]
    blank: int
    path: Path | None


def judge(
    sample: Path,
    *,
    strata: Path | None = None,
    output: Path | None = None,
    units: tuple[str, ...] = (),
    classes: tuple[str, ...] = (),
    skip_blank: bool = False,
) -> Judged:
    """The accuracies and error-adjusted areas of a map, from the answers in `sample`.

    `strata` is the table of their areas, beside the sample unless said. With `units` (codes) only
    the points and areas of these communes count. `classes` are reference classes that the map does
    not have ("CODE=NAME"). `output` (`SUFFIXES`) gets the tables. Raises `LsgeoError` with every
    fault; then nothing is written.
    """
    target = _target(output, sample, strata)
    points, areas = read_points(sample), read_strata(strata or strata_path(sample))
    if units:
        _check_units(areas, units, subject=str(sample))
        points, areas = of_unit(points, units), of_unit(areas, units)
    answers = given(points, areas, extra=classes, skip_blank=skip_blank, subject=str(sample))
    found = estimate(
        answers.points, answers.strata, classes=tuple(answers.classes), subject=str(sample)
    )
    names = dict(zip(answers.strata["stratum"], answers.strata["label"], strict=True))
    labels = {**names, **answers.classes}
    tables = accuracy_tables(found, labels)
    marks = watermarks(areas["quality"])
    path = None if target is None else _write(tables, target, title=_title(sample), marks=marks)
    return Judged(found, tables, (*marks, *sentences(found, labels)), answers.blank, path)


def _title(sample: Path) -> Words:
    return Words(f"Độ chính xác của bản đồ ({sample.stem})", f"Map accuracy ({sample.stem})")


def _check_units(areas: pd.DataFrame, units: tuple[str, ...], *, subject: str) -> None:
    unknown = [code for code in units if code not in set(areas["unit"])]
    if unknown:
        known = ", ".join(sorted(set(areas["unit"]) - {""}))
        what = _("the sample has no such unit")
        faults = [Fault(what, "--unit", expected=known, got=code) for code in unknown]
        raise InputError(subject, _("the sample cannot be used"), faults)


def _target(output: Path | None, sample: Path, strata: Path | None) -> Path | None:
    """The file to write; `OutputError` where its format is none, or it is one that is read."""
    if output is None:
        return None
    target = resolved(Path(), output)
    read = [sample, strata or strata_path(sample)]
    faults = []
    if target.suffix.lower() not in SUFFIXES:
        what = _("a table cannot be written in this format")
        faults.append(Fault(what, expected=", ".join(SUFFIXES), got=target.suffix))
    if target in [resolved(Path(), path) for path in read]:
        faults.append(Fault(_("it is one of the files to read"), remedy=_("Choose another name.")))
    if faults:
        raise OutputError(str(target), _("the file cannot be written"), faults)
    return target


def _write(
    tables: tuple[Table, ...], target: Path, *, title: Words, marks: tuple[Words, ...]
) -> Path:
    """The workbook with all tables, or the areas and accuracies of the classes as CSV."""
    if target.suffix.lower() == ".csv":
        areas = tables[0]
        named = areas.rows[[column.name for column in areas.columns]]
        if marks:
            named = named.assign(quality="; ".join(mark.vi for mark in marks))
        return write_text(target, _BOM + csv_text(named)).path
    with writing(target.parent) as stage:
        write_accuracy(tables, stage / target.name, title=title, day=date.today(), marks=marks)
        return place(stage, target.parent)[0].path
