"""The benchmarks of calibrations: without data they say so; with it the prior and targets hold."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from allocator.forecasting.calibration import prior_numbers
from allocator.forecasting.calibration.calibrate import calibrate_team
from allocator.forecasting.calibration.prior import mean_quantiles
from allocator.integrations.histories.read import read_history

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "history"

needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder ../shared/data/history is absent"
)


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Import a script as it is run: from its folder."""
    monkeypatch.syspath_prepend(str(FOLDER))
    for each in (name, "histories", "suites"):
        monkeypatch.delitem(sys.modules, each, raising=False)
    return importlib.import_module(name)


@pytest.mark.parametrize("name", ["calibration", "throughput"])
def test_without_histories_nothing_is_measured_and_that_is_said(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run = script(name, monkeypatch)
    assert run.main(["--data", str(tmp_path / "absent")]) == 0
    assert "nothing is measured" in capsys.readouterr().err


@needs_data
def test_the_shipped_prior_is_the_mean_of_the_public_histories(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    histories = script("histories", monkeypatch).read_histories(DATA)
    ratios = np.exp(mean_quantiles(list(histories.values())))
    assert ratios == pytest.approx(np.array(prior_numbers.RATIOS), abs=6e-4)
    assert f"{round(sum(map(len, histories.values())), -2):,} tasks" in prior_numbers.SOURCE


@needs_data
@pytest.mark.parametrize("name", ["sip", "renzo"])
def test_the_ranges_of_a_public_history_hold_what_they_say(name: str) -> None:
    test = calibrate_team(read_history([DATA / f"{name}_history.csv"]).tasks).test
    assert test is not None
    assert 0.77 <= test.tasks.shares[0.8] <= 0.83
    assert 0.87 <= test.tasks.shares[0.9] <= 0.93
    assert max(test.against_raw) <= 0.98
