"""What moves a date most: first-order shares of its variance, from the futures themselves.

The share of X in the variance of a date Y is Var(E[Y | X]) / Var(Y) (Sobol' 1993). The futures are
put into groups by X, and the variance between the groups' means is what X explains. Groups of
finite size differ by chance too; epsilon squared (Kelley 1935) takes that out:
1 - (1 - eta^2) (F - 1) / (F - B) for B groups. Since the dates come from the simulation, what
somebody's work costs others who wait for the same people is in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from allocator.forecasting.params import ForecastParams

F64 = npt.NDArray[np.float64]
Int = npt.NDArray[np.int64]
DriverKind = Literal["item", "person", "project", "risk", "absence", "scope", "try", "delivery"]


@dataclass(frozen=True, eq=False)
class UncertainInput:
    """Something that differs between futures.

    Attributes
    ----------
    id
        Of the item, person, project or risk.
    values
        Shape (F,): a ratio, a factor, whether it happens, how many.
    """

    kind: DriverKind
    id: str
    title: str
    values: npt.NDArray[np.float64]


def variance_shares(
    inputs: Sequence[UncertainInput], dates: F64, params: ForecastParams
) -> list[dict[int, float]]:
    """Return the shares of the inputs, by position, in the variance of each date.

    What cannot be told from sampling error is left out.

    Parameters
    ----------
    inputs
        What differs between the futures.
    dates
        Shape (T, F): working days until each target is done; NaN where it does not come about.
    params
        How many groups, and what counts as nothing.
    """
    groups = [grouped(each.values, _bins(dates.shape[1], params)) for each in inputs]
    shares = [_shares_of(groups, target, params) for target in dates]
    return [{int(k): float(min(1.0, row[k])) for k in np.flatnonzero(row > 0)} for row in shares]


def grouped(values: npt.NDArray[np.float64], bins: int) -> Int:
    """Return the group of each future, from 0 on: equal values together, else equally many.

    Parameters
    ----------
    values
        Shape (F,).
    bins
        Groups at most.
    """
    different, number = np.unique(values, return_inverse=True)
    if len(different) <= bins:
        return number.astype(np.int64)
    below = np.searchsorted(np.sort(values), values, side="left")
    return _renumbered(below * bins // len(values))


def _renumbered(groups: npt.NDArray[np.intp]) -> Int:
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)


def _bins(futures: int, params: ForecastParams) -> int:
    return max(2, min(params.driver_bins, futures // params.futures_per_bin))


def _shares_of(groups: Sequence[Int], days: F64, params: ForecastParams) -> F64:
    """Return the share of each input in the variance of one date; 0 where it is noise."""
    known = ~np.isnan(days)
    count = int(known.sum())
    shares = np.zeros(len(groups))
    if count < 2 * params.futures_per_bin:
        return shares
    deviation = days[known] - days[known].mean()
    total = float(deviation @ deviation)
    if total <= 0:
        return shares
    for k, group in enumerate(groups):
        of = group if known.all() else group[known]
        sizes = np.bincount(of)
        sums = np.bincount(of, weights=deviation)
        used = sizes > 0
        between = float((sums[used] ** 2 / sizes[used]).sum()) / total
        shares[k] = _significant(between, count, int(used.sum()), params)
    return shares


def _significant(eta_squared: float, count: int, bins: int, params: ForecastParams) -> float:
    """Return epsilon squared; 0 where it is too small to be told from sampling error."""
    if bins < 2:
        return 0.0
    share = 1 - (1 - eta_squared) * (count - 1) / (count - bins)
    noise = params.noise_deviations * math.sqrt(2 * (bins - 1)) / count
    return share if share >= max(params.least_driver_share, noise) else 0.0
