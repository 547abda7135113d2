"""The benchmark's scripts: rows that survive, runs taken up again, tables that add up."""

from __future__ import annotations

import csv
import importlib
import importlib.util
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from allocator.planner.trace import Trace, TraceRow

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"

RULE = "=" * 20
TINY = f"""{RULE}
Tasks: 4
Resources: 2
Precedence relations: 2
Number of skill types: 2
{RULE}
ResourceID Salary Skills
1 10.0 Q0: 1
2 20.0 Q0: 1 Q1: 1
{RULE}
TaskID Duration Skill Predecessor IDs
1 4 Q0: 1
2 3 Q1: 1
3 5 Q1: 1 1
4 6 Q0: 0 2
{RULE}
"""
"""Person 2 alone has Q1, so tasks 2 and 3 (8 h) are theirs. Were task 1 or 4 theirs too, they
would have 12 or 14 h; so both are person 1's, 10 h. That can be done: 1 from 0 to 4 and 4 from
4 to 10; 2 from 0 to 3 and 3 from 4 to 9. The best makespan is 10."""


_SCRIPTS = (
    *("instances", "results", "table", "traces", "planners", "clocks", "plain_horizon", "plain"),
    *("peer_cpsat", "peer_tj3", "team_planning", "suites", "anytime", "one"),
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


def _row(scripts: SimpleNamespace, **changes: object):
    tier = {"name": "makespan", "value": 102.0, "bound": 100.0, "gap": 0.02, "proved": False}
    values: dict[str, object] = {
        "instance": "a.def",
        "folder": "d36",
        "sha256": "ab",
        "form": "imopse",
        "planner": "allocator",
        "time_limit": 30.0,
        "workers": 2,
        "seed": 0,
        "status": "optimal",
        "tasks": 4,
        "people": 2,
        "links": 2,
        "objective_name": "makespan",
        "unit": "h",
        "objective": 102.0,
        "bound": 100.0,
        "gap_to_bound": 2.0,
        "proved": False,
        "best_known": 100.0,
        "gap_to_best_known": 2.0,
        "tiers": json.dumps([tier]),
        "versions": "allocator 1",
        "machine": "a machine",
    }
    return scripts.results.Row(**{**values, **changes})


def test_rows_read_back_as_they_were_written(scripts, tmp_path):
    path = tmp_path / "results.csv"
    rows = [
        _row(scripts),
        _row(scripts, instance="b.def", proved=True, error=None, objective=1234567.25),
        _row(
            scripts, instance="c, d.def", status="error", objective=None, error='says "no"\nagain'
        ),
    ]
    for row in rows:
        results = scripts.results.Results(path)
        results.add(row)
    assert scripts.results.read(path) == rows


def test_a_new_row_replaces_the_one_of_the_same_run(scripts, tmp_path):
    results = scripts.results.Results(tmp_path / "results.csv")
    results.add(_row(scripts, objective=102.0))
    results.add(_row(scripts, objective=101.0))
    results.add(_row(scripts, seed=1))
    results.add(_row(scripts, sha256="changed content"))
    assert [row.objective for row in results] == [101.0, 102.0, 102.0]


def test_runs_that_ended_in_an_error_are_tried_again(scripts, tmp_path):
    results = scripts.results.Results(tmp_path / "results.csv")
    results.add(_row(scripts, status="error"))
    assert not results.done(_row(scripts))
    results.add(_row(scripts, status="infeasible"))
    assert results.done(_row(scripts))


def test_other_files_are_not_taken_for_results(scripts, tmp_path):
    path = tmp_path / "results.csv"
    path.write_text("instance,objective\na,1\n", encoding="utf-8")
    with pytest.raises(scripts.instances.BenchmarkError, match="no file of results"):
        scripts.results.Results(path)


def test_summary_counts_proofs_and_gaps(scripts):
    """The gap to the bound is that of the widest tier, so that an easy first one hides nothing."""
    wide = [{"name": "value", "gap": 0.0}, {"name": "flow", "gap": 0.04}]
    rows = [
        _row(scripts, gap_to_best_known=0.5, proved=True, tiers=json.dumps(wide[:1])),
        _row(scripts, gap_to_best_known=3.5, status="feasible", tiers=json.dumps(wide)),
        _row(scripts, status="error", objective=None, gap_to_best_known=None, tiers=None),
    ]
    text = scripts.table.summary(rows)
    assert "3 runs, 2 with a plan, 1 proved optimal in the first tier, 1 in all" in text
    assert "best known: mean 2.00 %, largest 3.50 %; 1 of 2 within 1 %" in text
    assert "own bound, of the widest tier: mean 2.00 %, largest 4.00 %" in text
    assert "allocator 1" in text
    assert "a machine" in text


def test_value_below_a_bound_proved_elsewhere_is_called_wrong(scripts):
    assert "WRONG" in scripts.table.summary([_row(scripts, known_lower_bound=103.0)])
    assert "WRONG" not in scripts.table.summary([_row(scripts, known_lower_bound=102.0)])


def test_tables_have_a_line_for_each_run_and_tier(scripts):
    two = json.dumps(
        [
            {"name": "value", "value": 0.0, "bound": 0.0, "gap": 0.0, "proved": True},
            {"name": "flow", "value": 50.0, "bound": 40.0, "gap": 0.2, "proved": False},
        ]
    )
    rows = [_row(scripts), _row(scripts, instance="s.yaml", tiers=two)]
    lines = scripts.table.table(rows).splitlines()
    assert len(lines) == 4
    assert len({line.count("|") for line in lines}) == 1
    assert scripts.table.tiers(rows).splitlines()[2:] == [
        "| s.yaml | value | 0 | 0 | 0.00 % | yes |",
        "| s.yaml | flow | 50 | 40 | 20.00 % | no |",
    ]


def test_form_is_told_by_the_ending_and_for_txt_by_the_first_line(scripts, tmp_path):
    single, several, odd = (tmp_path / name for name in ("a.txt", "b.txt", "c.xyz"))
    single.write_text("6 2\n4 3\n", encoding="utf-8")
    several.write_text("\n  24\n 4\n", encoding="utf-8")
    odd.touch()
    assert scripts.instances.form_of(single) == "psplib"
    assert scripts.instances.form_of(several) == "mplib"
    assert scripts.instances.form_of(Path("x.DEF")) == "imopse"
    with pytest.raises(scripts.instances.BenchmarkError, match="--format"):
        scripts.instances.form_of(odd)


def test_best_known_values_are_found_by_folder_and_name(scripts, tmp_path):
    table = tmp_path / "known.csv"
    table.write_text("folder,instance,best_known_makespan\none,a.txt,5\n", encoding="utf-8")
    plain = tmp_path / "plain.csv"
    plain.write_text("instance,best_known_makespan,lower_bound\nb.txt,7,6\n", encoding="utf-8")
    known = scripts.instances.best_known([table, plain])
    found = scripts.instances.look_up(known, tmp_path / "one" / "a.txt")
    assert (found.value, found.lower_bound) == (5.0, None)
    assert scripts.instances.look_up(known, tmp_path / "two" / "a.txt") is None
    assert scripts.instances.look_up(known, tmp_path / "two" / "b.txt").lower_bound == 6.0


TEAM = {
    "name": "two skills",
    "calendar": {"start": "2026-11-30"},
    "people": [
        {"id": "ana", "skills": ["a"]},
        {"id": "bo", "skills": ["a", "b"], "capacity": 0.5, "workdays": ["mon", "tue"]},
    ],
    "projects": [
        {"id": "P", "priority": 2, "due": "2026-11-30"},
        {"id": "Q", "priority": 3, "due": "2026-12-07"},
    ],
    "items": [
        {"id": "P1", "project": "P", "needs": "a", "effort": "2d"},
        {"id": "Q1", "project": "Q", "needs": "b", "effort": "1.5d"},
    ],
    "objectives": ["tardiness", "makespan"],
}
"""P1 takes ana Monday and Tuesday: a day late, 2 x 8 h. Q1 takes bo, at half speed, three days of
eight hours on Mondays and Tuesdays: to the Monday on which it is due. So 16 is the best."""


def _scenario(data: dict[str, object]):
    from allocator.domain import Scenario

    return Scenario.model_validate(data)


def _settings(scripts: SimpleNamespace):
    return scripts.planners.Settings(time_limit=20.0, workers=2, seed=0)


def test_team_planning_is_the_same_each_time_and_somebody_must_be_late(scripts):
    """Work due by some day is over what the capable can do, counted here from the file alone."""
    for items, calendars in ((100, False), (100, True), (30, False)):
        data = scripts.team_planning.make(items, 3, calendars=calendars)
        assert data == scripts.team_planning.make(items, 3, calendars=calendars)
        assert data != scripts.team_planning.make(items, 4, calendars=calendars)
        assert len(data["items"]) == items
        assert ("holidays" in data["people"][0]) == calendars
        scenario = _scenario(json.loads(scripts.team_planning.written(data)))
        assert all(scenario.candidates(item, item.staffing[0]) for item in scenario.items)
        assert _overloaded(scenario)


def _overloaded(scenario) -> bool:
    from allocator.analysis.dates import plan_start
    from allocator.calendars import Calendars
    from allocator.domain.quantities import end_of

    calendars = Calendars(scenario)
    skills = sorted({skill for person in scenario.people for skill in person.skills})
    for due in {project.due for project in scenario.projects}:
        by_then = {project.id for project in scenario.projects if project.due <= due}
        for group in [{skill} for skill in skills] + [set(skills)]:
            load = sum(
                float(scenario.effort_minutes(item.effort)) / 60
                for item in scenario.items
                if item.project in by_then and group.issuperset(item.staffing[0].skills)
            )
            room = sum(
                float(calendars.of(person).hours_between(plan_start(scenario), end_of(due)))
                for person in scenario.people
                if group.intersection(person.skills)
            )
            if load > room:
                return True
    return False


def test_plain_cpsat_finds_and_proves_the_best_under_calendars(scripts):
    scenario = _scenario(TEAM)
    found = scripts.one.measured(
        scenario, scripts.planners.peer("plain-cpsat")(scenario, _settings(scripts))
    )
    assert (found["objective"], found["bound"], found["violations"]) == (16.0, 16.0, 0)
    assert found["proved"]
    assert found["status"] == "feasible", "the second tier has no bound"


def test_plain_cpsat_plans_resources_and_traces_what_it_finds(scripts):
    jobs = [
        {"id": f"J{k}", "elapsed": f"{k}h", "resources": {"r": need}}
        for k, need in ((3, 1), (4, 2), (5, 1))
    ]
    scenario = _scenario(
        {
            "name": "resources",
            "calendar": {"start": "2026-11-30", "continuous": True},
            "resources": [{"id": "r", "capacity": 2}],
            "items": [*jobs, {"id": "J9", "elapsed": "2h", "resources": {"r": 1}, "after": "J4"}],
            "objectives": ["makespan"],
        }
    )
    outcome = scripts.planners.peer("plain-cpsat")(scenario, _settings(scripts))
    found = scripts.one.measured(scenario, outcome)
    # J4 has the resource for itself for 4 h; J5 beside J3 and J9 takes 5.
    assert (found["objective"], found["status"], found["violations"]) == (9.0, "optimal", 0)
    values, bounds = scripts.traces.steps(outcome.trace, "makespan")
    assert values[-1][1] == bounds[-1][1] == 9.0


def test_pyjobshop_agrees_with_the_plain_model(scripts):
    pytest.importorskip("pyjobshop", reason="in the bench group")
    people = [{"id": p, "skills": s} for p, s in (("ana", ["a"]), ("bo", ["a", "b"]))]
    scenario = _scenario({**TEAM, "people": people})
    values = [
        scripts.one.measured(scenario, scripts.planners.peer(name)(scenario, _settings(scripts)))
        for name in ("plain-cpsat", "pyjobshop")
    ]
    assert [v["objective"] for v in values] == [v["bound"] for v in values] == [16.0, 16.0]
    assert [v["violations"] for v in values] == [0, 0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"deadline": "2026-12-24"}, "deadline"),
        ({"needs": ["a", "b"]}, "team"),
        ({"after": [{"item": "Q1", "lag": "1d"}]}, "lags"),
    ],
)
def test_peers_refuse_what_their_model_leaves_out(scripts, change, says):
    first, second = TEAM["items"]
    scenario = _scenario({**TEAM, "items": [{**first, **change}, second]})
    with pytest.raises(scripts.instances.BenchmarkError, match=f"P1 .*{says}"):
        scripts.planners.peer("plain-cpsat")(scenario, _settings(scripts))


def test_taskjuggler_gets_the_scenario_and_its_report_is_read_back(scripts, tmp_path):
    """What tj3 3.7.1 wrote for this scenario; it agrees with the hand-made plan."""
    scenario = _scenario(TEAM)
    text = scripts.peer_tj3.tjp(scenario)
    assert "efficiency 0.5" in text
    assert "workinghours wed off" in text
    assert "allocate p0 { alternative p1 select minloaded persistent }" in text
    report = tmp_path / "plan.csv"
    report.write_text(
        '"Id";"Start";"End";"Resources"\n'
        '"i1";"2026-11-30-09:00";"2026-12-07-17:00";"p1 (p1)"\n'
        '"i0";"2026-11-30-09:00";"2026-12-01-17:00";"p0 (p0)"\n',
        encoding="utf-8",
    )
    items = scripts.peer_tj3.read_report(scenario, report)
    assert [entry.id for entry in items] == ["P1", "Q1"]
    found = scripts.one.measured(scenario, scripts.planners.Outcome(items=items, engine="tj3"))
    assert (found["objective"], found["violations"]) == (16.0, 0)
    assert (found["bound"], found["proved"]) == (None, False)
    if shutil.which("tj3"):
        live = scripts.planners.peer("tj3")(scenario, _settings(scripts))
        assert [(one.id, one.start, one.finish) for one in live.items] == [
            (one.id, one.start, one.finish) for one in items
        ]


def test_breaches_in_a_peers_plan_are_counted(scripts):
    """Both items to bo at once: two at a time are too many, and P1 ends too soon for half speed."""
    scenario = _scenario(TEAM)
    good = scripts.planners.peer("plain-cpsat")(scenario, _settings(scripts)).items
    works = good[0].assignments[0].model_copy(update={"person": "bo"})
    bad = [good[0].model_copy(update={"assignments": (works,)}), good[1]]
    assert scripts.one.violations(scenario, good) == 0
    assert scripts.one.violations(scenario, bad) >= 2


def test_traces_read_back_and_give_steps_that_only_improve(scripts, tmp_path):
    row = TraceRow
    rows = [
        row(0.5, "greedy", "tardiness", "h", 90.0, None),
        row(2.0, "bounds", "tardiness", "h", None, 10.0),
        row(3.0, "lns", "tardiness", "h", 95.0, 8.0),
        row(1.0, "lns", "tardiness", "h", 70.0, None),
        row(4.0, "lns", "flow", "h", 5.0, 5.0),
    ]
    path = tmp_path / "team.allocator.seed0.csv"
    Trace(list(rows)).write(path)
    assert path.read_text(encoding="utf-8").startswith("seconds,engine,tier,unit,value,bound\n")
    assert scripts.traces.read_trace(path) == rows
    assert scripts.traces.steps(rows, "tardiness") == (
        [(0.5, 90.0), (1.0, 70.0)],
        [(2.0, 10.0)],
    )
    curve = scripts.anytime.curve(path, rows, "tardiness")
    assert (curve.label, curve.until) == ("allocator", 4.0)
    with pytest.raises(scripts.instances.BenchmarkError, match="nothing on the tier cost"):
        scripts.anytime.curve(path, rows, "cost")


def test_pictures_are_drawn_where_matplotlib_is_and_asked_for_where_not(scripts, tmp_path, capsys):
    trace = tmp_path / "team.allocator.seed0.csv"
    Trace([TraceRow(0.5, "greedy", "tardiness", "h", 90.0, 10.0)]).write(trace)
    picture = tmp_path / "team.png"
    code = scripts.anytime.main([str(trace), "-o", str(picture)])
    if importlib.util.find_spec("matplotlib"):
        assert code == 0
        assert picture.read_bytes().startswith(b"\x89PNG")
    else:
        assert code == 2
        assert "pip install" in capsys.readouterr().err


def test_suites_have_a_line_for_each_planner(scripts):
    rows = [
        _row(scripts, suite="d36", gap_to_best_known=2.0, first_plan_seconds=1.0, peak_mb=100.0),
        _row(
            scripts,
            suite="d36",
            instance="b.def",
            sha256="cd",
            objective=100.0,
            proved=True,
            gap_to_bound=0.0,
            gap_to_best_known=0.0,
            first_plan_seconds=2.0,
            peak_mb=300.0,
        ),
        _row(
            scripts,
            suite="d36",
            planner="tj3",
            objective=153.0,
            bound=None,
            gap_to_bound=None,
            gap_to_best_known=53.0,
            violations=4,
        ),
    ]
    assert scripts.table.suites(rows).splitlines()[2:] == [
        "| d36 | allocator | 2 | 2 | 1 | 1.00 % | 2.00 % | 1.00 % | 2.00 % | 0.00 % | - | 1.50 "
        "| 300 |",
        "| d36 | tj3 | 1 | 1 | 0 | 53.00 % | 53.00 % | - | - | 50.00 % | 4 | - | - |",
    ]


def test_runs_of_different_planners_are_different_runs(scripts, tmp_path):
    results = scripts.results.Results(tmp_path / "results.csv")
    results.add(_row(scripts))
    assert results.done(_row(scripts))
    assert not results.done(_row(scripts, planner="tj3"))


def test_team_planning_is_registered_at_every_size_and_unknown_suites_are_refused(scripts):
    for items in (100, 300, 1000, 3000, 10000):
        assert scripts.suites.suite(f"team-{items}").teams[0] == items
        assert scripts.suites.suite(f"team-{items}-calendars").calendars == (True,)
    with pytest.raises(scripts.instances.BenchmarkError, match="there are d36"):
        scripts.suites.suite("d37")


def test_made_scenarios_are_kept_and_made_again_when_changed(scripts, tmp_path, monkeypatch):
    monkeypatch.setattr(scripts.suites, "GENERATED", tmp_path / "made")
    first = scripts.suites.suite("smoke").instances(tmp_path)
    assert [path.name for path in first] == ["team-48-seed0.json", "team-48-calendars-seed0.json"]
    right = first[0].read_text(encoding="utf-8")
    first[0].write_text("{}", encoding="utf-8")
    assert scripts.suites.suite("smoke").instances(tmp_path) == first
    assert first[0].read_text(encoding="utf-8") == right


def test_memory_counts_what_a_process_starts():
    """A child of a child that holds 60 MB, which the child itself does not."""
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("only Linux says how much memory a process holds")
    sys.path.insert(0, str(FOLDER))
    try:
        memory = importlib.import_module("memory")
    finally:
        sys.path.remove(str(FOLDER))
    holder = "b = bytearray(60_000_000); print('held', flush=True); input()"
    starter = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {holder!r}])"
    process = subprocess.Popen(
        [sys.executable, "-c", starter], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        process.stdout.readline()
        with memory.Watch(process.pid) as watch:
            time.sleep(3 * memory.INTERVAL)
        process.stdin.close()
    assert watch.peak_mb > 60


def test_a_planner_that_is_absent_is_named_with_what_to_do(scripts, monkeypatch):
    absent = scripts.planners.Planner("tj3", program="no-such-program", remedy="install it")
    with pytest.raises(scripts.instances.BenchmarkError, match="tj3 is not installed: install it"):
        absent.demand()


def _run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, FOLDER / "run.py", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_run_writes_a_row_with_all_its_numbers_and_is_not_repeated(tmp_path):
    """From the command line: one small instance, whose optimum was found by hand."""
    instance = tmp_path / "tiny.def"
    instance.write_text(TINY, encoding="utf-8")
    known = tmp_path / "known.csv"
    known.write_text("instance,best_known_makespan\ntiny.def,10\n", encoding="utf-8")
    output = tmp_path / "results.csv"
    words = (instance, "--time-limit", 20, "--best-known", known, "-o", output)

    first = _run(*words)
    assert first.returncode == 0, first.stderr
    with output.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["status"], row["proved"]) == ("optimal", "yes")
    assert float(row["objective"]) == float(row["bound"]) == 10
    assert float(row["gap_to_best_known"]) == 0
    assert (row["tasks"], row["people"], row["links"]) == ("4", "2", "2")
    assert 0 <= float(row["first_plan_seconds"]) <= float(row["best_plan_seconds"])
    assert float(row["best_plan_seconds"]) <= float(row["wall_seconds"])
    assert float(row["peak_mb"]) > 10
    assert "ortools" in row["versions"]

    written = output.read_bytes()
    second = _run(*words)
    assert "already there" in second.stderr
    assert output.read_bytes() == written


def test_a_run_with_other_parameters_is_another_run(tmp_path):
    """Its row names them, and they reach the planner: CP-SAT does not come first."""
    instance, params = tmp_path / "tiny.def", tmp_path / "params.toml"
    instance.write_text(TINY, encoding="utf-8")
    params.write_text(
        "[whole_model]\ntiny_activities = 0\nsmall_activities = 0\nmedium_activities = 0\n",
        encoding="utf-8",
    )
    output = tmp_path / "results.csv"
    words = (instance, "--time-limit", 2, "-o", output)
    for more in ((), ("--params", params)):
        run = _run(*words, *more)
        assert run.returncode == 0, run.stderr
    with output.open(encoding="utf-8", newline="") as stream:
        first, other = csv.DictReader(stream)
    assert first["params"] == "" and len(other["params"]) == 12
    assert first["engine"] != other["engine"]
    assert "already there" in _run(*words, "--params", params).stderr

    params.write_text("[lns]\nmax_sise = 3\n", encoding="utf-8")
    wrong = _run(*words, "--params", params)
    assert wrong.returncode == 2
    assert f"{params}: lns.max_sise is no parameter; did you mean lns.max_size?" in wrong.stderr


def test_what_cannot_be_run_is_said_in_one_line(tmp_path):
    missing = _run(tmp_path / "none", "-o", tmp_path / "results.csv")
    assert missing.returncode == 2
    assert missing.stderr.count("\n") == 1
    assert "no such file" in missing.stderr

    absent = _run("--suite", "d36", "--data", tmp_path, "-o", tmp_path / "results.csv")
    assert absent.returncode == 2
    assert "--data" in absent.stderr
