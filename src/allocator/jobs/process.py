"""A process of its own that calls functions for this one, one after another.

It is started as a program, not forked and not spawned by multiprocessing: forks and threads do
not go together, and spawning runs the caller's script again.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

_OUT_OF_REACH: dict[str, Any] = (
    {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
    if os.name == "nt"
    else {"process_group": 0}
)
"""Ctrl-C on a terminal goes to the caller alone, which decides what is to end."""


class WorkerGoneError(Exception):
    """The process ended before it answered."""


class Process:
    """A worker process; calls wait for their answer, so that each thread wants one of its own."""

    def __init__(self) -> None:
        environment = dict(os.environ)
        environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "allocator.jobs.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            **_OUT_OF_REACH,
        )

    def call(self, function: Callable[..., T], *arguments: Any) -> T:
        """Return what a module's function returns there.

        Raises
        ------
        WorkerGoneError
            If the process was closed or died.
        RuntimeError
            If the function raised; with its traceback.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        with self._lock:
            try:
                pickle.dump((function, arguments), stdin, pickle.HIGHEST_PROTOCOL)
                stdin.flush()
                good, answer = pickle.load(stdout)
            except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
                raise WorkerGoneError("the worker process has ended") from error
        if not good:
            raise RuntimeError(f"in a worker process:\n{answer}")
        found: T = answer
        return found

    def close(self) -> None:
        """End the process at once, in the middle of a call if need be."""
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        with self._lock:  # a call under way ends now that nobody answers
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):
                        stream.close()
