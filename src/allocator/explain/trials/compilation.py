"""Has the kernel compiled beside trials, which do not wait for it.

The compilation takes longer than most answers, and what is compiled serves all later commands.
So it runs in a process that goes on when the command ends: one for each kernel at a time.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from allocator.explain.params import TrialParams
from allocator.heuristics.kernel import announcement, jit, warmup

MARK = "compiling"
"""File in the kernel's folder that is there as long as it is being compiled."""

ABANDONED_SECONDS = 600.0
"""Age from which on such a file was left by a process that was killed."""

_DETACHED: dict[str, Any] = (
    {"creationflags": getattr(subprocess, "DETACHED_PROCESS", 0)}
    if os.name == "nt"
    else {"start_new_session": True}
)


def use_kernel(items: int, params: TrialParams) -> bool:
    """Put the compiled kernel in place where there is one; else begin to compile it.

    Parameters
    ----------
    items
        Of the plan; for a small one it is not worth it.
    params
        Says what is small.

    Returns
    -------
    bool
        Whether the kernel is being compiled now: a later call may find it there.
    """
    warmup.load_compiled()
    if jit.enabled() or items < params.compile_items or not warmup.possible():
        return False
    folder = jit.cache_folder()
    if folder is None:
        return False
    if _is_first(folder / MARK):
        announcement.announce()
        _start()
    return True


def _is_first(mark: Path) -> bool:
    """Set a mark; return whether nobody else has, or only somebody long ago."""
    try:
        if time.time() - mark.stat().st_mtime > ABANDONED_SECONDS:
            mark.unlink()
    except OSError:  # not there
        pass
    try:
        mark.touch(exist_ok=False)
    except OSError:
        return False
    return True


def _start() -> None:
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    nowhere = subprocess.DEVNULL
    with contextlib.suppress(OSError):
        subprocess.Popen(
            [sys.executable, "-m", "allocator.explain.trials.compilation"],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            env=environment,
            **_DETACHED,
        )


def main() -> None:
    """Compile the kernel, keep it, and take the mark away."""
    try:
        warmup.warm_up()
    finally:
        folder = jit.cache_folder()
        if folder is not None:
            (folder / MARK).unlink(missing_ok=True)


if __name__ == "__main__":
    main()
