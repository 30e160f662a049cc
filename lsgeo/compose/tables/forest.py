"""What changed between two inventories: balance, matrix, causes, and every change by commune."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lsgeo.compose.tables import Column, Table, in_words
from lsgeo.compose.tables.units import CODE, UNIT, listed
from lsgeo.facts import QUALITY_WORDS
from lsgeo.formats import SPAN
from lsgeo.formats import period as period_words
from lsgeo.inventory.change import BALANCE, FOUND, OUTSIDE, by_cause, matrix, with_parents
from lsgeo.inventory.compared import Compared
from lsgeo.inventory.matching import RULE as MATCHED
from lsgeo.inventory.splitting import RULE as SPLIT
from lsgeo.inventory.types import GROUPS, Causes, ForestTypes
from lsgeo.registry import Registry
from lsgeo.text import Words

_CLASSES = {"forest": Words("Diện tích có rừng", "Area with forest"), **GROUPS}
_OUTSIDE = Words("Ngoài kiểm kê", "Not in the inventory")
_CLASS = Column("class", Words("Loại", "Class"), width=30)
_CAUSE = Column("cause", Words("Nguyên nhân", "Cause"), width=44)
_HECTARES = {
    "opening_ha": Words("Đầu kỳ (ha)", "Opening (ha)"),
    "redrawn_ha": Words("Do đổi địa giới (ha)", "Boundaries redrawn (ha)"),
    "gains_ha": Words("Tăng (ha)", "Gains (ha)"),
    "losses_ha": Words("Giảm (ha)", "Losses (ha)"),
    "closing_ha": Words("Cuối kỳ (ha)", "Closing (ha)"),
    "area_ha": Words("Diện tích (ha)", "Area (ha)"),
}
_BALANCED = Words(
    "Đầu kỳ + do đổi địa giới + tăng − giảm = cuối kỳ, theo dtich. Chuyển từ rừng tự nhiên sang "
    "rừng trồng là giảm của loại này và tăng của loại kia, không đổi diện tích có rừng.",
    "Opening + boundaries redrawn + gains − losses = closing, by dtich. Natural forest that became "
    "planted is a loss of the one and a gain of the other, and no change of the area with forest.",
)
_RECORDED = Words(
    "Nguyên nhân là như kỳ sau ghi; mã nguyên nhân là cấu hình của đơn vị, không phải danh mục "
    "chính thức.",
    "Causes are as the newer inventory records them; their codes are configuration, no official "
    "list.",
)


def forest_tables(
    compared: Compared, registry: Registry, *, types: ForestTypes, causes: Causes
) -> tuple[Table, ...]:
    """The four tables of a change, in hectares of legal area (dtich)."""
    words = _Words(types, causes)
    return (
        _balance(compared, registry),
        _matrix(compared, types, words),
        _causes(compared, registry, words),
        _flows(compared, registry, words),
    )


class _Words:
    """What types and causes are called."""

    def __init__(self, types: ForestTypes, causes: Causes) -> None:
        table = types.table
        self._types = {
            OUTSIDE: _OUTSIDE,
            **{
                int(code): Words(f"{row.short} – {row.name_vi}", f"{row.short} – {row.name_en}")
                for code, row in zip(table.index, table.itertuples(), strict=True)
            },
        }
        self._causes = {code: words.vi for code, words in FOUND.items()}
        self._causes |= causes.table["title_vi"].to_dict()

    def type(self, code: int) -> Words:
        """A type by its short code and name."""
        return self._types[code]

    def types(self, codes: pd.Series) -> pd.Series:
        """The types by their short codes and names."""
        return codes.map({code: words.vi for code, words in self._types.items()})

    def causes(self, codes: pd.Series) -> pd.Series:
        """The causes by their titles; what is no code stays as the file has it."""
        return codes.map(self._causes).fillna(codes)


def _balance(compared: Compared, registry: Registry) -> Table:
    change = compared.change
    parts = [
        table.rename(columns={name: "class"})
        for table, name in ((change.by_forest, "forest"), (change.by_group, "group"))
    ]
    every = pd.concat(parts, ignore_index=True)
    every = every[every["class"].isin(list(_CLASSES)) & (every["class"] != "none")]
    every = with_parents(every, registry, vintage=change.vintage)
    order = every["class"].map(list(_CLASSES).index)
    every = every.assign(order=order).sort_values("order", kind="stable")
    named = every.assign(**{"class": in_words(every["class"], _CLASSES)})
    return _table(
        compared,
        Words("Biến động", "Change"),
        Words("Biến động diện tích rừng", "Change of the forest area"),
        columns=(CODE, UNIT, _CLASS, *_areas(*BALANCE)),
        rows=listed(named, registry, vintage=change.vintage),
        notes=(_BALANCED, SPLIT, MATCHED),
    )


def _matrix(compared: Compared, types: ForestTypes, words: _Words) -> Table:
    """What became of what in the whole province, by type; ground that kept its type is there."""
    by_commune = matrix(compared.change, types, by="type")
    table = by_commune.groupby(level="type_from").sum()
    columns = tuple(Column(f"to_{code}", words.type(code), decimals=2) for code in table.columns)
    rows = table.set_axis([one.name for one in columns], axis="columns").reset_index()
    rows = rows.assign(
        type_from=words.types(rows["type_from"]),
        total=table.sum(axis="columns").to_numpy(),
        strong=False,
    )
    total = {"type_from": "Cuối kỳ", **rows.drop(columns=["type_from", "strong"]).sum().to_dict()}
    every = pd.concat([rows, pd.DataFrame([{**total, "strong": True}])], ignore_index=True)
    return _table(
        compared,
        Words("Ma trận", "Matrix"),
        Words(
            "Chuyển đổi giữa các loại đất, loại rừng toàn tỉnh (dòng: đầu kỳ; cột: cuối kỳ)",
            "What became of what in the province (rows: opening, columns: closing)",
        ),
        columns=(
            Column("type_from", Words("Từ loại", "From"), width=36),
            *columns,
            Column("total", Words("Đầu kỳ", "Opening"), decimals=2),
        ),
        rows=every,
        notes=(MATCHED,),
    )


def _causes(compared: Compared, registry: Registry, words: _Words) -> Table:
    change = compared.change
    found = by_cause(change)
    found = with_parents(found[found["group"] != "none"], registry, vintage=change.vintage)
    order = found["group"].map(list(GROUPS).index)
    told = found.assign(cause=words.causes(found["cause"]), order=order)
    told = told.assign(**{"class": in_words(told["group"], _CLASSES)}).sort_values(
        ["cause", "order"], kind="stable"
    )
    return _table(
        compared,
        Words("Nguyên nhân", "Causes"),
        Words("Tăng, giảm diện tích rừng theo nguyên nhân", "Gains and losses by cause"),
        columns=(CODE, UNIT, _CAUSE, _CLASS, *_areas("gains_ha", "losses_ha")),
        rows=listed(told, registry, vintage=change.vintage),
        notes=(_RECORDED,),
    )


def _flows(compared: Compared, registry: Registry, words: _Words) -> Table:
    change = compared.change
    told = change.flows.sort_values("area_ha", ascending=False, kind="stable")
    told = told.assign(
        type_from=words.types(told["type_from"]),
        type_to=words.types(told["type_to"]),
        cause=words.causes(told["cause"]),
    )
    return _table(
        compared,
        Words("Từ loại, sang loại", "From, to"),
        Words("Từng chuyển đổi của từng xã", "Every change of every commune"),
        columns=(
            CODE,
            UNIT,
            Column("type_from", Words("Từ loại", "From"), width=36),
            Column("type_to", Words("Sang loại", "To"), width=36),
            _CAUSE,
            *_areas("area_ha"),
        ),
        rows=listed(told, registry, vintage=change.vintage),
        notes=(_RECORDED,),
    )


def _areas(*names: str) -> Iterator[Column]:
    return (Column(name, _HECTARES[name], decimals=2) for name in names)


def _table(
    compared: Compared,
    name: Words,
    title: Words,
    *,
    columns: tuple[Column, ...],
    rows: pd.DataFrame,
    notes: tuple[Words, ...],
) -> Table:
    """A table of a change, with its periods in its names and its quality and sources below."""
    quality, sources = QUALITY_WORDS[compared.quality], "; ".join(compared.sources)
    vi, en = (
        SPAN.join(period_words(one, language=language) for one in (compared.start, compared.end))
        for language in ("vi", "en")
    )
    units = [period_words(compared.change.vintage, language=one) for one in ("vi", "en")]
    origin = Words(
        f"Theo các xã từ {units[0]}. Độ tin cậy: {quality.vi}. Nguồn: {sources}",
        f"By the communes of {units[1]}. Quality: {quality.en}. Sources: {sources}",
    )
    return Table(
        name=Words(f"{name.vi} {compared.end}", f"{name.en} {compared.end}"),
        title=Words(f"{title.vi}, {vi}", f"{title.en}, {en}"),
        columns=columns,
        rows=rows,
        notes=(*notes, origin),
    )
