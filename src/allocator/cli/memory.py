"""Checks the memory that a command may take, if the system limits it."""

from __future__ import annotations

import os

from allocator.errors import InputError

MIN_MEGABYTES = 200
"""Megabytes of address space below which numpy's library of linear algebra ends the process, with
nothing said that a user understands."""


def check_memory_limit() -> None:
    """Refuse a limit that is too low to load the libraries, and keep their reserves small.

    Raises
    ------
    InputError
        The limit is too low.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each reserves memory; none is used
    limit = memory_limit()
    if limit is not None and limit < MIN_MEGABYTES * 2**20:
        raise InputError(
            f"the memory is limited to {limit / 2**20:.0f} MB (ulimit -v), and allocator takes "
            f"{MIN_MEGABYTES} MB and more; allow more"
        )


def memory_limit() -> int | None:
    """Return the limit of address space in bytes; None without one."""
    try:
        import resource
    except ImportError:  # not on this platform
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft
