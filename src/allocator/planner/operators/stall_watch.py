"""Tells when a search that shows no progress had better make room for others."""

from __future__ import annotations

from collections.abc import Callable


class StallWatch:
    """Notices when too little of the gap between plan and bound has been closed for too long.

    Parameters
    ----------
    gap
        Returns the gap, in any unit; whoever closes it.
    now
        Returns the time, in seconds.
    seconds
        How long a search may be without progress.
    enough
        Fraction of the gap that counts as progress.
    """

    def __init__(
        self, gap: Callable[[], int], now: Callable[[], float], seconds: float, enough: float
    ) -> None:
        self._gap, self._now = gap, now
        self._seconds, self._enough = seconds, enough
        self._before, self._since = gap(), now()

    @property
    def has_stalled(self) -> bool:
        """Whether there has been no progress for so long; to be asked now and then."""
        gap = self._gap()
        if gap <= (1 - self._enough) * self._before:
            self._before, self._since = gap, self._now()
        return self._now() - self._since > self._seconds
