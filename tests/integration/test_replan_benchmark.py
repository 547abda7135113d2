"""The re-planning benchmark: changes are what they say, cases are even, sums add up."""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import stat
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from allocator.domain import Scenario
from allocator.planfile.plan_json import read_plan, write_plan
from allocator.planner import SolveOptions, solve
from allocator.scenario.load import load

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "benchmarks"
TEAM = ROOT / "scenarios" / "ds-team.yaml"
_SCRIPTS = (
    *("instances", "results", "memory", "planners", "team_planning", "suites", "clocks", "run"),
    *("replan_rows", "replan_changes", "replan_case", "replan_report", "replan"),
)


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Import the scripts as they import each other: by name, from their folder."""
    monkeypatch.syspath_prepend(str(FOLDER))
    modules: dict[str, ModuleType] = {}
    for name in _SCRIPTS:
        monkeypatch.delitem(sys.modules, name, raising=False)
    for name in _SCRIPTS:
        modules[name] = importlib.import_module(name)
        monkeypatch.setitem(sys.modules, name, modules[name])
    return SimpleNamespace(**modules)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a quick plan of ds-team."""
    folder = tmp_path_factory.mktemp("team")
    plan = solve(load(TEAM).scenario, SolveOptions(time_limit=1, workers=1, seed=0)).plan
    (folder / "plan.json").write_text(write_plan(plan), encoding="utf-8")
    return folder


def changed(scripts: SimpleNamespace, team: Path, tmp_path: Path, kind: str, **drawn) -> Scenario:
    """The scenario after a change."""
    drawn = {"share": 0.4, "seed": 0, **drawn}
    path = tmp_path / "change.yaml"
    path.write_text(
        scripts.replan_changes.make(scripts.replan_changes.read(team), kind, **drawn).text
    )
    return load(TEAM, changes=[path]).scenario


def differing(one: Scenario, two: Scenario) -> list[str]:
    """The items of both scenarios that differ."""
    return [i for i, item in one.item_by_id.items() if two.item_by_id.get(i, item) != item]


def test_any_beginning_of_the_cases_is_even(scripts) -> None:
    cases = scripts.replan.cases()
    assert len(set(cases)) == len(cases) == 8 * 3 * 5
    for number, field in itertools.product((15, 24, 40, 77), ("kind", "done", "seed")):
        counts = Counter(getattr(case, field) for case in cases[:number])
        assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize("share", [0.1, 0.4, 0.7])
def test_every_change_makes_a_valid_scenario_and_touches_no_history(
    scripts, team, tmp_path, share
) -> None:
    plan = scripts.replan_changes.read(team)
    left = scripts.replan_changes.still_open(plan, scripts.replan_changes.when_done(plan, share))
    now = left.now
    over = {e["id"] for e in plan["items"] if e["finish"] and e["finish"] <= now.isoformat()}
    assert over and not over & {*left.waiting, *left.running}
    before = load(TEAM).scenario
    for kind in scripts.replan_changes.KINDS:
        after = changed(scripts, team, tmp_path, kind, share=share, seed=1)
        assert after != before
        assert not over & {*differing(before, after)}
        assert over <= set(after.item_by_id)


def test_the_share_of_effort_that_is_done_is_reached_on_that_morning(scripts, team) -> None:
    plan = scripts.replan_changes.read(team)
    days = [scripts.replan_changes.when_done(plan, share) for share in (0.1, 0.4, 0.7)]
    assert days == sorted(set(days))
    for day, share in zip(days, (0.1, 0.4, 0.7), strict=True):
        assert (day.hour, day.weekday() < 5) == (9, True)
        works = [w for entry in plan["items"] for w in entry["assignments"]]
        total = sum(w["effort_hours"] for w in works)
        done = sum(w["effort_hours"] for w in works if w["finish"] <= day.isoformat())
        begun = sum(w["effort_hours"] for w in works if w["start"] < day.isoformat())
        assert done / total <= share + 0.1
        assert begun / total >= share


def test_the_changes_are_what_they_say(scripts, team, tmp_path) -> None:
    before = load(TEAM).scenario

    def after(kind: str) -> Scenario:
        return changed(scripts, team, tmp_path, kind)

    added = after("item-added")
    new = added.item_by_id["NEW-1"]
    (second,) = differing(before, added)
    assert {link.item for link in new.after} <= {k.item for k in before.item_by_id[second].after}
    assert "NEW-1" in [link.item for link in added.item_by_id[second].after]

    epic = after("epic-added")
    assert len(epic.items) == len(before.items) + 10
    assert {item.group for item in epic.items if item.id not in before.item_by_id} == {"EPIC"}

    cut = after("items-cut")
    plan = scripts.replan_changes.read(team)
    left = scripts.replan_changes.still_open(plan, scripts.replan_changes.when_done(plan, 0.4))
    assert len(before.items) - len(cut.items) == round(0.1 * len(left.waiting))

    tripled = after("estimate-tripled")
    (name,) = differing(before, tripled)
    was, now = (
        float(sum(s.effort_minutes(need.effort) for need in s.item_by_id[name].staffing))
        for s in (before, tripled)
    )
    assert now == pytest.approx(3 * was)

    ill = after("ill")
    (person,) = [p for p in ill.people if p != before.person_by_id[p.id]]
    absence = person.time_off[-1]
    assert (absence.end - absence.start).days == 13
    assert (absence.start - left.now.date()).days == 1

    gone = after("leaves")
    (person,) = [p for p in gone.people if p != before.person_by_id[p.id]]
    assert (left.now.date() - person.leaves).days == 1

    pulled = after("date-pulled-in")
    pairs = [
        (getattr(one, field), getattr(two, field))
        for section in ("items", "projects")
        for one, two in zip(getattr(before, section), getattr(pulled, section), strict=True)
        for field in ("deadline", "due")
        if getattr(one, field) != getattr(two, field)
    ]
    assert pairs and all(was > now for was, now in pairs)
    assert 14 in [(was - now).days for was, now in pairs]

    failed = after("experiment-fails")
    assert [link.item for link in failed.item_by_id["REWORK-2"].after] == ["REWORK-1"]
    (first,) = failed.item_by_id["REWORK-1"].after
    followers = [i.id for i in before.items if first.item in [k.item for k in i.after]]
    assert set(differing(before, failed)) <= set(followers)


def test_the_same_seed_makes_the_same_change_and_others_differ(scripts, team) -> None:
    plan = scripts.replan_changes.read(team)
    make = scripts.replan_changes.make
    for kind in scripts.replan_changes.KINDS:
        texts = [make(plan, kind, 0.1, seed).text for seed in range(5)]
        assert texts == [make(plan, kind, 0.1, seed).text for seed in range(5)]
        assert len(set(texts)) > 1
        assert len({make(plan, kind, 0.1, 0, attempt=attempt).text for attempt in range(5)}) > 1


def test_what_has_no_such_change_is_said(scripts, team) -> None:
    plan = scripts.replan_changes.read(team)
    with pytest.raises(scripts.instances.BenchmarkError, match="nobody works in the plan"):
        scripts.replan_changes.when_done({**plan, "items": []}, 0.5)
    ended = scripts.replan_changes.still_open(plan, scripts.replan_changes.when_done(plan, 1))
    assert ended.waiting == [] and ended.running == []


def test_the_cold_scenario_keeps_progress_and_loses_what_keeps_near_the_baseline(scripts) -> None:
    scenario = {
        "name": "x",
        "now": "2027-01-04",
        "items": [{"id": "A", "state": "done"}],
        "baseline": [{"item": "A"}],
        "goals": {"tardiness": 1},
        "objectives": ["tardiness", "stability", "flow"],
    }
    kept = {"name": "x", "now": "2027-01-04", "items": [{"id": "A", "state": "done"}]}
    cold = scripts.replan_case.from_nothing({"scenario": scenario}, {"objectives": ["flow"]})
    assert cold == {**kept, "objectives": ["flow"]}
    assert scripts.replan_case.from_nothing({"scenario": scenario}, {}) == kept


def test_upheaval_counts_items_that_both_plans_have(scripts, team) -> None:
    old = read_plan(team)
    assert set(scripts.replan_case.upheaval(old, old).values()) == {0}
    with_two = next(entry for entry in old.items if len(entry.assignments) == 2)
    one = with_two.assignments[0].model_copy(update={"person": "somebody"})
    moved = with_two.model_copy(
        update={"finish": old.metrics.finish, "assignments": (one, with_two.assignments[1])}
    )
    rest = tuple(entry for entry in old.items if entry.id != with_two.id)[1:]
    new = old.model_copy(update={"items": (moved, *rest)})
    assert scripts.replan_case.upheaval(old, new) == {"moved": 1, "reassigned": 1, "newcomers": 1}


STAND_IN = """#!{python}
import shutil, sys
words = sys.argv[1:]
target = words[words.index("-o") + 1]
if words[0] == "replan":
    if {code}:
        sys.exit("Error: no plan keeps every deadline" if {code} == 1 else {code})
    print("First plan after 0.1 s: nothing is late", file=sys.stderr, flush=True)
shutil.copytree({plan!r}, target, dirs_exist_ok=True)
"""


def stand_in(scripts, monkeypatch, team: Path, tmp_path: Path, code: int = 0) -> None:
    """Put a command in the place of allocator that gives back the baseline, or a code."""
    path = tmp_path / f"allocator-{code}"
    path.write_text(STAND_IN.format(python=sys.executable, code=code, plan=str(team)))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(scripts.replan_case, "COMMAND", path)


def test_a_case_is_measured_kept_and_not_repeated(
    scripts, monkeypatch, team, tmp_path, capsys
) -> None:
    stand_in(scripts, monkeypatch, team, tmp_path)
    output = tmp_path / "replan.csv"
    words = ["--scenario", str(TEAM), "--sample", "2", "-o", str(output)]
    assert scripts.replan.main(words) == 0
    rows = scripts.results.read(output, scripts.replan_rows.ReplanRow)
    assert [row.kind for row in rows] == ["item-added", "epic-added"]
    for row in rows:
        assert (row.status, row.moved, row.newcomers, row.cold_moved) == ("planned", 0, 0, 0)
        assert 0 < row.first_seconds <= row.final_seconds
        assert row.tardiness == row.cold_tardiness
        assert row.near_cold
        assert row.change and row.now and row.open_items > 10
    written = output.read_bytes()
    capsys.readouterr()
    assert scripts.replan.main(words) == 0
    assert capsys.readouterr().err.count("already there") == 2
    assert output.read_bytes() == written
    assert scripts.replan.main(["--report", str(output)]) == 0
    assert "| ds-team | epic-added | 1 |" in capsys.readouterr().out


@pytest.mark.parametrize(("code", "status", "attempt"), [(3, "infeasible", 4), (4, "no_plan", 0)])
def test_what_has_no_plan_is_drawn_again_and_told(
    scripts, monkeypatch, team, tmp_path, capsys, code, status, attempt
) -> None:
    stand_in(scripts, monkeypatch, team, tmp_path, code)
    output = tmp_path / "replan.csv"
    words = ["--scenario", str(TEAM), "--sample", "1", "-o", str(output)]
    assert scripts.replan.main(words) == 0
    (row,) = scripts.results.read(output, scripts.replan_rows.ReplanRow)
    assert (row.status, row.attempt) == (status, attempt)
    assert scripts.replan.main(["--report", str(output)]) == 0
    assert "1 case" in capsys.readouterr().out


def test_a_command_that_fails_fails_the_run(scripts, monkeypatch, team, tmp_path) -> None:
    stand_in(scripts, monkeypatch, team, tmp_path, 1)
    output = tmp_path / "replan.csv"
    words = ["--scenario", str(TEAM), "--sample", "1", "-o", str(output)]
    assert scripts.replan.main(words) == 1
    (row,) = scripts.results.read(output, scripts.replan_rows.ReplanRow)
    assert "no plan keeps every deadline" in row.error


def _row(scripts, **changes):
    values = {
        "scenario": "team",
        "sha256": "ab",
        "kind": "ill",
        "done": 0.4,
        "seed": 0,
        "baseline_limit": 60.0,
        "time_limit": None,
        "cold_limit": 60.0,
        "keep": "medium",
        "workers": 2,
        "status": "planned",
        "first_seconds": 0.5,
        "final_seconds": 4.0,
        "day_hours": 8.0,
        "tardiness": 10.0,
        "cold_tardiness": 0.0,
        "flow": 110.0,
        "cold_flow": 100.0,
        "moved": 2,
        "cold_moved": 20,
        "newcomers": 1,
        "cold_newcomers": 10,
    }
    return scripts.replan_rows.ReplanRow(**{**values, **changes})


@pytest.mark.parametrize(
    ("tardiness", "cold", "near"),
    [(8, 0, True), (9, 0, False), (1019, 1000, True), (1021, 1000, False)],
)
def test_near_the_cold_plan_is_two_percent_or_a_day(scripts, tardiness, cold, near) -> None:
    row = _row(scripts, tardiness=float(tardiness), cold_tardiness=float(cold))
    assert row.near_cold is near
    assert _row(scripts, tardiness=None).near_cold is None


def test_the_table_has_a_line_for_each_kind_and_one_for_all(scripts) -> None:
    rows = [
        _row(scripts),
        _row(scripts, seed=1, first_seconds=0.7, final_seconds=6.0, tardiness=0.0, newcomers=3),
        _row(scripts, kind="leaves", first_seconds=None, cold_newcomers=0, newcomers=0),
        _row(scripts, kind="items-cut", status="infeasible"),
    ]
    lines = scripts.replan_report.table(rows).splitlines()
    assert lines[2:6] == [
        "| team | items-cut | 0 | - | - | - | - | - | - | 0 of 0 | - | - | - | - | - | - |",
        "| team | ill | 2 | 0.6 | 0.7 | 5.0 | 6.0 | 5.0 | 0.0 | 1 of 2 | +10.0 % | 2.0 | 20.0 "
        "| 2.0 | 10.0 | 20 % |",
        "| team | leaves | 1 | - | - | 4.0 | 4.0 | 10.0 | 0.0 | 0 of 1 | +10.0 % | 2.0 | 20.0 "
        "| 0.0 | 0.0 | - |",
        "| team | **all** | 3 | 0.6 | 0.7 | 4.0 | 6.0 | 6.7 | 0.0 | 1 of 3 | +10.0 % | 2.0 | 20.0 "
        "| 1.3 | 6.7 | 20 % |",
    ]
    assert lines[-1] == "1 case with no plan that keeps every deadline: team items-cut 40%."


def test_cases_of_different_set_ups_are_not_mixed(scripts, tmp_path, capsys) -> None:
    results = scripts.results.Results(tmp_path / "r.csv", scripts.replan_rows.ReplanRow)
    results.add(_row(scripts))
    results.add(_row(scripts, keep="low"))
    assert scripts.replan.main(["--report", str(tmp_path / "r.csv")]) == 2
    assert "different options" in capsys.readouterr().err


def test_the_picture_is_drawn_where_matplotlib_is(scripts, tmp_path, capsys) -> None:
    results = scripts.results.Results(tmp_path / "r.csv", scripts.replan_rows.ReplanRow)
    results.add(_row(scripts))
    results.add(_row(scripts, kind="leaves", tardiness=0.0))
    words = ["--report", str(tmp_path / "r.csv"), "--picture", str(tmp_path / "r.png")]
    code = scripts.replan.main(words)
    if importlib.util.find_spec("matplotlib"):
        assert code == 0
        assert (tmp_path / "r.png").read_bytes().startswith(b"\x89PNG")
    else:
        assert code == 2
        assert "pip install" in capsys.readouterr().err
