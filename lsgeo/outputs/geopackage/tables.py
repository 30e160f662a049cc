"""The tables without geometry, made plain enough for a GeoPackage, and their titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from lsgeo.compose import Field, Publication
from lsgeo.facts import QUALITY_WORDS, TITLES
from lsgeo.palette import TARGET_STATUS
from lsgeo.text import Words

TABLE_TITLES: Mapping[str, Words] = {
    "facts": Words("Số liệu", "Facts"),
    "assessments": Words("Đánh giá mục tiêu", "Assessments of the targets"),
    "events": Words("Quyết định và sự kiện", "Decisions and events"),
    "targets": Words("Mục tiêu của kế hoạch", "Targets of the plan"),
}

_COLUMN_TITLES: Mapping[str, Words] = {
    **TITLES,
    "event": Words("Sự kiện", "Event"),
    "date": Words("Ngày", "Date"),
    "detail": Words("Nội dung", "Detail"),
    "year": Words("Năm đạt", "Year met"),
    "target": Words("Mục tiêu", "Target"),
    "baseline": Words("Giá trị xuất phát", "Baseline"),
    "target_value": Words("Giá trị mục tiêu", "Target value"),
    "expected_now": Words("Mức kế hoạch vào ngày số liệu", "Plan on the date of the value"),
    "required_per_year": Words("Cần tăng mỗi năm", "Required per year"),
    "recent_per_year": Words("Thực tăng mỗi năm", "Recent per year"),
    "status": Words("Đánh giá", "Status"),
    "why": Words("Vì sao", "Why"),
    "why_en": Words("Vì sao (tiếng Anh)", "Why (English)"),
    "baseline_period": Words("Kỳ xuất phát", "Period of the baseline"),
    "baseline_source": Words("Nguồn của giá trị xuất phát", "Source of the baseline"),
    "target_high": Words("Giá trị mục tiêu, cận trên", "Target value, upper bound"),
    "deadline": Words("Thời hạn", "Deadline"),
    "expected_today": Words("Mức kế hoạch vào ngày đánh giá", "Plan on the day of assessment"),
    "progress": Words("Tỷ lệ so với kế hoạch", "Share of the plan"),
    "id": Words("Mã mục tiêu", "Target id"),
    "title_vi": Words("Tên mục tiêu", "Title (Vietnamese)"),
    "title_en": Words("Tên mục tiêu (tiếng Anh)", "Title"),
    "level": Words("Cấp", "Level"),
    "method": Words("Mã cách đánh giá", "Method id"),
    "method_vi": Words("Cách đánh giá", "Method (Vietnamese)"),
    "method_en": Words("Cách đánh giá (tiếng Anh)", "Method"),
    "direction": Words("Chiều mong muốn", "Wanted direction"),
    "value_high": Words("Giá trị, cận trên", "Value, upper bound"),
    "assessable_until": Words("Đánh giá được đến", "Assessable until"),
    "vintages": Words("Mốc địa giới đánh giá được", "Assessable vintages"),
    "note_vi": Words("Ghi chú", "Note (Vietnamese)"),
    "note_en": Words("Ghi chú (tiếng Anh)", "Note"),
    "limits_vi": Words("Ngưỡng đánh giá", "Limits (Vietnamese)"),
    "limits_en": Words("Ngưỡng đánh giá (tiếng Anh)", "Limits"),
}

_CODED: Mapping[str, Mapping[int | str, Words]] = {
    "quality": dict(QUALITY_WORDS.items()),
    "status": {name: words for name, (words, _, _) in TARGET_STATUS.items()},
}


def tables_of(publication: Publication) -> dict[str, pd.DataFrame]:
    """The tables by name, every cell a number, a text or empty; of facts those that maps show.

    Those of other thresholds would make the file three times as large: they are in ``facts.csv``.
    """
    facts = publication.facts if publication.shown_facts is None else publication.shown_facts
    tables = {name: getattr(publication, name) for name in TABLE_TITLES} | {"facts": facts}
    return {name: plain(table) for name, table in tables.items()}


def fields_of(table: pd.DataFrame) -> tuple[Field, ...]:
    """The fields of a table: known columns get their Vietnamese title and their words."""
    return tuple(
        Field(
            name=str(name),
            title=_COLUMN_TITLES.get(str(name), Words(str(name), str(name))),
            values=_CODED.get(str(name), {}),
        )
        for name in table.columns
    )


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """`table` without its index, with words in Vietnamese, dates as ISO text and lists joined."""
    columns = {
        str(name): _plain_column(column) if _is_mixed(column) else column
        for name, column in table.items()
    }
    return pd.DataFrame(columns).reset_index(drop=True)


def _is_mixed(column: pd.Series) -> bool:
    """Whether `column` may hold more than numbers, truths and text."""
    return column.dtype == object or pd.api.types.is_datetime64_any_dtype(column)


def _plain_column(column: pd.Series) -> pd.Series:
    """`column` with one type: that of its values where they share one, else text."""
    cells = column.map(_cell)
    typed = cells.convert_dtypes()
    return typed if typed.dtype != object else cells.astype("str")


def _cell(value: object) -> object:
    if isinstance(value, Words):
        return value.vi
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_cell(part)}" for key, part in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(str(_cell(part)) for part in value)
    return value
