"""How right a map is, as tables: the error matrix, the accuracies and areas of classes, strata."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lsgeo.accuracy import Estimate, Interval
from lsgeo.compose.tables import Column, Table
from lsgeo.formats import number
from lsgeo.text import Words, same

_METHOD = Words(
    "Ước lượng phân tầng theo Olofsson và cộng sự 2014 (Remote Sensing of Environment 148: 42–57). "
    "± là khoảng tin cậy 95 % (1,96 lần sai số chuẩn).",
    "Stratified estimator of Olofsson et al. 2014 (Remote Sensing of Environment 148: 42–57). "
    "± is the 95 % confidence interval (1.96 standard errors).",
)
_MATRIX_NOTE = Words(
    "Hàng: bản đồ; cột: kết quả đối chứng. Ô là tỷ lệ diện tích (%), cộng lại bằng 100.",
    "Rows: the map; columns: the reference. Cells are shares of the area (%), 100 in all.",
)
_NAME = Column("name", Words("Loại trên bản đồ", "Class of the map"), width=30)
_TOTAL = Words("Tổng (đối chứng)", "Total (reference)")


def accuracy_tables(estimate: Estimate, labels: Mapping[str, str]) -> tuple[Table, ...]:
    """The tables of an estimate; `labels` are the words of its classes and strata by code."""
    return (
        _classes(estimate, labels),
        _matrix(estimate, labels),
        _counts(estimate, labels),
    )


def sentences(estimate: Estimate, labels: Mapping[str, str]) -> tuple[Words, ...]:
    """What the estimate means, a sentence for each class and one for the whole map."""
    overall = tuple(_percent(estimate.overall, language) for language in ("vi", "en"))
    told = [_sentence(estimate, name, labels) for name in estimate.areas_ha]
    whole = Words(
        f"Độ chính xác chung của bản đồ: {overall[0]} ({estimate.size} điểm).",
        f"Overall accuracy of the map: {overall[1]} ({estimate.size} points).",
    )
    return (*told, whole)


def _sentence(estimate: Estimate, name: str, labels: Mapping[str, str]) -> Words:
    area, mapped = estimate.areas_ha[name], estimate.mapped_ha[name]
    verdict = (
        Words("chênh lệch nằm trong sai số", "the difference is within the error")
        if area.spans(mapped)
        else Words("chênh lệch vượt quá sai số", "the difference is larger than the error")
    )
    texts = {
        language: (
            number(area.value, language=language),
            number(area.margin, language=language),
            number(mapped, language=language),
        )
        for language in ("vi", "en")
    }
    vi, en = texts["vi"], texts["en"]
    return Words(
        f"{labels.get(name, name)}: {vi[0]} ± {vi[1]} ha (độ tin cậy 95 %); trên bản đồ "
        f"{vi[2]} ha, {verdict.vi}.",
        f"{labels.get(name, name)}: {en[0]} ± {en[1]} ha (95 % confidence); {en[2]} ha on the "
        f"map, {verdict.en}.",
    )


def _percent(one: Interval, language: str) -> str:
    value, margin = (
        number(part * 100, decimals=1, language=language) for part in (one.value, one.margin)
    )
    return f"{value} ± {margin} %"


def _classes(estimate: Estimate, labels: Mapping[str, str]) -> Table:
    rows = pd.DataFrame(
        [
            {
                "name": labels.get(name, name),
                "mapped_ha": estimate.mapped_ha[name],
                "area_ha": estimate.areas_ha[name].value,
                "margin_ha": estimate.areas_ha[name].margin,
                "low_ha": estimate.areas_ha[name].low,
                "high_ha": estimate.areas_ha[name].high,
                "users": estimate.users[name].value * 100,
                "users_margin": estimate.users[name].margin * 100,
                "producers": estimate.producers[name].value * 100,
                "producers_margin": estimate.producers[name].margin * 100,
            }
            for name in estimate.areas_ha
        ]
    )
    mapped, area = (
        Words("Trên bản đồ (ha)", "On the map (ha)"),
        Words("Ước lượng (ha)", "Area (ha)"),
    )
    users, producers = Words("Người dùng (%)", "User's (%)"), Words("Nhà SX (%)", "Producer's (%)")
    margin = same("±")
    return Table(
        name=Words("Diện tích và độ chính xác", "Areas and accuracies"),
        title=Words(
            "Diện tích đã hiệu chỉnh sai số và độ chính xác của bản đồ",
            "Error-adjusted areas and accuracies of the map",
        ),
        columns=(
            Column("name", Words("Loại", "Class"), width=30),
            Column("mapped_ha", mapped, decimals=0, width=14),
            Column("area_ha", area, decimals=0, width=14),
            Column("margin_ha", margin, decimals=0, width=12),
            Column("low_ha", Words("Cận dưới (ha)", "Lower (ha)"), decimals=0, width=14),
            Column("high_ha", Words("Cận trên (ha)", "Upper (ha)"), decimals=0, width=14),
            Column("users", users, decimals=1, width=12),
            Column("users_margin", margin, decimals=1, width=8),
            Column("producers", producers, decimals=1, width=12),
            Column("producers_margin", margin, decimals=1, width=8),
        ),
        rows=rows,
        notes=(*sentences(estimate, labels), _METHOD, *_MEANINGS),
    )


_MEANINGS = (
    Words(
        "Độ chính xác người dùng: phần của loại trên bản đồ đúng ngoài thực địa. Độ chính xác nhà "
        "sản xuất: phần của loại ngoài thực địa có trên bản đồ.",
        "User's accuracy: how much of a class on the map is so on the ground. Producer's accuracy: "
        "how much of a class on the ground is so on the map.",
    ),
)


def _matrix(estimate: Estimate, labels: Mapping[str, str]) -> Table:
    shares = estimate.matrix * 100
    rows = shares.assign(total=shares.sum(axis=1))
    rows = rows[(rows["total"] > 0)]
    bottom = rows.sum().rename("")
    table = pd.concat([rows, bottom.to_frame().T])
    names = [*(labels.get(name, name) for name in rows.index), _TOTAL.vi]
    classes = list(estimate.matrix.columns)
    columns = [
        Column(f"reference_{place}", same(labels.get(name, name)), decimals=2, width=16)
        for place, name in enumerate(classes)
    ]
    renamed = table.set_axis([*(one.name for one in columns), "total"], axis=1)
    return Table(
        name=Words("Ma trận sai số", "Error matrix"),
        title=Words(
            "Ma trận sai số theo tỷ lệ diện tích (%)", "Error matrix in shares of the area (%)"
        ),
        columns=(
            _NAME,
            *columns,
            Column("total", Words("Tổng (bản đồ)", "Total (map)"), decimals=2, width=14),
        ),
        rows=renamed.assign(name=names, strong=[*[False] * len(rows), True]),
        notes=(_MATRIX_NOTE, _METHOD),
    )


def _counts(estimate: Estimate, labels: Mapping[str, str]) -> Table:
    counts = estimate.counts
    columns = [
        Column(f"reference_{place}", same(labels.get(name, name)), decimals=0, width=16)
        for place, name in enumerate(counts.columns)
    ]
    rows = counts.set_axis([one.name for one in columns], axis=1)
    return Table(
        name=Words("Số điểm", "Points"),
        title=Words("Số điểm mẫu theo tầng và loại đối chứng", "Points by stratum and reference"),
        columns=(
            Column("name", Words("Tầng", "Stratum"), width=30),
            *columns,
            Column("total", Words("Số điểm", "Points"), decimals=0, width=10),
        ),
        rows=rows.assign(
            total=counts.sum(axis=1), name=[labels.get(name, name) for name in counts.index]
        ),
    )
