"""The clock of one solve: the time left, and whether the caller asked to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

StopReason = Literal["proved", "time_limit", "interrupted", "work_limit"]


class Clock:
    """Measures the time of one solve, from when it is made.

    Parameters
    ----------
    time_limit
        Seconds until the search has to end.
    stop
        Set by the caller to end at once.
    reproducible
        Whether the search is limited by work: then what was counted of it stands for the time.
    """

    def __init__(
        self, time_limit: float, stop: threading.Event | None, *, reproducible: bool = False
    ) -> None:
        self._began = time.monotonic()
        self._limit = time_limit
        self._stop = stop or threading.Event()
        self._counted = 0.0
        self.reproducible = reproducible

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds left, at least 0; in a reproducible run those not counted yet."""
        spent = self._counted if self.reproducible else self.elapsed
        return max(0.0, self._limit - spent)

    def now(self) -> float:
        """Return seconds since some instant; in a reproducible run those counted so far."""
        return self._counted if self.reproducible else time.monotonic()

    def restart(self, seconds: float) -> None:
        """Count from now on, for so many seconds."""
        self._began, self._limit = time.monotonic(), seconds

    def count(self, seconds: float) -> None:
        """Note work of a reproducible run that stands for so many seconds."""
        self._counted += seconds

    @property
    def interrupted(self) -> bool:
        """Whether the caller asked to stop."""
        return self._stop.is_set()

    @property
    def over(self) -> bool:
        """Whether to end now."""
        return self.interrupted or self.left <= 0

    def wait(self, done: threading.Event, tick: Callable[[], None]) -> None:
        """Wait for an event and call ``tick`` every 0.05 seconds; Ctrl-C asks to stop."""
        while True:
            try:
                while not done.wait(0.05):
                    tick()
            except KeyboardInterrupt:
                self.interrupt()
                continue
            return

    def interrupt(self) -> None:
        """Ask to stop."""
        self._stop.set()
