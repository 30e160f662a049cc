"""A file that another program holds open, as on Windows: all stays as it was, and it is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from lsgeo.errors import OutputError
from lsgeo.jobs.importing import Asked, Imported, import_file
from lsgeo.workspace import Workspace, read
from tests.damage.seeding import snapshot

HEAD = "Tình hình nông thôn mới tính đến ngày 30/6/2025\nSTT;Tên xã;Huyện;Trạng thái\n"
OLD = "2024-12-01"
NAMES = (
    "layers/catalog.toml",
    "layers/ntm_status-ntm.csv",
    "layers/records/ntm.csv",
    "layers/aliases.csv",
)


@pytest.fixture
def imported(workspace: Path, tmp_path: Path) -> Callable[[str], Imported]:
    """Imports a sheet in which Hồng Phong has the status that is given; it was imported before."""

    def bring(status: str) -> Imported:
        path = tmp_path / "ntm.csv"
        path.write_text(
            f"{HEAD}1;Xã Hồng Phong;Bình Gia;{status}\n2;Xã Không Có;Bình Gia;Chưa đạt\n",
            encoding="utf-8",
        )
        accept = ("Hồng Phongg=06058",)
        asked = Asked(kind="ntm", vintage=OLD, quality="official", accept=accept)
        return import_file(workspace, path, asked=asked)

    bring("Đạt chuẩn")
    return bring


def hold(monkeypatch: pytest.MonkeyPatch, path: Path, *, function: str) -> None:
    """Let opening `path` to write in it, or moving a file over it, fail as Windows lets it fail."""
    real = getattr(Path, function)

    def refused(self: Path, *said: Any, **named: Any) -> Any:
        opened = function == "open" and self == path and "+" in str(said[0] if said else "")
        if opened or (function == "replace" and Path(said[0]) == path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(self, *said, **named)

    monkeypatch.setattr(Path, function, refused)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("function", ["open", "replace"])
def test_a_file_held_open_before_the_import_or_at_its_end_leaves_all_as_it_was(
    workspace: Path,
    imported: Callable[[str], Imported],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    function: str,
) -> None:
    before = snapshot(workspace)
    hold(monkeypatch, workspace / name, function=function)
    with pytest.raises(OutputError, match="held open by another program") as caught:
        imported("Chưa đạt")
    assert [fault.where for fault in caught.value.faults] == [Path(name).name]
    assert "Close the program and try again." in caught.value.message
    assert snapshot(workspace) == before


def test_what_stands_where_a_stand_in_would_go_is_not_lost(
    workspace: Path, imported: Callable[[str], Imported], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = workspace / "layers" / "ntm_status-ntm-2.csv"
    other.write_text("của một tệp khác", encoding="utf-8")
    hold(monkeypatch, workspace / "layers" / "ntm_status-ntm.csv", function="replace")
    with pytest.raises(OutputError):
        imported("Chưa đạt")
    assert other.read_text(encoding="utf-8") == "của một tệp khác"


def test_rows_kept_aside_that_are_open_in_excel_do_not_stop_an_import(
    workspace: Path, imported: Callable[[str], Imported], monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(monkeypatch, workspace / "quarantine" / "ntm.csv", function="replace")
    made = imported("Chưa đạt")
    assert Path("quarantine/ntm-2.csv") in made.files
    statuses = read(Workspace.open(workspace)).statuses
    assert statuses is not None and statuses["status"].tolist() == [0.0]


def test_a_layer_of_the_context_is_named_from_the_workspace(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = shapely.LineString([(106.6, 21.8), (106.8, 21.9)])
    rivers = gpd.GeoDataFrame({"TEN": ["Kỳ Cùng"]}, geometry=[line], crs="EPSG:4326")
    rivers.to_file(tmp_path / "song.geojson")
    asked = Asked(kind="context", title="Sông")
    before = {name: data for name, data in snapshot(workspace).items() if data is not None}
    with monkeypatch.context() as held:
        hold(held, workspace / "lsgeo.toml", function="replace")
        with pytest.raises(OutputError, match="held open"):
            import_file(workspace, tmp_path / "song.geojson", asked=asked)
    after = {name: data for name, data in snapshot(workspace).items() if data is not None}
    assert after == before
    import_file(workspace, tmp_path / "song.geojson", asked=asked)
    (layer,) = Workspace.open(workspace).config.context
    assert layer.path.as_posix() == "layers/context-song.gpkg"
    (entry,) = Workspace.open(workspace).entries("context")
    assert entry.path == workspace / "layers" / "context-song.gpkg" and entry.path.is_file()
