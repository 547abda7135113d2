"""What an assistant can ask for: each tool does what the command of its name does.

Plans that tools make are kept while the server runs, and are named by the text that comes back as
``plan``; so that questions about a plan need no file.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

from allocator.api.forecasts import forecast
from allocator.api.levers import levers
from allocator.api.outputs import sprints
from allocator.api.plans import Plan, read_plan
from allocator.api.reasons import why
from allocator.api.replans import replan
from allocator.api.scenarios import check
from allocator.api.searches import solve
from allocator.errors import Finding, InputError, ScenarioError
from allocator.exports.difference import difference_document
from allocator.mcp.plan_document import plan_document
from allocator.mcp.shared_folder import SharedFolder

MAX_SECONDS: Final = 120.0
"""Seconds that a tool may search at most, whatever it is asked for."""

_MAX_FUTURES: Final = 2_000
_MAX_PLANS: Final = 20
_MAX_ROWS: Final = 100
_PREFIX: Final = "plan:"


class Tools:
    """The tools of one server.

    Parameters
    ----------
    folder
        The folder whose files may be named.
    max_seconds
        Seconds that a tool may search at most.
    """

    def __init__(self, folder: SharedFolder, *, max_seconds: float = MAX_SECONDS) -> None:
        self._folder, self._max_seconds = folder, min(max_seconds, MAX_SECONDS)
        self._plans: dict[str, Plan] = {}
        self._made = 0

    def all(self) -> tuple[Callable[..., dict[str, Any]], ...]:
        """Return the tools, in the order in which they are listed."""
        return (
            self.files,
            self.check,
            self.plan,
            self.replan,
            self.why,
            self.levers,
            self.forecast,
            self.sprints,
        )

    def files(self) -> dict[str, Any]:
        """List the files of the folder, and the plans that tools have made so far."""
        return {
            "files": self._folder.files(),
            "plans": list(self._plans),
            "can_write": self._folder.can_write,
        }

    def check(self, scenario: str) -> dict[str, Any]:
        """Find the errors and warnings of a scenario file, each with its line and a hint."""
        findings = check(self._folder.existing(scenario))
        return {
            "errors": [self._finding(one) for one in findings if one.severity == "error"],
            "warnings": [self._finding(one) for one in findings if one.severity == "warning"],
        }

    def plan(
        self, scenario: str, time_limit: float = 20, save_as: str | None = None
    ) -> dict[str, Any]:
        """Plan a scenario file: who does what, when.

        The answer has `plan`, the name by which other tools take this plan. time_limit is in
        seconds. save_as names a folder for plan.json, if the server may write.
        """
        target = None if save_as is None else self._folder.writable(save_as)
        path = self._folder.existing(scenario)
        result = solve(path, time_limit=self._seconds(time_limit))
        return self._kept(result.plan, target) | plan_document(result.plan)

    def replan(
        self,
        scenario: str,
        plan: str,
        changes: str = "",
        actuals: str | None = None,
        now: str | None = None,
        keep: Literal["low", "medium", "high"] = "medium",
        time_limit: float = 20,
        save_as: str | None = None,
    ) -> dict[str, Any]:
        """Plan anew after changes, staying near an old plan, and say what moved and why.

        scenario is the scenario file, plan the name of the old plan or of its file. changes is
        YAML, for example `update: {CH-9: {effort: 4d}}`, or the name of such a file; actuals the
        name of a CSV file of what has happened. now is today, YYYY-MM-DD, unless the scenario says.
        keep is how close to the old plan: high changes least, low has the best dates.
        """
        target = None if save_as is None else self._folder.writable(save_as)
        old, path = self._plan(plan), self._folder.existing(scenario)
        happened = None if actuals is None else self._folder.existing(actuals)
        with self._changes(changes) as files:
            result = replan(
                path,
                old,
                changes=files,
                actuals=happened,
                now=None if now is None else _date(now),
                keep=keep,
                time_limit=self._seconds(time_limit),
            )
        difference = difference_document(result.difference)
        return (
            self._kept(result.plan, target)
            | {"changes": difference, "notes": list(result.notes)}
            | plan_document(result.plan)
        )

    def why(self, plan: str, what: str | None = None, time_limit: float = 20) -> dict[str, Any]:
        """Say why something ends when it does, with causes that were tried, and what would help.

        what is the id or title of an item, milestone, project or person; without it all that is
        late.
        """
        return why(self._plan(plan), what, time_limit=self._seconds(time_limit)).to_dict()

    def levers(self, plan: str, what: str, time_limit: float = 60, top: int = 5) -> dict[str, Any]:
        """Rank what would make something end earlier, each verified by planning with it."""
        found = levers(
            self._plan(plan), what, time_limit=self._seconds(time_limit), top=max(1, min(top, 20))
        )
        return found.to_dict()

    def forecast(self, plan: str, futures: int = 500, confidence: float = 0.85) -> dict[str, Any]:
        """Simulate futures of a plan, and say how sure its dates are: percentiles and chances."""
        number = max(10, min(futures, _MAX_FUTURES))
        document = forecast(self._plan(plan), futures=number, confidence=confidence).to_dict()
        rows = document.get("rows", [])
        return document | {
            "rows": rows[:_MAX_ROWS],
            "rows_not_listed": max(0, len(rows) - _MAX_ROWS),
        }

    def sprints(self, plan: str, sprint: str = "next", team: str | None = None) -> dict[str, Any]:
        """Say what goes into a sprint: goals, who does what, capacity, what must be ready.

        sprint is current, next, all, a number or a name.
        """
        return sprints(self._plan(plan), sprint=sprint, team=team).to_dict()

    # ------------------------------------------------------------------ arguments

    def _seconds(self, asked: float) -> float:
        """Return the seconds that a search may take."""
        if not asked > 0:
            raise InputError(f"time_limit is a number of seconds above 0, not {asked}")
        return min(float(asked), self._max_seconds)

    def _plan(self, name: str) -> Plan:
        """Return a plan that a tool has made, or that of a file."""
        if name in self._plans:
            return self._plans[name]
        if name.startswith(_PREFIX):
            known = ", ".join(self._plans) or "none yet"
            raise InputError(f"there is no plan {name}; there are: {known}")
        path = self._folder.existing(name)
        if path.is_dir():
            path = self._folder.existing(str(path.relative_to(self._folder.root) / "plan.json"))
        return read_plan(path)

    def _kept(self, plan: Plan, target: Path | None) -> dict[str, Any]:
        """Keep a plan, write it if wanted, and return its name."""
        self._made += 1
        name = f"{_PREFIX}{self._made}"
        self._plans[name] = plan
        while len(self._plans) > _MAX_PLANS:
            del self._plans[next(iter(self._plans))]
        written = [] if target is None else plan.save(target)
        files = [str(path.relative_to(self._folder.root)) for path in written]
        return {"plan": name} | ({"files": files} if files else {})

    @contextmanager
    def _changes(self, text: str) -> Iterator[list[Path]]:
        """Give the file of changes that a text names, or holds."""
        if not text.strip():
            yield []
        elif "\n" not in text and ":" not in text and "{" not in text:
            yield [self._folder.existing(text)]
        else:
            with tempfile.TemporaryDirectory(prefix="allocator-mcp-") as folder:
                path = Path(folder) / "changes.yaml"
                path.write_text(text, "utf-8")
                try:
                    yield [path]
                except ScenarioError as error:  # told without the folder, which is not theirs
                    raise InputError(str(error).replace(f"{folder}/", "")) from None

    def _finding(self, finding: Finding) -> dict[str, Any]:
        place = finding.place.file or ""
        with_root = place.replace(f"{self._folder.root}/", "")
        return {
            "code": finding.code,
            "message": finding.message,
            "hint": finding.hint,
            "place": ":".join(str(p) for p in (with_root, finding.line, finding.column) if p),
        }


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(f'"{text}" is no date; write it as 2026-12-01') from None
