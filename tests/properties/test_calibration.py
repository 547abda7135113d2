"""Whatever the history, its calibration is a sound file, and its quantiles ascend."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.history import PastTask
from allocator.errors import InputError
from allocator.forecasting.calibration.calibrate import calibrate_team, task_quantiles
from allocator.scenario.companions.calibration import read_calibration
from allocator.scenario.write.calibration_text import calibration_text

HOURS = st.one_of(
    st.sampled_from([0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 40.0]),
    st.floats(0.01, 2000, allow_nan=False),
)
NAMES = st.sampled_from(["", "ana", "42", "no", "Ana: Sousa", "x, y", "# 1", "böb", "null", "'"])
TASKS = st.lists(
    st.builds(
        PastTask,
        item=st.just("A"),
        estimate=HOURS,
        actual=HOURS,
        person=NAMES,
        project=NAMES,
        kind=NAMES,
        finished=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)),
    ),
    min_size=1,
    max_size=80,
)


@settings(max_examples=60, deadline=None)
@given(tasks=TASKS)
def test_a_calibration_reads_back_and_its_quantiles_ascend(
    tasks: list[PastTask], tmp_path_factory: pytest.TempPathFactory
) -> None:
    try:
        made = calibrate_team(tasks).calibration
    except InputError as error:
        assert "copied" in str(error)
        return
    path = Path(tmp_path_factory.mktemp("calibration")) / "calibration.yaml"
    path.write_text(calibration_text(made, ["a line"]), "utf-8")
    again = read_calibration(path)
    assert again == made
    for row in task_quantiles(again, tasks):
        assert list(row) == sorted(row)
        assert row[0] > 0
