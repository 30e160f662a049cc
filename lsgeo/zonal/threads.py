"""Threads that read rasters and work on what they read, their results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import TypeVar

from lsgeo.raster import hold, let_go

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def in_order(
    task: Callable[[_Item], _Result], items: Iterable[_Item], *, threads: int
) -> Iterator[_Result]:
    """What `task` makes of each of `items`, in their order.

    While one thread reads another works; few more items than threads are in hand at once. What a
    thread opens to read stays open until all are done (`lsgeo.raster.hold`).
    """
    waiting: deque[Future[_Result]] = deque()
    asked: SimpleQueue[tuple[_Item, Future[_Result]] | None] = SimpleQueue()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for _thread in range(threads):
                pool.submit(_work_off, task, asked)
            for item in items:
                waiting.append(Future())
                asked.put((item, waiting[-1]))
                if len(waiting) > 2 * threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
            for _thread in range(threads):
                asked.put(None)


def _work_off(
    task: Callable[[_Item], _Result], asked: SimpleQueue[tuple[_Item, Future[_Result]] | None]
) -> None:
    """Do what is asked for, until None is."""
    hold()
    try:
        while (one := asked.get()) is not None:
            item, future = one
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(task(item))
            except BaseException as error:  # whoever waits for the result gets it
                future.set_exception(error)
    finally:
        let_go()
