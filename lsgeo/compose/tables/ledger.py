"""What became of every input row: the files with their counts, and each row that was touched."""

from __future__ import annotations

import pandas as pd

from lsgeo.compose.tables import Column, Table, in_words
from lsgeo.ledger import AGAIN, Ledger
from lsgeo.text import Words

_OUTCOMES = {
    "used": Words("dùng nguyên", "used as it is"),
    "corrected": Words("đã sửa", "corrected"),
    "quarantined": Words("để riêng", "kept aside"),
}
_FILE = Column("file", Words("Tệp", "File"), width=34)
_SHEET = Column("sheet", Words("Trang, lớp", "Sheet, layer"), width=16)
_COUNTS = (
    _FILE,
    _SHEET,
    Column("rows", Words("Số dòng", "Rows in"), decimals=0),
    Column("used", Words("Dùng nguyên", "Used as they are"), decimals=0),
    Column("corrected", Words("Đã sửa", "Corrected"), decimals=0),
    Column("quarantined", Words("Để riêng", "Kept aside"), decimals=0),
)
_NOTES = (
    _FILE,
    _SHEET,
    Column("row", Words("Dòng", "Row"), width=8),
    Column("column", Words("Cột", "Column"), width=18),
    Column("said", Words("Trong tệp ghi", "What it said"), width=30),
    Column("became", Words("Được hiểu là", "What it became"), width=30),
    Column("outcome", Words("Kết quả", "Outcome"), width=12),
    Column("reason", Words("Lý do", "Why"), width=60),
)
_BALANCE = Words(
    "Số dòng = dùng nguyên + đã sửa + để riêng. Dòng để riêng nằm trong thư mục quarantine, sửa "
    "xong có thể nhập lại.",
    "Rows in = used as they are + corrected + kept aside. Rows kept aside lie in the folder "
    "quarantine; once mended they can be imported again.",
)
_AGAIN = Words(
    "Trang có dấu → là các lô đã đếm, tính lại theo địa giới khác; không cộng vào tổng.",
    "A sheet with → has lots counted before, counted anew by other boundaries; not in the total.",
)
_WHOLE = Words(
    "Không có số dòng: ghi chú nói về cả cột hoặc cả trang.",
    "Without a row number a note is about a whole column or sheet.",
)


def ledger_tables(ledger: Ledger) -> tuple[Table, ...]:
    """The files read with the fate of their rows; where rows were touched, each of them."""
    sources = Table(
        name=Words("Nguồn số liệu", "Sources"),
        title=Words("Số dòng của từng tệp nguồn", "The rows of every source"),
        columns=_COUNTS,
        rows=_with_total(ledger.counts),
        notes=(_BALANCE, _AGAIN),
    )
    if ledger.notes.empty:
        return (sources,)
    rows = ledger.notes.assign(outcome=in_words(ledger.notes["outcome"], _OUTCOMES))
    touched = Table(
        name=Words("Từng dòng", "Row by row"),
        title=Words(
            "Những dòng đã sửa hoặc để riêng: trong tệp ghi gì, được hiểu là gì, vì sao",
            "Rows corrected or kept aside: what they said, what became of it, why",
        ),
        columns=_NOTES,
        rows=rows.sort_values(["file", "sheet"], kind="stable", ignore_index=True),
        notes=(_WHOLE,),
    )
    return sources, touched


def _with_total(counts: pd.DataFrame) -> pd.DataFrame:
    ordered = counts.sort_values(["file", "sheet"], kind="stable", ignore_index=True)
    numbers = [one.name for one in _COUNTS if one.decimals is not None]
    once = ordered[~ordered["sheet"].str.startswith(AGAIN)]
    total = {"file": "Tổng cộng", "sheet": "", **once[numbers].sum().to_dict(), "strong": True}
    return pd.concat(
        [ordered.assign(strong=False).astype(object), pd.DataFrame([total], dtype=object)],
        ignore_index=True,
    )
