"""Adaptive shares: the operators that gain most per second get most of the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

UNKNOWN_RATE = 1e-9
"""Gain added to every rate, so that operators that have gained nothing are treated alike."""


class AdaptiveShares:
    r"""Chooses the operator that is furthest behind its share of the time.

    This is adaptive operator selection by probability matching with a least probability [1]_, with
    two changes. Time takes the place of trials, since turns differ in length. And nothing is drawn
    at random: as in weighted fair queueing, the operator that has had least of its share is next.

    An operator :math:`o` with gain :math:`g_o` in :math:`s_o` seconds has the rate

    .. math::  r_o = \frac{g_o + 10^{-9}}{s_o + \tau}

    where :math:`\tau` is the length of a turn. Of the operators :math:`O` that can run, with least
    shares :math:`m_o`, each is due the share

    .. math::  p_o = m_o + \Bigl(1 - \sum_{q \in O} m_q\Bigr) \frac{r_o}{\sum_{q \in O} r_q}

    and the next one is the one with the least :math:`s_o / p_o`, the first in order of several.
    After each turn all :math:`g` and :math:`s` are multiplied by ``memory`` before the turn is
    added, so that gains of long ago count for little.

    Parameters
    ----------
    min_shares
        Least share of the time by operator, in their order; at most 1 in sum.
    memory
        Factor on gains and seconds so far with each turn, from 0 to 1.
    turn_seconds
        Usual length of a turn.

    References
    ----------
    .. [1] Thierens, D. 2005. An adaptive pursuit strategy for allocating operator probabilities.
       *GECCO 2005*: 1539-1546.
    """

    def __init__(
        self, min_shares: Mapping[str, float], *, memory: float, turn_seconds: float
    ) -> None:
        self._min_shares = dict(min_shares)
        self._memory, self._turn_seconds = memory, turn_seconds
        self._gain = dict.fromkeys(min_shares, 0.0)
        self._seconds = dict.fromkeys(min_shares, 0.0)

    @property
    def seconds(self) -> Mapping[str, float]:
        """Seconds of each operator so far, those of long ago at a discount."""
        return self._seconds

    @property
    def gains(self) -> Mapping[str, float]:
        """Gain of each operator so far, that of long ago at a discount."""
        return self._gain

    def choose(self, names: Iterable[str]) -> str | None:
        """Return which of some operators is to run next; None of none."""
        shares = self.shares(names)
        return min(shares, key=lambda name: self._seconds[name] / shares[name], default=None)

    def shares(self, names: Iterable[str]) -> dict[str, float]:
        """Return the share of the time that each of some operators is due."""
        able = list(names)
        rates = {name: self._rate(name) for name in able}
        spare = 1.0 - sum(self._min_shares[name] for name in able)
        total = sum(rates.values())
        return {name: self._min_shares[name] + spare * rates[name] / total for name in able}

    def _rate(self, name: str) -> float:
        return (self._gain[name] + UNKNOWN_RATE) / (self._seconds[name] + self._turn_seconds)

    def update(self, name: str, gain: float, seconds: float) -> None:
        """Note a turn: what the operator itself gained in it, and how long it took."""
        for each in self._min_shares:
            self._gain[each] *= self._memory
            self._seconds[each] *= self._memory
        self._gain[name] += gain
        self._seconds[name] += seconds
