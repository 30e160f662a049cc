"""The columns of our tables of new-rural statuses and criteria, and what offices call theirs."""

from __future__ import annotations

from collections.abc import Mapping

from lsgeo.intake.columns import UNIT_COLUMNS

STATUS_COLUMNS = (
    *("vintage", "code", "name", "kind", "district", "period", "criteria_set", "status"),
    *("criteria_met", "year_met", "decision", "decision_date", "year_registered"),
    *("commune_group", "note"),
)
CRITERIA_COLUMNS = ("vintage", "code", "period", "criteria_set", "number", "met")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    **UNIT_COLUMNS,
    "criteria_met": (
        *("tổng tc", "tổng số tc", "tổng số tiêu chí đạt", "tổng số tiêu chí", "số tiêu chí đạt"),
        *("số tc đạt", "tổng số tc đạt", "tổng số tiêu chí đạt chuẩn", "tổng tiêu chí", "tổng"),
        *("tổng cộng", "criteria_met", "criteria met"),
    ),
    "status": ("trạng thái", "mức đạt", "kết quả", "xếp loại", "kết quả công nhận", "status"),
    "year_met": ("năm đạt", "năm đạt chuẩn", "năm công nhận", "năm đạt chuẩn ntm", "year_met"),
    "decision": ("số qđ", "số quyết định", "quyết định", "quyết định số", "qđ số", "decision"),
    "decision_date": (
        *("ngày qđ", "ngày quyết định", "ngày ký", "ngày", "ngày ban hành", "decision_date"),
    ),
    "year_registered": (
        *("năm đăng ký", "năm đăng ký về đích", "đăng ký", "năm về đích", "đăng ký về đích"),
        *("năm đăng ký đạt chuẩn", "year_registered"),
    ),
    "commune_group": ("nhóm xã", "nhóm", "commune_group"),
    "note": ("ghi chú", "note"),
}
"""What offices call the columns of such a sheet."""
