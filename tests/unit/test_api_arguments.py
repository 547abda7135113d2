"""Arguments that a function of the library cannot use are refused in a sentence."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import allocator
from allocator.api.arguments import listed
from allocator.api.searches import search_options
from allocator.errors import InputError
from allocator.planner import read_params
from allocator.planner.params import SearchParams
from support.plans import scenario

NOW = dt.date(2026, 12, 2)
SCENARIO = scenario(
    now="2026-12-02",
    people=[{"id": "ana"}],
    items=[{"id": "A", "effort": "1d"}],
    sprints={"length": "2w", "first": "2026-11-30", "count": 2},
)
ANY: Any = allocator  # its functions, without their types

REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "no path": (lambda: ANY.load(None), "a scenario is given by its path, not by None"),
    "a scenario as a map": (lambda: ANY.solve({}), "by the path of its file, not as a dict"),
    "a plan as a scenario": (lambda: ANY.solve(plan()), "not as a Plan; give its .scenario"),
    "a scenario as a plan": (lambda: ANY.verify(SCENARIO), "by its path, not as a Scenario"),
    "a result as a plan": (
        lambda: ANY.compare(plan(), allocator.solve(SCENARIO, time_limit=1)),
        "not as a Result; give its .plan",
    ),
    "no plan": (lambda: ANY.report(None, "a.html"), "by its path, not as None"),
    "a text as now": (lambda: ANY.load("a.yaml", now="2026-12-02"), "now is a date such as"),
    "a text as start": (
        lambda: ANY.read_tracker("a.csv", tracker="jira", start="2026-12-02"),
        "start is a date such as",
    ),
    "no export": (lambda: ANY.read_tracker([], tracker="jira"), "no file of the tracker"),
    "an order of dates": (
        lambda: ANY.read_tracker("a.csv", tracker="jira", date_order="day"),
        "date_order is 'dmy', 'mdy' or 'ymd', not 'day'",
    ),
    "keep": (lambda: ANY.replan(SCENARIO, plan(), keep="all"), "or 'high', not 'all'"),
    "assume": (lambda: ANY.replan(SCENARIO, plan(), assume="all"), "or 'not-started', not 'all'"),
    "freeze": (lambda: ANY.replan(SCENARIO, plan(), freeze=3), "a datetime.timedelta"),
    "a negative freeze": (
        lambda: allocator.replan_options(SCENARIO, plan(), freeze=-dt.timedelta(days=1)),
        "zero or more",
    ),
    "reported": (lambda: ANY.replan(SCENARIO, plan(), reported=["Z"]), "'Z' is none of"),
    "parameters": (lambda: ANY.solve(SCENARIO, params={}), "parameters is given by its path"),
    "no such parameters": (lambda: ANY.solve(SCENARIO, params="a.toml"), "a.toml: No such file"),
    "a view": (lambda: ANY.export(plan(), "png", "a.png", view="chart"), "not 'chart'"),
    "a tracker": (
        lambda: allocator.sprints(plan()).save("a", trackers=["asana"]),
        "a tracker is 'jira' or 'azure-devops', not 'asana'",
    ),
}


def plan() -> allocator.Plan:
    """A plan of the one item."""
    return allocator.solve(SCENARIO, time_limit=1).plan


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_arguments_are_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    call, message = REFUSED[name]
    with pytest.raises(InputError) as caught:
        call()
    assert message in str(caught.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("time_limit", -1),
        ("time_limit", math.nan),
        ("time_limit", math.inf),
        ("time_limit", "10s"),
        ("workers", 0),
        ("workers", "2"),
        ("seed", -1),
        ("seed", 1.5),
        ("seed", True),
        ("seed", 2**31),
    ],
)
def test_limits_out_of_range_are_refused(name: str, value: Any) -> None:
    given: dict[str, Any] = {"time_limit": 1, "workers": None, "seed": 0}
    with pytest.raises(InputError, match=f"^{name} is a .* not "):
        search_options(**{**given, name: value}, reproducible=False, relax=False, params=None)


def test_numbers_of_numpy_are_numbers() -> None:
    options = search_options(
        time_limit=np.float32(2),
        workers=np.int64(1),
        seed=np.int32(3),
        reproducible=False,
        relax=False,
        params=None,
    )
    assert (options.time_limit, options.workers, options.seed) == (2.0, 1, 3)
    assert type(options.seed) is int


def test_one_path_counts_as_a_list_of_one() -> None:
    assert listed("a.yaml") == ("a.yaml",)
    assert listed(Path("a.yaml")) == (Path("a.yaml"),)
    assert listed(["a.yaml", "b.yaml"]) == ("a.yaml", "b.yaml")


def test_a_sprint_may_be_named_by_its_number() -> None:
    (sheet,) = allocator.sprints(plan(), sprint=2).sheets
    assert sheet.number == 2


def test_parameters_of_a_file_reach_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "params.toml"
    file.write_text("bound_time_fraction = 0.4\n", "utf-8")
    given: list[float] = []

    def search(scenario: object, options: allocator.SolveOptions, **_: object) -> None:
        given.append(options.params.bound_time_fraction)
        raise KeyboardInterrupt

    monkeypatch.setattr("allocator.planner.solve", search)
    for params in (file, str(file), read_params(file), None):
        with pytest.raises(KeyboardInterrupt):
            allocator.solve(SCENARIO, params=params)
    assert given == [0.4, 0.4, 0.4, SearchParams().bound_time_fraction]


def test_a_new_plan_is_made_with_the_parameters_given(monkeypatch: pytest.MonkeyPatch) -> None:
    params = SearchParams(bound_time_fraction=0.4)
    given: list[SearchParams] = []
    baseline = plan()

    def replanned(*_: object, options: allocator.SolveOptions, **__: object) -> None:
        given.append(options.params)
        raise KeyboardInterrupt

    monkeypatch.setattr("allocator.api.replans.plan_anew", replanned)
    with pytest.raises(KeyboardInterrupt):
        allocator.replan(SCENARIO, baseline, params=params)
    assert given == [params]
