"""What the titles of a table say: the period it is of, the unit of its figures."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date

from lsgeo.text import normalise

_YEAR = r"(20\d\d|19\d\d)"
_DAY = rf"(?:(\d{{1,2}})[/.](\d{{1,2}})[/.]{_YEAR}|(\d{{1,2}}) tháng (\d{{1,2}}) năm {_YEAR})"
_UNTIL = r"(?:đến|tại|thời điểm|chốt)(?: (?:hết|cuối|thời điểm|ngày|số liệu))*"
_UNTIL_DAY = re.compile(rf"{_UNTIL} {_DAY}")
_OTHER_DAY = re.compile(rf"(?:ngày )?{_DAY}")  # of a signature
_MONTHS = re.compile(rf"(3|6|9|12|ba|sáu|chín) tháng (?:đầu )?(?:của )?năm {_YEAR}")
_LAST_MONTHS = re.compile(rf"(?:6|sáu) tháng cuối (?:của )?năm {_YEAR}")
_QUARTER = re.compile(rf"quý (iv|iii|ii|i|[1-4]) ?(?:/|-|,|năm| )? ?(?:năm )?{_YEAR}")
_MONTH = re.compile(rf"tháng (1[0-2]|0?[1-9]) ?(?:/|-|năm|\.) ?{_YEAR}")
_FOR_YEAR = re.compile(rf"(?<!đến )năm (?:học |kế hoạch )?{_YEAR}(?![\d/-])")
_SPAN = re.compile(rf"(?:giai đoạn|từ(?: năm)?) {_YEAR} ?(?:-|–|đến|đến năm)? ?(?:năm )?{_YEAR}")
_OF_A_PAPER = re.compile(  # the day of a decision is no period, nor that of the signature
    r"(?:quyết định|công văn|báo cáo|kế hoạch|nghị quyết|thông tư|tờ trình|văn bản|nghị định)"
    rf"(?: số)? ?[\w/.\-]*(?:,|;)? ngày {_DAY}"
)
_ATTACHED = re.compile(rf"^\(? ?kèm theo .*ngày {_DAY}.*$")
_WORD_NUMBERS = {"ba": 3, "sáu": 6, "chín": 9}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

_IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")
_STATED_UNIT = re.compile(
    r"^\(?(?:đơn vị tính|đvt|đơn vị(?=\s*:))\s*[:.]?\s*([^()]+?)\)?\.?$", re.IGNORECASE
)
_LONGEST_UNIT = 12


def period_in(titles: Iterable[str]) -> tuple[str, ...]:
    """The periods that titles state ("2025", "2025-06-30"): none, one, or all that differ.

    "đến ngày 30/06/2025", "hết tháng 6 năm 2025", "6 tháng đầu năm 2025" and "Quý II/2025" are the
    last day meant. A year beside a day of it adds nothing; the days of decisions and signatures
    and spans of years are no periods.

    >>> period_in(["KẾT QUẢ NĂM 2025", "(Số liệu tính đến ngày 30/6/2025)"])
    ('2025-06-30',)
    """
    found: dict[str, None] = {}
    for title in titles:
        found |= dict.fromkeys(_in_title(normalise(title)))
    days = [period for period in found if "-" in period]
    years = [period for period in found if "-" not in period]
    said = [year for year in years if not any(day.startswith(year) for day in days)]
    return tuple(period for period in found if period in days or period in said)


def unit_in(text: str) -> str:
    """The unit that a header has in its last brackets or a title states; "" for none.

    >>> unit_in("Diện tích (ha)"), unit_in("Đơn vị tính: ha")
    ('ha', 'ha')
    """
    plain = normalise(text)
    if match := _STATED_UNIT.match(plain):
        return match[1].strip()
    match = _IN_BRACKETS.search(plain)
    unit = match[1].strip() if match else ""
    return "" if unit.isdigit() or len(unit) > _LONGEST_UNIT else unit


def _in_title(title: str) -> list[str]:
    """The periods of one title, in the order of the rules; what one rule took is gone."""
    text = title.casefold().replace(" / ", "/")
    for pattern in (_ATTACHED, _OF_A_PAPER, _SPAN):
        text = pattern.sub(" ", text)
    found: list[str] = []
    for pattern, read in _RULES:
        found += [period for match in pattern.finditer(text) if (period := read(match))]
        text = pattern.sub(" ", text)
    return found


def _day(match: re.Match[str]) -> str:
    numbers = [int(text) for text in match.groups() if text]
    day, month, year = numbers
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _first_months(match: re.Match[str]) -> str:
    months = _WORD_NUMBERS.get(match[1]) or int(match[1])
    return _end_of_month(int(match[2]), months)


def _quarter(match: re.Match[str]) -> str:
    number = _QUARTERS.get(match[1]) or int(match[1])
    return _end_of_month(int(match[2]), 3 * number)


def _end_of_month(year: int, month: int) -> str:
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


_RULES = (
    (_UNTIL_DAY, _day),
    (_OTHER_DAY, lambda _match: ""),
    (_MONTHS, _first_months),
    (_LAST_MONTHS, lambda match: _end_of_month(int(match[1]), 12)),
    (_QUARTER, _quarter),
    (_MONTH, lambda match: _end_of_month(int(match[2]), int(match[1]))),
    (_FOR_YEAR, lambda match: match[1]),
)
