"""What waiting for the last of several costs (merge bias: Clark 1961)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]


def merge_delay(before: Sequence[F64]) -> float:
    """Return what waiting for the last of several costs on the average, in working days.

    That is the mean of the latest, less the latest of the means: 0 where one of them is the last
    in every future, and where there are fewer than two.

    Parameters
    ----------
    before
        For each of them, shape (F,): working days until it is done; NaN where it does not come
        about. Futures in which none does are left out.
    """
    if len(before) < 2:
        return 0.0
    table = np.stack(before)
    table = table[:, ~np.isnan(table).all(axis=0)]
    table = table[~np.isnan(table).all(axis=1)]
    if len(table) < 2:
        return 0.0
    delay = np.nanmax(table, axis=0).mean() - np.nanmean(table, axis=1).max()
    return max(0.0, float(delay))
