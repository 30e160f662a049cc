"""Both workspaces, built once: the embedded one, and the one of the real layers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lsgeo.jobs.build import Built, build
from tests.browser import Visitor
from tests.line.reading import Desk, Hand

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(ROOT, out=tmp_path_factory.mktemp("embedded"), as_of=DAY)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Built:
    out = tmp_path_factory.mktemp("real")
    return build(ROOT / "tests" / "real", out=out, illustrative=True, as_of=DAY)


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.real)])
def built(request: pytest.FixtureRequest) -> Built:
    found: Built = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def desk(stay: Visitor) -> Desk:
    """The windows that the tests of a module share."""
    return Desk(stay)


@pytest.fixture(
    params=[
        ("embedded", "mouse"),
        ("embedded", "touch"),
        ("embedded", "keyboard"),
        pytest.param(("real", "mouse"), marks=pytest.mark.real),
    ],
    ids="-".join,
)
def hand(request: pytest.FixtureRequest, desk: Desk) -> Hand:
    """Each way on the embedded workspace, and the mouse on the real one."""
    workspace, way = request.param
    return desk.hand(request.getfixturevalue(workspace), way)
