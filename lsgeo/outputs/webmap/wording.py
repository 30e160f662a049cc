"""The page's own words, and everything it says, as pairs: Vietnamese first, English second."""

from __future__ import annotations

from lsgeo import formats
from lsgeo.facts import QUALITY_WORDS
from lsgeo.text import Words

Pair = list[str]
"""Words as scripts and the template take them: [Vietnamese, English]."""

PAGE = {
    "as_of": Words("Đánh giá tại ngày", "Assessed on"),
    "others": Words("Các mục tiêu khác", "The other targets"),
    "headlines": Words("Kết quả chính", "Main results"),
    "language": Words("Ngôn ngữ", "Language"),
    "card": Words("Thông tin chi tiết", "Details"),
    "target": Words("Mục tiêu", "Target"),
    "expected": Words("Theo kế hoạch, đến nay", "Planned by now"),
    "baseline": Words("Xuất phát", "Baseline"),
    "required": Words("Cần tăng (giảm)", "Change needed"),
    "required_mean": Words("Bình quân cần đạt các năm còn lại", "Mean needed in the years left"),
    "recent": Words("Nhịp độ gần đây", "Recent pace"),
    "why": Words("Vì sao?", "Why?"),
    "no_number": Words("Chưa giao chỉ tiêu bằng số", "No number set"),
    "by_unit": Words("Đánh giá theo từng đơn vị", "Assessed unit by unit"),
    "no_value": Words("Chưa có số liệu", "No figure yet"),
    "points": Words("điểm %", "percentage points"),
    "direction_up": Words("tăng", "up"),
    "direction_down": Words("giảm", "down"),
    "per_year": Words(" mỗi năm", " a year"),
    "plan": Words("Văn bản giao mục tiêu", "Set by"),
    "limits": Words("Giới hạn (tiến độ so với kế hoạch)", "Limits (progress against plan)"),
    "marks": Words(
        "Vạch đậm là mục tiêu, vạch đứt là kế hoạch đến nay",
        "The thick mark is the target, the dashed one the plan by now",
    ),
    "themes": Words("Chủ đề bản đồ", "Map themes"),
    "legend": Words("Chú giải", "Legend"),
    "layers": Words("Lớp bản đồ", "Map layers"),
    "choose": Words("Chọn xã, phường…", "Choose a commune…"),
    "choose_label": Words("Xem một xã, phường", "Look at one commune"),
    "map": Words("Bản đồ", "Map"),
    "close": Words("Đóng", "Close"),
    "zoom_in": Words("Phóng to", "Zoom in"),
    "zoom_out": Words("Thu nhỏ", "Zoom out"),
    "whole": Words("Toàn tỉnh", "Whole province"),
    "period": Words("Kỳ", "Period"),
    "source": Words("Nguồn", "Source"),
    "quality": Words("Độ tin cậy", "Quality"),
    "missing": Words("chưa có số liệu", "no data"),
    "yes": Words("có", "yes"),
    "no": Words("không", "no"),
    "no_position": Words("chưa có vị trí trên bản đồ", "not placed on the map"),
    "notes": Words("Ghi chú", "Notes"),
    "attribution": Words("Nguồn dữ liệu", "Data sources"),
    "simplified": Words(
        "Đường ranh giới trên trang này đã được giản lược {tolerance} m.",
        "Boundaries on this page are simplified to {tolerance} m.",
    ),
    "without_scripts": Words(
        "Đây là bản tĩnh. Mở tệp bằng trình duyệt để chọn chủ đề và xem từng xã.",
        "This is the static form. Open the file in a browser to choose themes and communes.",
    ),
}

SCRIPT_WORDS = (
    "choose",
    "close",
    "zoom_in",
    "zoom_out",
    "whole",
    "period",
    "source",
    "quality",
    "missing",
    "yes",
    "no",
    "no_position",
)
"""The keys of `PAGE` that the script says."""


def pair(words: Words) -> Pair:
    """The words in both languages."""
    return [words.vi, words.en]


def quality(name: str) -> Pair:
    """The quality of a source in words; "" stays "", an unknown one is said as it is."""
    return pair(QUALITY_WORDS.get(name, Words(name, name)))


def period(text: str) -> Pair:
    """A fact's period as both readers write it."""
    if not text:
        return ["", ""]
    return [formats.period(text, language=language) for language in ("vi", "en")]


def quantity(value: float | None, unit: str, *, decimals: int) -> Pair:
    """A number with its unit as both readers write it."""
    return [
        formats.quantity(value, unit, decimals=decimals, language=language)
        for language in ("vi", "en")
    ]
