"""What became of what between two dates of a land cover: the matrix, and the balance by class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from lsgeo.compose.tables import Column, Table
from lsgeo.compose.tables.units import CODE, UNIT, listed
from lsgeo.facts import QUALITY_WORDS, worst_quality
from lsgeo.formats import SPAN
from lsgeo.formats import period as period_words
from lsgeo.products import Product, find_products
from lsgeo.registry import Registry
from lsgeo.text import NOTHING, Words
from lsgeo.transitions import UNSEEN, budget

_UNSEEN = Words("Không quan sát", "Not observed")
_FROM = Column("class_from", Words("Từ lớp", "From"), width=26)
_CLASS = Column("class", Words("Lớp", "Class"), width=26)
_START = Column("total", Words("Đầu kỳ (ha)", "Start (ha)"), decimals=2)
_END = "Cuối kỳ"
_HECTARES = {
    "start_ha": Words("Đầu kỳ (ha)", "Start (ha)"),
    "gain_ha": Words("Tăng (ha)", "Gain (ha)"),
    "loss_ha": Words("Giảm (ha)", "Loss (ha)"),
    "net_ha": Words("Thực tăng (ha)", "Net change (ha)"),
    "end_ha": Words("Cuối kỳ (ha)", "End (ha)"),
    "persistence_ha": Words("Giữ nguyên (ha)", "Persistence (ha)"),
    "swap_ha": Words("Hoán đổi (ha)", "Swap (ha)"),
}
_PER_CENT = {
    "gain_ha": Words("Tăng (% đơn vị)", "Gain (% of the unit)"),
    "loss_ha": Words("Giảm (% đơn vị)", "Loss (% of the unit)"),
    "net_ha": Words("Thực tăng (% đơn vị)", "Net change (% of the unit)"),
    "persistence_ha": Words("Giữ nguyên (% đơn vị)", "Persistence (% of the unit)"),
    "swap_ha": Words("Hoán đổi (% đơn vị)", "Swap (% of the unit)"),
}
_MARGINS = Words(
    "Dòng: lớp ở đầu kỳ; cột: lớp ở cuối kỳ. Tổng mỗi dòng là diện tích của lớp ở đầu kỳ, tổng mỗi "
    "cột là diện tích của lớp ở cuối kỳ; phần không quan sát được ở một trong hai thời điểm đứng "
    "riêng, không phải biến động.",
    "Rows: the class at the start; columns: the class at the end. A row adds up to the area of its "
    "class at the start, a column to that at the end; what was not observed at one of the two "
    "dates stands apart and is no change.",
)
_SWAP = Words(
    "Trên phần quan sát được ở cả hai thời điểm. Thực tăng = tăng − giảm. Hoán đổi = 2 × số nhỏ "
    "hơn của tăng và giảm: mất ở chỗ này, được ở chỗ khác (Pontius, Shusas và McEachern 2004); "
    "hoán đổi của tỉnh không phải là tổng của các xã.",
    "Of ground observed at both dates. Net change = gain − loss. Swap = 2 × the lesser of gain and "
    "loss: lost in one place and gained in another (Pontius, Shusas & McEachern 2004); the swap of "
    "the province is not the sum of its communes.",
)
_PIXELS = Words(
    "Đếm từ ô ảnh đã phân loại: gồm cả sai số phân loại của hai bản đồ, không phải ước lượng diện "
    "tích kèm khoảng tin cậy.",
    "Counted from classified pixels: errors of both maps are in it, and it is no estimate of area "
    "with an interval.",
)


def land_change_tables(
    changes: pd.DataFrame | None, registry: Registry, *, vintage: str
) -> Iterator[Table]:
    """The matrix and the balance of each pair of dates in the units of a vintage.

    `changes` has the columns of `lsgeo.transitions.COLUMNS`.
    """
    if changes is None:
        return
    here = changes[changes["vintage"] == vintage]
    for (name, _start, _end), flows in here.groupby(["product", "start", "end"], sort=False):
        product = find_products()[str(name)]
        yield _matrix(flows, product, registry)
        yield _balance(flows, product, registry)


def _matrix(flows: pd.DataFrame, product: Product, registry: Registry) -> Table:
    """From class to class in each unit, its end below: every pair that does not occur is 0."""
    names = _names(product)
    table = flows.pivot_table(
        index=["code", "class_from"], columns="class_to", values="area_ha", aggfunc="sum"
    ).fillna(0.0)
    ends = table.groupby(level="code").sum()
    ends.index = pd.MultiIndex.from_product([ends.index, [_END]], names=table.index.names)
    order = [one for one in names if one in table.columns]
    every = pd.concat([table, ends])[order]
    every.columns = pd.Index([f"to_{one}" for one in order])
    rows = every.assign(total=every.sum(axis="columns")).reset_index()
    place = {one: rank for rank, one in enumerate((*names, _END))}
    rows = rows.assign(place=rows["class_from"].map(place)).sort_values("place", kind="stable")
    told = rows["class_from"].map(_said(names)).fillna(_END)
    sums = (rows["class_from"] == _END).to_numpy()
    shown = _listed(rows.assign(class_from=told, sums=sums), registry, flows)
    columns = (Column(f"to_{one}", names[one], decimals=2) for one in order)
    return _table(
        flows,
        product,
        Words("từ lớp sang lớp", "from to"),
        columns=(CODE, UNIT, _FROM, *columns, _START),
        rows=shown.assign(strong=shown["strong"] | shown["sums"]),
        notes=(_MARGINS, _PIXELS),
    )


def _balance(flows: pd.DataFrame, product: Product, registry: Registry) -> Table:
    """What each class gained, lost, kept and swapped in each unit, and in per cent of the unit."""
    names = _names(product)
    table = budget(flows, ["code"])
    whole = table.groupby("code")["start_ha"].transform("sum")
    shares = {_share(name): table[name] / whole * 100 for name in _PER_CENT}
    place = table["class"].map({one: rank for rank, one in enumerate(names)})
    rows = table.assign(place=place, **shares).sort_values("place", kind="stable")
    told = rows["class"].map(_said(names))
    rows = rows.assign(**{"class": told})
    hectares = (Column(name, _HECTARES[name], decimals=2) for name in _HECTARES)
    per_cent = (Column(_share(name), words, decimals=2) for name, words in _PER_CENT.items())
    return _table(
        flows,
        product,
        Words("biến động", "change"),
        columns=(CODE, UNIT, _CLASS, *hectares, *per_cent),
        rows=_listed(rows, registry, flows),
        notes=(_SWAP, _PIXELS),
    )


def _share(name: str) -> str:
    return name.replace("_ha", "_pct")


def _listed(rows: pd.DataFrame, registry: Registry, flows: pd.DataFrame) -> pd.DataFrame:
    vintage = str(flows["vintage"].iloc[0])
    return listed(rows.drop(columns="place"), registry, vintage=vintage)


def _names(product: Product) -> Mapping[int, Words]:
    """What the classes of a product are called, ground that was not observed last."""
    return {**product.classes, UNSEEN: _UNSEEN}


def _said(names: Mapping[int, Words]) -> dict[int, str]:
    return {one: words.vi for one, words in names.items()}


def _table(
    flows: pd.DataFrame,
    product: Product,
    what: Words,
    *,
    columns: tuple[Column, ...],
    rows: pd.DataFrame,
    notes: tuple[Words, ...],
) -> Table:
    """A table of a pair of dates, with both in its title, its quality and sources below."""
    vi, en = (
        SPAN.join(period_words(str(flows[side].iloc[0]), language=one) for side in ("start", "end"))
        for one in ("vi", "en")
    )
    quality = QUALITY_WORDS[worst_quality(flows["quality"].unique())]
    sources = "; ".join(flows["source"].unique())
    origin = Words(
        f"Độ tin cậy: {quality.vi}. Nguồn: {sources}", f"Quality: {quality.en}. Sources: {sources}"
    )
    said = (product.note,) if product.note != NOTHING else ()
    title = product.title
    short = title if product.short == NOTHING else product.short
    return Table(
        name=Words(f"Lớp phủ {short.vi} {what.vi}", f"Land {short.en} {what.en}"),
        title=Words(f"{title.vi}: {what.vi}, {vi}", f"{title.en}: {what.en}, {en}"),
        columns=columns,
        rows=rows,
        notes=(*notes, *said, origin),
    )
