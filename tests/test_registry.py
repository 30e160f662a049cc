"""The registry and its traps: codes that change meaning, names that repeat, kinds, spellings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lsgeo.errors import UnitError
from lsgeo.registry import (
    Found,
    Registry,
    Sought,
    candidates,
    from_table,
    full_name,
    resolve,
    split_kind,
)
from lsgeo.sources.catalog import Entry
from lsgeo.sources.registry import read_crosswalk, read_registry
from tests.conftest import ROOT

OLD, MIDDLE, NEW = "2020-01-01", "2024-12-01", "2025-07-01"

# The ten names that repeat among the 194: code, kind, district.
REPEATED = {
    "Chi Lăng": [
        ("05983", "phường", "Lạng Sơn"),
        ("06034", "xã", "Tràng Định"),
        ("06466", "thị trấn", "Chi Lăng"),
        ("06523", "xã", "Chi Lăng"),
    ],
    "Hòa Bình": [
        ("06103", "xã", "Bình Gia"),
        ("06274", "xã", "Văn Quan"),
        ("06397", "xã", "Hữu Lũng"),
        ("06508", "xã", "Chi Lăng"),
    ],
    "Hoàng Văn Thụ": 3,
    "Tân Thành": 3,
    "Hồng Phong": 2,
    "Hồng Thái": 2,
    "Thụy Hùng": 2,
    "Mẫu Sơn": 2,
    "Chiến Thắng": 2,
    "Đình Lập": [("06613", "thị trấn", "Đình Lập"), ("06628", "xã", "Đình Lập")],
}


def ask(registry: Registry, vintage: str = MIDDLE, **said: str) -> Found:
    return resolve(registry, Sought(**said), vintage=vintage)


def fault_of(found: Found) -> str:
    assert found.code == ""
    assert found.fault is not None
    return str(found.fault)


# ---- the vintages ----


def test_the_vintages_are_in_their_order(registry: Registry) -> None:
    assert registry.vintages == (OLD, MIDDLE, NEW)


@pytest.mark.parametrize(
    ("vintage", "kinds"),
    [
        (OLD, {"xã": 181, "thị trấn": 14, "phường": 5}),
        (MIDDLE, {"xã": 175, "thị trấn": 14, "phường": 5}),
        (NEW, {"xã": 61, "phường": 4}),
    ],
)
def test_each_vintage_has_its_communes_by_kind(
    registry: Registry, vintage: str, kinds: dict[str, int]
) -> None:
    assert registry.at(vintage)["kind"].value_counts().to_dict() == kinds


@pytest.mark.parametrize(("vintage", "count"), [(OLD, 11), (MIDDLE, 11), (NEW, 0)])
def test_districts_ended_in_2025(registry: Registry, vintage: str, count: int) -> None:
    assert len(registry.at(vintage, level="district")) == count


def test_the_parent_of_a_commune_is_its_district_and_then_the_province(registry: Registry) -> None:
    assert registry.parents(MIDDLE)["06184"] == "183"
    assert registry.parents(MIDDLE)["183"] == "20"
    assert registry.parents(NEW)["06184"] == "20"


def test_an_unknown_vintage_is_an_error_that_names_those_there_are(registry: Registry) -> None:
    with pytest.raises(UnitError, match=r"expected 2020-01-01, .*got 2026-01-01"):
        registry.at("2026-01-01")


# ---- codes ----


@pytest.mark.parametrize(
    ("vintage", "name", "kind"),
    [
        (OLD, "Đại Đồng", "xã"),
        (MIDDLE, "Thất Khê", "thị trấn"),
        (NEW, "Thất Khê", "xã"),
    ],
)
def test_the_code_06040_is_another_unit_in_each_vintage(
    registry: Registry, vintage: str, name: str, kind: str
) -> None:
    unit = registry.at(vintage).loc["06040"]
    assert (unit["name"], unit["kind"]) == (name, kind)
    assert ask(registry, vintage, code="06040", name=name, kind=kind).code == "06040"


@pytest.mark.parametrize(
    ("vintage", "said"),
    [
        (NEW, {"name": "Đại Đồng"}),
        (NEW, {"name": "Thất Khê", "kind": "thị trấn"}),
        (NEW, {"name": "Thị trấn Thất Khê"}),
        (MIDDLE, {"name": "Thất Khê", "kind": "xã"}),
        (MIDDLE, {"name": "Xã Đại Đồng"}),
        (OLD, {"name": "Thất Khê"}),
        (MIDDLE, {"kind": "phường"}),
        (MIDDLE, {"name": "Thất Khê", "district": "Cao Lộc"}),
    ],
)
def test_a_code_that_disagrees_with_what_stands_beside_it_is_refused(
    registry: Registry, vintage: str, said: dict[str, str]
) -> None:
    text = fault_of(ask(registry, vintage, code="06040", **said))
    assert "different units" in text
    assert "(06040)" in text


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"name": "Thất Khê"},
        {"name": "THỊ TRẤN THẤT KHÊ"},
        {"kind": "Thị trấn"},
        {"district": "Tràng Định"},
        {"district": "180"},
        {"name": "Thất Khê", "kind": "thị trấn", "district": "huyện Tràng Định"},
    ],
)
def test_a_code_that_agrees_with_what_stands_beside_it_is_taken(
    registry: Registry, said: dict[str, str]
) -> None:
    assert ask(registry, code="06040", **said) == Found(code="06040")


@pytest.mark.parametrize("written", ["6040", "6040.0", " 6040 "])
def test_a_lost_leading_zero_is_mended_and_said(registry: Registry, written: str) -> None:
    found = ask(registry, code=written, name="Thất Khê")
    assert found.code == "06040"
    assert "leading zero" in found.correction


def test_a_whole_code_needs_no_correction(registry: Registry) -> None:
    assert ask(registry, code="06040").correction == ""


@pytest.mark.parametrize("code", ["99999", "604", "0604O", "006040"])
def test_a_code_that_is_not_there_is_a_fault(registry: Registry, code: str) -> None:
    assert "no unit of 2024-12-01 has this code" in fault_of(ask(registry, code=code))


def test_a_code_of_an_earlier_vintage_is_none_of_this_one(registry: Registry) -> None:
    """06466 was thị trấn Chi Lăng until June 2025."""
    assert ask(registry, MIDDLE, code="06466").code == "06466"
    assert "no unit" in fault_of(ask(registry, NEW, code="06466"))


def test_districts_and_provinces_have_shorter_codes(registry: Registry) -> None:
    district = resolve(registry, Sought(code="180"), vintage=MIDDLE, level="district")
    province = resolve(registry, Sought(code="20"), vintage=NEW, level="province")
    assert (district, province) == (Found(code="180"), Found(code="20"))


# ---- names ----


def test_exactly_ten_names_repeat_among_the_194(registry: Registry) -> None:
    names = registry.at(MIDDLE)["name"].value_counts()
    expected = {
        name: units if isinstance(units, int) else len(units) for name, units in REPEATED.items()
    }
    assert names[names > 1].to_dict() == expected


@pytest.mark.parametrize("name", REPEATED)
def test_a_repeated_name_alone_is_ambiguous_and_lists_its_candidates(
    registry: Registry, name: str
) -> None:
    units = registry.at(MIDDLE)
    codes = units.index[units["name"] == name]
    text = fault_of(ask(registry, name=name))
    assert all(f"({code})" in text for code in codes)
    assert "kind and the district" in text


@pytest.mark.parametrize("name", REPEATED)
def test_a_repeated_name_with_kind_and_district_is_one_unit(registry: Registry, name: str) -> None:
    units, districts = registry.at(MIDDLE), registry.at(MIDDLE, level="district")
    for code, unit in units[units["name"] == name].iterrows():
        district = districts.loc[unit["parent"], "name"]
        found = ask(registry, name=name, kind=unit["kind"], district=district)
        assert found == Found(code=str(code))


@pytest.mark.parametrize(
    ("code", "name", "kind", "district"),
    [
        (code, name, kind, district)
        for name, units in REPEATED.items()
        if not isinstance(units, int)
        for code, kind, district in units
    ],
)
def test_the_decrees_own_units_are_found(
    registry: Registry, code: str, name: str, kind: str, district: str
) -> None:
    assert ask(registry, name=name, kind=kind, district=district).code == code
    assert ask(registry, name=full_name(name, kind), district=district).code == code


@pytest.mark.parametrize(("name", "district"), [("Chi Lăng", "Chi Lăng"), ("Đình Lập", "Đình Lập")])
def test_one_district_has_a_township_and_a_commune_of_one_name(
    registry: Registry, name: str, district: str
) -> None:
    assert "2 units" in fault_of(ask(registry, name=name, district=district))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "Chi Lăng", "kind": "phường"}, "05983"),  # one kind, one unit
        ({"name": "Đình Lập", "kind": "xã"}, "06628"),
        ({"name": "Hòa Bình", "district": "Văn Quan"}, "06274"),  # one kind remains
        ({"name": "Chi Lăng", "district": "Tràng Định"}, "06034"),
        ({"name": "Đồng Đăng"}, "06184"),
        ({"name": "Chi Lăng", "kind": "xã", "district": "183"}, ""),
    ],
)
def test_what_is_missing_is_accepted_only_where_one_unit_remains(
    registry: Registry, said: dict[str, str], code: str
) -> None:
    assert ask(registry, **said).code == code


def test_a_kind_in_front_of_the_name_must_agree_with_the_column_of_kinds(
    registry: Registry,
) -> None:
    assert "no unit" in fault_of(ask(registry, name="Thị trấn Đình Lập", kind="xã"))


@pytest.mark.parametrize(
    "name",
    [
        "Đồng Đăng",
        "ĐỒNG ĐĂNG",
        "đồng  đăng",
        "Thị trấn Đồng Đăng",
        "THỊ TRẤN ĐỒNG ĐĂNG",
        "thị trấn  Đồng Đăng",
        "Thị-trấn Đồng Đăng",
        "Đồng Đăng",
    ],
)
def test_case_spacing_and_a_kind_in_front_do_not_matter(registry: Registry, name: str) -> None:
    assert ask(registry, name=name).code == "06184"


@pytest.mark.parametrize(
    ("vintage", "name", "code"),
    [
        (NEW, "Quý Hoà", "06076"),
        (NEW, "Thiện Hoà", "06085"),
        (NEW, "Nhất Hoà", "06376"),
        (NEW, "Thuỵ Hùng", "06148"),
        (NEW, "THUỴ HÙNG", "06148"),
    ],
)
def test_both_tone_placements_are_the_same_name(
    registry: Registry, vintage: str, name: str, code: str
) -> None:
    assert ask(registry, vintage, name=name).code == code


def test_the_decrees_spelling_is_kept_for_display(registry: Registry) -> None:
    units = registry.at(NEW)
    assert units.loc["06148", "name"] == "Thụy Hùng"
    assert units.loc["06376", "name"] == "Nhất Hòa"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Dong Dang", "Xã Đồng Đăng (06184)"),
        ("Tân Trí", "Xã Tân Tri (06337)"),
        ("Xã Đông Đăng", "Xã Đồng Đăng (06184)"),
        ("Thất Khe", "Xã Thất Khê (06040)"),
    ],
)
def test_a_near_match_is_only_ever_a_suggestion(registry: Registry, name: str, meant: str) -> None:
    text = fault_of(ask(registry, NEW, name=name))
    assert "Did you mean" in text
    assert meant in text
    assert candidates(registry, name, vintage=NEW)[0] == meant


def test_a_name_like_no_other_gets_no_suggestion(registry: Registry) -> None:
    assert "Did you mean" not in fault_of(ask(registry, NEW, name="Qwxz"))


def test_a_row_that_names_no_unit_says_so(registry: Registry) -> None:
    assert "names no unit" in fault_of(ask(registry, name=" "))


def test_a_district_of_a_vintage_without_districts_is_a_fault(registry: Registry) -> None:
    """There were two Hồng Phong before: whoever gives a district means one of those."""
    text = fault_of(ask(registry, NEW, name="Hồng Phong", district="Cao Lộc"))
    assert "no district" in text


def test_an_unknown_district_is_a_fault_that_lists_those_there_are(registry: Registry) -> None:
    text = fault_of(ask(registry, name="Hòa Bình", district="Cao Bằng"))
    assert "Huyện Tràng Định (180)" in text


def test_a_district_is_found_by_name_and_suggested_among_districts(registry: Registry) -> None:
    assert resolve(
        registry, Sought(name="huyện Cao Lộc"), vintage=MIDDLE, level="district"
    ) == Found(code="183")
    near = resolve(registry, Sought(name="Cao Loc"), vintage=MIDDLE, level="district")
    assert "Huyện Cao Lộc (183)" in fault_of(near)


# ---- kinds ----


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("Xã Đồng Đăng", "xã", "Đồng Đăng"),
        ("THỊ TRẤN Na Sầm", "thị trấn", "Na Sầm"),
        ("Thị xã Từ Sơn", "thị xã", "Từ Sơn"),
        ("Thành phố Lạng Sơn", "thành phố", "Lạng Sơn"),
        ("Đồng Đăng", "", "Đồng Đăng"),
        ("Xãng", "", "Xãng"),
        ("Xã", "", "Xã"),
        ("", "", ""),
    ],
)
def test_a_kind_in_front_is_taken_off(text: str, kind: str, name: str) -> None:
    assert split_kind(text) == (kind, name)


def test_a_name_is_shown_with_its_kind_in_front() -> None:
    assert full_name("Đồng Đăng", "xã") == "Xã Đồng Đăng"


# ---- registries by rows only ----


def table(*rows: str) -> pd.DataFrame:
    columns = ["vintage", "code", "name", "kind", "level", "parent", "area_official_km2"]
    cells = [row.split(",") for row in (f"{NEW},20,Lạng Sơn,tỉnh,province,,8310.09", *rows)]
    return pd.DataFrame(cells, columns=columns, dtype="str").assign(
        valid_from="", valid_to="", legal_source=""
    )


def test_a_name_that_begins_like_a_kind_is_still_a_name() -> None:
    registry = from_table(
        table(f"{NEW},00001,Xã Lủng,xã,commune,20,", f"{NEW},00002,Lủng,phường,commune,20,"),
        subject="units",
    )
    assert ask(registry, NEW, code="00001", name="Xã Lủng").code == "00001"
    assert ask(registry, NEW, name="Xã Xã Lủng").code == "00001"
    assert ask(registry, NEW, name="Phường Lủng").code == "00002"


def test_a_name_that_begins_like_a_kind_is_found_where_no_other_is_meant() -> None:
    registry = from_table(table(f"{NEW},00001,Xã Lủng,phường,commune,20,"), subject="units")
    assert ask(registry, NEW, name="Xã Lủng").code == "00001"
    assert ask(registry, NEW, name="Xã Lủng", kind="phường").code == "00001"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (f"{NEW},1,A,xã,commune,20,", "malformed code"),
        (f"{NEW},6040,A,xã,commune,20,", "expected 5 digits, got 6040"),
        (f"{NEW},0604O,A,xã,commune,20,", "malformed code"),
        (f"{NEW},06040,A,làng,commune,20,", "unknown kind"),
        (f"{NEW},06040,A,xã,village,20,", "unknown level"),
        (f"{NEW},06040,A,xã,commune,21,", "the parent is missing"),
        (f"{NEW},06040,A,xã,commune,,", "the parent is missing"),
        (f"{NEW},06040,A,xã,commune,20,12;5", "the area is no number"),
        (f"{NEW},06040,A,xã,commune,20,inf", "the area is no number above 0"),
        (f"{NEW},06040,A,xã,commune,20,-5", "the area is no number above 0"),
        (f"{NEW},06040,A,xã,commune,20,0", "the area is no number above 0"),
        (f"{NEW},06040,A,xã,commune,06040,", "the parent is of no higher level"),
        (f"{NEW},06040,A,tỉnh,commune,20,", "this kind is of another level"),
        (f"{NEW},0604²,A,xã,commune,20,", "malformed code"),
        (f"{NEW},06040,,xã,commune,20,", "the name is missing"),
        ("01/07/2025,06040,A,xã,commune,20,", "malformed vintage"),
        (f"{NEW},20,A,tỉnh,province,,", "there twice"),
    ],
)
def test_an_unsound_row_is_named_with_what_is_wrong(row: str, what: str) -> None:
    with pytest.raises(UnitError, match=r"units: the registry is not sound\n") as caught:
        from_table(table(row), subject="units")
    assert what in str(caught.value)
    assert "row 1" in str(caught.value)


def test_every_fault_of_a_registry_is_told_at_once() -> None:
    with pytest.raises(UnitError) as caught:
        from_table(table(f"{NEW},1,A,làng,commune,21,", f"{NEW},2,B,xã,commune,20,x"), subject="u")
    assert len(caught.value.faults) == 5


FUTURE = "2027-01-01"


def test_a_merger_of_2027_is_a_matter_of_rows(
    tmp_path: Path, entry_for: Callable[..., Entry]
) -> None:
    """Đồng Đăng and Cao Lộc become one unit, under the code of the first."""
    units = (ROOT / "layers" / "units.csv").read_text(encoding="utf-8").splitlines()
    now = [line for line in units if line.startswith(NEW)]
    later = [
        line.replace(NEW, FUTURE).replace(",Đồng Đăng,", ",Đồng Cao,")
        for line in now
        if ",06211," not in line
    ]
    registry_path = tmp_path / "units.csv"
    registry_path.write_text("\n".join([*units, *later, ""]), encoding="utf-8")
    crosswalk = (ROOT / "layers" / "crosswalk.csv").read_text(encoding="utf-8").splitlines()
    columns = crosswalk[0].split(",")
    pairs = [
        {
            "from_vintage": NEW,
            "from_code": code,
            "to_vintage": FUTURE,
            "to_code": "06184",
            "relation": "full",
            "share_of_from": "1",
            "share_of_to": share,
        }
        for code, share in (("06184", "0.6"), ("06211", "0.4"))
    ]
    rows = [",".join(pair.get(name, "") for name in columns) for pair in pairs]
    crosswalk_path = tmp_path / "crosswalk.csv"
    crosswalk_path.write_text("\n".join([*crosswalk, *rows, ""]), encoding="utf-8")

    registry, _ledger = read_registry(entry_for(registry_path))
    assert registry.vintages[-1] == FUTURE
    assert len(registry.at(FUTURE)) == 64
    assert ask(registry, FUTURE, name="Đồng Cao").code == "06184"
    assert ask(registry, NEW, name="Đồng Đăng").code == "06184"
    assert "different units" in fault_of(ask(registry, FUTURE, code="06184", name="Đồng Đăng"))
    assert "Did you mean" in fault_of(ask(registry, FUTURE, name="Dong Cao"))
    merged, _ledger = read_crosswalk(entry_for(crosswalk_path, theme="crosswalk"), registry)
    into = merged[merged["to_vintage"] == FUTURE]
    assert into["share_of_to"].sum() == pytest.approx(1.0)


# ---- the crosswalk ----


@pytest.fixture(scope="module")
def crosswalk(registry: Registry) -> pd.DataFrame:
    entry = Entry(
        theme="crosswalk",
        path=ROOT / "layers" / "crosswalk.csv",
        title="",
        quality="approximate",
        licence="",
        attribution="",
    )
    return read_crosswalk(entry, registry)[0]


def test_the_194_become_the_65_in_196_pairs_of_which_192_are_whole(
    crosswalk: pd.DataFrame,
) -> None:
    pairs = crosswalk[(crosswalk["from_vintage"] == MIDDLE) & (crosswalk["to_vintage"] == NEW)]
    assert len(pairs) == 196
    assert (pairs["relation"] == "full").sum() == 192
    assert pairs["from_code"].nunique() == 194
    assert pairs["to_code"].nunique() == 65


@pytest.mark.parametrize(
    ("old", "shares"),
    [
        ("06622", {"06613": 0.199, "06625": 0.801}),  # Bính Xá
        ("06625", {"06625": 0.839, "06637": 0.161}),  # Kiên Mộc
    ],
)
def test_two_communes_are_split_between_two(
    crosswalk: pd.DataFrame, old: str, shares: dict[str, float]
) -> None:
    pairs = crosswalk[(crosswalk["from_vintage"] == MIDDLE) & (crosswalk["from_code"] == old)]
    found = dict(zip(pairs["to_code"], pairs["share_of_from"], strict=True))
    assert found == pytest.approx(shares, abs=0.001)
    assert set(pairs["relation"]) == {"partial"}


def test_hong_phong_of_binh_gia_goes_to_hong_phong(crosswalk: pd.DataFrame) -> None:
    pairs = crosswalk[(crosswalk["from_vintage"] == MIDDLE) & (crosswalk["from_code"] == "06079")]
    assert pairs["to_code"].tolist() == ["06079"]


@pytest.mark.parametrize("side", ["from", "to"])
def test_the_shares_of_every_unit_add_up_to_it(crosswalk: pd.DataFrame, side: str) -> None:
    keys = ["from_vintage", "to_vintage", f"{side}_code"]
    sums = crosswalk.groupby(keys)[f"share_of_{side}"].sum()
    assert sums.to_numpy() == pytest.approx(1.0, abs=2e-3)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (",full,1,1", ",whole,1,1", "unknown relation"),
        (",full,1,1", ",full,all,1", "a share is no number"),
        (",05971,full", ",99999,full", "no such unit in the registry"),
    ],
)
def test_an_unsound_pair_is_named(
    registry: Registry,
    tmp_path: Path,
    entry_for: Callable[..., Entry],
    old: str,
    new: str,
    what: str,
) -> None:
    text = (ROOT / "layers" / "crosswalk.csv").read_text(encoding="utf-8")
    path = tmp_path / "crosswalk.csv"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Exception, match=rf"crosswalk\.csv.*\n  row 2: {what}"):
        read_crosswalk(entry_for(path, theme="crosswalk"), registry)


def test_a_code_beside_a_district_that_never_was_is_refused(registry: Registry) -> None:
    """06040 is Thất Khê in Tràng Định; a typing error in its district is not passed over."""
    fault = fault_of(ask(registry, code="06040", name="Thất Khê", district="Tràng Dịnh"))
    assert "2024-12-01 has no district of this name" in fault
    assert "Huyện Tràng Định" in fault


def test_a_code_of_a_vintage_without_districts_may_remember_an_old_one(registry: Registry) -> None:
    found = ask(registry, NEW, code="06184", name="Đồng Đăng", district="Cao Lộc")
    assert found.code == "06184"


@pytest.mark.parametrize("parent", ["00002", "00001"])
def test_a_commune_is_no_parent_of_another(parent: str) -> None:
    rows = [f"{NEW},00001,A,xã,commune,{parent},", f"{NEW},00002,B,xã,commune,20,"]
    with pytest.raises(UnitError, match=r"row .*00001.*: the parent is of no higher level"):
        from_table(table(*rows), subject="units")


def test_a_city_may_be_a_province_or_a_district() -> None:
    units = from_table(
        table(
            f"{NEW},01,Hà Nội,thành phố,province,,", f"{NEW},178,Lạng Sơn,thành phố,district,20,"
        ),
        subject="units",
    )
    assert len(units.units) >= 2
