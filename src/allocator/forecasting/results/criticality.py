"""What is critical in the futures: the chain of reasons that led to the last finish.

At each start a future notes what held it last: the entry before it by a link, on its people or on
a resource (``Futures.reason``). From what ends last the chain of these leads back to what waited
for nothing. Whatever lies on it is critical in that future, resources included (criticality
index: Van Slyke 1963).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bool = npt.NDArray[np.bool_]
Int = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CriticalChains:
    """The chain of each future.

    Attributes
    ----------
    on_chain
        Shape (F, n): whether an entry lies on it.
    following
        Shape (F, n): the entry after it on the chain; -1 where it is the last, -2 where it is not
        on the chain.
    """

    on_chain: Bool
    following: Int

    def share(self, entries: Iterable[int]) -> float:
        """Return the share of futures in which one of some entries is critical."""
        return float(self.on_chain[:, list(entries)].any(axis=1).mean())

    def share_between(self, sources: Iterable[int], followers: Iterable[int]) -> float:
        """Return the share of futures in which the chain goes through a milestone.

        Parameters
        ----------
        sources
            Entries that hold it.
        followers
            Entries that wait for it.
        """
        next_ones = self.following[:, list(sources)]
        passed = np.isin(next_ones, [-1, *followers])
        return float(passed.any(axis=1).mean())


def critical_chains(reason: npt.ArrayLike, finish: npt.ArrayLike) -> CriticalChains:
    """Trace the chain back from what ends last.

    Parameters
    ----------
    reason
        Shape (F, n): the entry that held each start last, -1 for none.
    finish
        Shape (F, n): when each entry ends; of those that end last together the first counts.
    """
    held_by, ends = np.asarray(reason), np.asarray(finish)
    futures, n = ends.shape
    on_chain = np.zeros((futures, n), dtype=bool)
    following = np.full((futures, n), -2, dtype=np.int64)
    if not n:
        return CriticalChains(on_chain, following)
    rows, item = np.arange(futures), np.argmax(ends, axis=1)
    after = np.full(futures, -1, dtype=np.int64)
    while len(rows):
        fresh = ~on_chain[rows, item]
        rows, item, after = rows[fresh], item[fresh], after[fresh]
        on_chain[rows, item] = True
        following[rows, item] = after
        before = held_by[rows, item].astype(np.int64)
        going = before >= 0
        rows, after, item = rows[going], item[going], before[going]
    return CriticalChains(on_chain, following)
