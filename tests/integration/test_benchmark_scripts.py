"""The benchmark's scripts: rows that survive, runs taken up again, tables that add up."""

from __future__ import annotations

import csv
import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

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


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Import the scripts as they import each other: by name, from their folder."""
    monkeypatch.syspath_prepend(str(FOLDER))
    modules: dict[str, ModuleType] = {}
    for name in ("instances", "results", "table"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    for name in ("instances", "results", "table"):
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


def test_what_cannot_be_run_is_said_in_one_line(tmp_path):
    missing = _run(tmp_path / "none", "-o", tmp_path / "results.csv")
    assert missing.returncode == 2
    assert missing.stderr.count("\n") == 1
    assert "no such file" in missing.stderr
