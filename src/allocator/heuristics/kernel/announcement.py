"""Says that the kernel is about to be compiled, to whoever wants to tell the user."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

COMPILING = (
    "The search is being compiled, once on this machine, in about half a minute; "
    "later ones are fast from the start."
)

_listeners: list[Callable[[str], None]] = []


@contextlib.contextmanager
def announced(listener: Callable[[str], None]) -> Iterator[None]:
    """Have a listener told in a sentence, as long as the block lasts, when compiling begins."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def announce() -> None:
    """Tell all listeners that the kernel is about to be compiled."""
    for listener in tuple(_listeners):
        listener(COMPILING)
