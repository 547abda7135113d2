"""The end of a process by Ctrl-C or the polite kill, at any moment of a command.

It comes without an exception: one that is raised while a library is being imported may come out as
another, or not at all. Nothing is imported here that Python has not loaded anyway, so that the
handler is in place at once.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
_WORDS = {signal.SIGINT: "Interrupted.", signal.SIGTERM: "Terminated."}
_CLEAR_LINE = b"\r\x1b[2K\x1b[?25h"
"""Clears the line that shows progress, and shows the cursor."""

_received: list[int] = []
"""Signals that the command has been sent, the last one last."""
_kept: list[bool] = []
"""Holds something once the plan is written."""
_explaining: list[Callable[[], str]] = []
"""Says what the command leaves behind; the last one counts."""


def exit_code() -> int:
    """Return the exit code of a command that the last signal has ended: 130 for Ctrl-C."""
    return 128 + (_received[-1] if _received else signal.SIGINT)


def end_at_once() -> None:
    """From now on a signal ends the process."""
    begin()
    for number in SIGNALS:
        signal.signal(number, end)


def ignore() -> None:
    """From now on no signal changes the exit code: the command has ended."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def begin() -> None:
    """Forget the signals, and the plan, of a command before."""
    _received.clear()
    _kept.clear()
    _explaining.clear()


def note(number: int) -> None:
    """Remember a signal that did not end the process."""
    _received.append(number)


def plan_is_kept() -> None:
    """Say that the plan is written: a signal no longer takes it away, nor its exit code."""
    _kept.append(True)


def explain_with(words: Callable[[], str]) -> None:
    """Say what an interrupt leaves behind.

    Parameters
    ----------
    words
        Returns it as a sentence, at any moment of the command.
    """
    _explaining.append(words)


def end(number: int, _frame: FrameType | None) -> None:
    """End the process, leaving no half file behind; the first signal after the plan is nothing."""
    first = not _received
    _received.append(number)
    if _kept and first:
        return
    try:
        # Only if it is there: it may be in the middle of being imported.
        files = sys.modules.get("allocator.planfile.unfinished")
        getattr(files, "discard_unfinished", bool)()
        if os.isatty(2):
            os.write(2, _CLEAR_LINE)
        if not _kept:
            more = [words() for words in _explaining[-1:]]
            said = " ".join([_WORDS[signal.Signals(number)], *more])
            os.write(2, f"{said}\n".encode())  # past buffers that may be half written
    finally:  # also where stderr is closed or full, or its reader has gone
        os._exit(0 if _kept else exit_code())
