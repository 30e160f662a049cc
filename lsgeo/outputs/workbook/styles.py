"""The formats of the workbook's cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format

_MOST_DECIMALS = 4
_FONT = {"font_name": "Times New Roman", "font_size": 11}
_LINE = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
_SECOND = "#595959"  # 7:1 on white


@dataclass(frozen=True)
class Styles:
    """The formats, by what they are for; ``cells`` by decimals (None: text) and strength."""

    title: Format
    second: Format
    note: Format
    mark: Format
    head: Format
    head_second: Format
    cells: Mapping[tuple[int | None, bool], Format]


def styles_of(workbook: Workbook) -> Styles:
    """The formats of a workbook."""

    def made(**said: object) -> Format:
        return workbook.add_format({**_FONT, **said})

    head = {"text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#E8EFE6"}
    kinds = (None, *range(_MOST_DECIMALS + 1))
    return Styles(
        title=made(bold=True, font_size=14),
        second=made(italic=True, font_color=_SECOND),
        note=made(text_wrap=True, valign="top"),
        mark=made(bold=True, font_color="#A50F15"),
        head=made(**_LINE | head, bold=True),
        head_second=made(**_LINE | head, italic=True, font_color=_SECOND, font_size=9),
        cells={
            (decimals, strong): made(**_LINE, bold=strong, **_written(decimals))
            for decimals in kinds
            for strong in (False, True)
        },
    )


def _written(decimals: int | None) -> dict[str, object]:
    if decimals is None:
        return {"text_wrap": True}
    return {"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")}
