"""Why a commune is pointed out, in one line with its numbers and their period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lsgeo.compose.standings import Standing
from lsgeo.formats import number, period
from lsgeo.progress.points import years_between
from lsgeo.text import NOTHING, Words

_RULES = {
    "late": Words(
        "xã quá năm tự đăng ký lâu nhất mà chưa đạt chuẩn",
        "communes longest past the year they registered",
    ),
    "steep": Words(
        "xã còn thiếu nhiều tiêu chí nhất tính cho mỗi năm còn lại đến năm đăng ký",
        "communes with most criteria missing for each year left until the year they registered",
    ),
    "few": Words("xã chưa đạt chuẩn có ít tiêu chí nhất", "communes with fewest criteria met"),
    "former": Words(
        "chưa xã nào được đánh giá lại, nên chọn xã có tỷ lệ diện tích các xã cũ đã đạt chuẩn nhỏ "
        "nhất",
        "no commune has been assessed again, so those where former communes that met the standard "
        "have the smallest part of the area of all former communes",
    ),
}
_NONE_LATE = Words(
    "Chưa xã nào quá năm tự đăng ký. ", "No commune is past the year it registered. "
)
_CHOSEN = Words("Cách chọn: {rules}.", "Chosen by: {rules}.")
_MADE_UP = Words(" Số liệu minh họa.", " Illustrative figures.")


def rule_of(rules: Sequence[str], *, made_up: bool, none_late: bool = False) -> Words:
    """The `rules` used, in their order, in words; nothing for none.

    `none_late` says so first: a reader looks for the late ones.
    """
    if not rules:
        return NOTHING
    said = [_RULES[rule] for rule in rules]
    before, mark = _NONE_LATE if none_late else NOTHING, _MADE_UP if made_up else NOTHING
    return Words(
        before.vi + _CHOSEN.vi.format(rules="; rồi ".join(one.vi for one in said)) + mark.vi,
        before.en + _CHOSEN.en.format(rules="; then ".join(one.en for one in said)) + mark.en,
    )


def reason_of(one: Standing, rule: str, *, as_of: date) -> Words:
    """Why a commune is among the worst by one of the rules "late", "steep" and "few"."""
    if rule == "late":
        return _late(one)
    return _steep(one, as_of=as_of) if rule == "steep" else _few(one)


def nearest_reason(one: Standing) -> Words:
    """How many criteria are missing: "thiếu 1 tiêu chí (18/19)"."""
    missing = one.missing
    criteria = "criterion" if missing == 1 else "criteria"
    counts = f"{one.criteria}/{one.count}"
    if missing == 0:
        return Words(
            f"đủ tiêu chí ({counts}), chưa công nhận",
            f"all criteria met ({counts}), not recognised yet",
        )
    return Words(f"thiếu {missing} tiêu chí ({counts})", f"{missing} {criteria} missing ({counts})")


def former_reason(share: float, when: str) -> Words:
    """How much of the area of a commune's former communes had met the standard."""
    vi, en = (number(share, decimals=1, language=language) for language in ("vi", "en"))
    return Words(
        f"{vi} % diện tích các xã cũ đã đạt chuẩn ({period(when)})",
        f"{en} % of the area of former communes met the standard ({period(when, language='en')})",
    )


def _late(one: Standing) -> Words:
    """Since when a commune is late: years counted by the calendar would make a month a year."""
    counted = _counted(one)
    return Words(
        f"quá hạn từ hết năm {one.registered}, {counted.vi}",
        f"late since the end of {one.registered}, {counted.en}",
    )


def _steep(one: Standing, *, as_of: date) -> Words:
    left = years_between(as_of, date(one.registered or as_of.year, 12, 31))
    if left < 0:
        counted = _counted(one)
        return Words(
            f"đã qua năm đăng ký {one.registered}, chưa có kết quả mới hơn ({counted.vi})",
            f"the registered year {one.registered} is over, no newer result ({counted.en})",
        )
    vi, en = (period(one.period, language=language) for language in ("vi", "en"))
    counts = f"{one.criteria}/{one.count}"
    return Words(
        f"thiếu {one.missing} tiêu chí ({counts}, {vi}), đăng ký đạt {one.registered}",
        f"{one.missing} criteria missing ({counts}, {en}), registered for {one.registered}",
    )


def _few(one: Standing) -> Words:
    counted = _counted(one)
    return Words(f"chưa đạt chuẩn, {counted.vi}", f"not met, {counted.en}")


def _counted(one: Standing) -> Words:
    """The criteria met and when they were counted."""
    vi, en = (period(one.period, language=language) for language in ("vi", "en"))
    if one.criteria is None:
        return Words(f"chưa đạt ({vi})", f"not met ({en})")
    counts = f"{one.criteria}/{one.count}"
    return Words(f"đạt {counts} tiêu chí ({vi})", f"{counts} criteria met ({en})")
