"""Writing: whole or not at all, and beside a file that another program holds open."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from lsgeo.errors import OutputError
from lsgeo.files import place, sha256, staging, write_text


def refuse(
    monkeypatch: pytest.MonkeyPatch, names: set[str], *, winerror: int | None = None
) -> list[str]:
    """Make moving onto a path with one of `names` fail as Windows does; the tries are listed."""
    move = Path.replace
    tried: list[str] = []

    def replace(self: Path, target: Path) -> Path:
        tried.append(Path(target).name)
        if Path(target).name in names:
            error = PermissionError(13, "Permission denied")
            if winerror is not None:
                error.winerror = winerror
            raise error
        return move(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    return tried


def test_the_checksum_is_sha256(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc" * 700_000)
    assert sha256(path) == hashlib.sha256(b"abc" * 700_000).hexdigest()


def test_text_is_written_in_utf8_with_unix_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "Đồng\nĐăng\n")
    assert (tmp_path / "a.txt").read_bytes() == "Đồng\nĐăng\n".encode()


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    assert write_text(tmp_path / "a" / "b" / "c.txt", "x").path.read_text() == "x"


def test_nothing_but_the_file_is_left_behind(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_writer_that_fails_leaves_the_earlier_outputs_whole(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "old")
    with pytest.raises(RuntimeError), staging(tmp_path) as stage:
        (stage / "a.txt").write_text("half")
        raise RuntimeError
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "old"}


def test_a_finished_stage_replaces_files_of_the_same_name(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "old")
    with staging(tmp_path) as stage:
        (stage / "a.txt").write_text("new")
        (stage / "b.txt").write_text("too")
        placed = place(stage, tmp_path)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.txt": "new",
        "b.txt": "too",
    }
    assert not any(one.moved_aside for one in placed)


@pytest.mark.parametrize("winerror", [5, 32, 33, None])
def test_a_file_held_open_keeps_its_content_and_the_new_one_is_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int | None
) -> None:
    write_text(tmp_path / "a.tar.csv", "old")
    refuse(monkeypatch, {"a.tar.csv"}, winerror=winerror)
    placed = write_text(tmp_path / "a.tar.csv", "new")
    assert placed.moved_aside
    assert placed.path.name == "a.tar-2.csv"
    assert placed.path.read_text() == "new"
    assert (tmp_path / "a.tar.csv").read_text() == "old"


def test_where_the_stand_in_is_open_too_the_next_number_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.csv", "a-2.csv"):
        write_text(tmp_path / name, "old")
    refuse(monkeypatch, {"a.csv", "a-2.csv"}, winerror=32)
    assert write_text(tmp_path / "a.csv", "new").path.name == "a-3.csv"


def test_a_folder_that_refuses_new_files_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file of that name is there, so none can be held open."""
    tried = refuse(monkeypatch, {f"a{end}.csv" for end in ("", *(f"-{n}" for n in range(99)))})
    with pytest.raises(OutputError, match="the file cannot be written"):
        write_text(tmp_path / "a.csv", "new")
    assert tried == ["a.csv"]


def test_a_refused_file_in_a_folder_that_refuses_new_ones_is_tried_once_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_text(tmp_path / "a.csv", "old")
    tried = refuse(monkeypatch, {f"a{end}.csv" for end in ("", *(f"-{n}" for n in range(99)))})
    with pytest.raises(OutputError, match=r"a-2\.csv: the file cannot be written"):
        write_text(tmp_path / "a.csv", "new")
    assert tried == ["a.csv", "a-2.csv"]


def test_a_folder_in_the_place_of_a_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(OutputError, match=r"a\.csv: a folder is in the place of this file"):
        write_text(tmp_path / "a.csv", "x")


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def placing(folder: Path, *names: str) -> None:
    with staging(folder) as stage:
        for name in names:
            (stage / name).write_text("new")
        place(stage, folder)


def test_a_folder_in_the_place_of_one_file_leaves_all_of_them_as_they_were(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", "old")
    for name in ("b.csv", "c.csv"):
        (tmp_path / name).mkdir()
    with pytest.raises(OutputError) as caught:
        placing(tmp_path, "a.csv", "b.csv", "c.csv", "d.csv")
    assert [fault.where for fault in caught.value.faults] == ["b.csv", "c.csv"]
    assert contents(tmp_path) == {"a.csv": "old"}


def test_a_move_that_fails_half_way_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """a.csv was moved over the old one and b.csv is new when c.csv fails."""
    write_text(tmp_path / "a.csv", "old")
    refuse(monkeypatch, {"c.csv"})
    with pytest.raises(OutputError, match=r"c\.csv: the file cannot be written"):
        placing(tmp_path, "a.csv", "b.csv", "c.csv")
    assert contents(tmp_path) == {"a.csv": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_where_the_disk_has_no_links_a_move_is_taken_back_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(_path: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    write_text(tmp_path / "a.csv", "old")
    monkeypatch.setattr(Path, "hardlink_to", no_links)
    refuse(monkeypatch, {"b.csv"})
    with pytest.raises(OutputError):
        placing(tmp_path, "a.csv", "b.csv")
    assert contents(tmp_path) == {"a.csv": "old"}


def test_a_stand_in_is_taken_back_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_text(tmp_path / "a.csv", "old")
    refuse(monkeypatch, {"a.csv", "b.csv"})
    with pytest.raises(OutputError):
        placing(tmp_path, "a.csv", "b.csv")
    assert contents(tmp_path) == {"a.csv": "old"}


def test_a_full_disk_is_said_in_words_and_changes_nothing(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", "old")
    said = r"cannot be written\n.*No space left"
    with pytest.raises(OutputError, match=said), staging(tmp_path) as stage:
        (stage / "a.csv").write_text("ne")
        raise OSError(28, "No space left on device", "/some/stage/a.csv")
    assert contents(tmp_path) == {"a.csv": "old"}
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(("hours", "stays"), [(1, True), (25, False)])
def test_the_stage_of_a_killed_build_is_removed_after_a_day(
    tmp_path: Path, hours: int, stays: bool
) -> None:
    left = tmp_path / ".lsgeo-stage-x"
    left.mkdir()
    (left / "a.csv").write_text("half")
    then = time.time() - hours * 3600
    os.utime(left, (then, then))
    write_text(tmp_path / "b.csv", "x")
    assert left.exists() == stays


@pytest.mark.parametrize("name", ["a" * 300, "a\0b"])
def test_a_folder_of_an_impossible_name_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match="cannot be written in"), staging(tmp_path / name):
        pass


def test_a_file_in_the_place_of_the_folder_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match="Choose another folder"), staging(tmp_path / "out"):
        pass
    assert (tmp_path / "out").read_text() == "a file"


def test_a_target_that_cannot_be_moved_leaves_no_stage_behind(tmp_path: Path) -> None:
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(OutputError):
        write_text(tmp_path / "a.csv", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_files_in_folders_are_placed_with_the_others_and_taken_back_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "workspace"
    (folder / "layers").mkdir(parents=True)
    (folder / "layers" / "a.csv").write_text("old")
    with staging(folder) as stage:
        (stage / "layers").mkdir()
        (stage / "quarantine").mkdir()
        (stage / "layers" / "a.csv").write_text("new")
        (stage / "quarantine" / "b.csv").write_text("b")
        placed = place(stage, folder)
    assert [one.path.relative_to(folder).as_posix() for one in placed] == [
        "layers/a.csv",
        "quarantine/b.csv",
    ]
    assert (folder / "layers" / "a.csv").read_text() == "new"
    real = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "z.csv":
            raise OSError("full")
        return real(self, target)

    with staging(folder) as stage:
        (stage / "layers").mkdir()
        (stage / "layers" / "a.csv").write_text("newest")
        (stage / "z.csv").write_text("z")
        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(OutputError):
            place(stage, folder)
    assert (folder / "layers" / "a.csv").read_text() == "new"
