"""layers/ntm_status.csv: ILLUSTRATIVE new-rural statuses, calibrated to the published totals.

Which commune holds which status is not public in one place, so chance decides here (the digest
of the code: the same at every run), except for the few recognitions that are published. The
sums agree with what the province published: 106, 28 and 10 of 175 xã and 15.21 criteria at
30/06/2025; 13.85 criteria at the end of 2021 is published for the border communes only, and
serves here as an anchor for all. No decision is made up.
"""

from __future__ import annotations

import hashlib

import numpy as np
from fact_tables import LAYERS, Row, read_facts, write_table

COLUMNS = (
    "vintage",
    "code",
    "name",
    "kind",
    "district",
    "period",
    "criteria_set",
    "status",
    "criteria_met",
    "year_met",
    "decision",
    "decision_date",
    "year_registered",
    "note",
)
WORDS = {
    -2: "Phường (không xét)",
    -1: "Chưa đánh giá lại",
    0: "Chưa đạt",
    1: "Đạt chuẩn NTM",
    2: "NTM nâng cao",
    3: "NTM kiểu mẫu",
}
NOTE = "Số liệu minh họa"
DECIDED = "Quyết định có thật; các số liệu khác của dòng là minh họa"

BEFORE, AFTER = "2024-12-01", "2025-07-01"
PERIODS = [*map(str, range(2015, 2025)), "2025-06-30"]
REACHED = {  # cumulative numbers of xã at each of PERIODS; only the last are published
    1: (9, 15, 26, 38, 48, 58, 67, 78, 89, 99, 106),
    2: (0, 0, 0, 0, 1, 3, 6, 12, 18, 24, 28),
    3: (0, 0, 0, 0, 0, 0, 1, 3, 5, 8, 10),
}
CRITERIA = 19
MEAN_2021, MEAN_2025 = 13.85, 15.21
PLACED = {10: "06034", 11: "06646", 28: "06622"}  # ranks that agree with the real recognitions


def chance(code: str, *, of: str) -> float:
    """A number from 0 to below 1 that only the code and the question decide."""
    digest = hashlib.sha256(f"lsgeo {code} {of}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def ranking(codes: list[str]) -> list[str]:
    """The communes in the order in which they reach the standard."""
    free = [code for code in codes if code not in PLACED.values()]
    order = sorted(free, key=lambda code: chance(code, of="rank"))
    for rank, code in sorted(PLACED.items()):
        order.insert(rank, code)
    return order


def level(rank: int, *, at: int) -> int:
    """The status of the commune of a rank at the period number `at`."""
    return max((value for value, counts in REACHED.items() if rank < counts[at]), default=0)


def year_reached(rank: int, *, value: int) -> str:
    """The year in which the commune of a rank reached a status; empty: not yet."""
    for number, count in enumerate(REACHED[value]):
        if rank < count:
            return PERIODS[number][:4]
    return ""


def criteria_met(order: list[str]) -> np.ndarray:
    """Criteria per rank and period: never falling, 19 from the standard on, means as published."""
    last = len(PERIODS) - 1
    mid = PERIODS.index("2021")
    met = np.arange(len(order))[:, None] < np.array(REACHED[1])[None, :]
    chances = np.array([chance(code, of="criteria") for code in order])
    middle = np.where(met[:, last], 13 + 5 * chances, 6 + 6 * chances).round()
    middle = _calibrated(middle, fixed=met[:, mid], floor=np.full(len(order), 4), mean=MEAN_2021)
    end = _calibrated(middle + 1, fixed=met[:, last], floor=middle, mean=MEAN_2025)
    start = np.floor(np.minimum(middle, 14) * 0.5)
    table = np.empty(met.shape)
    for rank in range(len(order)):
        known = {0: start[rank], mid: middle[rank], last: end[rank]}
        first = int(met[rank].argmax()) if met[rank].any() else last + 1
        known = {at: value for at, value in known.items() if at < first} | {first: CRITERIA - 0.01}
        if not met[rank].any():
            del known[first]
        places = sorted(known)
        table[rank] = np.floor(np.interp(range(last + 1), places, [known[at] for at in places]))
    table[met] = CRITERIA
    return table.astype(int)


def _calibrated(
    values: np.ndarray, *, fixed: np.ndarray, floor: np.ndarray, mean: float
) -> np.ndarray:
    """Whole numbers with the mean asked for: 19 where `fixed`, else from `floor` to 18."""
    values = np.where(fixed, CRITERIA, np.clip(values, floor, CRITERIA - 1))
    missing = round(mean * len(values)) - int(values.sum())
    step = 1 if missing > 0 else -1
    while missing:
        for index in np.flatnonzero(~fixed):
            if missing and floor[index] <= values[index] + step < CRITERIA:
                values[index] += step
                missing -= step
    return values


def before_merger() -> list[Row]:
    """The 175 xã of 12/2024 at the end of each year from 2015 and at 30/06/2025."""
    districts = {row["code"]: row["name"] for row in read_facts("districts")}
    communes = {row["code"]: row for row in read_facts("units_2024") if row["kind"] == "xã"}
    decisions = {(row["code"], row["status"]): row for row in read_facts("recognitions")}
    order = ranking(sorted(communes))
    criteria = criteria_met(order)
    rows = []
    for rank, code in sorted(enumerate(order), key=lambda pair: pair[1]):
        for at, period in enumerate(PERIODS):
            value = level(rank, at=at)
            decision = decisions.get((code, WORDS[value]), {})
            known = {
                "vintage": BEFORE,
                "district": districts[communes[code]["district"]],
                "period": period,
                "criteria_set": "ntm-2021",
                "status": WORDS[value],
                "criteria_met": str(criteria[rank, at]),
                "year_met": year_reached(rank, value=value) if value else "",
                "year_registered": "" if value else registered(code, year_reached(rank, value=1)),
                "note": DECIDED if decision else NOTE,
            }
            named = {name: communes[code][name] for name in ("code", "name", "kind")}
            published = {name: decision.get(name, "") for name in ("decision", "decision_date")}
            rows.append(named | known | published)
    return rows


def registered(code: str, year: str) -> str:
    """The year in which a commune means to reach the standard: the one it does, else a later."""
    return year or str(2026 + int(5 * chance(code, of="year")))


def after_merger() -> list[Row]:
    """The 65 units of 2025 at the end of 2025 (12 of 61 reassessed) and at 30/06/2026 (44)."""
    units = read_facts("units_2025")
    rural = sorted(
        (row["code"] for row in units if row["kind"] == "xã"),
        key=lambda code: chance(code, of="after"),
    )
    early = dict(zip(rural, [3, 2, 2, 2, *[1] * 6, 0, 0], strict=False))
    late = dict(zip(rural, [*[1] * 10, 0, 0, *[1] * 13, *[0] * 19], strict=False))
    rows = []
    for unit in units:
        for period, criteria_set, known in (
            ("2025", "ntm-2021", early),
            ("2026-06-30", "ntm-2026", late),
        ):
            value = known.get(unit["code"], -1) if unit["kind"] == "xã" else -2
            rows.append(_after(unit, period, criteria_set=criteria_set, value=value))
    return rows


def _after(unit: Row, period: str, *, criteria_set: str, value: int) -> Row:
    most = CRITERIA if criteria_set == "ntm-2021" else 10
    share = 0.45 + 0.45 * chance(unit["code"], of="criteria")
    criteria = {-2: "", -1: "", 0: str(int(share * most))}.get(value, str(most))
    return {
        "vintage": AFTER,
        **{name: unit[name] for name in ("code", "name", "kind")},
        "district": "",
        "period": period,
        "criteria_set": criteria_set,
        "status": WORDS[value],
        "criteria_met": criteria,
        "year_met": period[:4] if value > 0 else "",
        "year_registered": registered(unit["code"], "") if value in (-1, 0) else "",
        "note": NOTE,
    }


def main() -> None:
    """Write the table."""
    rows = before_merger() + after_merger()
    write_table(LAYERS / "ntm_status.csv", rows, columns=COLUMNS)
    print(f"layers/ntm_status.csv: {len(rows)} rows (illustrative)")


if __name__ == "__main__":
    main()
