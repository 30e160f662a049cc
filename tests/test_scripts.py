"""The scripts a new user starts with, the lock they install, and the command's speed."""

from __future__ import annotations

import importlib.util
import re
import statistics
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from tests.program import SCRIPTS, script

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?: ; (?P<marker>.+))?$")


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """environment.py, working on a .venv of its own."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("LSGEO_LANG", "en")
    module = script("environment")
    monkeypatch.setattr(module, "FOLDER", tmp_path / ".venv")
    monkeypatch.setattr(module, "_pip_version", lambda: (25, 0))
    (tmp_path / ".venv").mkdir()
    return module


def entries(lock: str) -> list[str]:
    """The requirements of a lock file, one string each, hashes and all."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def pins(lock: str) -> dict[str, set[str]]:
    """Every locked name with its versions (more than one where platforms differ)."""
    found: dict[str, set[str]] = {}
    for entry in entries(lock):
        match = PINNED.match(entry.split("--hash")[0].strip())
        assert match, f"not an exact version: {entry[:60]}"
        found.setdefault(match["name"].lower().replace("_", "-"), set()).add(match["version"])
    return found


@pytest.mark.parametrize("lock", ["run", "test"])
def test_every_line_of_the_lock_has_a_hash_and_no_address(lock: str) -> None:
    lines = entries(lock)
    assert [line for line in lines if "--hash=sha256:" not in line] == []
    assert [line for line in lines if "://" in line or "index-url" in line] == []


def test_the_test_set_holds_the_run_set_in_the_same_versions() -> None:
    run, test = pins("run"), pins("test")
    assert {name: test.get(name) for name in run} == run


@pytest.mark.parametrize(("lock", "extras"), [("run", []), ("test", ["test"])])
def test_the_lock_satisfies_every_lower_bound_of_the_project(lock: str, extras: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in extras:
        wanted += project["project"]["optional-dependencies"][extra]
    locked = pins(lock)
    unmet = [
        line
        for line in wanted
        if not any(
            Version(version) in Requirement(line).specifier
            for version in locked.get(Requirement(line).name.lower().replace("_", "-"), ())
        )
    ]
    assert not unmet


@pytest.mark.parametrize("name", ["demo", "test"])
def test_an_old_python_gets_one_line_and_not_a_traceback(name: str) -> None:
    pretended = (
        "import runpy, sys; sys.version_info = (3, 9, 2, 'final', 0);"
        f"runpy.run_path({str(SCRIPTS / f'{name}.py')!r}, run_name='__main__')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", pretended], capture_output=True, text=True, encoding="utf-8"
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("lsgeo needs Python 3.11 or newer")
    assert len(ended.stderr.splitlines()) == 1


def test_a_python_without_venv_is_told_the_package_to_install(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "ensurepip" else found(name)
    )
    line = environment.missing_part()
    assert "comes without ensurepip" in line
    assert "apt install python3-venv" in line
    assert "\n" not in line


def test_a_venv_that_was_never_finished_is_not_reused(environment: ModuleType) -> None:
    assert not environment._is_sound()


def test_a_finished_venv_is_reused_until_the_lock_changes(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "run.txt"
    lock.write_text("six==1.16.0", encoding="utf-8")
    monkeypatch.setattr(environment, "LOCKS", {"run": lock})
    environment._stamp("run").write_text(environment._lock_fingerprint("run"), encoding="utf-8")
    assert environment._is_sound()
    lock.write_text("six==1.17.0", encoding="utf-8")
    assert not environment._is_sound()


def test_a_venv_whose_python_does_not_run_is_not_reused(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment._stamp("run").write_text(environment._lock_fingerprint("run"), encoding="utf-8")
    monkeypatch.setattr(environment, "_pip_version", lambda: ())
    assert not environment._is_sound()


def test_paths_of_another_gis_do_not_reach_the_programs_we_start(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROJ_LIB", "C:/OSGeo4W/share/proj")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
    passed_on = environment.own_environment()
    assert "PROJ_LIB" not in passed_on
    assert passed_on["HTTPS_PROXY"] == "http://proxy.invalid:3128"


def test_every_message_is_translated() -> None:
    command = [sys.executable, str(SCRIPTS / "messages.py"), "--check"]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_help_answers_within_four_tenths_of_a_second() -> None:
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        command = [sys.executable, "-m", "lsgeo", "--help"]
        subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
        seconds.append(time.perf_counter() - start)
    assert statistics.median(seconds) < 0.4
