"""What is compiled belongs to one state of the sources."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allocator.heuristics.kernel import jit
from allocator.heuristics.kernel.jit import digest_of

OTHER = """
from allocator.heuristics.kernel.jit import kernel

@kernel(inline=True)
def twice(x: int) -> int:
    return 2 * x

@kernel(called_once=True)
def is_negative(x: int) -> bool:
    if x < 0:
        return True
    return False

@kernel
def four_times(x: int) -> int:
    if is_negative(x):
        return 0
    return twice(twice(x))
"""


def _sources(folder: Path, text: str = "x = 1\n") -> Path:
    folder.mkdir()
    (folder / "a.py").write_text(text)
    os.utime(folder / "a.py", (1_000_000_000, 1_000_000_000))
    return folder


def _other_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Any]:
    """Make a kernel beside the search's; return its folder and its module."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "other_kernel").mkdir()
    (tmp_path / "other_kernel" / "__init__.py").write_text("")
    (tmp_path / "other_kernel" / "double.py").write_text(OTHER)
    return tmp_path / "other_kernel", importlib.import_module("other_kernel.double")


def _forget(folder: Path) -> None:
    for name in ("other_kernel.double", "other_kernel"):
        del sys.modules[name]
    jit._plain.pop(folder)


def test_where_numba_keeps_by_path_sources_elsewhere_or_written_anew_have_another_name(
    tmp_path: Path,
) -> None:
    here = _sources(tmp_path / "here")
    name = digest_of(here)
    assert digest_of(here) == name
    assert digest_of(_sources(tmp_path / "there")) != name
    os.utime(here / "a.py", (1_000_000_001, 1_000_000_001))
    assert digest_of(here) != name
    os.utime(here / "a.py", (1_000_000_000, 1_000_000_000))
    assert digest_of(here) == name


def test_installations_of_the_same_sources_share_the_compiled_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each used to wait for a compilation of its own, as after each unpacking."""
    names = []
    for folder in ("here", "there"):
        monkeypatch.setattr(jit, "SEARCH", _sources(tmp_path / folder))
        names.append(digest_of(jit.SEARCH))
        os.utime(jit.SEARCH / "a.py", (1_000_000_001, 1_000_000_001))
        names.append(digest_of(jit.SEARCH))
    (jit.SEARCH / "a.py").write_text("x = 2\n")
    assert len(set(names)) == 1 and digest_of(jit.SEARCH) != names[0]


def test_other_sources_have_another_name(tmp_path: Path) -> None:
    """A change in any file counts, also in those that a function only calls."""
    here = _sources(tmp_path / "here")
    name = digest_of(here)
    (here / "a.py").write_text("x = 2\n")
    os.utime(here / "a.py", (1_000_000_000, 1_000_000_000))
    assert digest_of(here) != name


def test_each_folder_is_a_kernel_of_its_own(
    tmp_path: Path, compiled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planning never waits for the forecast's kernel: neither enables the other."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "cache"))
    folder, double = _other_kernel(tmp_path, monkeypatch)
    plain = double.four_times
    assert jit.enable(folder) and jit.enabled(folder) and not jit.enabled()
    assert double.four_times is not plain and double.four_times(3) == 12
    assert double.four_times(-3) == 0
    kept = jit.cache_folder(folder)
    assert kept is not None and kept != jit.cache_folder()
    assert list(kept.rglob("double.four_times*.nbc"))
    jit.disable()
    assert double.four_times is plain and not jit.enabled(folder) and not jit.enabled()
    _forget(folder)


def test_a_kernel_that_cannot_be_kept_is_compiled_anew_only_if_asked(
    tmp_path: Path, compiled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setattr(jit, "_compiled", {})
    assert not jit.enable()
    folder, double = _other_kernel(tmp_path, monkeypatch)
    plain = double.four_times
    assert not jit.enable(folder) and double.four_times is plain
    assert jit.enable(folder, kept=False) and jit.enabled(folder)
    assert double.four_times is not plain
    jit.disable()
    assert double.four_times is plain
    _forget(folder)


def test_compiled_functions_call_those_of_their_own_folder_only() -> None:
    """What is kept of one kernel is not compiled again where another one changes."""
    for name in ("forecasting.simulation.kernel.run", "forecasting.draws.draws"):
        importlib.import_module(f"allocator.{name}")
    importlib.import_module("allocator.heuristics.kernel.search")
    folders = {id(f): folder for folder, functions in jit._plain.items() for f in functions}
    assert len(set(folders.values())) == 3
    for folder, functions in jit._plain.items():
        for function in functions:
            called = [function.__globals__.get(name) for name in function.__code__.co_names]
            assert {folders[id(f)] for f in called if id(f) in folders} <= {folder}, function


def test_planning_loads_no_kernel_of_forecasts() -> None:
    code = (
        "import sys, allocator.planner, allocator.heuristics.kernel.search, allocator.cli.plan\n"
        "assert not [m for m in sys.modules if m.startswith('allocator.forecasting.simulation')]\n"
        "assert 'numba' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
