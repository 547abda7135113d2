"""What is said of a search before it starts."""

from __future__ import annotations

from typing import Any

import pytest

from allocator.heuristics.kernel import warmup
from allocator.planner import SolveOptions
from allocator.planner.notices import search_notices


def notices(items: int, **options: Any) -> list[str]:
    """Return what is said of a search for so many items."""

    class Made:
        def __init__(self) -> None:
            self.items = [None] * items

    return list(search_notices(Made(), SolveOptions(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("possible", "items", "told"), [(False, 41, 1), (False, 40, 0), (True, 41, 0)]
)
def test_a_reproducible_search_without_the_compiled_kernel_takes_long(
    monkeypatch: pytest.MonkeyPatch, possible: bool, items: int, told: int
) -> None:
    """Its work is that of the compiled kernel; tiny problems need none of it."""
    monkeypatch.setattr(warmup, "possible", lambda: possible)
    found = [text for text in notices(items, reproducible=True) if "many times" in text]
    assert len(found) == told
    assert not [text for text in notices(items) if "many times" in text]
