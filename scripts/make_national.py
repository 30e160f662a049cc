"""lsgeo/data: the units of the whole country, and the package's copies of the national tables.

Codes, names and kinds come from the PyPI package vietnamadminunits 1.0.4 (MIT). Its column
``wardType`` contradicts the full name for four units; the full name has the decree's kind. Its
areas and points are not taken: they are unreliable.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import unicodedata
from contextlib import closing
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from fact_tables import LAYERS, ROOT, Row, write_table

PACKAGE = "vietnamadminunits"
PINNED = "1.0.4"
PROVINCES, COMMUNES = 34, 3321  # National Assembly and its Standing Committee, 1 July 2025
DATA = ROOT / "lsgeo" / "data"
COLUMNS = ("code", "name", "kind", "level", "parent")
KINDS = {
    "province": ("Thành phố", "Tỉnh"),
    "commune": ("Phường", "Xã", "Đặc khu"),
}
COPIED = ("status_scales.csv", "criteria_sets.csv", "criteria.csv")


def national() -> list[Row]:
    """The provinces, then the communes, each by code; raises where the package is not as known."""
    folder = _package_folder()
    query = "select provinceCode, province, wardCode, ward from admin_units"
    with closing(sqlite3.connect(folder / "data" / "dataset.db")) as database:
        rows = database.execute(query).fetchall()
    provinces = {code: _unit(code, name, level="province") for code, name, _, _ in rows}
    communes = {
        code: _unit(code, name, level="commune") | {"parent": province}
        for province, _, code, name in rows
    }
    _check(provinces, communes)
    _compare(communes, _parsed(folder))
    return [units[code] for units in (provinces, communes) for code in sorted(units)]


def _package_folder() -> Path:
    found = find_spec(PACKAGE)
    if found is None or found.origin is None or version(PACKAGE) != PINNED:
        raise SystemExit(f"pip install {PACKAGE}=={PINNED} first")
    return Path(found.origin).parent


def _unit(code: str, full_name: str, *, level: str) -> Row:
    text = " ".join(unicodedata.normalize("NFC", full_name).split())
    kind = next(kind for kind in KINDS[level] if text.startswith(f"{kind} "))
    name = text.removeprefix(f"{kind} ")
    return {"code": code, "name": name, "kind": kind.lower(), "level": level, "parent": ""}


def _parsed(folder: Path) -> dict[str, tuple[str, str]]:
    """Code to full name and province code in the package's other copy, its parser's table."""
    text = (folder / "data" / "parser_from_2025.json").read_text(encoding="utf-8")
    tables = json.loads(text)
    return {
        ward["wardCode"]: (ward["ward"], tables["DICT_PROVINCE"][key]["provinceCode"])
        for table in tables
        if table.startswith("DICT_PROVINCE_WARD")
        for key, wards in tables[table].items()
        for ward in wards.values()
    }


def _check(provinces: dict[str, Row], communes: dict[str, Row]) -> None:
    malformed = [code for code in communes if len(code) != 5 or not code.isdigit()]
    malformed += [code for code in provinces if len(code) != 2 or not code.isdigit()]
    if (len(provinces), len(communes)) != (PROVINCES, COMMUNES) or malformed:
        raise SystemExit(f"{len(provinces)} provinces, {len(communes)} communes, {malformed}")


def _compare(communes: dict[str, Row], parsed: dict[str, tuple[str, str]]) -> None:
    """Stop where the package's two copies disagree."""
    ours = {
        code: (f"{unit['kind'].capitalize()} {unit['name']}", unit["parent"])
        for code, unit in communes.items()
    }
    differing = sorted(code for code in ours | parsed if ours.get(code) != parsed.get(code))
    if differing:
        raise SystemExit(f"the package's two tables differ: {', '.join(differing)}")


def main() -> None:
    """Write the national table and copy the national tables of the workspace."""
    count = write_table(DATA / "national_2025.csv", national(), columns=COLUMNS)
    print(f"lsgeo/data/national_2025.csv: {count} rows")
    for name in COPIED:
        shutil.copyfile(LAYERS / name, DATA / name)
        print(f"lsgeo/data/{name}: copied from layers/")


if __name__ == "__main__":
    main()
