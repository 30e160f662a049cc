"""How a spreadsheet calls its cells and columns."""

from __future__ import annotations

_LETTERS = 26


def cell_name(row: int, column: int) -> str:
    """The name that a spreadsheet gives a cell, counted from 0.

    >>> cell_name(1048575, 16383)
    'XFD1048576'
    """
    return f"{column_name(column)}{row + 1}"


def column_name(column: int) -> str:
    """The letters that a spreadsheet gives a column, counted from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


def column_number(letters: str) -> int:
    """The column, counted from 0, that a spreadsheet calls `letters`."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
