"""Compiles the whole kernel in one go and keeps it on disk for later runs.

The first compilation takes some ten seconds, which a search can spend better, so that it is done
in another process.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from allocator.heuristics.kernel import jit, machine_code


def possible() -> bool:
    """Return whether the kernel can be compiled here, and kept; does not import numba."""
    return jit.is_installed() and _hindrance(jit.cache_folder()) is None


def ready() -> bool:
    """Return whether the compiled kernel is in place or lies on disk, whole."""
    if jit.enabled():
        return True
    folder = jit.cache_folder()
    return folder is not None and possible() and machine_code.read(folder) is not None


def notice() -> str | None:
    """Return what is out of order with the compiled kernel, for the user; None where nothing is."""
    if not jit.is_installed() or jit.enabled():
        return None
    if (why := _hindrance(jit.cache_folder())) is not None:
        return (
            f"the search runs uncompiled, since what is compiled cannot be kept ({why}); "
            "name a folder that can be written with NUMBA_CACHE_DIR"
        )
    return None


@cache
def _hindrance(folder: Path | None) -> str | None:
    """Return why nothing can be kept in a folder; None where it can."""
    if folder is None:
        return "there is no home folder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return f"{folder}: {error.strerror or error}"


def load_compiled() -> bool:
    """Put the compiled kernel in place if it lies on disk; return whether it is in place."""
    return ready() and jit.enable()


def warm_up() -> bool:
    """Compile all, or load what is kept; return whether the compiled kernel is in place."""
    return jit.enable()
