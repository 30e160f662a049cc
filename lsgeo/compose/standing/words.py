"""The words that tell where a province stands on its targets."""

from __future__ import annotations

from lsgeo.text import Words

WORDS = {
    "expected": Words("Theo kế hoạch {when}", "By the plan {when}"),
    "expected_today": Words("Theo kế hoạch hôm nay ({when})", "By the plan today ({when})"),
    "baseline": Words("Xuất phát", "Baseline"),
    "required": Words("Cần thay đổi mỗi năm", "Change needed a year"),
    "required_mean": Words("Bình quân cần đạt các năm còn lại", "Mean needed in the years left"),
    "recent": Words("Nhịp độ gần đây", "Recent pace"),
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
    "missing": Words(
        "Cần thêm {missing} xã ({share} % của {whole} là {needed}, đã đạt {part} {when}): "
        "khoảng {pace} xã mỗi năm từ ngày đó đến {until}.",
        "{missing} more communes are needed ({share} % of {whole} is {needed}; {part} {when}): "
        "about {pace} communes a year from then until {until}.",
    ),
    "missing_late": Words(
        "Thiếu {missing} xã ({share} % của {whole} là {needed}, đã đạt {part} {when}).",
        "{missing} communes are missing ({share} % of {whole} is {needed}; {part} {when}).",
    ),
    "of_today": Words(
        "Trong {whole} xã hiện nay, {share} % là {needed} xã",
        "Of the {whole} communes of today, {share} % is {needed}",
    ),
    "pending": Words(
        "; {pending} xã chưa được đánh giá lại{met} ({when}{quality})",
        "; {pending} have not been assessed again{met} ({when}{quality})",
    ),
    "ntm_share": Words(", {met} xã đã đạt", ", {met} meet the standard"),
    "ntm_advanced_share": Words(
        ", {met} xã đã đạt chuẩn nâng cao", ", {met} meet the advanced standard"
    ),
    "ntm_model_share": Words(", {met} xã đã đạt chuẩn kiểu mẫu", ", {met} meet the model standard"),
    "none_assessed": Words(
        "; chưa có kết quả đánh giá lại xã nào", "; no result of a reassessment is known"
    ),
    "before_merger": Words("{count} xã trước sắp xếp", "{count} communes before the merger"),
    "down_to_nothing": Words(
        "Với tốc độ kế hoạch giao, tỷ lệ này về 0 trước năm {until}.",
        "At the pace the plan asks for, this share is down to 0 before {until}.",
    ),
    "must_change": Words("Cần {change} đến {until}.", "It must go {change} until {until}."),
    "must_average": Words(
        "Các năm còn lại đến {until} cần bình quân {mean}.",
        "The years left until {until} need a mean of {mean}.",
    ),
}
