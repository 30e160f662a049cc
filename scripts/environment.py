"""The project's own Python in .venv: made, checked and reused by demo.py and test.py.

Only the standard library, and pip as it is set up on the computer: its proxies, certificates and
index are the user's own and are passed on untouched.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lsgeo.messages import choose_language  # noqa: E402  (needs the line above)

FOLDER = ROOT / ".venv"
SCRIPTS = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCKS = {name: ROOT / "requirements" / f"{name}.txt" for name in ("run", "test")}
LOG = FOLDER / "install.log"

# Shells of QGIS, OSGeo4W and ArcGIS point these at their own libraries, which do not fit ours.
_FOREIGN = ("PYTHONHOME", "PYTHONPATH", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH")

# An editable install is a text file that holds the path of the project. Before 3.13 Python for
# Windows reads it in the old code page, and does not start where the path has a letter such as Đ.
_EDITABLE = os.name != "nt" or sys.version_info >= (3, 13) or str(ROOT).isascii()


def prepare(lock: str) -> Path:
    """The Python of .venv, holding the locked set `lock` ("run" or "test") and the project.

    What is there already and fits is reused; what is broken, half made or of an older lock is
    made anew. Ends the program with one message where something has to be put right.
    """
    if not _is_sound():
        _make()
    if not _is_stamped(lock):
        _install_locked(lock)
    if _read_stamp("project") != _project_fingerprint():
        _install_project()
    return PYTHON


def own_environment(**extra: str) -> dict[str, str]:
    """The user's environment variables without those that would break .venv, and `extra`."""
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    return kept | {"PIP_USER": "0"} | extra


def speak_utf8() -> None:
    """Make Vietnamese printable wherever the output goes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(english: str, vietnamese: str) -> None:
    """Print one sentence in the user's language."""
    print(in_words(english, vietnamese), flush=True)


def in_words(english: str, vietnamese: str) -> str:
    """The one of the two that the user reads, after LSGEO_LANG and the system's language."""
    return vietnamese if choose_language() == "vi" else english


def missing_part() -> str:
    """One line saying what a Python without venv or pip lacks; "" where nothing is missing."""
    lacking = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if not lacking:
        return ""
    return in_words(
        f"This Python ({sys.executable}) comes without {' and '.join(lacking)}. Debian or Ubuntu: "
        "sudo apt install python3-venv; other systems: install Python from python.org. "
        "Then run this again.",
        f"Python này ({sys.executable}) thiếu {' và '.join(lacking)}. Debian hoặc Ubuntu: "
        "sudo apt install python3-venv; hệ khác: cài Python từ python.org. Sau đó chạy lại.",
    )


def _is_sound() -> bool:
    stamps = {lock: _read_stamp(lock) for lock in LOCKS}
    if not any(stamps.values()):
        return False
    fitting = all(not found or found == _lock_fingerprint(lock) for lock, found in stamps.items())
    return fitting and _pip_version() != ()


def _is_stamped(lock: str) -> bool:
    return _read_stamp(lock) == _lock_fingerprint(lock)


def _lock_fingerprint(lock: str) -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return _digest(LOCKS[lock].read_bytes(), version.encode(), str(FOLDER).encode())


def _project_fingerprint() -> str:
    files = [ROOT / "pyproject.toml", ROOT / "hatch_build.py", *(ROOT / "lsgeo").rglob("*.po")]
    if not _EDITABLE:
        files += (ROOT / "lsgeo").rglob("*.py")
    compiled = all(path.with_suffix(".mo").exists() for path in files if path.suffix == ".po")
    return _digest(*(path.read_bytes() for path in sorted(files)), str(compiled).encode())


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _stamp(name: str) -> Path:
    return FOLDER / f"lsgeo-{name}.stamp"


def _read_stamp(name: str) -> str:
    path = _stamp(name)
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _pip_version() -> tuple[int, ...]:
    """The version of pip in .venv; () where its Python or its pip does not run."""
    command = [str(PYTHON), "-c", "import pip; print(pip.__version__)"]
    try:
        found = subprocess.run(
            command, capture_output=True, text=True, check=True, env=own_environment()
        )
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(part) for part in found.stdout.strip().split(".")[:2] if part.isdigit())


def _make() -> None:
    if missing := missing_part():
        sys.exit(missing)
    say(f"Making {FOLDER}", f"Đang tạo {FOLDER}")
    try:
        if FOLDER.exists():
            shutil.rmtree(FOLDER)
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(FOLDER)
    except OSError as error:
        sys.exit(
            in_words(
                f"{FOLDER} cannot be made: {error}. Close programs that use it and run this again.",
                f"Không tạo được {FOLDER}: {error}. Hãy đóng chương trình đang dùng nó, chạy lại.",
            )
        )
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"{in_words('pip cannot be put into', 'Không đưa được pip vào')} {FOLDER}: {error}"
        )


def _install_locked(lock: str) -> None:
    count = LOCKS[lock].read_text(encoding="utf-8").count("==")
    say(f"Installing {count} packages, once", f"Đang cài {count} gói, chỉ một lần")
    _pip("--only-binary=:all:", "--requirement", str(LOCKS[lock]))
    for name in ("run", lock):  # the test set holds the run set
        _stamp(name).write_text(_lock_fingerprint(name), encoding="utf-8")


def _install_project() -> None:
    say("Installing lsgeo itself", "Đang cài lsgeo")
    options = ["--editable"] if _EDITABLE else []
    _pip("--no-build-isolation", "--no-deps", *options, str(ROOT))
    _stamp("project").write_text(_project_fingerprint(), encoding="utf-8")


def _pip(*options: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--progress-bar=off"]
    command += ["--disable-pip-version-check", *_trust(), *options]
    lines = []
    with (
        LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=own_environment(PYTHONIOENCODING="utf-8"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as process,
    ):
        for line in _shown(process.stdout or ()):
            log.write(line)
            lines.append(line)
    if process.returncode:
        sys.exit(_failure(lines))


def _trust() -> list[str]:
    """Ask the pips that can do it, but only from 24.2 on of themselves, for the system's CAs."""
    asked = any(name in os.environ for name in ("PIP_CERT", "PIP_USE_FEATURE"))
    return ["--use-feature=truststore"] if not asked and (23, 3) <= _pip_version() < (24, 2) else []


def _shown(lines: Iterable[str]) -> Iterator[str]:
    """`lines`, the packages they name shown in place where someone is looking."""
    watched = sys.stdout.isatty()
    for number, line in enumerate(lines):
        if watched and line.startswith(("Collecting", "Installing", "Downloading")):
            print(f"\r{number:4} {line.strip()[:60]:<60}", end="", flush=True)
        yield line
    if watched:
        print("\r" + " " * 66, end="\r", flush=True)


def _failure(lines: list[str]) -> str:
    told = [line for line in lines if line.startswith(("ERROR", "error"))] or lines[-5:]
    remedy = in_words(
        f"pip could not install this (all it said: {LOG}). In an office network set HTTPS_PROXY "
        "(the proxy), PIP_CERT (a file with the office's certificate) or PIP_INDEX_URL (the "
        "office's own package index), or ask the one who runs it; then run this again.",
        f"pip không cài được (toàn bộ thông báo: {LOG}). Trong mạng cơ quan hãy đặt HTTPS_PROXY "
        "(máy chủ proxy), PIP_CERT (tệp chứng thư của cơ quan) hoặc PIP_INDEX_URL (kho gói của "
        "cơ quan), hoặc hỏi người quản trị mạng; sau đó chạy lại.",
    )
    return "".join(told[-10:]) + remedy
