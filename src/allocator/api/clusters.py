"""The cluster that takes part in searches, where one is named."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from allocator.errors import InputError
from allocator.planner import Session

if TYPE_CHECKING:
    from allocator.planner.cluster.search_cluster import SearchCluster


@contextlib.contextmanager
def search_cluster(
    address: str | None, session: Session, *, reproducible: bool, steps: int | None = None
) -> Iterator[SearchCluster | None]:
    """Have the workers of a cluster as long as the block lasts; None where none is named.

    Parameters
    ----------
    address
        Of the scheduler; or None.
    session
        Is told where workers are not used or are lost.
    reproducible, steps
        Of the search, which must be on neither.

    Raises
    ------
    InputError
        There is no cluster at the address, or the search must be the same every time.
    """
    if address is None:
        yield None
        return
    if not isinstance(address, str):
        raise InputError(f"cluster is the address of a scheduler, or None, not {address!r}")
    if reproducible or steps is not None:
        kind = "a reproducible search" if reproducible else "a search of counted steps"
        raise InputError(
            f"{kind} cannot run on a cluster, where the clock decides which worker is first; "
            "leave out one of the two"
        )
    from allocator.planner.cluster.search_cluster import SearchCluster

    with SearchCluster(address, lambda notice: session.notify([notice])) as cluster:
        yield cluster
