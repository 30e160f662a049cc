"""The colours that a page really shows, read from a picture of the screen."""

from __future__ import annotations

import io
from collections import Counter

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page

_STEPS = 12  # points across and down a unit
_PLACES = """
([row, steps]) => {
  const area = document.querySelector(`.areas .units [data-row="${row}"]`);
  const box = area.getBoundingClientRect();
  const parts = Array.from({ length: steps }, (_, place) => (place + 0.5) / steps);
  // What lies over a unit but lets clicks through is told from it by the pixels around.
  return parts.flatMap((down) => parts.map((right) =>
    [Math.round(box.left + right * box.width), Math.round(box.top + down * box.height)]))
    .filter(([x, y]) => document.elementFromPoint(x, y)?.dataset.row === String(row));
}
"""


def screen(page: Page) -> NDArray[np.uint8]:
    """The window as it is seen: rows, columns, red green blue."""
    return np.asarray(PIL.Image.open(io.BytesIO(page.screenshot())).convert("RGB"))


def colours_of(page: Page, row: int, *, left: int = 0, right: int = 100_000) -> Counter[str]:
    """How often points of a unit have a colour ("#RRGGBB"), of the most frequent on.

    Only points whose eight neighbours have their colour count, so that names, marks, edges and
    the watermark do not; only those between the columns `left` and `right` of the window.
    """
    seen = screen(page)
    found: Counter[str] = Counter()
    for x, y in page.evaluate(_PLACES, [row, _STEPS]):
        around = seen[y - 1 : y + 2, x - 1 : x + 2].reshape(-1, 3)
        if left <= x < right and len(around) == 9 and (around == around[0]).all():
            found["#{:02X}{:02X}{:02X}".format(*around[0])] += 1
    return found


def colour_of(page: Page, row: int, *, left: int = 0, right: int = 100_000) -> str:
    """The colour that a unit is seen in: that of most of its plain points."""
    found = colours_of(page, row, left=left, right=right)
    ((colour, count),) = found.most_common(1)
    assert count > found.total() / 2, found
    return colour


def period_of(area: Locator) -> float:
    """After how many pixels of the screen the pattern that a rectangle is filled with repeats.

    That of the strongest wave in its middle half, whichever way it runs.
    """
    box = area.bounding_box()
    assert box
    left, top = (
        int(box[start] + box[size] / 4) for start, size in (("x", "width"), ("y", "height"))
    )
    right, low = left + int(box["width"] / 2), top + int(box["height"] / 2)
    grey = screen(area.page)[top:low, left:right].mean(axis=2)
    around = np.outer(np.hanning(low - top), np.hanning(right - left))
    waves = np.abs(np.fft.fft2((grey - grey.mean()) * around))
    down, across = np.unravel_index(int(waves.argmax()), waves.shape)
    per_pixel = np.hypot(np.fft.fftfreq(low - top)[down], np.fft.fftfreq(right - left)[across])
    return float(1 / per_pixel)
