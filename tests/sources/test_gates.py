"""Border gates: class, unit and position, with or without precision."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest

from lsgeo.errors import InputError
from lsgeo.ledger import Ledger
from lsgeo.registry import Registry
from lsgeo.sources.catalog import Entry
from lsgeo.sources.gates import read_gates
from tests.conftest import ROOT

HEADER = "gate,name,class,commune_vintage,commune_code,commune,longitude,latitude,precision,source"
ROW = "huu-nghi,Hữu Nghị,quốc tế,,06184,Đồng Đăng,106.7112,21.97515,gate_point,GeoNames"

Read = Callable[..., tuple[gpd.GeoDataFrame, Ledger]]


@pytest.fixture
def read(tmp_path: Path, entry_for: Callable[..., Entry], registry: Registry) -> Read:
    def reading(*rows: str, **keys: object) -> tuple[gpd.GeoDataFrame, Ledger]:
        path = tmp_path / "gates.csv"
        path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        return read_gates(entry_for(path, theme="gates", **keys), registry, vintage="2025-07-01")

    return reading


def test_a_gate_has_its_class_unit_and_point(read: Read) -> None:
    (gate,) = read(ROW)[0].to_dict("records")
    assert (gate["gate_class"], gate["commune_code"]) == ("international", "06184")
    assert (gate["geometry"].x, gate["geometry"].y) == (106.7112, 21.97515)
    assert (gate["source"], gate["quality"]) == ("GeoNames", "official")


@pytest.mark.parametrize(
    ("word", "ours"),
    [
        ("quốc tế", "international"),
        ("Song phương", "bilateral"),
        ("chính", "bilateral"),
        ("phụ", "secondary"),
        ("phụ/song phương", "secondary"),
    ],
)
def test_the_words_of_the_classes(read: Read, word: str, ours: str) -> None:
    assert read(ROW.replace("quốc tế", word))[0]["gate_class"].tolist() == [ours]


def test_a_gate_without_a_position_stays_in_the_list(read: Read) -> None:
    gates, _ledger = read(ROW, "x,Co Sâu,phụ,,,,,,none,")
    assert len(gates) == 2
    assert gates.geometry.isna().tolist() == [False, True]
    assert gates["commune_code"].tolist() == ["06184", ""]


def test_a_gate_without_a_source_has_that_of_the_file(read: Read) -> None:
    assert read(ROW.replace("GeoNames", ""))[0]["source"].tolist() == ["an office"]


def test_a_gate_without_an_id_is_called_by_its_name(read: Read) -> None:
    assert read(ROW.replace("huu-nghi", ""))[0]["gate"].tolist() == ["huu-nghi"]


def test_the_unit_is_read_from_the_name_where_no_code_is_given(read: Read) -> None:
    assert read(ROW.replace("06184", ""))[0]["commune_code"].tolist() == ["06184"]


def test_a_row_may_be_of_another_vintage(read: Read) -> None:
    row = ROW.replace(",,06184,Đồng Đăng", ",2024-12-01,06184,Thị trấn Đồng Đăng")
    assert read(row)[0]["commune_vintage"].tolist() == ["2024-12-01"]


def test_a_lost_leading_zero_is_mended_and_in_the_ledger(read: Read) -> None:
    gates, ledger = read(ROW.replace("06184", "6184"))
    assert gates["commune_code"].tolist() == ["06184"]
    assert ledger.notes[["said", "became"]].to_numpy().tolist() == [["6184", "06184"]]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("quốc tế", "lớn", "unknown class of gate (expected quốc tế"),
        ("gate_point", "exact", "unknown precision (expected gate_point, village"),
        ("106.7112", "", "a coordinate is no number"),
        ("106.7112", '"106,7112"', "a coordinate is no number"),
        ("106.7112,21.97515", "21.97515,106.7112", "do not lie in Viet Nam"),
        ("106.7112", "nan", "do not lie in Viet Nam"),
        ("06184,Đồng Đăng", "06184,Na Sầm", "different units"),
        ("06184,Đồng Đăng", "99999,", "no unit of 2025-07-01 has this code"),
        (",,06184", ",2026-01-01,06184", "unknown vintage (expected 2020-01-01, 2024-12-01"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(read: Read, old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(ROW.replace(old, new))
    text = str(caught.value)
    assert "gates.csv: the border gates cannot be used\n  row 2 'Hữu Nghị': " in text
    assert said in text


def test_every_fault_is_told_at_once(read: Read) -> None:
    with pytest.raises(InputError) as caught:
        read(
            ROW.replace("quốc tế", "lớn"),
            ROW.replace("gate_point", "exact").replace("06184", "1").replace("huu-nghi", "x"),
        )
    assert [fault.where for fault in caught.value.faults] == [
        "row 2 'Hữu Nghị'",
        "row 3 'Hữu Nghị'",
        "row 3 'Hữu Nghị'",
    ]


def test_an_id_that_repeats_is_a_fault(read: Read) -> None:
    with pytest.raises(InputError, match="huu-nghi: two gates have this id"):
        read(ROW, ROW)


def test_the_shipped_gates_are_those_that_the_sources_name(
    registry: Registry, entry_for: Callable[..., Entry]
) -> None:
    """Two international, one bilateral, and of nine secondary ones the eight that are named."""
    entry = entry_for(ROOT / "layers" / "border_gates.csv", theme="gates")
    gates, _ledger = read_gates(entry, registry, vintage="2025-07-01")
    named = gates[~gates["name"].str.contains("chưa", case=False)]
    counts = named["gate_class"].value_counts().to_dict()
    assert counts == {"international": 2, "bilateral": 1, "secondary": 8}
    assert named.geometry.notna().sum() == 7
