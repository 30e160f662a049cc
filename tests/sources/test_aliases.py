"""Aliases: what an officer accepted is taken for the unit, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lsgeo.errors import InputError
from lsgeo.registry import Registry, Sought, resolve
from lsgeo.sources.aliases import read_aliases
from lsgeo.sources.catalog import Entry

VINTAGE = "2025-07-01"
HEADER = "vintage,alias,kind,district,code,accepted"


@pytest.fixture
def accept(
    tmp_path: Path, entry_for: Callable[..., Entry], registry: Registry
) -> Callable[..., Registry]:
    """The registry with the aliases of these rows."""

    def reading(*rows: str) -> Registry:
        path = tmp_path / "aliases.csv"
        path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
        return read_aliases(entry_for(path, theme="aliases"), registry)[0]

    return reading


def test_a_near_name_is_a_suggestion_until_it_is_accepted(
    accept: Callable[..., Registry], registry: Registry
) -> None:
    sought = Sought(name="Tân Trí")
    before = resolve(registry, sought, vintage=VINTAGE)
    assert before.code == "" and before.fault and "Tân Tri (06337)" in before.fault.remedy
    known = accept(f"{VINTAGE},Tân Trí,,,06337,2026-11-24")
    after = resolve(known, sought, vintage=VINTAGE)
    assert after.code == "06337" and "2026-11-24" in after.correction


@pytest.mark.parametrize("said", ["xã Tân Trí", "TÂN TRÍ", "X. Tân  Trí"])
def test_an_alias_is_folded_like_a_name(accept: Callable[..., Registry], said: str) -> None:
    known = accept(f"{VINTAGE},Tân Trí,,,06337,2026-11-24")
    assert resolve(known, Sought(name=said), vintage=VINTAGE).code == "06337"


def test_an_alias_counts_in_its_own_vintage_alone(accept: Callable[..., Registry]) -> None:
    known = accept(f"{VINTAGE},Bắc Sơn Mới,,,06325,2026-11-24")
    assert resolve(known, Sought(name="Bắc Sơn Mới"), vintage="2024-12-01").fault


def test_an_alias_of_a_kind_is_not_that_of_another(accept: Callable[..., Registry]) -> None:
    known = accept(f"{VINTAGE},Kỳ Lừa Mới,phường,,06187,2026-11-24")
    assert resolve(known, Sought(name="Phường Kỳ Lừa Mới"), vintage=VINTAGE).code == "06187"
    assert resolve(known, Sought(name="Xã Kỳ Lừa Mới"), vintage=VINTAGE).fault


def test_an_alias_in_a_district_is_no_alias_in_another(accept: Callable[..., Registry]) -> None:
    known = accept("2024-12-01,Hòa Bình Cũ,,Huyện Bình Gia,06103,2026-11-24")
    for district, code in (("Bình Gia", "06103"), ("Hữu Lũng", "")):
        sought = Sought(name="Hòa Bình Cũ", district=district)
        assert resolve(known, sought, vintage="2024-12-01").code == code


def test_every_fault_of_the_aliases_is_told_together(accept: Callable[..., Registry]) -> None:
    with pytest.raises(InputError) as caught:
        accept(
            f"{VINTAGE},Tân Trí,,,99999,2026-11-24",
            f"{VINTAGE},,,,06337,2026-11-24",
            f"{VINTAGE},Tân Tri Hai,,,06337,24/11/2026",
            f"{VINTAGE},Đồng Đăng,,,06337,2026-11-24",
            f"{VINTAGE},Một Tên,,,06337,2026-11-24",
            f"{VINTAGE},Một tên,,,06325,2026-11-24",
        )
    said = caught.value.message
    for what in (
        "row 2 'Tân Trí': no such unit",
        "row 3 '': the name is missing",
        "row 4 'Tân Tri Hai': malformed date",
        "row 5 'Đồng Đăng': this is the official name of another unit (got 06184)",
        "row 7 'Một tên': this alias is accepted for two units",
    ):
        assert what in said


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("TT. Đồng Mỏ", "06463"),
        ("TT Đồng Mỏ", "06463"),
        ("T.T. Đồng Mỏ", "06463"),
        ("P. Chi Lăng", "05983"),
        ("X.Tràng Phái", "06316"),
        ("X. Thị Trấn", ""),
    ],
)
def test_a_shortened_kind_is_the_kind(registry: Registry, said: str, code: str) -> None:
    assert resolve(registry, Sought(name=said), vintage="2024-12-01").code == code


@pytest.mark.parametrize(
    ("said", "kind", "code"),
    [("xã Chi Lăng", "", "06523"), ("TT Chi Lăng", "", "06466"), ("Chi Lăng", "thị trấn", "06466")],
)
def test_the_kind_tells_two_units_of_one_district_apart(
    registry: Registry, said: str, kind: str, code: str
) -> None:
    sought = Sought(name=said, kind=kind, district="H. Chi Lăng")
    assert resolve(registry, sought, vintage="2024-12-01").code == code


def test_a_missing_kind_is_accepted_only_where_one_unit_remains(registry: Registry) -> None:
    both = Sought(name="Chi Lăng", district="Huyện Chi Lăng")
    assert resolve(registry, both, vintage="2024-12-01").fault
    one = Sought(name="Chi Lăng", district="Huyện Tràng Định")
    assert resolve(registry, one, vintage="2024-12-01").code == "06034"
