"""Conditions on the classes of rasters, as users write them: ``canopy >= 30 and loss == 5``."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lsgeo.errors import Fault, InputError
from lsgeo.messages import _
from lsgeo.raster import Pixels

_COMPARED: Mapping[type[ast.cmpop], Callable[[Pixels, int], NDArray[np.bool_]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_TURNED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
_LONGEST = 1000
_LARGEST = 1 << 62


@dataclass(frozen=True)
class Condition:
    """A condition on the classes of the rasters that it ``names``."""

    text: str
    names: tuple[str, ...]
    tree: ast.expr

    def holds(self, values: Mapping[str, Pixels]) -> NDArray[np.bool_]:
        """Where it holds, for the values of each raster it names, all equally many."""
        return _holds(self.tree, values)


def parse(text: str, *, names: Sequence[str]) -> Condition:
    """The condition that `text` says of rasters of these `names`.

    A name is compared with whole numbers (``>= < == !=`` and so on, ``30 <= canopy < 50``, ``loss
    in (5, 6)``), comparisons are joined by ``and``, ``or``, ``not`` and brackets. Raises
    `InputError` for anything else: nothing of it is run.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body if len(text) <= _LONGEST else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    if tree is None:
        raise _refused(text, _("it is no comparison"), names)
    used: list[str] = []
    _check(tree, text, names, used)
    return Condition(text, tuple(dict.fromkeys(used)), tree)


def _check(node: ast.expr, text: str, names: Sequence[str], used: list[str]) -> None:
    """Raise `InputError` where a part of a condition is none; remember the names it uses."""
    if isinstance(node, ast.BoolOp):
        for part in node.values:
            _check(part, text, names, used)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        _check(node.operand, text, names, used)
    elif isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        for place, kind in enumerate(node.ops):
            _check_pair(sides[place], kind, sides[place + 1], text, names)
        used += [side.id for side in sides if isinstance(side, ast.Name)]
    else:
        raise _refused(text, _("it is no comparison"), names, got=ast.unparse(node))


def _check_pair(
    left: ast.expr, kind: ast.cmpop, right: ast.expr, text: str, names: Sequence[str]
) -> None:
    pair = (left, right)
    unknown = [one.id for one in pair if isinstance(one, ast.Name) and one.id not in names]
    if unknown:
        raise _refused(text, _("there is no such raster"), names, got=unknown[0])
    if isinstance(kind, ast.In | ast.NotIn):
        listed = right.elts if isinstance(right, ast.Tuple | ast.List | ast.Set) else []
        is_sound = isinstance(left, ast.Name) and bool(listed)
        is_sound = is_sound and all(_number(one) is not None for one in listed)
    else:
        named = [isinstance(one, ast.Name) for one in pair]
        numbers = [_number(one) is not None for one in pair]
        is_sound = type(kind) in _COMPARED and sum(named) == sum(numbers) == 1
    if not is_sound:
        got = f"{ast.unparse(left)} … {ast.unparse(right)}"
        raise _refused(text, _("a raster is compared with whole numbers"), names, got=got)


def _holds(node: ast.expr, values: Mapping[str, Pixels]) -> NDArray[np.bool_]:
    if isinstance(node, ast.BoolOp):
        parts = [_holds(part, values) for part in node.values]
        joined = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
        return np.asarray(joined.reduce(parts))
    if isinstance(node, ast.UnaryOp):
        return ~_holds(node.operand, values)
    assert isinstance(node, ast.Compare)  # nothing else passes `_check`
    sides = [node.left, *node.comparators]
    pairs = zip(sides[:-1], node.ops, sides[1:], strict=True)
    return np.asarray(np.logical_and.reduce([_compared(*pair, values) for pair in pairs]))


def _compared(
    left: ast.expr, kind: ast.cmpop, right: ast.expr, values: Mapping[str, Pixels]
) -> NDArray[np.bool_]:
    if isinstance(kind, ast.In | ast.NotIn):
        assert isinstance(left, ast.Name)  # as `_check` has seen
        listed = [_number(one) or 0 for one in getattr(right, "elts", ())]
        return np.isin(values[left.id], listed, invert=isinstance(kind, ast.NotIn))
    if not isinstance(left, ast.Name):  # 30 <= canopy is canopy >= 30
        return _compared(right, _TURNED.get(type(kind), type(kind))(), left, values)
    number = _number(right)
    assert number is not None  # as `_check` has seen
    return _COMPARED[type(kind)](values[left.id], number)


def _number(node: ast.expr) -> int | None:
    """The whole number that a node is, None for another."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = _number(node.operand)
        return None if number is None else -number
    if not isinstance(node, ast.Constant) or type(node.value) is not int:
        return None
    return node.value if abs(node.value) < _LARGEST else None


def _refused(text: str, what: str, names: Sequence[str], *, got: str = "") -> InputError:
    expected = f"{names[0] if names else 'canopy'} >= 30"
    where = _("rasters: {names}").format(names=", ".join(names))
    fault = Fault(what, where, expected, got)
    return InputError(text[:_LONGEST], _("the condition cannot be followed"), [fault])
