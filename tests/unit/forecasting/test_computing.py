"""Where futures are simulated: plain Python on all cores unless compiling is clearly quicker."""

from __future__ import annotations

import pytest

from allocator.api import computing as module
from allocator.api.computing import Computing, computing
from allocator.heuristics.kernel import jit

PLAIN_HERE, PLAIN_SHARED = Computing(False, False), Computing(False, True)
COMPILED = Computing(True, True)


@pytest.mark.parametrize(
    ("items", "futures", "cores", "expected"),
    [
        (10, 1000, 2, PLAIN_HERE),
        (90, 1000, 2, PLAIN_SHARED),
        (90, 1000, 1, PLAIN_HERE),
        (90, 10_000, 2, COMPILED),
        (90, 10_000, 8, PLAIN_SHARED),
        (426, 1000, 2, COMPILED),
    ],
)
def test_what_is_not_compiled_yet_is_compiled_only_where_plain_python_takes_longer(
    monkeypatch: pytest.MonkeyPatch, items: int, futures: int, cores: int, expected: Computing
) -> None:
    """By the measured constants: 6 s a core for 1,000 futures of 90 items, 15 s to compile."""
    monkeypatch.setattr(module, "is_ready", lambda: False)
    monkeypatch.setattr(jit, "is_installed", lambda: True)
    assert computing(items, futures, ("dispatch",), cores) == expected
    monkeypatch.setattr(jit, "is_installed", lambda: False)
    assert not computing(items, futures, ("dispatch",), cores).compiled
