"""Parameters from a file: all faults at once, with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import InputError
from allocator.planner import SearchParams, read_params


def _written(folder: Path, text: str) -> Path:
    path = folder / "params.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_file_does_not_name_has_its_default(tmp_path: Path) -> None:
    assert read_params(_written(tmp_path, "")) == SearchParams()
    text = """
        bound_time_fraction = 0.5
        [lns]
        max_size = 77
        [shares.min_people_shares]
        climb = 0.3
        [heuristics.climb]
        reheats = [9, 3]
        [heuristics.construction.disturbance]
        max_few = 2
        [[bounds.periods.grids]]
        groups = 2
        periods = 30
        nonzeros = 1000
    """
    params, default = read_params(_written(tmp_path, text)), SearchParams()
    assert params.bound_time_fraction == 0.5
    assert params.lns.max_size == 77
    assert params.lns.min_size == default.lns.min_size
    assert params.shares.min_people_shares == {**default.shares.min_people_shares, "climb": 0.3}
    assert params.heuristics.climb.reheats == (9, 3)
    assert params.heuristics.construction.disturbance.max_few == 2
    assert params.heuristics.sample == default.heuristics.sample
    (grid,) = params.bounds.periods.grids
    assert (grid.groups, grid.periods, grid.integer_time_fraction) == (2, 30, 0.0)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    text = """
        max_size = 3
        bound_time_fraction = 2
        lns = 4
        [heuristics.climb]
        history_lenght = 3
        history_length = 0.5
        reheats = []
        [heuristics.moves]
        max_moved = "7"
        [heuristics.sample.disturbance]
        moved_project_shares = [0.5, 0.7]
        [shares.min_people_shares]
        clim = 0.3
        [bounds.load]
        speed_steps = [3]
        [[bounds.periods.grids]]
        groups = 2
    """
    path = _written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_params(path)
    assert str(caught.value).splitlines() == [
        f"{path}: max_size is no parameter; did you mean lns.max_size?",
        f"{path}: bound_time_fraction is 2; it must be 0 to 1",
        f"{path}: lns is 4; it must be a table",
        f"{path}: heuristics.climb.history_lenght is no parameter; did you mean "
        "heuristics.climb.history_length?",
        f"{path}: heuristics.climb.history_length is 0.5; it must be a whole number, at least 1",
        f"{path}: heuristics.climb.reheats is empty; it must hold a number",
        f"{path}: heuristics.moves.max_moved is '7'; it must be a whole number, at least 2",
        f"{path}: heuristics.sample.disturbance.moved_project_shares has 2 numbers; it must have 3",
        f"{path}: shares.min_people_shares.clim is no parameter; did you mean "
        "shares.min_people_shares.climb?",
        f"{path}: bounds.load.speed_steps is [3]; it must be a whole number, at least 1",
        f"{path}: bounds.periods.grids[0] has no periods",
    ]


@pytest.mark.parametrize(("text", "fault"), [("lns = ", "not a TOML file"), (None, "No such file")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str | None, fault: str) -> None:
    path = tmp_path / "params.toml" if text is None else _written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        read_params(path)
    assert str(caught.value).startswith(f"{path}: {fault}")
