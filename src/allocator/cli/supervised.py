"""A command in a process of its own, where the system limits the memory.

Where memory or threads are refused to them, libraries in C and C++ end the process with words of
their own, or with none, and nothing within it can keep them from it. So the process that was
started only watches: it passes signals on, and says what it was where the other has been ended.
"""

from __future__ import annotations

import os
import signal
import sys

from allocator.cli import interrupt
from allocator.cli.memory import memory_limit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_DONE = b"."
"""What the command writes once it knows its exit code."""
_BY_SIGNAL = {0, *(128 + number for number in interrupt.SIGNALS)}
"""Exit codes of a command that a signal has ended, which writes nothing."""
_FROM_TERMINAL = 0x80
"""``SI_KERNEL``: the signal went to every process of the terminal, so to the command as well."""


def supervised(command: Callable[[], int]) -> int:
    """Run a command and return its exit code, also where libraries end its process.

    Parameters
    ----------
    command
        Runs in this process where the memory has no limit, or the platform has no means to watch.
    """
    if memory_limit() is None or not hasattr(signal, "sigwaitinfo"):
        return command()
    watched = {*interrupt.SIGNALS, signal.SIGCHLD}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, watched)
    told, tells = os.pipe()
    if (process := os.fork()) == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(told)
        code = command()
        os.write(tells, _DONE)
        if code:
            sys.stderr.flush()
            os._exit(code)  # the interpreter, short of memory, ends with many lines of its own
        return code
    os.close(tells)
    status = _end_of(process, watched)
    code, done = os.waitstatus_to_exitcode(status), os.read(told, 1) == _DONE
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if code == -signal.SIGKILL:
        return 128 + signal.SIGKILL
    if code >= 0 and (done or code in _BY_SIGNAL):
        return code
    from allocator.cli.outcome import ended_for_memory

    return ended_for_memory()


def _end_of(process: int, watched: set[signal.Signals]) -> int:
    """Wait for a process, passing signals on to it, and return its status."""
    while True:
        came = signal.sigwaitinfo(watched)
        if came.si_signo == signal.SIGCHLD:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                return status
        elif came.si_code != _FROM_TERMINAL:
            os.kill(process, came.si_signo)
