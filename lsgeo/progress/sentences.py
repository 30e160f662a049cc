"""The reason for a status in one or two sentences, with the numbers that went into it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from lsgeo import formats
from lsgeo.facts import QUALITY_WORDS, WATERMARKED
from lsgeo.progress.judging import Judgement
from lsgeo.progress.points import Point
from lsgeo.progress.target import Limits, Target, plain
from lsgeo.text import Words

_FORMULA_VI = "Tiến độ = ({value_n} − {baseline_n}) / ({expected_n} − {baseline_n}) = {progress}"
_FORMULA_EN = "Progress = ({value_n} − {baseline_n}) / ({expected_n} − {baseline_n}) = {progress}"

SENTENCES: Mapping[str, Words] = {
    "no_number": Words(
        "Quy hoạch không đặt con số cho chỉ tiêu này nên không tính tiến độ.{last}",
        "The plan sets no number for this target, so no progress is computed.{last}",
    ),
    "ended": Words(
        "Chỉ đánh giá được đến {until}; sau ngày đó không còn đơn vị để tính, "
        "nên không kết luận đạt hay không đạt.{last}",
        "It could be assessed until {until}; after that its units no longer exist, "
        "so it is neither met nor failed.{last}",
    ),
    "no_value": Words(
        "Chưa có số liệu đến {as_of}; mục tiêu {target}. "
        "Cần bổ sung số liệu (mã chỉ số {indicator}).",
        "There is no value up to {as_of}; target {target}. Add values of {indicator}.",
    ),
    "old": Words(
        "Số liệu gần nhất {value} ({period}) đã cũ quá {months} tháng vào ngày {as_of}; "
        "mục tiêu {target}.",
        "The latest value, {value} ({period}), is more than {months} months old on {as_of}; "
        "target {target}.",
    ),
    "no_baseline": Words(
        "{value} ({period}); mục tiêu {target} đến {deadline}. Chưa có giá trị mốc nên chưa tính "
        "được tiến độ; cần bổ sung mốc (baseline) của {id} trong targets.toml.",
        "{value} ({period}); target {target} by {deadline}. Without a baseline value no progress "
        "can be computed; add the baseline of {id} to targets.toml.",
    ),
    "one_point": Words(
        "Mới có một thời điểm: {value} ({period}) không muộn hơn mốc {baseline} "
        "({baseline_period}); mục tiêu {target}.",
        "There is only one point: {value} ({period}) is not later than the baseline {baseline} "
        "({baseline_period}); target {target}.",
    ),
    "met": Words(
        "{value} ({period}) đã đạt mục tiêu {target}.",
        "{value} ({period}) meets the target of {target}.",
    ),
    "lost": Words(
        "{value} ({period}) kém hơn mốc {baseline} ({baseline_period}), là mức đã đạt "
        "mục tiêu {target}.",
        "{value} ({period}) is worse than the baseline {baseline} ({baseline_period}), "
        "which met the target of {target}.",
    ),
    "line": Words(
        "{value} ({period}), mốc {baseline} ({baseline_period}), mục tiêu {target} đến {deadline}; "
        f"cùng ngày đường kế hoạch ở {{expected}}. {_FORMULA_VI} ({{limits}}).",
        "{value} ({period}), baseline {baseline} ({baseline_period}), target {target} by "
        f"{{deadline}}; the plan's line that day is {{expected}}. {_FORMULA_EN} ({{limits}}).",
    ),
    "pace": Words(
        "Từ {baseline} ({baseline_period}) đến {value} ({period}): {recent} mỗi năm; mục tiêu "
        f"{{target}}, tức {{expected}} vào ngày đó. {_FORMULA_VI} ({{limits}}).",
        "From {baseline} ({baseline_period}) to {value} ({period}): {recent} a year; target "
        f"{{target}}, so {{expected}} that day. {_FORMULA_EN} ({{limits}}).",
    ),
    "pace_one_point": Words(
        "Mới có một thời điểm, {value} ({period}), nên chưa có tốc độ; mục tiêu {target}.",
        "There is only one point, {value} ({period}), so there is no pace; target {target}.",
    ),
    "gone": Words(
        "{value} ({period}): không còn gì để giảm; mục tiêu {target}.",
        "{value} ({period}): nothing is left to fall; target {target}.",
    ),
    "average": Words(
        "Bình quân đến nay {value} ({period}), mục tiêu {target} đến {deadline}. Tiến độ = "
        "{value_n} / {expected_n} = {progress} ({limits}). Các năm còn lại cần {required}.",
        "The mean so far is {value} ({period}), target {target} by {deadline}. Progress = "
        "{value_n} / {expected_n} = {progress} ({limits}). The years left need {required}.",
    ),
    "before_start": Words(
        "Số liệu gần nhất {value} ({period}) thuộc trước thời kỳ tính bình quân; mục tiêu "
        "{target}.",
        "The latest value, {value} ({period}), lies before the averaged period; target {target}.",
    ),
    "unit_met": Words(
        "Đã được công nhận đạt chuẩn nông thôn mới trở lên ({period}).",
        "Recognised as meeting the new-rural standard or higher ({period}).",
    ),
    "unit_pending": Words(
        "Chưa đánh giá lại ({period}).",
        "Not yet reassessed ({period}).",
    ),
    "unit_ward": Words(
        "Không phải là xã nên không xét nông thôn mới.",
        "Not a rural commune (xã), so the new-rural standard does not apply.",
    ),
    "unit_on_way": Words(
        "Chưa đạt ({period}); đăng ký đạt chuẩn năm {year}, tính đến {as_of} chưa quá hạn.",
        "Not met ({period}); registered for {year}, which on {as_of} has not passed.",
    ),
    "unit_late": Words(
        "Chưa đạt ({period}); đăng ký đạt chuẩn năm {year}, tính đến {as_of} đã quá hạn.",
        "Not met ({period}); registered for {year}, which on {as_of} has passed.",
    ),
    "unit_not_since": Words(
        "Chưa đạt ({period}); năm đăng ký đạt chuẩn {year} đã qua nhưng chưa có kết quả đánh giá "
        "từ cuối năm đó, nên chưa thể kết luận là chậm.",
        "Not met ({period}); the registered year {year} has passed, but there is no status since "
        "its end, so it cannot be called behind.",
    ),
    "unit_unregistered": Words(
        "Chưa đạt ({period}); chưa có năm đăng ký đạt chuẩn để đối chiếu.",
        "Not met ({period}); there is no registered year to compare with.",
    ),
    "unit_old": Words(
        "Số liệu gần nhất ({period}) đã cũ quá {months} tháng vào ngày {as_of}.",
        "The latest status ({period}) is more than {months} months old on {as_of}.",
    ),
}
_BY_A_LINE = ("line", "pace", "average", "met")  # rules that hold a value against the plan's line
_WITHIN_ERROR = Words(
    " Trong sai số: khoảng {low} – {high} của số liệu chứa mức kế hoạch {expected} cùng ngày, nên "
    "chưa thể kết luận là khác kế hoạch.",
    " Within error: the interval of the value, {low} – {high}, spans the plan's {expected} that "
    "day, so they cannot be told apart.",
)
_LAST = Words(" Số liệu gần nhất: {value} ({period}).", " Latest value: {value} ({period}).")
_POINTS = Words("điểm %", "percentage points")
_A_YEAR = Words(" mỗi năm", " a year")


def why(judgement: Judgement, target: Target, *, as_of: date, limits: Limits, language: str) -> str:
    """The reason for `judgement` in "vi" or "en"."""
    fields = _fields(judgement, target, as_of=as_of, language=language)
    fields["limits"] = limits.words(language)
    fields["months"] = str(limits.max_age_months)
    fields["last"] = _LAST.in_language(language).format(**fields) if judgement.latest else ""
    told = SENTENCES[judgement.reason].in_language(language).format(**fields)
    latest = judgement.latest
    if latest is None or judgement.reason not in _BY_A_LINE or not judgement.within_error:
        return told
    low, high = plain(latest.low, language), _with_unit(latest.high, target.unit, language)
    return told + _WITHIN_ERROR.in_language(language).format(low=low, high=high, **fields)


def figure(row: Mapping[str, Any], target: Mapping[str, Any], *, language: str) -> str:
    """The number that an assessment is about: its value, or for a pace what it is a year.

    `row` is one of `assess`, `target` one of `targets_table`; "–" where there is no number.
    """
    if target["method"] != "pace":
        return _with_unit(row["value"], target["unit"], language)
    recent = row["recent_per_year"] if row["status"] != "insufficient_data" else float("nan")
    unit = _POINTS.in_language(language) if target["unit"] == "%" else target["unit"]
    shown = _with_unit(recent, unit, language)
    return shown if recent != recent else f"{shown}{_A_YEAR.in_language(language)}"


def _fields(judgement: Judgement, target: Target, *, as_of: date, language: str) -> dict[str, str]:
    value, period = _shown(judgement.latest, target.unit, language)
    baseline, baseline_period = _shown(judgement.baseline, target.unit, language)
    until = target.assessable_until
    until_text = formats.day(until, language=language) if until else ""
    return {
        "id": target.id,
        "indicator": target.indicator,
        "value": value,
        "value_n": _bare(judgement.latest, language),
        "period": period,
        "baseline": baseline,
        "baseline_n": _bare(judgement.baseline, language),
        "baseline_period": baseline_period,
        "expected": _with_unit(judgement.expected_now, target.unit, language),
        "expected_n": plain(judgement.expected_now, language),
        "progress": plain(judgement.progress, language),
        "recent": _with_unit(judgement.recent_per_year, _step_unit(target, language), language),
        "required": _with_unit(judgement.required_per_year, target.unit, language),
        "target": _target_text(judgement, target, language=language),
        "deadline": formats.day(target.deadline, language=language),
        "until": until_text,
        "as_of": formats.day(as_of, language=language),
        "year": str(judgement.registered_year or ""),
    }


def _target_text(judgement: Judgement, target: Target, *, language: str) -> str:
    """What the target asks for: "55–59 % (xét theo 55 %)", "giảm 2–3 điểm % mỗi năm"."""
    asked = plain(target.asked, language)
    span = plain(target.value, language)
    unit = _step_unit(target, language) if target.method in ("change", "pace") else target.unit
    if target.value_high is not None:
        span = f"{span}–{plain(target.value_high, language)}"
    amount = f"{span} {unit}".strip()
    shaped = _SHAPES.get((target.method, target.direction), _AS_IT_IS).in_language(language)
    text = shaped.format(amount=amount)
    goal = judgement.target_value
    if target.method == "change" and goal == goal:  # known only with a baseline
        asked, unit = plain(goal, language), target.unit
        return f"{text} ({_THAT_IS.in_language(language)} {asked} {unit})"
    if target.value_high is not None:
        return f"{text} ({_JUDGED_BY.in_language(language)} {asked} {unit})"
    return text


_AS_IT_IS = Words("{amount}", "{amount}")
_SHAPES: Mapping[tuple[str, str], Words] = {
    ("change", "up"): Words("tăng {amount}", "up by {amount}"),
    ("change", "down"): Words("giảm {amount}", "down by {amount}"),
    ("pace", "up"): Words("tăng {amount} mỗi năm", "up {amount} a year"),
    ("pace", "down"): Words("giảm {amount} mỗi năm", "down {amount} a year"),
    ("average", "up"): Words("bình quân {amount} mỗi năm", "a mean of {amount} a year"),
    ("rank", "down"): Words("hạng {amount} trở lên", "rank {amount} or better"),
}
_THAT_IS = Words("tức", "that is")
_JUDGED_BY = Words("xét theo", "judged by")


def _step_unit(target: Target, language: str) -> str:
    return _POINTS.in_language(language) if target.unit == "%" else target.unit


def _shown(point: Point | None, unit: str, language: str) -> tuple[str, str]:
    if point is None:
        return plain(None, language), ""
    period = formats.period(point.period, language=language)
    if point.quality in WATERMARKED:  # what is made up says so beside the number itself
        period += f", {QUALITY_WORDS[point.quality].in_language(language)}"
    return _with_unit(point.value, unit, language), period


def _bare(point: Point | None, language: str) -> str:
    return plain(point.value if point else None, language)


def _with_unit(value: float, unit: str, language: str) -> str:
    shown = plain(value, language)
    return f"{shown} {unit}" if unit and value == value else shown
