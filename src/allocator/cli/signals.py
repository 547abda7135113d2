"""Ctrl-C and the polite kill, from the first instruction of a command to its last.

Outside a search they end the process at once, without an exception: one that is raised while a
library is being imported may come out as another, or not at all. The first one within a search
ends the search, the second the process. Once the plan is written, nothing is left to be ended.

Nothing is imported here that takes time, since the handler is set before all other imports.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_SHOW_CURSOR = b"\x1b[?25h\n"
_WORDS = {signal.SIGINT: b"Interrupted.\n", signal.SIGTERM: b"Terminated.\n"}
_NUMBERS = tuple(_WORDS)

_received: list[int] = []
"""Signals that this process has been sent, the last one last."""
_kept = threading.Event()
"""Set once the plan is written."""


def exit_code(number: int | None = None) -> int:
    """Return the exit code of a process that a signal has ended: 130 for Ctrl-C.

    Parameters
    ----------
    number
        The signal; default: the last one, or that of Ctrl-C where there was none.
    """
    if number is None:
        number = _received[-1] if _received else signal.SIGINT
    return 128 + number


def end_at_once() -> None:
    """From now on a signal ends the process."""
    _kept.clear()
    for number in _NUMBERS:
        signal.signal(number, _end)


def ignore() -> None:
    """From now on no signal changes the exit code: the command has ended."""
    for number in _NUMBERS:
        signal.signal(number, signal.SIG_IGN)


def plan_is_kept() -> None:
    """Say that the plan is written: a signal no longer takes it away, nor its exit code."""
    _kept.set()


@contextmanager
def stop_on_signals(stop: threading.Event) -> Iterator[None]:
    """Within it SIGINT and SIGTERM set ``stop``; once that is set, they end the process at once.

    Parameters
    ----------
    stop
        What the search watches.
    """
    _kept.clear()
    _received.clear()

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            _end(number, frame)
        _received.append(number)
        stop.set()

    before = [signal.signal(number, handle) for number in _NUMBERS]
    try:
        yield
    finally:
        for number, handler in zip(_NUMBERS, before, strict=True):
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    """End the process, leaving no half file behind; the first signal after the plan is nothing."""
    first = not _received
    _received.append(number)
    if _kept.is_set() and first:
        return
    if (files := sys.modules.get("allocator.exports.unfinished")) is not None:
        files.discard_unfinished()
    _write(_SHOW_CURSOR if os.isatty(2) else b"")
    if _kept.is_set():
        os._exit(0)
    _write(_WORDS[signal.Signals(number)])
    os._exit(exit_code(number))


def _write(text: bytes) -> None:
    """Write to stderr past all buffers, which may be in the middle of something."""
    with suppress(OSError):  # closed, full, or its reader has gone
        os.write(2, text)
