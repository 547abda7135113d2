"""Pauses the search for garbage where many small objects are made and all are kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage() -> Iterator[None]:
    """Make objects without looking for cycles among them again and again.

    Every so many new objects Python goes through all there are; for a scenario or a plan of
    10,000 items that takes about a quarter of the time, and finds nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
