"""The memory that a command may take, where the system limits it."""

from __future__ import annotations

import os

from allocator.errors import InputError

LEAST_MEGABYTES = 200
"""Megabytes of address space below which numpy's library of linear algebra ends the process, with
nothing said that a user understands."""


def check_memory_limit() -> None:
    """Raise where the limit is too low to load the libraries; keep what they reserve small.

    Raises
    ------
    InputError
        It is.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each reserves memory; none is used
    limit = _limit()
    if limit is not None and limit < LEAST_MEGABYTES * 2**20:
        raise InputError(
            f"the memory is limited to {limit / 2**20:.0f} MB (ulimit -v), and allocator takes "
            f"{LEAST_MEGABYTES} MB and more; allow more"
        )


def _limit() -> int | None:
    """Return the limit of address space in bytes; None where there is none."""
    try:
        import resource
    except ImportError:  # not on this platform
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft
