"""Pauses the search for garbage where many small objects are made and all are kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Make objects without looking for cycles among them again and again.

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
