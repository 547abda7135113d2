"""Shows a live line on a terminal while the planner searches."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.text import Text

from allocator import wording
from allocator.planner import Progress, TierProgress


class LiveLine:
    """The progress of the search, in one line or, on a narrow terminal, in a few.

    Parameters
    ----------
    time_limit
        Seconds for the search.
    stop
        Is set when the search is asked to end.
    """

    def __init__(self, time_limit: float, stop: threading.Event) -> None:
        self._limit = time_limit
        self._stop = stop
        self._began = time.monotonic()
        self._latest: Progress | None = None

    def update(self, progress: Progress) -> None:
        """Take the latest progress; called from the thread of the search."""
        self._latest = progress

    def text(self, width: int) -> Text:
        """Return the present line.

        Parameters
        ----------
        width
            Columns of the terminal.
        """
        elapsed = time.monotonic() - self._began
        head = f"{wording.duration(elapsed)} of {wording.duration(self._limit)}"
        parts = [head, "reading and compiling"]
        if self._latest is not None:
            parts[1] = f"{phase_text(self._latest)} ({self._latest.engine})"
            parts += [tier_text(tier) for tier in self._latest.tiers]
        if self._stop.is_set():
            parts[1] = "stopping, with the best plan so far"
        line = "  ".join(parts)
        if len(line) >= width:
            line = "\n  ".join(["  ".join(parts[:2]), *parts[2:]])
        return Text(line, no_wrap=True, overflow="ellipsis")


def phase_text(progress: Progress) -> str:
    """Write the phase of the search: ``improve tardiness``."""
    if progress.phase == "tier":
        return f"improve {progress.tier}"
    return {"first_plan": "first plan", "deadlines": "meet the deadlines"}[progress.phase]


def tier_text(tier: TierProgress) -> str:
    """Write value and bound of a tier: ``tardiness 12.5 h (bound 10, gap 20 %)``."""
    if tier.incumbent is None:
        return f"{tier.name} -"
    value = f"{tier.name} {wording.tier_value(tier.incumbent, tier.unit)}"
    if tier.proved:
        return f"{value} proved"
    if tier.bound is None or tier.gap is None:
        return value
    return f"{value} (bound {wording.number(tier.bound)}, gap {wording.percent(tier.gap)})"


@contextmanager
def live_line(
    time_limit: float, stop: threading.Event, *, quiet: bool
) -> Iterator[Callable[[Progress], None] | None]:
    """Show the live line on stderr during the search.

    Yields the function that takes progress; None if stderr is no terminal.
    """
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    if quiet or not console.is_terminal:
        yield None
        return
    line = LiveLine(time_limit, stop)
    with Live(
        console=console,
        transient=True,
        refresh_per_second=5,
        get_renderable=lambda: line.text(console.width),
    ):
        yield line.update
