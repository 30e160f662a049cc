"""The page's own words, and everything it says, as pairs: Vietnamese first, English second."""

from __future__ import annotations

import re

from lsgeo.compose.wording import Pair, moment, pair, period, quality, unit
from lsgeo.outputs.webmap.words_script import SCRIPT
from lsgeo.text import Words

__all__ = [
    "BETWEEN_CREDITS",
    "PAGE",
    "SCRIPT_WORDS",
    "Pair",
    "moment",
    "pair",
    "period",
    "quality",
    "unit",
]

BETWEEN_CREDITS = re.compile(r"; (?![^()]*\))")
"""What stands between the credits of a layer: a semicolon, but none inside brackets."""

PAGE = {
    "headlines": Words("Kết quả chính", "Main results"),
    "attention": Words("Xã cần chú ý", "Communes that need attention"),
    "nearest": Words("Xã gần đạt chuẩn nhất", "Nearest to the standard"),
    "targets": Words("Tất cả mục tiêu", "All targets"),
    "planned": Words("Kế hoạch hôm nay", "Plan today"),
    "planned_then": Words("Kế hoạch", "Plan"),
    "planned_brief": Words("kế hoạch hôm nay", "plan today"),
    "parts": Words("Các phần của trang", "Parts of the page"),
    "part_map": Words("Bản đồ", "Map"),
    "part_overview": Words("Tổng quan", "Overview"),
    "part_targets": Words("Mục tiêu", "Targets"),
    "part_ranking": Words("Xếp hạng", "Ranking"),
    "part_share": Words("Chia sẻ", "Share"),
    "level": Words("Lớp", "Level"),
    "search": Words("Tìm xã, tên cũ, cửa khẩu", "Find a commune, an old name, a gate"),
    "found": Words("Kết quả tìm kiếm", "Results"),
    "language": Words("Ngôn ngữ", "Language"),
    "card": Words("Thông tin chi tiết", "Details"),
    "target": Words("Mục tiêu", "Target"),
    "plan": Words("Văn bản giao mục tiêu", "Set by"),
    "themes": Words("Chủ đề bản đồ", "Map themes"),
    "remote": Words("Khung chấm", "Dotted frame"),
    "notes": Words("Ghi chú", "Notes"),
    "attribution": Words("Nguồn dữ liệu", "Data sources"),
    "simplified": Words(
        "Đường ranh giới trên trang này đã được khái quát hóa (sai số: {tolerance}).",
        "Boundaries on this page are simplified (tolerance: {tolerance}).",
    ),
    "units_commune": Words("Xã từ {month}", "Communes from {month}"),
    "units_district": Words("Huyện cũ", "Former districts"),
    "without_scripts": Words(
        "Đây là bản tĩnh. Hãy mở tệp bằng trình duyệt để chọn chủ đề và xem từng xã.",
        "This is the static form. Open the file in a browser to choose themes and communes.",
    ),
    **SCRIPT,
}

SCRIPT_WORDS = tuple(SCRIPT)
"""The keys of `PAGE` that the script says."""
