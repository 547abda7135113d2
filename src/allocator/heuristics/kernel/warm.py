"""Compiles the kernel once, ahead of its use, and remembers that this was done.

The first compilation takes tens of seconds, which a search can spend better: it is done in
another process, and what is kept on disk is there for all later runs.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import os

import numpy as np

from allocator.domain import Calendar, Person, Scenario, WorkItem
from allocator.heuristics.kernel import jit
from allocator.heuristics.kernel.population import Population
from allocator.heuristics.kernel.sampler import Sampler
from allocator.heuristics.kernel.search import Search
from allocator.problem.compile import compile_problem

_DONE = "complete"


def possible() -> bool:
    """Return whether the kernel can be compiled here; does not import numba."""
    wanted = not os.environ.get("ALLOCATOR_NO_NUMBA")
    return wanted and importlib.util.find_spec("numba") is not None


def ready() -> bool:
    """Return whether the compiled kernel is in place or lies on disk."""
    return jit.enabled() or (possible() and (jit.cache_folder() / _DONE).exists())


def warm_up() -> bool:
    """Compile everything by a search on a small problem; return whether it is compiled."""
    if not jit.enable():
        return False
    calendar = Calendar(start=dt.date(2026, 1, 5))
    person = Person(id="one")
    item = WorkItem(id="item", effort="1d")
    problem = compile_problem(
        Scenario(name="small", calendar=calendar, people=(person,), items=(item,)), axis_days=14
    )
    search = Search(problem, 0)
    search.begin(np.zeros(1, dtype=np.int64))
    search.run(1, steps=2)
    population = Population(problem, 0)
    population.start(search.solution())
    population.run(1, seconds=60.0)
    sampler = Sampler(problem, 0)
    sampler.start(search.solution())
    sampler.run(1, seconds=0.0)
    with contextlib.suppress(OSError):
        folder = jit.cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _DONE).touch()
    return True
