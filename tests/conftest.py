"""What holds for all tests."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from allocator.heuristics.kernel import jit

os.environ["ALLOCATOR_NO_NUMBA"] = "1"  # compiling takes half a minute: where it is the subject

settings.register_profile("allocator", deadline=None)  # no timings are asserted, not even by tools
settings.load_profile("allocator")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """numba, if it is installed; the plain functions are back in place afterwards."""
    pytest.importorskip("numba")
    monkeypatch.delenv("ALLOCATOR_NO_NUMBA", raising=False)
    yield
    jit.disable()
