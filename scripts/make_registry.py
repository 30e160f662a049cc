"""layers/units.csv and layers/crosswalk.csv from the committed facts.

Names as the decrees spell them, codes of the General Statistics Office. Shares of area are
measured on reference polygons; within a unit they add up to exactly 1.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from fact_tables import LAYERS, Row, read_facts, write_table

from lsgeo.registry import COLUMNS
from lsgeo.sources.registry import CROSSWALK_COLUMNS

PROVINCE = {"code": "20", "name": "Lạng Sơn", "kind": "tỉnh", "level": "province", "parent": ""}
PROVINCE_KM2 = "8310.09"  # official area of the province
VINTAGES = {
    "2020-01-01": ("2024-11-30", "Nghị quyết 818/NQ-UBTVQH14"),
    "2024-12-01": ("2025-06-30", "Nghị quyết 1246/NQ-UBTVQH15"),
    "2025-07-01": ("", "Nghị quyết 1672/NQ-UBTVQH15"),
}
SHARES = "diện tích đo trên ranh giới tham khảo"


def units() -> list[Row]:
    """The units of the three vintages: province, districts (until 30/06/2025), communes."""
    rows: list[Row] = []
    for vintage in VINTAGES:
        rows.append(_dated(PROVINCE | {"area_official_km2": PROVINCE_KM2}, vintage))
        if vintage != "2025-07-01":
            rows += [
                _dated(row | {"level": "district", "parent": "20"}, vintage)
                for row in read_facts("districts")
            ]
        rows += [
            _dated(row | {"level": "commune", "parent": row.get("district", "20")}, vintage)
            for row in read_facts(f"units_{vintage[:4]}")
        ]
    return [{name: row.get(name, "") for name in COLUMNS} for row in rows]


def _dated(row: Row, vintage: str) -> Row:
    valid_to, legal_source = VINTAGES[vintage]
    return row | {
        "vintage": vintage,
        "valid_from": vintage,
        "valid_to": valid_to,
        "legal_source": legal_source,
    }


def crosswalk() -> list[Row]:
    """Every pair of units that share land, 200 to 194 and 194 to 65."""
    return _pairs("2020-01-01", "2024-12-01") + _pairs("2024-12-01", "2025-07-01")


def _pairs(before: str, after: str) -> list[Row]:
    pairs = read_facts(f"pairs_{before[:4]}_{after[:4]}")
    of_from = _shares(pairs, "from_code")
    of_to = _shares(pairs, "to_code")
    return [
        {
            "from_vintage": before,
            "from_code": pair["from_code"],
            "to_vintage": after,
            "to_code": pair["to_code"],
            "relation": pair["relation"],
            "share_of_from": of_from[index],
            "share_of_to": of_to[index],
            "source": f"{VINTAGES[after][1]}; {SHARES}",
        }
        for index, pair in enumerate(pairs)
    ]


def _shares(pairs: list[Row], side: str) -> list[str]:
    """The share of each pair in the unit on its `side`, to six decimals.

    The largest share of a unit takes the rounding, so that they add up to exactly 1.
    """
    members = defaultdict(list)
    for index, pair in enumerate(pairs):
        members[pair[side]].append(index)
    shares = [Decimal(1)] * len(pairs)
    for indexes in members.values():
        total = sum(Decimal(pairs[index]["area_km2"]) for index in indexes)
        largest = max(indexes, key=lambda index: Decimal(pairs[index]["area_km2"]))
        for index in indexes:
            share = Decimal(pairs[index]["area_km2"]) / total
            shares[index] = share.quantize(Decimal("0.000001"))
        shares[largest] += 1 - sum(shares[index] for index in indexes)
    return [format(share.normalize(), "f") for share in shares]


def main() -> None:
    """Write both tables."""
    count = write_table(LAYERS / "units.csv", units(), columns=COLUMNS)
    print(f"layers/units.csv: {count} rows")
    count = write_table(
        LAYERS / "crosswalk.csv", crosswalk(), columns=(*CROSSWALK_COLUMNS, "source")
    )
    print(f"layers/crosswalk.csv: {count} rows")


if __name__ == "__main__":
    main()
