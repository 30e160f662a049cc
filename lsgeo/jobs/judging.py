"""Judging: how right a map is by the answers to a sample of its points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from lsgeo.accuracy import Estimate, estimate, given, of_unit
from lsgeo.compose.tables import Table
from lsgeo.compose.tables.accuracy import accuracy_tables, sentences
from lsgeo.errors import Fault, InputError
from lsgeo.facts import watermarks
from lsgeo.files import place
from lsgeo.jobs.tabling import table_path, write_table
from lsgeo.jobs.writing import writing
from lsgeo.messages import _
from lsgeo.outputs.workbook.accuracy import write_accuracy
from lsgeo.sources.sample import read_points, read_strata, strata_path
from lsgeo.text import Words

SUFFIXES = (".xlsx", ".csv")


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
    beside = strata or strata_path(sample)
    read = (sample, beside)
    target = None if output is None else table_path(output, read=read, suffixes=SUFFIXES)
    points, areas = read_points(sample), read_strata(beside)
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


def _write(
    tables: tuple[Table, ...], target: Path, *, title: Words, marks: tuple[Words, ...]
) -> Path:
    """The workbook with all tables, or the areas and accuracies of the classes as CSV."""
    if target.suffix.lower() == ".csv":
        areas = tables[0]
        named = areas.rows[[column.name for column in areas.columns]]
        if marks:
            named = named.assign(quality="; ".join(mark.vi for mark in marks))
        return write_table(named, target, sheet="")
    with writing(target.parent) as stage:
        write_accuracy(tables, stage / target.name, title=title, day=date.today(), marks=marks)
        return place(stage, target.parent)[0].path
