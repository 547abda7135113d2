"""The memory of a process and all that it starts, which one process cannot know of itself."""

from __future__ import annotations

import threading
from pathlib import Path

INTERVAL = 0.5
"""Seconds between two looks."""


class Watch:
    """Looks at a process and its descendants from time to time, while it is entered.

    Shared pages count once (proportional set size). On Linux only; elsewhere `peak_mb` is None.
    """

    def __init__(self, pid: int) -> None:
        self.peak_mb: float | None = None
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(INTERVAL):
            held = sum(filter(None, map(_held_mb, family(self._pid))))
            if held:
                self.peak_mb = max(self.peak_mb or 0.0, held)


def family(pid: int) -> list[int]:
    """Return a process and its descendants."""
    found = [pid]
    for parent in found:
        try:
            threads = list(Path(f"/proc/{parent}/task").iterdir())
            found += [int(word) for t in threads for word in (t / "children").read_text().split()]
        except OSError:
            continue  # ended in the meantime
    return found


def _held_mb(pid: int) -> float | None:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return None
