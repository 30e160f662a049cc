"""The tables of layers/ that are facts as they stand: gates, observations, scales, criteria.

Also the empty template of the status table. The files are the committed fact tables, checked for
what a reader relies on.
"""

from __future__ import annotations

from fact_tables import LAYERS, read_facts, write_table
from make_registry import units
from make_status import COLUMNS

KEYS = {
    "border_gates": ("gate",),
    "observations": ("vintage", "code", "indicator", "variant", "period"),
    "status_scales": ("scale", "value"),
    "criteria_sets": ("set",),
    "criteria": ("set", "number"),
}


def check_gates() -> None:
    """Every gate that names a commune names one of the registry, as it is called there."""
    names = {(row["vintage"], row["code"]): row["name"] for row in units()}
    for gate in read_facts("border_gates"):
        key = (gate["commune_vintage"], gate["commune_code"])
        if gate["commune_code"] and names.get(key) != gate["commune"]:
            raise SystemExit(f"{gate['name']}: {key} is {names.get(key)}, not {gate['commune']}")


def main() -> None:
    """Write the tables and the template."""
    check_gates()
    for name, key in KEYS.items():
        rows = read_facts(name)
        if len({tuple(row[column] for column in key) for row in rows}) < len(rows):
            raise SystemExit(f"{name}: the key {key} repeats")
        write_table(LAYERS / f"{name}.csv", rows, columns=list(rows[0]))
        print(f"layers/{name}.csv: {len(rows)} rows")
    write_table(LAYERS / "templates" / "ntm_status.csv", [], columns=COLUMNS)


if __name__ == "__main__":
    main()
