"""What holds for all tests."""

import os
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import settings

from allocator.heuristics.kernel import jit
from support import compiled as kernel

os.environ[kernel.PLAIN] = "1"  # compiling takes half a minute: where it is the subject

settings.register_profile("allocator", deadline=None)  # no timings are asserted, not even by tools
settings.load_profile("allocator")

COMPILER = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Where several processes share the tests, compile the search beside the first of them."""
    if session.config.getoption("numprocesses", None):
        session.config.stash[COMPILER] = kernel.begin()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Leave no process behind."""
    if (compiler := session.config.stash.get(COMPILER, None)) is not None:
        compiler.kill()
        compiler.wait()


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """numba, if it is installed; the plain functions are back in place afterwards."""
    pytest.importorskip("numba")
    monkeypatch.delenv(kernel.PLAIN, raising=False)
    yield
    jit.disable()


@pytest.fixture
def compiled_search() -> Iterator[None]:
    """The compiled search, some fifty times as fast, where it is not the subject.

    Plain Python, which does the same, where numba is not installed. Forecasts, and processes that
    the test starts, run in plain Python still.
    """
    kernel.compile_once()
    yield
    jit.disable()
