"""Runs one case of the re-planning benchmark: the command, the cold plan, how they differ."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instances import BenchmarkError
from replan_changes import Data, make, read, still_open, when_done
from replan_rows import ReplanRow

if TYPE_CHECKING:
    from allocator.domain import Plan

COMMAND = Path(sysconfig.get_path("scripts")) / "allocator"
FIRST = re.compile(r"\bfirst plan\b", re.IGNORECASE)
"""In the line on stderr with which the command tells of its first valid plan."""
STATUS = {2: "impossible", 3: "infeasible", 4: "no_plan"}
"""Of a case by the command's exit code: the input is wrong, no plan satisfies it, no time."""
GRACE = 600.0
"""Seconds after which a command is killed."""


class FailedError(Exception):
    """A command ended as it should not."""


class NoPlanError(Exception):
    """A change that cannot be made of this plan, or after which there is no plan."""

    def __init__(self, status: str, change: str, text: str) -> None:
        super().__init__(text)
        self.status, self.change = status, change


@dataclass(frozen=True)
class Ended:
    """A command that has ended.

    Attributes
    ----------
    seconds
        From its start to its end.
    first
        From its start until it told of a plan; None where it never did.
    """

    code: int
    said: str
    seconds: float
    first: float | None


def baseline(scenario: Path, folder: Path, limit: float, workers: int) -> None:
    """Plan a scenario into a folder, once; raises BenchmarkError where it fails."""
    if (folder / "plan.json").exists():
        return
    print(f"{scenario.stem}: planning the baseline, {limit:g} s", file=sys.stderr)
    ended = run(_plan(scenario, folder, limit, workers))
    if ended.code:
        raise BenchmarkError(f"{scenario}: no baseline: {_last(ended)}")


def measured(
    row: ReplanRow, scenario: Path, plan: Path, place: Path, *, cold_again: bool = True
) -> ReplanRow:
    """Run a case and return its row.

    Parameters
    ----------
    row
        The case; its other columns are filled in.
    scenario, plan
        File of the scenario, and folder of the baseline.
    place
        Folder of what the case makes.
    cold_again
        Whether to plan from nothing even where the folder holds that plan of the same scenario.

    Raises
    ------
    NoPlanError
        There is no such change, or no plan after it.
    FailedError
        A command failed otherwise.
    """
    place.mkdir(parents=True, exist_ok=True)
    old = read(plan)
    now = when_done(old, row.done)
    row = replace(row, now=now.isoformat(timespec="minutes"))
    try:
        change = make(old, row.kind, row.done, row.seed, row.attempt)
    except BenchmarkError as error:
        raise NoPlanError("impossible", "", str(error)) from None
    file = place / "change.yaml"
    file.write_text(change.text, encoding="utf-8")
    left = still_open(old, now)
    row = replace(row, change=change.words, open_items=len(left.waiting) + len(left.running))

    words: list[object] = ["replan", scenario, "--baseline", plan, "--now", row.now]
    words += ["--change", file, "--keep", row.keep, "--workers", row.workers, "--seed", 0]
    words += ["--reasons", "quick"]  # the planning is timed, not the search for causes
    if row.time_limit is not None:
        words += ["--time-limit", f"{row.time_limit:g}s"]
    ended = run([*words, "-o", place / "plan"])
    if ended.code in STATUS:
        raise NoPlanError(STATUS[ended.code], change.words, _last(ended))
    if ended.code:
        raise FailedError(f"replan ended with code {ended.code}: {_last(ended)}")
    row = replace(row, first_seconds=ended.first, final_seconds=ended.seconds)

    cold = from_nothing(read(place / "plan"), old["scenario"])
    row = _with_cold_plan(row, cold, place, again=cold_again)
    return _compared(row, plan, place)


def _with_cold_plan(row: ReplanRow, scenario: Data, place: Path, *, again: bool) -> ReplanRow:
    """Plan from nothing, unless the folder holds that plan of the same scenario."""
    file, folder, text = place / "cold.json", place / "cold", json.dumps(scenario)
    known = place / f"cold-of-{row.cold_limit:g}s.json"
    is_there = (folder / "plan.json").exists() and known.exists()
    if is_there and not again and known.read_text(encoding="utf-8") == text:
        return row
    known.unlink(missing_ok=True)
    file.write_text(text, encoding="utf-8")
    ended = run(_plan(file, folder, row.cold_limit, row.workers))
    if ended.code:
        raise FailedError(f"the cold plan ended with code {ended.code}: {_last(ended)}")
    file.rename(known)
    return replace(row, cold_seconds=ended.seconds)


def from_nothing(plan: Data, before: Data) -> Data:
    """Return a new plan's scenario without the baseline and what keeps near it.

    What is done and in progress stays as it is. `before` is the scenario of the baseline, whose
    objectives count.
    """
    scenario: Data = {k: v for k, v in plan["scenario"].items() if k not in ("baseline", "goals")}
    scenario.pop("objectives", None)
    if "objectives" in before:
        scenario["objectives"] = before["objectives"]
    return scenario


def _compared(row: ReplanRow, baseline: Path, place: Path) -> ReplanRow:
    from allocator import __version__
    from allocator.planfile.plan_json import read_plan

    plans = {name: read_plan(place / name) for name in ("plan", "cold")}
    old = read_plan(baseline)
    found: dict[str, Any] = {}
    for name, prefix in (("plan", ""), ("cold", "cold_")):
        numbers = upheaval(old, plans[name]) | _late(plans[name])
        found |= {prefix + key: value for key, value in numbers.items()}
    return replace(
        row,
        status="planned",
        cold_status=plans["cold"].solver.status,
        day_hours=float(old.scenario.calendar.day_minutes) / 60,
        versions=f"allocator {__version__}, Python {sys.version.split()[0]}",
        **found,
    )


def upheaval(old: Plan, new: Plan) -> dict[str, int]:
    """Count the items that both plans have with other dates or people, and people new on them."""
    before = {entry.id: entry for entry in old.items if entry.start is not None}
    both = [(before[e.id], e) for e in new.items if e.id in before and e.start is not None]
    people = [
        ({w.person for w in a.assignments}, {w.person for w in b.assignments}) for a, b in both
    ]
    return {
        "moved": sum((a.start, a.finish) != (b.start, b.finish) for a, b in both),
        "reassigned": sum(was != now for was, now in people),
        "newcomers": sum(len(now - was) for was, now in people),
    }


def _late(plan: Plan) -> dict[str, float]:
    from allocator.analysis.measures import MEASURES
    from allocator.calendars import Calendars

    team = Calendars(plan.scenario).team
    return {
        name: float(MEASURES[name].function(plan.scenario, plan.items, team))
        for name in ("tardiness", "flow")
    }


def _plan(scenario: Path, folder: Path, limit: float, workers: int) -> list[object]:
    words: list[object] = ["plan", scenario, "-o", folder, "--time-limit", f"{limit:g}s"]
    return [*words, "--workers", workers, "--seed", 0]


def run(words: Sequence[object]) -> Ended:
    """Run the command and time it; raises BenchmarkError where it is not installed."""
    if not COMMAND.exists():
        raise BenchmarkError(f"{COMMAND} is not there; install the project first")
    began = time.perf_counter()
    first, said = None, []
    with subprocess.Popen(
        [str(word) for word in (COMMAND, *words)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stderr is not None
        watch = threading.Timer(GRACE, process.kill)
        watch.start()
        try:
            for line in process.stderr:
                said.append(line)
                if first is None and FIRST.search(line):
                    first = time.perf_counter() - began
            code = process.wait()
        except BaseException:
            process.kill()
            raise
        finally:
            watch.cancel()
    return Ended(code, "".join(said), time.perf_counter() - began, first)


def _last(ended: Ended) -> str:
    """Return the first error that a command named, with what follows it, or else its last line."""
    lines = ended.said.strip().splitlines() or ["without a word"]
    first = next((k for k, line in enumerate(lines) if "error" in line.lower()), len(lines) - 1)
    return " ".join(line.strip() for line in lines[first : first + 4])[:500]
