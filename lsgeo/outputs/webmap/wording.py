"""The page's own words, and everything it says, as pairs: Vietnamese first, English second."""

from __future__ import annotations

from lsgeo import formats
from lsgeo.facts import QUALITY_WORDS
from lsgeo.text import Words, same

Pair = list[str]
"""Words as scripts and the template take them: [Vietnamese, English]."""

PAGE = {
    "as_of": Words("Đánh giá tại ngày", "Assessed on"),
    "others": Words("Các mục tiêu khác", "The other targets"),
    "headlines": Words("Kết quả chính", "Main results"),
    "language": Words("Ngôn ngữ", "Language"),
    "card": Words("Thông tin chi tiết", "Details"),
    "target": Words("Mục tiêu", "Target"),
    "expected": Words("Theo kế hoạch {when}", "By the plan {when}"),
    "expected_today": Words("Theo kế hoạch hôm nay ({when})", "By the plan today ({when})"),
    "baseline": Words("Xuất phát", "Baseline"),
    "required": Words("Cần thay đổi mỗi năm", "Change needed a year"),
    "required_mean": Words("Bình quân cần đạt các năm còn lại", "Mean needed in the years left"),
    "recent": Words("Nhịp độ gần đây", "Recent pace"),
    "why": Words("Vì sao?", "Why?"),
    "by_unit": Words("Đánh giá theo từng đơn vị", "Assessed unit by unit"),
    "no_value": Words("Chưa có số liệu", "No figure yet"),
    "no_pace": Words("Chưa tính được nhịp độ", "No pace known yet"),
    "progress": Words("Tiến độ {progress} ({limits})", "Progress {progress} ({limits})"),
    "rank": Words("hạng {number}", "rank {number}"),
    "rank_aim": Words("hạng {number} trở lên", "rank {number} or better"),
    "points": Words("điểm %", "percentage points"),
    "direction_up": Words("tăng", "up"),
    "direction_down": Words("giảm", "down"),
    "per_year": Words(" mỗi năm", " a year"),
    "plan": Words("Văn bản giao mục tiêu", "Set by"),
    "marks": Words(
        "Trên thanh: vạch đậm là mục tiêu, vạch đứt là kế hoạch vào ngày của số liệu, "
        "vạch mảnh là kế hoạch hôm nay.",
        "On the bars: the thick mark is the target, the dashed one the plan on the day of the "
        "figure, the thin one the plan today.",
    ),
    "themes": Words("Chủ đề bản đồ", "Map themes"),
    "legend": Words("Chú giải", "Legend"),
    "choose": Words("Chọn xã, phường…", "Choose a commune…"),
    "choose_label": Words("Xem một xã, phường", "Look at one commune"),
    "map": Words("Bản đồ", "Map"),
    "remote": Words("Khung chấm", "Dotted frame"),
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

UNITS = {
    "huyện": Words("huyện", "districts"),
    "xã": Words("xã", "communes"),
    "phường": Words("phường", "wards"),
    "thôn": Words("thôn", "villages"),
    "hộ": Words("hộ", "households"),
    "trường": Words("trường", "schools"),
    "trạm": Words("trạm", "stations"),
    "cửa khẩu": Words("cửa khẩu", "border gates"),
    "tiêu chí": Words("tiêu chí", "criteria"),
    "tỷ đồng": Words("tỷ đồng", "billion VND"),
    "triệu đồng": Words("triệu đồng", "million VND"),
    "người": Words("người", "people"),
    "năm": Words("năm", "years"),
}
"""Units of targets that are words; symbols (%, ha, km) are the same in both languages."""

SCRIPT_WORDS = (
    "choose",
    "close",
    "map",
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


_ON_DAY = Words("vào {when}", "on {when}")
_AT_END = Words("cuối năm {when}", "at the end of {when}")


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


def moment(text: str) -> Pair:
    """A fact's period as the moment it stands for: "vào 30/06/2025", "cuối năm 2025"."""
    if not text:
        return ["", ""]
    words = pair(_ON_DAY if len(text) == len("2025-06-30") else _AT_END)
    return [words.format(when=day) for words, day in zip(words, period(text), strict=True)]


def unit(text: str) -> Pair:
    """The unit of a target in both languages."""
    return pair(UNITS.get(text, same(text)))
