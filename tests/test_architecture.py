"""What import-linter cannot see: plug-ins hold their object, one room prints, the core no IO."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lsgeo
from lsgeo.indicators import Indicator
from lsgeo.outputs import Output
from lsgeo.products import Product

PACKAGE = Path(lsgeo.__file__).parent
PLUGINS = {
    "indicators": ("INDICATOR", Indicator),
    "products": ("PRODUCT", Product),
    "outputs": ("OUTPUT", Output),
}
ABOVE_THE_CORE = {"__main__", "cli", "jobs", "workspace", "config", "sources", "outputs", "files"}
# Names that only mean a file being read or written, whatever they are called on.
FILE_WORK = {
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "read_csv",
    "read_excel",
    "read_file",
    "read_parquet",
    "read_dataframe",
    "write_dataframe",
    "to_csv",
    "to_excel",
    "to_file",
    "to_parquet",
    "to_json",
    "savefig",
    "urlopen",
    "urlretrieve",
    "unlink",
    "mkdir",
}
HEAVY = {"pandas", "geopandas", "numpy", "shapely", "rasterio", "pyogrio", "pyproj", "folium"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module by its path below the package, parsed."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"), filename=name)


def room(name: str) -> str:
    return name.split("/")[0].removesuffix(".py")


def calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The last name of everything called, and its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, node.lineno
            elif isinstance(node.func, ast.Attribute):
                yield node.func.attr, node.lineno


@pytest.mark.parametrize("package", sorted(PLUGINS))
def test_every_plugin_file_holds_its_object(package: str) -> None:
    constant, kind = PLUGINS[package]
    names = [found.name for found in pkgutil.iter_modules([str(PACKAGE / package)])]
    wrong = [
        name
        for name in names
        if not isinstance(
            getattr(importlib.import_module(f"lsgeo.{package}.{name}"), constant, None), kind
        )
    ]
    assert names
    assert not wrong, f"without {constant}: {wrong}"


@pytest.mark.parametrize("package", sorted(PLUGINS))
def test_plugins_of_a_kind_have_different_names(package: str) -> None:
    constant, _kind = PLUGINS[package]
    objects = [
        getattr(importlib.import_module(f"lsgeo.{package}.{found.name}"), constant)
        for found in pkgutil.iter_modules([str(PACKAGE / package)])
    ]
    names = [plugin.name for plugin in objects]
    assert len(set(names)) == len(names)


def test_only_the_command_prints() -> None:
    printing = [
        f"{name}:{line}"
        for name, tree in modules()
        for called, line in calls(tree)
        if called in {"print", "echo", "secho"} and room(name) != "cli"
    ]
    assert not printing


def test_the_core_neither_reads_nor_writes() -> None:
    at_work = [
        f"{name}:{line} {called}"
        for name, tree in modules()
        if room(name) not in ABOVE_THE_CORE | {"messages"}  # messages reads its own catalogues
        for called, line in calls(tree)
        if called in FILE_WORK or called == "open"
    ]
    assert not at_work


@pytest.mark.parametrize("module", ["lsgeo", "lsgeo.cli"])
def test_importing_it_loads_no_heavy_library(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert module in loaded
    assert not HEAVY & {name.split(".")[0] for name in loaded}


def test_every_public_name_is_there_and_there_are_at_most_a_dozen() -> None:
    missing = [name for name in lsgeo.__all__ if not hasattr(lsgeo, name)]
    assert not missing
    assert len([name for name in lsgeo.__all__ if not name.startswith("_")]) <= 12
