"""Ctrl-C and the polite kill during a search: the first ends the search, the second the process."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

from allocator.cli import interrupt

if TYPE_CHECKING:
    from allocator.planner import Session


@contextmanager
def stop_on_signals(session: Session) -> Iterator[None]:
    """Within it SIGINT and SIGTERM stop the session; once it is stopped, they end the process."""
    interrupt.begin()

    def handle(number: int, frame: FrameType | None) -> None:
        if session.stop.is_set():
            interrupt.end(number, frame)
        interrupt.note(number)
        session.stop.set()

    before = [signal.signal(number, handle) for number in interrupt.SIGNALS]
    try:
        yield
    finally:
        for number, handler in zip(interrupt.SIGNALS, before, strict=True):
            signal.signal(number, handler)
