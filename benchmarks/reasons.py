"""Blind test of reasons: undoes what a reason names, plans anew, and sees what moves back.

    python benchmarks/reasons.py scenarios/ds-team.yaml --cases 10 -o reasons

A case is a plan to which two or three independent things happen. It is planned anew with all of
them, then without each one, with the same seed and limits. A part of the change brings an item
back where without it the item is back by at least half of its move. Each move, change of people
and late item of the difference is judged by the cause that it names:

right    the cause brings it back
smaller  it brings back less than half, while another part brings back at least half
false    it brings nothing back
none     no cause is named, although one part brings it back
nothing  no cause is named, and no single part brings it back: not counted
partly   the cause brings back less than half, and no other one more: not counted

Plans are kept in the folder; ``--again`` makes the reasons anew and judges them by the kept plans.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import allocator
from allocator.analysis.compare import compare
from allocator.analysis.comparison import Comparison
from allocator.calendars import Calendars, TeamCalendar
from allocator.domain import Plan, PlanItem, Scenario
from allocator.errors import AllocatorError
from allocator.explain.replay.question import ReplanQuestion
from allocator.explain.replay.reasons import replayed_reasons
from allocator.planfile.folder import write_folder
from allocator.planfile.plan_json import read_plan
from allocator.planner import SolveOptions
from allocator.replanning.replan import as_of_now, replan
from allocator.replanning.time_limit import default_time_limit
from allocator.scenario.changes.changed import changed
from reasons_parts import KINDS, Part, draw_parts
from replan_changes import read, still_open, when_done

HALF, NOTHING = 0.5, 0.1
"""Fractions of a move from which on it is back, and up to which nothing of it is."""


@dataclass(frozen=True)
class Row:
    """A change of a plan, and which parts of what happened bring it back."""

    case: str
    what: str
    id: str
    back: dict[int, float]
    named: int | None
    cause: str
    verdict: str
    kind: str
    days: float


def sub_scenario(scenario: Scenario, projects: int) -> Scenario:
    """Return the first projects of a scenario, with what they come after."""
    names = {p.id for p in scenario.projects[:projects]}
    items = tuple(i for i in scenario.items if i.project in names)
    known = {i.id for i in items}
    kept = tuple(
        i.model_copy(update={"after": tuple(k for k in i.after if k.item in known)}) for i in items
    )
    every = max(1, len(scenario.projects) // projects)
    people = scenario.people[::every]
    fields = {
        "items": kept,
        "people": people,
        "projects": scenario.projects[:projects],
        "risks": (),
        "promises": (),
    }
    return scenario.model_copy(update=fields)


@dataclass
class Case:
    """What happened to a plan, and the plans that were made of it."""

    name: str
    folder: Path
    scenario: Scenario
    baseline: Plan
    parts: list[Part]
    now: dt.datetime

    def changed(self, without: int | None = None) -> tuple[Scenario, list[str]]:
        """Return the scenario with all parts but one, and the items whose progress is told."""
        parts = [part for k, part in enumerate(self.parts) if k != without]
        scenario = self.scenario.model_copy(update={"now": self.now})
        reported = [name for part in parts for name in part.reported]
        return changed(scenario, *(part.change for part in parts)), reported

    def replanned(self, limit: float | None, without: int | None = None) -> Plan | None:
        """Return the plan of all parts but one; None where there is none. It is kept."""
        folder = self.folder / self.name / ("all" if without is None else f"without-{without}")
        if (folder / "none").exists():
            return None
        if not (folder / "plan.json").exists():
            folder.mkdir(parents=True, exist_ok=True)
            try:
                scenario, reported = self.changed(without)
                seconds = limit or default_time_limit(scenario, self.baseline, reported=reported)
                found = replan(
                    scenario,
                    self.baseline,
                    reported=reported,
                    options=SolveOptions(time_limit=seconds),
                )
            except AllocatorError as error:
                (folder / "none").write_text(str(error), encoding="utf-8")
                return None
            write_folder(found.plan, folder)
        return read_plan(folder)


def cases(
    name: str, scenario: Scenario, folder: Path, numbers: Sequence[int], plan_seconds: float
) -> Iterator[Case]:
    """Yield cases drawn by seed."""
    base = folder / name / "baseline"
    if not (base / "plan.json").exists():
        allocator.solve(scenario, time_limit=plan_seconds).plan.save(base)
    baseline, data = read_plan(base), read(base)
    for number in numbers:
        draw = random.Random(f"{name} {number}")
        now = when_done(data, draw.choice((0.1, 0.2, 0.35, 0.5)))
        parts = draw_parts(still_open(data, now), draw, draw.choice((2, 2, 3)))
        yield Case(f"{name}/{number}", folder, baseline.scenario, baseline, parts, now)


def judged(case: Case, difference: Comparison, new: Plan, undone: dict[int, Plan]) -> Iterator[Row]:
    """Yield a row for each change of a plan."""
    team = Calendars(new.scenario).team
    after = {e.id: e for e in new.items}
    without = {k: {e.id: e for e in plan.items} for k, plan in undone.items()}
    late = {late.id: late for late in difference.newly_late}
    for move in difference.moved:
        if move.was_finish == move.finish:
            continue
        back = {
            k: _fraction(
                team, move.was_finish, move.finish, getattr(e.get(move.id), "finish", None)
            )
            for k, e in without.items()
        }
        yield _row(case, "moved", move.id, back, move.why, move.finish_days)
        if move.id in late:
            again = late[move.id]
            back = {
                k: 1.0 - (e[move.id].late_days or 0) / again.late_days if move.id in e else 1.0
                for k, e in without.items()
            }
            yield _row(case, "newly_late", move.id, back, again.why, again.late_days)
    for date in difference.dates:
        if date.days:
            assert date.was is not None and date.now is not None
            back = {
                k: _fraction(team, date.was, date.now, _finish(plan, date.kind, date.id))
                for k, plan in undone.items()
            }
            yield _row(case, date.kind, date.id, back, date.why, date.days)
    for change in difference.reassigned:
        back = {
            k: float(
                {w.person for w in e[change.id].assignments} == set(change.was)
                if change.id in e
                else 0
            )
            for k, e in without.items()
        }
        if {w.person for w in after[change.id].assignments} == set(change.now):
            yield _row(case, "reassigned", change.id, back, change.why, 0.0)


def _end(entry: PlanItem | None) -> dt.datetime | None:
    return None if entry is None else entry.finish


def _finish(plan: Plan, kind: str, key: str) -> dt.datetime | None:
    if kind == "project":
        return next((p.finish for p in plan.metrics.projects if p.id == key), None)
    return next((e.finish for e in plan.items if e.id == key), None)


def _fraction(
    team: TeamCalendar, was: dt.datetime, now: dt.datetime, back: dt.datetime | None
) -> float:
    if back is None:
        return 1.0
    whole = float(team.hours_moved(was, now))
    part = float(team.hours_moved(back, now)) * (1 if back < now else -1)
    return part / whole * (1 if now > was else -1)


def _row(case: Case, what: str, key: str, back: dict[int, float], why: Any, days: float) -> Row:
    cause = why.cause if why is not None else None
    named = None
    if cause is not None:
        asked = (cause.section, cause.id)
        named = next((k for k, part in enumerate(case.parts) if asked in part.subjects), None)
    helpers = [k for k, part in back.items() if part >= HALF]
    if cause is not None and named is not None and named not in back:
        verdict = "nothing"  # there is no plan without it
    elif cause is not None and (named is None or back[named] < NOTHING):
        verdict = "false"
    elif named is not None:
        verdict = "right" if named in helpers else "smaller" if helpers else "partly"
    else:
        verdict = "none" if helpers else "nothing"
    true = max(helpers, key=lambda k: back[k]) if helpers else named
    kind = case.parts[true].kind if true is not None else "-"
    text = cause.sentence if cause is not None else ""
    return Row(case.name, what, key, back, named, text, verdict, kind, days)


def run(case: Case, limit: float | None) -> tuple[list[Row], float]:
    """Return the rows of a case and the seconds that its reasons took."""
    new = case.replanned(limit)
    if new is None:
        return [], 0.0
    undone = {k: plan for k in range(len(case.parts)) if (plan := case.replanned(limit, k))}
    scenario, reported = case.changed()
    began = time.monotonic()
    question = ReplanQuestion(scenario=scenario, baseline=case.baseline, reported=reported)
    asked = question.without(())
    assert asked is not None
    before = as_of_now(case.baseline, new.scenario, asked.assumed)
    difference = replayed_reasons(question, new, compare(before, new))
    return list(judged(case, difference, new, undone)), time.monotonic() - began


def table(rows: Sequence[Row]) -> str:
    """Return the counts by kind of what really moved it, as Markdown."""
    verdicts = ("right", "smaller", "false", "none", "partly", "nothing")
    counted = {kind: Counter(r.verdict for r in rows if r.kind == kind) for kind in (*KINDS, "-")}
    lines = [f"| by | {' | '.join(verdicts)} |", f"| --- |{' ---: |' * len(verdicts)}"]
    for kind, count in counted.items():
        if count:
            lines.append(f"| {kind} | {' | '.join(str(count[v]) for v in verdicts)} |")
    total = Counter(r.verdict for r in rows)
    lines.append(f"| all | {' | '.join(str(total[v]) for v in verdicts)} |")
    asked = sum(total[v] for v in verdicts[:4])
    share = total["right"] / asked if asked else 0.0
    return "\n".join([*lines, "", f"{total['right']} of {asked} right: {share:.1%}"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the test; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenarios", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("reasons"))
    parser.add_argument("--cases", type=int, default=10, help="of each scenario")
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--projects", type=int, help="plan only the first projects")
    parser.add_argument("--time-limit", type=float, help="of each re-planning, in seconds")
    parser.add_argument("--plan-seconds", type=float, default=15.0)
    parser.add_argument("--seconds", type=float, default=3600.0, help="begin no case after these")
    parser.add_argument("--wrong", action="store_true", help="print each row that is not right")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    began = time.monotonic()
    for path in options.scenarios:
        scenario = allocator.load(path)
        name = path.stem
        if options.projects:
            scenario, name = sub_scenario(scenario, options.projects), f"{name}-{options.projects}"
        numbers = range(options.first, options.first + options.cases)
        for case in cases(name, scenario, options.output, numbers, options.plan_seconds):
            if time.monotonic() - began > options.seconds:
                break
            found, seconds = run(case, options.time_limit)
            rows += found
            kinds = ", ".join(part.kind for part in case.parts)
            right = sum(r.verdict == "right" for r in found)
            print(f"{case.name} ({kinds}): {right} of {len(found)}, {seconds:.1f} s", flush=True)
            for row in found if options.wrong else ():
                if row.verdict in ("smaller", "false", "none"):
                    back = {case.parts[k].kind: round(v, 2) for k, v in row.back.items()}
                    print(
                        f"  {row.verdict} {row.what} {row.id} {row.days:+.1f}d: {back}; {row.cause}"
                    )
    text = table(rows)
    print(text)
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "reasons.md").write_text(text + "\n", encoding="utf-8")
    data = [{**row.__dict__} for row in rows]
    (options.output / "reasons.json").write_text(json.dumps(data, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
