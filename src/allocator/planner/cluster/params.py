"""The numbers of the search on workers of a cluster, with unit and source."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Params, Seconds


@dataclass(frozen=True, kw_only=True)
class ClusterParams(Params):
    """The search on workers of a cluster.

    Attributes
    ----------
    exchange_seconds
        Seconds between two exchanges of best plans and bounds with a worker; and most seconds in
        which the last ones are waited for.
    look_seconds
        Seconds after which it is looked whether workers have joined.
    """

    exchange_seconds: Seconds = 1.0
    look_seconds: Seconds = 3.0
