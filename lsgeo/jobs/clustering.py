"""A cluster of other processes, or machines, that tallies tiles: the extra ``lsgeo[cluster]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from lsgeo.errors import ConfigError, Fault
from lsgeo.messages import _
from lsgeo.raster import Window
from lsgeo.zonal.tiles import Runner, Tallied, Work, in_threads

LOCAL = "local"
"""The address that stands for as many processes on this machine as it has processors."""

_LONGEST_WAIT = "30s"  # for a scheduler to answer


@contextmanager
def runner(address: str) -> Iterator[Runner]:
    """What tallies tiles: threads for "", else the cluster of ``dask.distributed`` at `address`.

    The tiles, and the order in which they are added, are the same either way, and so is the
    result to the last bit. A worker that is lost costs its tiles again. Raises `ConfigError`
    where the cluster cannot be reached.
    """
    if not address:
        yield in_threads()
        return
    with _client(address) as client:
        yield lambda work, tiles: _tallied(client, work, tiles)


def _tallied(client: Any, work: Work, tiles: Sequence[Window]) -> Iterator[Tallied]:
    """The tiles, in their order, each tallied by whoever is free."""
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    # A copy with every worker: one that is lost takes nothing with it.
    everywhere = client.scatter(work, broadcast=True, hash=False)
    futures = [client.submit(_tally, everywhere, tile, pure=False) for tile in tiles]
    for future in futures:
        try:
            tallied = future.result()
        except (KilledWorker, FutureCancelledError) as error:
            remedy = _("Have they memory enough? See what they say.")
            fault = Fault(
                _("its workers were lost, again and again"), got=str(error), remedy=remedy
            )
            raise ConfigError("--cluster", _("the cluster does not do it"), [fault]) from error
        yield tallied
        future.release()


def _tally(work: Work, tile: Window) -> Tallied:
    return work.tally(tile)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError as error:
        fault = Fault(_("dask.distributed is not installed"), remedy='pip install "lsgeo[cluster]"')
        raise ConfigError("--cluster", _("there is no cluster"), [fault]) from error
    if address == LOCAL:
        with (
            LocalCluster(threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = Client(address, timeout=_LONGEST_WAIT)
    except (OSError, ValueError) as error:
        remedy = _("Is its scheduler running there? (dask scheduler)")
        fault = Fault(_("the scheduler does not answer"), got=str(error), remedy=remedy)
        raise ConfigError(address, _("there is no cluster"), [fault]) from error
    with client:
        yield client
