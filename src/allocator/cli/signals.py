"""Ctrl-C and the polite kill: the first ends the search, the second the process."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from allocator.cli.outcome import INTERRUPTED

_SHOW_CURSOR = b"\x1b[?25h\n"


@contextmanager
def stop_on_signals(stop: threading.Event) -> Iterator[None]:
    """Within it SIGINT and SIGTERM set ``stop``; once that is set, they end the process at once.

    Parameters
    ----------
    stop
        What the search watches.
    """

    def handle(_number: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            if sys.stderr.isatty():
                os.write(2, _SHOW_CURSOR)
            os._exit(INTERRUPTED)
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, handle) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
