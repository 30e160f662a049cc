"""Install the test set and run linters, types, architecture and all tests.

``python3 scripts/test.py [--full] [pytest arguments]``; on Windows ``py scripts\\test.py``.
Tests that need Chromium, QGIS or the real layers run where those are there, and are named in the
summary where they are not. With ``--full``, on Debian or Ubuntu, what is missing is installed,
the lock is checked for every platform, the demo runs in a new checkout, and nothing is left out.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (whoever has an older one is to read this line)
    sys.exit(
        "lsgeo needs Python 3.11 or newer (lsgeo cần Python 3.11 trở lên); this is "
        + sys.version.split()[0]
        + " at "
        + sys.executable
    )

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from environment import ROOT, SCRIPTS, own_environment, prepare, speak_utf8

DEBIAN_PACKAGES = (
    "chromium",
    "qgis",
    "python3-qgis",
    "gdal-bin",
    "fonts-dejavu-core",
    "poppler-utils",
)
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
ALONE = (  # what they measure is time
    "tests/line/test_page_budget.py",
    "tests/line/test_speed.py",
    "tests/outputs/webmap/test_budget.py",
)
SYSTEM_PYTHON = "/usr/bin/python3"  # the one that Debian's QGIS belongs to
REAL_LAYERS = ROOT.parent / "shared" / "data"


@dataclass(frozen=True)
class Result:
    """How one part of the run ended."""

    name: str
    passed: bool
    seconds: float


def main() -> None:
    """Run every part, whatever became of the one before, and exit with 1 if any failed."""
    speak_utf8()
    full = "--full" in sys.argv[1:]
    asked = [argument for argument in sys.argv[1:] if argument != "--full"]
    results = [_timed("programs of the system", _install_programs)] if full else []
    python = str(prepare("test"))
    lacking = () if full else _lacking()
    for name, command in _parts(python, full=full):
        results.append(_run(name, command, full=full))
    if full:
        results.append(_timed("demo in a new checkout", _demo))
    for name, command in _pytest(python, lacking, asked):
        results.append(_run(name, command, full=full))
    _summarise(results, lacking)
    sys.exit(0 if all(result.passed for result in results) else 1)


def _parts(python: str, *, full: bool) -> list[tuple[str, list[str]]]:
    parts = [
        ("ruff check", [python, "-m", "ruff", "check"]),
        ("ruff format", [python, "-m", "ruff", "format", "--check"]),
        ("mypy", [python, "-m", "mypy"]),
        ("architecture", [str(SCRIPTS / "lint-imports"), "--no-logo"]),
    ]
    wheels = ("wheels of the lock", [python, str(ROOT / "scripts" / "wheels.py")])
    return [*parts, wheels] if full else parts


def _pytest(python: str, lacking: tuple[str, ...], asked: list[str]) -> list[tuple[str, list[str]]]:
    """All tests on all processors but those that take the time, which run after them, alone.

    With arguments of pytest there is one run, as they say.
    """
    left_out = " and ".join(f"not {marker}" for marker in lacking)
    command = [python, "-m", "pytest", *(["-m", left_out] if left_out else [])]
    if asked:
        return [("pytest", [*command, *asked])]
    apart = [f"--ignore={path}" for path in ALONE]
    together = [*command, "--numprocesses=auto", "--dist=loadfile", *apart]
    return [("pytest, side by side", together), ("pytest, one by one", [*command, *ALONE])]


def _lacking() -> tuple[str, ...]:
    """The markers of the tests that cannot run here."""
    there = {
        "chromium": any(shutil.which(name) for name in CHROMIUM),
        "qgis": _has_qgis(),
        "poppler": bool(shutil.which("pdftoppm")),
        "gdal": bool(shutil.which("ogr2ogr")),
        "iconv": bool(shutil.which("iconv")),
        "real": REAL_LAYERS.is_dir(),
    }
    return tuple(marker for marker, found in there.items() if not found)


def _has_qgis() -> bool:
    question = "import importlib.util, sys; sys.exit(importlib.util.find_spec('qgis') is None)"
    try:
        return subprocess.run([SYSTEM_PYTHON, "-c", question]).returncode == 0
    except OSError:
        return False


def _run(name: str, command: list[str], *, full: bool) -> Result:
    # English whatever the computer speaks: tests compare what lsgeo says.
    environment = own_environment(LSGEO_LANG="en", **({"LSGEO_FULL": "1"} if full else {}))
    return _timed(name, lambda: subprocess.run(command, cwd=ROOT, env=environment).returncode == 0)


def _timed(name: str, action: Callable[[], bool]) -> Result:
    print(f"\n=== {name} ===", flush=True)
    start = time.monotonic()
    passed = action()
    return Result(name, passed=passed, seconds=time.monotonic() - start)


def _install_programs() -> bool:
    """Whether Chromium, QGIS and the fonts are there in the end."""
    if shutil.which("dpkg-query") is None or shutil.which("apt-get") is None:
        print(f"This is not Debian or Ubuntu: install {', '.join(DEBIAN_PACKAGES)} by hand.")
        return False
    missing = [name for name in DEBIAN_PACKAGES if not _is_installed(name)]
    if not missing:
        print("All are there.")
        return True
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and shutil.which("sudo") is None:
        print(f"As root run: apt-get install {' '.join(missing)}")
        return False
    environment = own_environment(DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *missing]
    for command in (["apt-get", "update", "--quiet"], install):
        subprocess.run(
            [*rights, *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    left = [name for name in missing if not _is_installed(name)]
    print(f"Not installed: {', '.join(left)}" if left else f"Installed: {', '.join(missing)}")
    return not left


def _is_installed(package: str) -> bool:
    command = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(command, capture_output=True, text=True).stdout == "installed"


def _demo() -> bool:
    """Whether the demo makes the map in a copy that holds only what git holds or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "lsgeo with spaces, Lạng Sơn"
        for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
            if (ROOT / name).is_file():
                (checkout / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, checkout / name)
        command = [sys.executable, str(checkout / "scripts" / "demo.py")]
        finished = subprocess.run(command, cwd=folder, env=own_environment())
        return finished.returncode == 0 and (checkout / "out" / "index.html").is_file()


def _summarise(results: list[Result], lacking: tuple[str, ...]) -> None:
    print("\n=== summary ===")
    for result in results:
        word = "passed" if result.passed else "FAILED"
        print(f"{result.name:<24} {word} {result.seconds:6.1f} s")
    if lacking:
        print(f"NOT RUN: the tests that need {', '.join(lacking)}; --full installs what they need.")


if __name__ == "__main__":
    main()
