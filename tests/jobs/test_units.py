"""Units: found by a part of the name, and by a code however Excel left it."""

from __future__ import annotations

import pytest

from lsgeo.errors import UnitError
from lsgeo.jobs.units import list_units
from tests.conftest import TinyWorkspace


@pytest.mark.parametrize("said", ["00002", "2", "0002"])
def test_a_code_is_found_without_its_leading_zeros(
    tiny_workspace: TinyWorkspace, said: str
) -> None:
    found = list_units(tiny_workspace.root, name=said)
    assert found["name"].tolist() == ["Bản Đông", "Phía Đông"]


def test_a_number_that_is_no_code_is_an_error(tiny_workspace: TinyWorkspace) -> None:
    with pytest.raises(UnitError, match="77: no unit has this name"):
        list_units(tiny_workspace.root, name="77")
