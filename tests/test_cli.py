"""The command: what it takes, what it prints, and the code it ends with."""

from __future__ import annotations

from pathlib import Path

import pytest

from lsgeo import facts
from lsgeo.cli import main, options
from lsgeo.jobs import importing
from lsgeo.outputs import facts_csv
from lsgeo.text import legacy
from tests.conftest import BEFORE, TinyWorkspace


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LSGEO_LANG", "en")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "-o", ""],
        ["build", "-w", ""],
        ["build", "-o", " "],
        ["init", "", "-p", "12"],
        ["schematic", "a.csv", "--outline", "b.gpkg", "-o", ""],
    ],
)
def test_an_empty_path_is_not_this_folder(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "the path names no file" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "check", "units"])
def test_bytes_that_are_no_text_are_a_usage_error(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "-w", "a\udcff"]) == 2
    assert "a?: the text is not UTF-8" in capsys.readouterr().err


def test_names_that_are_no_text_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "x", "-p", "\udc80"]) == 2
    assert "the text is not UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [["build", "-w"], ["check", "-w"], ["init", "-p", "12"], ["units", "-w"]],
)
def test_a_name_too_long_for_a_folder_is_an_error_in_words(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "a" * 5000]) == 2
    assert "name too long" in capsys.readouterr().err


def test_check_fails_where_build_would_for_want_of_boundaries(
    tiny_workspace: TinyWorkspace, capsys: pytest.CaptureFixture[str]
) -> None:
    del tiny_workspace.sources["layers/communes.gpkg"]
    tiny_workspace.seal()
    for command in ("check", "build"):
        assert main([command, "-w", str(tiny_workspace.root)]) == 2
        assert "there is nothing to draw" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "build"])
def test_what_is_not_used_is_said_with_the_reason(
    tiny_workspace: TinyWorkspace, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    tiny_workspace.write("layers/more.csv", tiny_workspace.path("layers/gates.csv").read_bytes())
    tiny_workspace.sources["layers/more.csv"] = {"theme": "gates", "quality": "approximate"}
    del tiny_workspace.sources["layers/communes_before.gpkg"]
    tiny_workspace.seal()
    assert main([command, "-w", str(tiny_workspace.root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "not used: more (approximate): gates is better (official)" in lines
    assert f"{BEFORE} of the history has no boundaries, so it is not on the map" in lines


def test_a_full_disk_ends_a_build_in_words_and_changes_nothing(
    tiny_workspace: TinyWorkspace,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def full(_publication: object, path: Path) -> None:
        path.write_text("hal")
        raise OSError(28, "No space left on device", str(path))

    tiny_workspace.write("out/index.html", "the old one")
    output = facts_csv.OUTPUT
    monkeypatch.setattr(facts_csv, "OUTPUT", type(output)(output.name, output.filename, full))
    assert main(["build", "-w", str(tiny_workspace.root)]) == 2
    assert "the files cannot be written\n  No space left on device" in capsys.readouterr().err
    assert snapshot(tiny_workspace.path("out")) == {"index.html": b"the old one"}


def test_an_error_of_the_system_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_arguments: object, **_keys: object) -> None:
        raise OSError(5, "Input/output error", "a.csv")

    monkeypatch.setattr("lsgeo.jobs.check.check", fails)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == "a.csv: Input/output error\n"


def test_the_choices_of_options_are_those_of_the_rooms_that_are_loaded_later() -> None:
    assert tuple(importing.KINDS) == options.KINDS
    assert facts.QUALITIES == options.QUALITIES
    assert legacy.ENCODINGS == options.ENCODINGS
