"""Ctrl-C and the polite kill during a search: the first ends the search, the second the process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from allocator.cli import interrupt


@contextmanager
def stop_on_signals(stop: threading.Event) -> Iterator[None]:
    """Within it SIGINT and SIGTERM set ``stop``; once that is set, they end the process at once.

    Parameters
    ----------
    stop
        What the search watches.
    """
    interrupt.begin()

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            interrupt.end(number, frame)
        interrupt.note(number)
        stop.set()

    before = [signal.signal(number, handle) for number in interrupt.SIGNALS]
    try:
        yield
    finally:
        for number, handler in zip(interrupt.SIGNALS, before, strict=True):
            signal.signal(number, handler)
