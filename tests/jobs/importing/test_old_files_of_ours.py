"""An edited file of ours is told from an old one, and all else in the tables stays as it is."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lsgeo.errors import InputError
from lsgeo.intake.columns import text_of
from lsgeo.jobs.build import build
from lsgeo.jobs.importing import Asked, import_file
from lsgeo.sources.record import read_record
from lsgeo.sources.vector import read_features
from lsgeo.sources.vector.attributes import snapshot_of
from lsgeo.workspace import Workspace, read
from tests.conftest import WEST, TinyWorkspace
from tests.jobs.importing.test_import_edited import edit


@pytest.fixture(scope="module")
def built() -> dict[str, bytes]:
    """The file of the tiny workspace, once it was built."""
    return {}


@pytest.fixture
def published(tiny_workspace: TinyWorkspace, tmp_path: Path, built: dict[str, bytes]) -> Path:
    """The file as it was published of the workspace before a test changes that."""
    path = tmp_path / "nho.gpkg"
    if not built:
        build(tiny_workspace.root, out=tmp_path / "out")
        built["gpkg"] = (tmp_path / "out" / "nho.gpkg").read_bytes()
    path.write_bytes(built["gpkg"])
    return path


def test_columns_and_rows_that_are_not_ours_stay_when_edits_come_back(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    for name in ("layers/ntm_status.csv", "layers/gates.csv"):
        head, *rows = tiny_workspace.path(name).read_text(encoding="utf-8").splitlines()
        told = [f"{row},cán bộ {number}" for number, row in enumerate(rows)]
        tiny_workspace.write(name, "\n".join([f"{head},người nhập", *told, ""]))
    tiny_workspace.seal()
    before = [
        pd.read_csv(tiny_workspace.path(name), dtype="str", keep_default_na=False)
        for name in ("layers/ntm_status.csv", "layers/gates.csv")
    ]
    edit(
        published,
        "UPDATE communes_2025 SET criteria_met = 18 WHERE code = '00002'",
        "UPDATE border_gates SET pair = 'Cặp khác' WHERE name = 'Cửa Tây'",
    )
    import_file(tiny_workspace.root, published, asked=Asked())
    before[0].loc[2, "criteria_met"] = "18"
    before[1].loc[0, "pair"] = "Cặp khác"
    for name, table in zip(("ntm_status", "gates"), before, strict=True):
        after = pd.read_csv(
            tiny_workspace.path(f"layers/{name}.csv"), dtype="str", keep_default_na=False
        )
        shared = table.columns.tolist()
        assert after.columns.tolist()[: len(shared)] == shared
        assert after[shared].to_numpy().tolist() == table.to_numpy().tolist()


def test_a_table_with_names_of_its_own_keeps_them(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    text = tiny_workspace.path("layers/ntm_status.csv").read_text(encoding="utf-8")
    tiny_workspace.write("layers/ntm_status.csv", text.replace("criteria_met", "Số tiêu chí", 1))
    tiny_workspace.seal()
    catalog = tiny_workspace.path("layers/catalog.toml").read_text(encoding="utf-8")
    mapped = 'theme = "ntm_status"\ncolumns = { criteria_met = "Số tiêu chí" }'
    tiny_workspace.write("layers/catalog.toml", catalog.replace('theme = "ntm_status"', mapped))
    edit(published, "UPDATE communes_2025 SET criteria_met = 18 WHERE code = '00002'")
    import_file(tiny_workspace.root, published, asked=Asked())
    after = pd.read_csv(tiny_workspace.path("layers/ntm_status.csv"), dtype="str")
    assert after["Số tiêu chí"].tolist() == ["15", "19", "18"]
    inputs = read(Workspace.open(tiny_workspace.root))
    assert inputs.statuses is not None and len(inputs.statuses) == 3


STALE = [
    "UPDATE border_gates SET mode = 'rail' WHERE name = 'Cửa Đông'",
    "UPDATE communes_2025 SET criteria_met = 13 WHERE code = '00002'",
]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("layers/gates.csv", "Hữu Nghị", "Cặp mới"),
        ("layers/gates.csv", "00002,,,none", "00002,106.7,21.9,village"),
        ("layers/ntm_status.csv", "chưa đạt,12", "chưa đạt,14"),
        (
            "layers/ntm_status.csv",
            ",xã,2025,2021-2025,chưa đạt,12",
            ",xã,2026,2021-2025,chưa đạt,14",
        ),
    ],
)
def test_an_old_file_that_nobody_edited_does_not_look_edited(
    tiny_workspace: TinyWorkspace, published: Path, name: str, old: str, new: str
) -> None:
    tiny_workspace.edit(name, old, new)
    before = tiny_workspace.path(name).read_bytes()
    with pytest.raises(InputError, match="nothing in it was edited"):
        import_file(tiny_workspace.root, published, asked=Asked())
    assert tiny_workspace.path(name).read_bytes() == before


def test_an_edit_in_an_old_file_takes_nothing_else_back_to_what_it_was(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    tiny_workspace.edit("layers/gates.csv", "Hữu Nghị", "Cặp mới")
    edit(published, STALE[0])
    import_file(tiny_workspace.root, published, asked=Asked())
    gates = pd.read_csv(tiny_workspace.path("layers/gates.csv"), dtype="str").set_index("name")
    assert gates["pair"].iloc[0] == "Cặp mới"
    assert gates.at["Cửa Đông", "mode"] == "rail"


@pytest.mark.parametrize(
    ("name", "old", "new", "statement"),
    [
        ("layers/gates.csv", "road,,00002", "boat,,00002", STALE[0]),
        ("layers/ntm_status.csv", "chưa đạt,12", "chưa đạt,14", STALE[1]),
    ],
)
def test_what_both_the_officer_and_the_workspace_changed_is_asked_for(
    tiny_workspace: TinyWorkspace, published: Path, name: str, old: str, new: str, statement: str
) -> None:
    tiny_workspace.edit(name, old, new)
    before = tiny_workspace.path(name).read_bytes()
    edit(published, statement)
    with pytest.raises(InputError) as caught:
        import_file(tiny_workspace.root, published, asked=Asked())
    assert "the workspace has changed too" in caught.value.message
    assert "Build again, and edit the new file." in caught.value.message
    assert tiny_workspace.path(name).read_bytes() == before


def test_an_edit_of_last_year_s_file_says_of_which_period_it_is(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    row = "2025-07-01,00002,Phía Đông,xã,2026,2021-2025,chưa đạt,12,,\n"
    text = tiny_workspace.path("layers/ntm_status.csv").read_text(encoding="utf-8")
    tiny_workspace.write("layers/ntm_status.csv", text + row)
    tiny_workspace.seal()
    edit(published, STALE[1])
    with pytest.raises(InputError, match="a later status than this file") as caught:
        import_file(tiny_workspace.root, published, asked=Asked())
    assert "--period 2025" in caught.value.message
    import_file(tiny_workspace.root, published, asked=Asked(period="2025"))
    after = pd.read_csv(tiny_workspace.path("layers/ntm_status.csv"), dtype="str")
    east = after[after["code"] == "00002"].set_index("period")["criteria_met"]
    assert east.to_dict() == {"2025": "13", "2026": "12"}


def test_a_file_that_does_not_say_what_it_was_published_with_has_its_gates_refused(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    edit(published, "DELETE FROM gpkg_metadata WHERE md_standard_uri LIKE 'urn:lsgeo%'")
    tiny_workspace.edit("layers/gates.csv", "Hữu Nghị", "Cặp mới")
    with pytest.raises(InputError, match="it cannot be told whether") as caught:
        import_file(tiny_workspace.root, published, asked=Asked())
    assert "Cửa Tây" in caught.value.message and "Build again" in caught.value.message


def test_an_edited_row_goes_back_into_the_table_that_it_came_from(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    head, *rows = tiny_workspace.path("layers/ntm_status.csv").read_text("utf-8").splitlines()
    tiny_workspace.write("layers/ntm_status.csv", "\n".join([head, *rows[:2], ""]))
    tiny_workspace.write("layers/ntm_east.csv", "\n".join([head, rows[2], ""]))
    keys = {"theme": "ntm_status", "quality": "published", "attribution": "một cơ quan khác"}
    tiny_workspace.sources["layers/ntm_east.csv"] = keys
    tiny_workspace.seal()
    first = tiny_workspace.path("layers/ntm_status.csv").read_bytes()
    edit(published, STALE[1])
    made = import_file(tiny_workspace.root, published, asked=Asked())
    assert tiny_workspace.path("layers/ntm_status.csv").read_bytes() == first
    east = pd.read_csv(tiny_workspace.path("layers/ntm_east.csv"), dtype="str")
    assert east["criteria_met"].tolist() == ["13"]
    assert [entry["path"] for entry in made.converted.entries] == ["ntm_east.csv"]
    entries = {one.path.name: one for one in Workspace.open(tiny_workspace.root).used}
    assert entries["ntm_east.csv"].quality == "published"
    assert entries["ntm_east.csv"].attribution == "một cơ quan khác"

    edit(published, "UPDATE communes_2025 SET criteria_met = 17 WHERE code = '00001'")
    import_file(tiny_workspace.root, published, asked=Asked())
    west = pd.read_csv(tiny_workspace.path("layers/ntm_status.csv"), dtype="str")
    assert west[west["period"] == "2025"]["criteria_met"].tolist() == ["17"]
    assert pd.read_csv(tiny_workspace.path("layers/ntm_east.csv"), dtype="str").equals(east)


def test_the_record_keeps_before_and_after_of_every_edit(
    tiny_workspace: TinyWorkspace, published: Path
) -> None:
    edit(published, STALE[1])
    import_file(tiny_workspace.root, published, asked=Asked())
    edit(published, "UPDATE communes_2025 SET criteria_met = 18 WHERE code = '00001'")
    import_file(tiny_workspace.root, published, asked=Asked())
    record = read_record(tiny_workspace.path("layers/records/nho.csv"))
    told = record.notes[record.notes["outcome"] == "corrected"]
    edits = told[["sheet", "column", "said", "became"]].to_numpy().tolist()
    assert edits == [
        ["communes_2025", "criteria_met", "12", "13"],
        ["communes_2025", "criteria_met", "19", "18"],
    ]
    counts = record.counts.set_index("sheet").loc["communes_2025"]
    assert counts[["rows", "corrected"]].tolist() == [2, 2]


def test_a_file_says_inside_what_its_layers_were_published_with(published: Path) -> None:
    kept = snapshot_of(published)
    assert set(kept) == {"communes_2025", "communes_2024", "border_gates"}
    for layer, cells in kept.items():
        there = read_features(published, layer=layer).frame.drop(columns="geometry")
        told = there.map(text_of)
        assert cells[told.columns].to_numpy().tolist() == told.to_numpy().tolist()
    gate = kept["border_gates"].iloc[0]
    assert gate["name"] == "Cửa Tây" and float(gate["longitude"]) == pytest.approx(WEST)
