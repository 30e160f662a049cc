"""Errors keep what they say on their way from another process."""

from __future__ import annotations

import pickle

import pytest

from lsgeo.errors import (
    ConfigError,
    Fault,
    InputError,
    LsgeoError,
    ManyInputsError,
    OutputError,
    UnitError,
)


@pytest.mark.parametrize("kind", [LsgeoError, ConfigError, InputError, UnitError, OutputError])
def test_an_error_comes_whole_from_another_process(kind: type[LsgeoError]) -> None:
    said = kind("a.tif", "cannot be read", [Fault("it is cut", "row 3", "4", "5", "Get another.")])
    come = pickle.loads(pickle.dumps(said))
    assert type(come) is kind
    assert (come.subject, come.summary, come.faults) == (said.subject, said.summary, said.faults)
    assert str(come) == str(said)


def test_several_errors_come_whole_too() -> None:
    both = ManyInputsError([InputError("a", "b", [Fault("c")]), ConfigError("d", "e")])
    come = pickle.loads(pickle.dumps(both))
    assert type(come) is ManyInputsError
    assert [str(one) for one in come.errors] == [str(one) for one in both.errors]
