"""Pauses garbage collection while many objects are made that are all kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Make objects without searching for cycles among them.

    Every so many new objects Python goes through all there are; for a scenario or a plan of
    10,000 items that takes about a quarter of the time, and finds nothing. Afterwards the new
    objects count as old ones, or they would all be gone through at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_freeze_count() == 0:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
