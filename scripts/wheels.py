"""Check that every locked package is there as a wheel for every platform and Python we serve.

Asks pip what it would install there, with its own index and settings; nothing is installed and
only descriptions are fetched. Run by ``scripts/test.py --full`` with the Python of .venv.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "test.txt"
PYTHONS = ("3.11", "3.12", "3.13")
AT_ONCE = 2  # gentle to the index


@dataclass(frozen=True)
class Platform:
    """One kind of computer: its name, its wheel tags, and what markers see there."""

    name: str
    tags: tuple[str, ...]
    markers: dict[str, str]


def _linux(machine: str) -> Platform:
    tags = ("manylinux2014", *(f"manylinux_2_{minor}" for minor in range(5, 29)))
    seen = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
    return Platform(
        name=f"Linux {machine}",
        tags=tuple(f"{tag}_{machine}" for tag in tags),
        markers=seen | {"platform_machine": machine},
    )


def _mac(machine: str) -> Platform:
    seen = {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"}
    return Platform(
        name=f"macOS {machine}",
        tags=(f"macosx_14_0_{machine}",),  # pip adds the older ones
        markers=seen | {"platform_machine": machine},
    )


WINDOWS = Platform(
    name="Windows x86_64",
    tags=("win_amd64",),
    markers={
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
    },
)
PLATFORMS = (_linux("x86_64"), _linux("aarch64"), _mac("arm64"), _mac("x86_64"), WINDOWS)


def main() -> None:
    """Check all of them, print a line for each, and exit with 1 if any lacks a wheel."""
    targets = [(platform, python) for platform in PLATFORMS for python in PYTHONS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda target: _check(*target), targets))
    for (platform, python), fault in zip(targets, results, strict=True):
        print(f"{platform.name}, Python {python}: {fault or 'a wheel for every package'}")
    sys.exit(1 if any(results) else 0)


def locked() -> list[tuple[Requirement, frozenset[str]]]:
    """Every line of the lock: the requirement and the SHA-256 of its files."""
    lines = LOCK.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    entries = []
    for line in lines:
        requirement, *hashes = line.split("--hash=sha256:")
        if requirement.strip():
            known = frozenset(value.strip() for value in hashes)
            entries.append((Requirement(requirement.strip()), known))
    return entries


def _check(platform: Platform, python: str) -> str:
    """What is wrong there; "" where nothing is."""
    seen = platform.markers | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    wanted = [
        (requirement, hashes)
        for requirement, hashes in locked()
        if requirement.marker is None or requirement.marker.evaluate(seen)
    ]
    pins = [f"{requirement.name}{requirement.specifier}" for requirement, _ in wanted]
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "asked.txt"
        asked.write_text("\n".join(pins), encoding="utf-8")
        report = Path(folder) / "report.json"
        finished = subprocess.run(
            _question(platform, python=python, asked=asked, report=report),
            capture_output=True,
            text=True,
        )
        if finished.returncode:
            told = finished.stderr.strip().splitlines()
            return "; ".join([line for line in told if line.startswith("ERROR")] or told[-3:])
        installs = json.loads(report.read_text(encoding="utf-8"))["install"]
    return _unlocked(installs, frozenset().union(*(hashes for _, hashes in wanted)))


def _question(platform: Platform, *, python: str, asked: Path, report: Path) -> list[str]:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--no-input"]
    command += ["--disable-pip-version-check", "--ignore-installed", "--no-deps"]
    command += ["--only-binary=:all:", "--implementation", "cp", "--python-version", python]
    for tag in platform.tags:
        command += ["--platform", tag]
    command += ["--target", str(asked.parent / "nowhere"), "--report", str(report)]
    return [*command, "--requirement", str(asked)]


def _unlocked(installs: list[dict[str, Any]], known: frozenset[str]) -> str:
    """The wheels that pip would take though the lock does not hold their hash."""
    names = [
        install["download_info"]["url"].rsplit("/", 1)[-1]
        for install in installs
        if install["download_info"]["archive_info"]["hashes"]["sha256"] not in known
    ]
    return f"not in the lock: {', '.join(names)}" if names else ""


if __name__ == "__main__":
    main()
