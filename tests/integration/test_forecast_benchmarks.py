"""The benchmarks of forecasts run, and read public instances as they are."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

Load = Callable[[str], ModuleType]

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"

TINY = """\
jobs (incl. supersource/sink ):  5
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           5
   4        1          1           5
   5        1          0
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------
  1      1     0       0    0
  2      1     4       1    0
  3      1     3       1    2
  4      1     2       0    1
  5      1     0       0    0
RESOURCEAVAILABILITIES:
  R 1  R 2
    1    2
"""
"""Activities 2 and 3 exclude each other; 2 and then 4 are the critical path, of 6."""


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    monkeypatch.syspath_prepend(str(FOLDER))
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        if str(FOLDER) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def test_an_instance_is_dispatched_in_the_order_of_latest_finishes(load: Load) -> None:
    script: ModuleType = load("psplib_policies")
    instance = script.read(TINY)
    late, length = instance.latest_finishes()
    assert (late.tolist(), length) == ([4, 6, 6], 6)
    assert instance.links == [(0, 2)] and instance.capacities == [1, 2]
    model = instance.model(np.array([0, 1, 2]), in_order=False)
    made = script.dispatch(model, script.nothing_drawn(model, 1))
    assert (made.start[0] / script.TICK).tolist() == [0, 4, 7]
    found = {(way, kind): value for way, kind, value in script.above(instance, 8, 0)}
    assert len(found) == 10 and all(value > 0 for value in found.values())


def test_drawn_durations_have_the_means_and_variances_of_the_protocol(load: Load) -> None:
    script: ModuleType = load("psplib_policies")
    durations = np.array([4, 9])
    variances = {
        "U1": 1 / 3,
        "U2": durations / 3,
        "Exp": durations,
        "B1": 1 / 3,
        "B2": durations / 3,
    }
    for kind in script.KINDS:
        drawn = script.ratios(kind, durations, 4000, np.random.default_rng(5)) * durations[:, None]
        assert np.allclose(drawn.mean(axis=1), durations, rtol=0.03), kind
        assert np.allclose(drawn.var(axis=1) / durations, variances[kind], rtol=0.1), kind


def test_the_made_team_is_timed(load: Load, capsys: pytest.CaptureFixture[str]) -> None:
    script: ModuleType = load("forecast")
    options = ["--items", "40", "--futures", "6", "--workers", "2", "--runs", "1"]
    assert script.main(options) == 0
    printed = capsys.readouterr().out
    assert "| dispatch | 6 | 2 |" in printed and "| keep | 6 | 2 |" in printed
