"""Compiles the whole kernel in one go and keeps it on disk for later runs.

The first compilation takes tens of seconds, which a search can spend better, so that it is done
in another process.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import json
import os
import tempfile
from functools import cache
from pathlib import Path

import numpy as np

from allocator.domain import Calendar, Person, Scenario, WorkItem
from allocator.heuristics.kernel import jit
from allocator.heuristics.kernel.population import Population
from allocator.heuristics.kernel.project_orders import ProjectOrders
from allocator.heuristics.kernel.sampler import Sampler
from allocator.heuristics.kernel.search import Search
from allocator.problem.compile import compile_problem

_DONE = "complete"
"""File that lists what was kept once all had been compiled, with the sizes."""


def possible() -> bool:
    """Return whether the kernel can be compiled here, and kept; does not import numba."""
    return _wanted() and _hindrance(jit.cache_folder()) is None


def ready() -> bool:
    """Return whether the compiled kernel is in place or lies on disk, whole."""
    return jit.enabled() or (possible() and _is_whole(jit.cache_folder()))


def notice() -> str | None:
    """Return what is out of order with the compiled kernel, for the user; None where nothing is."""
    if not _wanted() or jit.enabled():
        return None
    folder = jit.cache_folder()
    if (why := _hindrance(folder)) is not None:
        return (
            f"the search runs uncompiled, since what is compiled cannot be kept ({why}); "
            "name a folder that can be written with NUMBA_CACHE_DIR"
        )
    if folder is not None and (folder / _DONE).exists() and not _is_whole(folder):
        return (
            f"{folder} has lost files of the compiled kernel; searches do without it until it is "
            "compiled again"
        )
    return None


def _wanted() -> bool:
    off = os.environ.get("ALLOCATOR_NO_NUMBA") or os.environ.get("NUMBA_DISABLE_JIT", "").strip("0")
    wanted = not off
    return wanted and importlib.util.find_spec("numba") is not None


@cache
def _hindrance(folder: Path | None) -> str | None:
    """Return why nothing can be kept in a folder; None where it can."""
    if folder is None:
        return "there is no home folder"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return f"{folder}: {error.strerror or error}"


def _kept(folder: Path) -> dict[str, int]:
    """Return the size of each file that numba keeps in a folder, by its name there."""
    files = sorted(each for each in folder.rglob("*.nb?") if each.is_file())
    return {str(each.relative_to(folder)): each.stat().st_size for each in files}


def _is_whole(folder: Path | None) -> bool:
    """Whether everything is in a folder that was there when all was compiled."""
    try:
        if folder is None:
            return False
        listed = json.loads((folder / _DONE).read_text(encoding="utf-8"))
        return bool(listed) and all(
            (folder / n).stat().st_size == size for n, size in listed.items()
        )
    except (OSError, ValueError, AttributeError):
        return False


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
    orders = ProjectOrders(problem, 0)
    orders.start(search.solution(), 1)
    orders.run(1, steps=1)
    with contextlib.suppress(OSError):
        if (folder := jit.cache_folder()) is not None:
            note_kept(folder)
    return True


def note_kept(folder: Path) -> None:
    """Write down what lies in a folder, now that all has been compiled."""
    fresh = folder / f"{_DONE}.{os.getpid()}"
    fresh.write_text(json.dumps(_kept(folder)), encoding="utf-8")
    fresh.replace(folder / _DONE)
