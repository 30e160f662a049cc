"""Biểu 3: forest and legal cover by unit as an office files it, a workbook with its own headings.

One sheet for each vintage and period that an inventory gave facts of, newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lsgeo.compose import Publication
from lsgeo.facts import QUALITY_WORDS, period_end, worst_quality
from lsgeo.formats import period as period_words
from lsgeo.indicators import forest_inventory as indicator
from lsgeo.outputs import Output
from lsgeo.registry import full_name
from lsgeo.text import collation

_COVER = indicator.INDICATOR.ratios[0].indicator
_COLUMNS = (
    (indicator.NATURAL_AREA, "", "Diện tích tự nhiên"),
    ("forest_area_ha", "", "Diện tích có rừng"),
    ("forest_natural_ha", "Phân theo nguồn gốc", "Rừng tự nhiên"),
    ("forest_planted_ha", "Phân theo nguồn gốc", "Rừng trồng đã thành rừng"),
    ("forest_planted_young_ha", "Phân theo nguồn gốc", "Rừng trồng chưa thành rừng"),
    ("forest_special_use_ha", "Phân theo mục đích sử dụng", "Đặc dụng"),
    ("forest_protection_ha", "Phân theo mục đích sử dụng", "Phòng hộ"),
    ("forest_production_ha", "Phân theo mục đích sử dụng", "Sản xuất"),
    (_COVER, "", "Tỷ lệ che phủ (%)"),
)
"""The facts of the columns after number and unit, with the heading above and their own."""

_TITLE = "TỔNG HỢP DIỆN TÍCH RỪNG VÀ ĐỘ CHE PHỦ RỪNG"
_RULE = (
    "Độ che phủ = (rừng tự nhiên + rừng trồng đã thành rừng) / diện tích tự nhiên; diện tích có "
    "rừng gồm cả rừng trồng chưa thành rừng. Ba mục đích sử dụng có thể nhỏ hơn diện tích có rừng: "
    "phần còn lại nằm ngoài quy hoạch ba loại rừng."
)
_HEAD = 5  # the first row of the headings, from 0
_FIRST = _HEAD + 3  # that of the numbers
_LAST_COLUMN = len(_COLUMNS) + 1
_WIDTHS = (5, 28)
_NUMBER_WIDTH = 14


@dataclass(frozen=True)
class _Formats:
    """The formats of a workbook, by what they are for."""

    title: Format
    note: Format
    head: Format
    name: Format
    area: Format
    share: Format
    total: Mapping[str, Format]


def has_inventory(publication: Publication) -> bool:
    """Whether there are facts of an inventory."""
    return bool((publication.facts["indicator"] == "forest_area_ha").any())


def write(publication: Publication, path: Path) -> None:
    """Put the workbook at `path`."""
    facts = publication.facts
    mine = facts[facts["indicator"].isin([name for name, _above, _own in _COLUMNS])]
    inventoried = mine[mine["indicator"] == "forest_area_ha"]
    sheets = list(dict.fromkeys(zip(inventoried["vintage"], inventoried["period"], strict=True)))
    sheets.sort(key=lambda one: (period_end(one[1]), one[0]), reverse=True)
    with Workbook(str(path)) as workbook:
        made = datetime(publication.as_of.year, publication.as_of.month, publication.as_of.day)
        workbook.set_properties({"title": f"Biểu 3 – {publication.title.vi}", "created": made})
        formats = _formats(workbook)
        for vintage, period in sheets:
            here = mine[(mine["vintage"] == vintage) & (mine["period"] == period)]
            sheet = workbook.add_worksheet(_sheet_name(vintage, period, sheets))
            _fill(sheet, here, publication, formats=formats)


def _sheet_name(vintage: str, period: str, sheets: Sequence[tuple[str, str]]) -> str:
    alone = [one for _vintage, one in sheets].count(period) == 1
    return period if alone else f"{period} ({vintage})"


def _fill(
    sheet: Worksheet, facts: pd.DataFrame, publication: Publication, *, formats: _Formats
) -> None:
    vintage, period = facts["vintage"].iloc[0], facts["period"].iloc[0]
    sheet.write_string(0, 0, "Biểu 3", formats.title)
    sheet.write_string(1, 0, _TITLE, formats.title)
    sheet.write_string(2, 0, publication.title.vi, formats.note)
    last = period_words(period_end(period).isoformat())
    said = f"Số liệu đến {last}; đơn vị hành chính từ {period_words(vintage)}"
    sheet.write_string(3, 0, said, formats.note)
    sheet.write_string(4, 0, "Đơn vị tính: ha", formats.note)
    _headings(sheet, formats)
    values = facts.pivot(index="code", columns="indicator", values="value")
    row = _FIRST
    for number, name, code in _rows(values.index, publication, vintage=vintage):
        _line(sheet, row, number=number, name=name, values=values.loc[code], formats=formats)
        row += 1
    for text in _footer(facts, publication):
        row += 1
        sheet.write_string(row, 0, text, formats.note)
    sheet.set_column(0, 0, _WIDTHS[0])
    sheet.set_column(1, 1, _WIDTHS[1])
    sheet.set_column(2, _LAST_COLUMN, _NUMBER_WIDTH)
    sheet.freeze_panes(_FIRST, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD, _FIRST - 1)


def _headings(sheet: Worksheet, formats: _Formats) -> None:
    """Three rows: groups of columns, columns, their numbers."""
    alone = [(0, "TT"), (1, "Đơn vị")]
    groups: dict[str, list[int]] = {}
    for column, (_name, above, own) in enumerate(_COLUMNS, start=2):
        if above:
            groups.setdefault(above, []).append(column)
            sheet.write_string(_HEAD + 1, column, own, formats.head)
        else:
            alone.append((column, own))
    for column, own in alone:
        sheet.merge_range(_HEAD, column, _HEAD + 1, column, own, formats.head)
    for above, columns in groups.items():
        sheet.merge_range(_HEAD, columns[0], _HEAD, columns[-1], above, formats.head)
    for column in range(_LAST_COLUMN + 1):
        sheet.write_string(_HEAD + 2, column, f"({column + 1})", formats.head)


def _rows(
    codes: pd.Index, publication: Publication, *, vintage: str
) -> Iterator[tuple[str, str, str]]:
    """Number, name and code of each line: the province, districts (I, II …), communes (1, 2 …)."""
    if publication.province in codes:
        yield "", "TỔNG CỘNG", publication.province
    layers = [one for one in (publication.units, *publication.others) if one.vintage == vintage]
    named = {publication.province}
    for level in ("district", "commune"):
        names = {
            str(code): (str(unit["name"]), full_name(unit["name"], unit["kind"]))
            for layer in layers
            if layer.level == level
            for code, unit in layer.data[["name", "kind"]].iterrows()
        }
        known = sorted((c for c in codes if c in names), key=lambda code: collation(names[code][0]))
        named |= set(known)
        for place, code in enumerate(known, start=1):
            yield _roman(place) if level == "district" else str(place), names[code][1], code
    for code in codes.difference(list(named)):
        yield "", code, code  # a unit that no layer of this publication names


def _line(
    sheet: Worksheet,
    row: int,
    *,
    number: str,
    name: str,
    values: pd.Series,
    formats: _Formats,
) -> None:
    is_total = not number.isdigit()
    styles = formats.total if is_total else {"name": formats.name, "area": formats.area}
    sheet.write_string(row, 0, number, styles["name"])
    sheet.write_string(row, 1, name, styles["name"])
    for column, (indicator_name, _above, _own) in enumerate(_COLUMNS, start=2):
        if indicator_name == _COVER:
            style = formats.total["share"] if is_total else formats.share
        else:
            style = styles["area"]
        value = values.get(indicator_name)
        if value is None or pd.isna(value):
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, float(value), style)


def _footer(facts: pd.DataFrame, publication: Publication) -> Iterator[str]:
    yield _RULE
    quality = QUALITY_WORDS[worst_quality(facts["quality"])].vi
    parts = {part for text in facts["source"].unique() for part in text.split("; ")}
    yield f"Độ tin cậy: {quality}. Nguồn: {'; '.join(sorted(filter(None, parts)))}"
    yield from (words.vi for words in publication.watermarks)


def _formats(workbook: Workbook) -> _Formats:
    def made(**said: object) -> Format:
        return workbook.add_format({"font_name": "Times New Roman", "font_size": 11, **said})

    line = {"border": 1}
    head = {**line, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}
    bold = {**line, "bold": True}
    return _Formats(
        title=made(bold=True),
        note=made(italic=True),
        head=made(**head),
        name=made(**line),
        area=made(**line, num_format="#,##0.00"),
        share=made(**line, num_format="0.00"),
        total={
            "name": made(**bold),
            "area": made(**bold, num_format="#,##0.00"),
            "share": made(**bold, num_format="0.00"),
        },
    )


def _roman(number: int) -> str:
    """A number below 40 as in the group rows of office tables."""
    return (
        "X" * (number // 10)
        + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]
    )


OUTPUT = Output(name="bieu3", filename="bieu-3.xlsx", write=write, wanted=has_inventory)
