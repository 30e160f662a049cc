"""The program of the child process that checks many files: what each took, and the most memory.

``python -m tests.damage.checking WORKSPACE < files`` has a path on each line of its input, and
answers with JSON.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from lsgeo.cli import main
from lsgeo.jobs import examining
from lsgeo.jobs.importing import Asked, Converted, convert
from lsgeo.workspace.known import Known

try:
    import resource
except ImportError:  # Windows
    resource = None

_STATUS = Path("/proc/self/status")


def check(paths: Sequence[str], workspace: str) -> dict[str, object]:
    """What one `lsgeo check` of all files ends with and tells; what each takes and is refused."""
    files: list[dict[str, object]] = []

    def timed(path: Path, known: Known, asked: Asked) -> Converted:
        one: dict[str, object] = {"path": str(path), "is_refused": True}
        files.append(one)
        started = time.perf_counter()
        try:
            converted = convert(path, known, asked)
            one["is_refused"] = False
        finally:
            one["seconds"] = time.perf_counter() - started
        return converted

    told = io.StringIO()
    with (
        mock.patch.object(examining, "convert", timed),
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(told),
    ):
        code = main(["--lang", "en", "check", *paths, "--workspace", workspace])
    return {"code": code, "files": files, "told": told.getvalue()}


def most_memory() -> int:
    """The most bytes that this process, or one that it started, had in memory at once."""
    if resource is None:
        return tracemalloc.get_traced_memory()[1]
    unit = 1 if sys.platform == "darwin" else 1024
    users = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own, others = (unit * resource.getrusage(user).ru_maxrss for user in users)
    return max(_own_memory(own), others)


def _own_memory(counted: int) -> int:
    """The peak of this program; Linux counts to it that of the one that it was started from."""
    if not _STATUS.is_file():
        return counted
    lines = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines() if ":" in line)
    return int(lines["VmHWM"].split()[0]) * 1024


if __name__ == "__main__":
    if resource is None:
        tracemalloc.start()
    said = check(sys.stdin.read().splitlines(), sys.argv[1])
    sys.stdout.write(json.dumps({**said, "most_memory": most_memory()}))
