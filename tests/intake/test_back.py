from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely import MultiPoint, Point, box

from lsgeo import ledger
from lsgeo.crs import geodesic_area_ha
from lsgeo.intake import Settings, Taken, back
from lsgeo.intake.gates import GATE_COLUMNS
from lsgeo.intake.ntm import STATUS_COLUMNS
from lsgeo.ledger import Note
from lsgeo.registry import Registry
from lsgeo.scales import CriteriaSets
from lsgeo.sources.catalog import Entry
from lsgeo.sources.gates import CLASSES, read_gates
from lsgeo.sources.scales import read_criteria_sets
from lsgeo.sources.statuses import read_statuses
from lsgeo.text import fold

LAYERS = Path(__file__).parents[2] / "layers"
VINTAGE = "2025-07-01"
DONG_DANG, MAU_SON, TAM_THANH = "06184", "06541", "05986"  # two xã and a phường
FILE = "langson.gpkg"


@pytest.fixture(scope="module")
def sets() -> CriteriaSets:
    def entry(name: str, theme: str) -> Entry:
        return Entry(
            theme=theme,
            path=LAYERS / name,
            title=name,
            quality="official",
            licence="CC0",
            attribution="a test",
        )

    sets, _ledger = read_criteria_sets(
        entry("criteria_sets.csv", "criteria_sets"), entry("status_scales.csv", "status_scales")
    )
    return sets


def statuses(*rows: tuple[str, str, str, str, str, str]) -> pd.DataFrame:
    """Rows of code, period, status, criteria met, year registered and decision."""
    told = [
        {
            **dict.fromkeys(STATUS_COLUMNS, ""),
            "vintage": VINTAGE,
            "code": code,
            "name": {DONG_DANG: "Đồng Đăng", MAU_SON: "Mẫu Sơn", TAM_THANH: "Tam Thanh"}[code],
            "kind": "phường" if code == TAM_THANH else "xã",
            "period": period,
            "criteria_set": "ntm-2021",
            "status": status,
            "criteria_met": met,
            "year_registered": registered,
            "decision": decision,
        }
        for code, period, status, met, registered, decision in rows
    ]
    return pd.DataFrame(told)


BEFORE = statuses(
    (DONG_DANG, "2024", "Chưa đạt", "15", "2027", ""),
    (DONG_DANG, "2025", "Đạt chuẩn NTM", "19", "", "QĐ 7"),
    (MAU_SON, "2025", "chưa đạt", "12", "2028", ""),
    (TAM_THANH, "2025", "Phường (không xét)", "", "", ""),
)
"""Đồng Đăng registered 2027 when it was not met; its newest row says nothing of that."""


def communes(**cells: object) -> gpd.GeoDataFrame:
    """The layer of the three communes as it was published, with some cells put differently.

    A cell is named by its column and a letter for the commune: ``ntm_status_m`` is Mẫu Sơn's.
    """
    layer = gpd.GeoDataFrame(
        {
            "code": [DONG_DANG, MAU_SON, TAM_THANH],
            "name": ["Đồng Đăng", "Mẫu Sơn", "Tam Thanh"],
            "kind": ["xã", "xã", "phường"],
            "ntm_status": ["met", "not_met", "not_applicable"],
            "criteria_met": [19.0, 12.0, None],
            "ntm_year_registered": [2027.0, 2028.0, None],
            "forest_loss": [1.5, 2.25, 0.0],
        },
        index=[1, 2, 3],
        geometry=[box(106.7 + x, 21.9, 106.8 + x, 22.0) for x in (0, 0.1, 0.2)],
        crs="EPSG:4326",
    ).to_crs("EPSG:9215")
    layer["area_km2"] = geodesic_area_ha(layer.geometry) / 100
    for name, cell in cells.items():
        column, place = name.rsplit("_", 1)
        layer = layer.astype({column: "object"}) if column != "geometry" else layer
        layer.loc["dmt".index(place) + 1, column] = cell
    return layer


FACTS = pd.DataFrame(
    [
        (VINTAGE, DONG_DANG, "ntm_status", "ntm-2021", "2024", 0.0),
        (VINTAGE, DONG_DANG, "ntm_status", "ntm-2021", "2025", 1.0),
        (VINTAGE, MAU_SON, "ntm_status", "ntm-2021", "2025", 0.0),
        (VINTAGE, TAM_THANH, "ntm_status", "ntm-2021", "2025", -2.0),
        (VINTAGE, DONG_DANG, "criteria_met", "ntm-2021", "2025", 19.0),
        (VINTAGE, MAU_SON, "criteria_met", "ntm-2021", "2025", 12.0),
        (VINTAGE, DONG_DANG, "ntm_year_registered", "ntm-2021", "2024", 2027.0),
        (VINTAGE, MAU_SON, "ntm_year_registered", "ntm-2021", "2025", 2028.0),
        (VINTAGE, DONG_DANG, "forest_loss", "canopy>=30", "2024", 1.5),
        (VINTAGE, MAU_SON, "forest_loss", "canopy>=30", "2024", 2.25),
        (VINTAGE, TAM_THANH, "forest_loss", "canopy>=30", "2024", 0.0),
    ],
    columns=["vintage", "code", "indicator", "variant", "period", "value"],
)


@pytest.fixture
def back_from(registry: Registry, sets: CriteriaSets) -> Callable[..., Taken]:
    """What comes back of a layer of communes, the others of the province having been deleted."""

    def run(
        layer: gpd.GeoDataFrame,
        *,
        before: pd.DataFrame = BEFORE,
        facts: pd.DataFrame | None = FACTS,
        **settings: str,
    ) -> Taken:
        edited = {"communes_2025": layer} | ({} if facts is None else {"facts": facts})
        input_as_it_was = layer.copy()
        taken = back.changes(
            {"ntm_status": before},
            edited,
            registry=registry,
            sets=sets,
            classes=CLASSES,
            settings=Settings(**settings),
            file=FILE,
        )["communes_2025"]
        pd.testing.assert_frame_equal(layer, input_as_it_was)
        return taken

    return run


def of_rows(taken: Taken) -> list[Note]:
    return [note for note in taken.notes if note.row is not None]


def changed(taken: Taken, *columns: str) -> list[tuple[str, ...]]:
    (table,) = taken.tables.values()
    return list(table[list(columns)].itertuples(index=False, name=None))


def test_a_file_of_ours_is_known_by_its_layers_and_tables() -> None:
    tables = ["facts", "assessments", "events", "targets", "layer_styles"]
    assert back.is_ours(["communes_2025", "border"], tables)
    assert not back.is_ours(["communes_2025", "border"], [])
    assert not back.is_ours(["rung"], tables)


def test_a_file_that_was_not_edited_gives_nothing(back_from: Callable[..., Taken]) -> None:
    taken = back_from(communes())
    assert changed(taken) == []
    assert not of_rows(taken)
    assert taken.vintage == VINTAGE


def test_an_edited_status_comes_back_as_a_whole_row_with_a_note(
    back_from: Callable[..., Taken],
) -> None:
    taken = back_from(communes(ntm_status_m="met", criteria_met_m=19.0))
    (row,) = taken.tables["ntm_status"].to_dict("records")
    before = BEFORE[BEFORE["code"] == MAU_SON].iloc[0].to_dict()
    assert row == {**before, "status": "Đạt chuẩn NTM", "criteria_met": "19"}
    reason = f"edited in {FILE}"
    assert of_rows(taken) == [
        Note("corrected", reason, 2, "ntm_status", "not_met", "met"),
        Note("corrected", reason, 2, "criteria_met", "12", "19"),
    ]


def test_the_rows_are_such_as_the_strict_reader_takes(
    back_from: Callable[..., Taken],
    entry_for: Callable[..., Entry],
    registry: Registry,
    sets: CriteriaSets,
    tmp_path: Path,
) -> None:
    taken = back_from(communes(ntm_status_m="NTM nâng cao", ntm_year_registered_d=2029))
    path = tmp_path / "statuses.csv"
    taken.tables["ntm_status"].to_csv(path, index=False)
    read = read_statuses(entry_for(path), registry, sets).statuses
    assert list(read["status"]) == [1, 2]
    assert list(read["year_registered"]) == [2029, 2028]


def test_the_word_of_a_status_will_do(back_from: Callable[..., Taken]) -> None:
    assert changed(back_from(communes(ntm_status_m="nâng cao")), "status") == [("NTM nâng cao",)]
    assert changed(back_from(communes(ntm_status_m="NOT_MET")), "status") == []


def test_a_new_status_clears_the_decision_about_the_old_one(
    back_from: Callable[..., Taken],
) -> None:
    taken = back_from(communes(ntm_status_d="advanced"))
    assert changed(taken, "code", "period", "decision") == [(DONG_DANG, "2025", "")]
    cleared = [note for note in of_rows(taken) if note.column == "decision"]
    assert [(note.said, note.became) for note in cleared] == [("QĐ 7", "")]


def test_a_year_that_stands_in_an_older_row_was_not_edited(
    back_from: Callable[..., Taken],
) -> None:
    assert changed(back_from(communes(), facts=None)) == []


def test_a_period_makes_of_an_edit_something_newer(back_from: Callable[..., Taken]) -> None:
    taken = back_from(communes(ntm_status_m="met"), period="2025-12-31")
    assert changed(taken, "code", "period", "status", "criteria_met") == [
        (MAU_SON, "2025-12-31", "Đạt chuẩn NTM", "12")
    ]


def test_a_unit_without_a_status_needs_the_period(back_from: Callable[..., Taken]) -> None:
    before, facts = BEFORE[BEFORE["code"] != MAU_SON], FACTS[FACTS["code"] != MAU_SON]
    layer = communes(ntm_year_registered_m=None, criteria_met_m=None, ntm_status_m="met")
    taken = back_from(layer, before=before, facts=facts)
    assert list(taken.quarantined.index) == [2]
    taken = back_from(layer, before=before, facts=facts, period="2025")
    assert changed(taken, "name", "kind", "period", "criteria_set", "status") == [
        ("Mẫu Sơn", "xã", "2025", "ntm-2021", "Đạt chuẩn NTM")
    ]


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"ntm_status_m": "gần đạt"}, "unknown status word"),
        ({"ntm_status_m": None}, "unknown status word"),
        ({"ntm_status_t": "met"}, "the new-rural standard is for xã, and for every xã"),
        ({"criteria_met_m": 20}, "criteria_met is no whole number"),
        ({"criteria_met_m": 12.5}, "criteria_met is no whole number"),
        ({"ntm_year_registered_m": 27}, "ntm_year_registered is no whole number"),
    ],
)
def test_nonsense_keeps_the_row_out(
    back_from: Callable[..., Taken], cells: dict[str, object], what: str
) -> None:
    taken = back_from(communes(**cells, ntm_status_d="advanced"))
    assert changed(taken, "code") == [(DONG_DANG,)]
    (note,) = [note for note in taken.notes if note.outcome == "quarantined"]
    assert note.reason.startswith(what)
    assert len(taken.quarantined) == 1


def test_a_blanked_count_comes_back_blank(back_from: Callable[..., Taken]) -> None:
    assert changed(back_from(communes(criteria_met_m=None)), "criteria_met") == [("",)]


def test_what_the_workspace_learned_since_is_not_undone(back_from: Callable[..., Taken]) -> None:
    since = BEFORE.replace({"chưa đạt": "Đạt chuẩn NTM"})
    taken = back_from(communes(), before=since)
    assert changed(taken) == []
    (note,) = of_rows(taken)
    assert note.reason == "not edited: the workspace has something newer"
    assert (note.said, note.became) == ("not_met", "met")


def test_what_both_changed_is_decided_by_a_person(back_from: Callable[..., Taken]) -> None:
    since = BEFORE.replace({"chưa đạt": "NTM nâng cao"})
    taken = back_from(communes(ntm_status_m="met"), before=since)
    assert changed(taken) == []
    (note,) = [note for note in taken.notes if note.outcome == "quarantined"]
    assert "the workspace has changed too" in note.reason
    assert note.row == 2


@pytest.mark.parametrize(
    ("cells", "column", "kept"),
    [
        ({"forest_loss_m": 99.0}, "forest_loss", "2.25"),
        ({"name_m": "Mẫu Sơn 2"}, "name", "Mẫu Sơn"),
        ({"kind_m": "phường"}, "kind", "xã"),
    ],
)
def test_what_is_computed_is_noted_and_not_taken_back(
    back_from: Callable[..., Taken], cells: dict[str, object], column: str, kept: str
) -> None:
    taken = back_from(communes(**cells))
    assert changed(taken) == []
    (note,) = of_rows(taken)
    assert (note.outcome, note.row, note.column, note.became) == ("used", 2, column, kept)
    assert note.reason.startswith("not taken back")


def test_a_boundary_that_was_moved_is_noted_and_not_taken_back(
    back_from: Callable[..., Taken],
) -> None:
    layer = communes()
    layer.loc[[2], "geometry"] = layer.loc[[2]].scale(1.01, 1.01)
    (note,) = of_rows(back_from(layer))
    assert (note.row, note.column) == (2, "geometry")
    assert note.reason == "not taken back: boundaries are imported as a layer of units"


def test_added_copied_and_deleted_rows_are_told_of(back_from: Callable[..., Taken]) -> None:
    layer = communes(ntm_status_d="advanced")
    copy, new = layer.loc[[2]].set_axis([4]), layer.loc[[3]].set_axis([5]).assign(code="99999")
    taken = back_from(gpd.GeoDataFrame(pd.concat([layer, copy, new])))
    assert list(taken.quarantined.index) == [2, 4, 5]
    assert changed(taken, "code") == [(DONG_DANG,)]
    gone = [note for note in taken.notes if note.row is None]
    assert len(gone) == 65 - 3  # the layer of the test has three of the communes
    assert gone[0].reason == f"deleted in {FILE}; it stays in the workspace"


def test_rows_in_are_rows_out(back_from: Callable[..., Taken]) -> None:
    taken = back_from(communes(ntm_status_d="advanced", ntm_status_m="gần đạt"))
    counts = ledger.entry(FILE, rows=3, notes=taken.notes, sheet="communes_2025").counts.iloc[0]
    assert (counts["used"], counts["corrected"], counts["quarantined"]) == (1, 1, 1)


GATES = pd.DataFrame(
    [
        {
            **dict.fromkeys(GATE_COLUMNS, ""),
            "gate": "huu-nghi",
            "name": "Hữu Nghị",
            "class": "quốc tế",
            "commune_vintage": VINTAGE,
            "commune_code": DONG_DANG,
            "commune": "Đồng Đăng",
            "longitude": "106.7112",
            "latitude": "21.97515",
            "precision": "gate_point",
        },
        {
            **dict.fromkeys(GATE_COLUMNS, ""),
            "name": "Cốc Nam",
            "class": "phụ/song phương",
            "precision": "none",
            "source": "Danh mục",
        },
    ]
)


def gates_layer(**cells: object) -> gpd.GeoDataFrame:
    """The layer of both gates as it was published; ``name_h`` is the name of Hữu Nghị."""
    layer = gpd.GeoDataFrame(
        {
            "code": ["huu-nghi", "coc-nam"],
            "name": ["Hữu Nghị", "Cốc Nam"],
            "gate_class": ["international", "secondary"],
            "mode": ["", ""],
            "pair": ["", None],
            "commune": ["Xã Đồng Đăng", ""],
            "precision": ["gate_point", "none"],
            "border_km": [0.15, None],
            "note": ["", None],
            "source": ["the file", "Danh mục"],
            "shown": ["international", "secondary_unplaced"],
        },
        index=[1, 2],
        geometry=[Point(106.7112, 21.97515), None],
        crs="EPSG:4326",
    )
    for name, cell in cells.items():
        column, place = name.rsplit("_", 1)
        layer.loc["hc".index(place) + 1, column] = cell
    return layer.to_crs("EPSG:9215")


@pytest.fixture
def gates_from(registry: Registry, sets: CriteriaSets) -> Callable[..., Taken]:
    def run(layer: gpd.GeoDataFrame, **before: pd.DataFrame) -> Taken:
        return back.changes(
            {"gates": GATES, **before},
            {"border_gates": layer},
            registry=registry,
            sets=sets,
            classes=CLASSES,
            settings=Settings(),
            file=FILE,
        )["border_gates"]

    return run


def test_gates_that_were_not_touched_give_nothing(gates_from: Callable[..., Taken]) -> None:
    taken = gates_from(gates_layer())
    assert changed(taken) == []
    assert taken.notes == ()


def test_a_moved_gate_comes_back_where_it_stands(
    gates_from: Callable[..., Taken],
    entry_for: Callable[..., Entry],
    registry: Registry,
    tmp_path: Path,
) -> None:
    taken = gates_from(gates_layer(geometry_h=Point(106.712, 21.976)))
    (note,) = taken.notes
    assert (note.row, note.column) == (1, "geometry")
    assert (note.said, note.became) == ("106.7112 21.97515", "106.712 21.976")
    path = tmp_path / "gates.csv"
    taken.tables["gates"].to_csv(path, index=False)
    read, _ledger = read_gates(entry_for(path), registry, vintage=VINTAGE)
    assert read.geometry.iloc[0].distance(Point(106.712, 21.976)) < 1e-6
    assert read["precision"].iloc[0] == "gate_point"


def test_a_gate_that_gets_a_point_is_approximate_until_somebody_says_more(
    gates_from: Callable[..., Taken],
) -> None:
    point = Point(106.69, 21.98)
    vague = gates_from(gates_layer(geometry_c=point))
    assert changed(vague, "gate", "longitude", "precision") == [("coc-nam", "106.69", "village")]
    exact = gates_from(gates_layer(geometry_c=point, precision_c="gate_point"))
    assert changed(exact, "latitude", "precision") == [("21.98", "gate_point")]


def test_a_gate_whose_point_is_gone_has_no_position(gates_from: Callable[..., Taken]) -> None:
    taken = gates_from(gates_layer(geometry_h=None))
    assert changed(taken, "longitude", "latitude", "precision") == [("", "", "none")]


@pytest.mark.parametrize(
    ("cell", "column", "became"),
    [
        ({"name_c": "Cốc Nam mới"}, "name", "Cốc Nam mới"),
        ({"gate_class_c": "bilateral"}, "class", "song phương"),
        ({"gate_class_c": "Cửa khẩu quốc tế"}, "class", "quốc tế"),
        ({"pair_h": "Hữu Nghị – Hữu Nghị Quan"}, "pair", "Hữu Nghị – Hữu Nghị Quan"),
        ({"commune_c": "xã Hoàng Văn Thụ"}, "commune_code", "06172"),
        ({"commune_h": None}, "commune_code", ""),
        ({"note_c": "đã đóng"}, "note", "đã đóng"),
        ({"source_c": "Sở"}, "source", "Sở"),
    ],
)
def test_what_was_edited_of_a_gate_comes_back(
    gates_from: Callable[..., Taken], cell: dict[str, object], column: str, became: str
) -> None:
    taken = gates_from(gates_layer(**cell))
    assert changed(taken, column) == [(became,)]
    (note,) = taken.notes
    assert note.reason == f"edited in {FILE}"
    assert note.row == (1 if next(iter(cell)).endswith("h") else 2)


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ({"gate_class_h": "lối mở"}, "unknown class of gate"),
        ({"precision_h": "± 5 m"}, "unknown precision"),
        ({"commune_h": "Đồng Đằng"}, "no unit of 2025-07-01 has this name"),
        ({"name_h": ""}, "the row names no gate"),
        ({"geometry_h": Point(2.3, 48.9)}, "the position does not lie in Viet Nam"),
        ({"geometry_h": MultiPoint([(106.7, 22), (106.8, 22)])}, "the position does not lie in"),
    ],
)
def test_nonsense_keeps_the_gate_out(
    gates_from: Callable[..., Taken], cell: dict[str, object], what: str
) -> None:
    taken = gates_from(gates_layer(**cell))
    assert changed(taken) == []
    (note,) = [note for note in taken.notes if note.outcome == "quarantined"]
    assert note.reason.startswith(what)


def test_distances_are_computed_and_not_taken_back(gates_from: Callable[..., Taken]) -> None:
    published = gates_layer()
    taken = gates_from(gates_layer(border_km_h=9.9), border_gates=published)
    assert changed(taken) == []
    (note,) = taken.notes
    assert (note.column, note.said, note.became) == ("border_km", "9.9", "0.15")


def test_ids_of_gates_without_one_are_those_of_the_strict_reader(
    entry_for: Callable[..., Entry], registry: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "gates.csv"
    GATES.assign(gate="").to_csv(path, index=False)
    read, _ledger = read_gates(entry_for(path), registry, vintage=VINTAGE)
    assert list(read["gate"]) == ["huu-nghi", "coc-nam"]
    assert fold("Cốc Nam") in {fold(name) for name in read["name"]}
