"""Steps of a search by the clock, from how long the last ones took."""

from __future__ import annotations

import time
from collections.abc import Callable


class Pace:
    """Takes about as many steps as fit into some seconds.

    Parameters
    ----------
    first_steps
        Steps of the first slice, by which the rate is measured.
    """

    def __init__(self, first_steps: int) -> None:
        self._first_steps = first_steps
        self._steps_per_second: float | None = None

    def run(self, seconds: float, take: Callable[[int], int]) -> int:
        """Take steps for about so long; return how often they got better.

        Parameters
        ----------
        seconds
            Until the last slice of steps ends, or a little longer.
        take
            Takes so many steps, and returns how often they got better.
        """
        end, found = time.perf_counter() + seconds, 0
        while True:
            began = time.perf_counter()
            steps = self._first_steps
            if self._steps_per_second is not None:
                steps = max(1, int(self._steps_per_second * (end - began)))
            found += take(steps)
            self._steps_per_second = steps / max(1e-9, time.perf_counter() - began)
            if time.perf_counter() >= end:
                return found
