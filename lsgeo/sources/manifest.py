"""The manifest of the build before, for what has changed since."""

from __future__ import annotations

import json
from pathlib import Path


def read_checksums(path: Path) -> dict[str, str] | None:
    """Path to SHA-256 of the inputs and settings of an earlier build; None where there is none.

    A file that is no manifest of lsgeo's counts as none: it is about to be written anew.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        inputs = {str(one["path"]): str(one["sha256"]) for one in content["inputs"]}
        return inputs | {str(name): str(sha) for name, sha in content["setting_files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def differences(before: dict[str, str], now: dict[str, str]) -> dict[str, list[str]]:
    """The paths that were added, removed and changed between two builds."""
    return {
        "added": sorted(set(now) - set(before)),
        "removed": sorted(set(before) - set(now)),
        "changed": sorted(name for name in set(now) & set(before) if now[name] != before[name]),
    }
