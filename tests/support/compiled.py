"""The search's kernel, compiled once for all processes of the tests.

Compiling takes half a minute of a processor. Whoever comes first does it, the others wait: several
that compile at the same time take as much each. ``python tests/support/compiled.py`` compiles it,
too.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from allocator.heuristics.kernel import jit, warmup

try:
    import fcntl
except ImportError:  # on Windows each process compiles for itself
    fcntl = None  # type: ignore[assignment]

PLAIN = "ALLOCATOR_NO_NUMBA"


def compile_once() -> bool:
    """Put the compiled search in place in this process; return whether it is.

    It is compiled where no process has done so before. In plain Python it stays where numba is
    not installed, or nothing can be kept on disk.
    """
    before = os.environ.pop(PLAIN, None)
    try:
        if jit.enabled() or not warmup.possible():
            return jit.enabled()
        with _alone():
            return warmup.warm_up()
    finally:
        if before is not None:
            os.environ[PLAIN] = before


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process is in here."""
    folder = jit.cache_folder()
    assert folder is not None
    with (folder / "tests.lock").open("w") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def environment() -> dict[str, str]:
    """Return the environment for a process that is to find the compiled search, and use it."""
    compile_once()
    return {name: value for name, value in os.environ.items() if name != PLAIN}


def begin() -> subprocess.Popen[bytes]:
    """Compile it in a process beside the tests."""
    script = str(Path(__file__).resolve())
    return subprocess.Popen([sys.executable, "-P", script], stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    compile_once()
