"""What a re-planning is given, read and checked; and its search."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

from allocator import domain
from allocator.api.arguments import check_choice
from allocator.api.clusters import search_cluster
from allocator.api.plans import plan_of
from allocator.api.scenarios import loaded
from allocator.api.searches import conflict
from allocator.domain import Scenario
from allocator.errors import InfeasibleError, InputError
from allocator.explain.replay.question import ReplanQuestion
from allocator.planner import Session, SolveOptions
from allocator.planner.notices import search_notices
from allocator.replanning.assumed_progress import Mode
from allocator.replanning.prepare import prepare
from allocator.replanning.stability_tier import Keep
from allocator.replanning.time_limit import default_time_limit
from allocator.scenario.load import Loaded

T = TypeVar("T")


@dataclass(frozen=True)
class ReplanInputs:
    """The scenario as of now and the plan to stay close to."""

    scenario: Scenario
    baseline: domain.Plan
    reported: Collection[str]
    assume: Mode

    def default_time_limit(self, *, several: bool = False) -> float:
        """Return the seconds that the search gets where none are given."""
        return default_time_limit(
            self.scenario,
            self.baseline,
            reported=self.reported,
            assume=self.assume,
            several=several,
        )

    def question(self, keep: Keep, freeze: dt.timedelta | None) -> ReplanQuestion:
        """Return what a re-planning is asked."""
        return ReplanQuestion(
            scenario=self.scenario,
            baseline=self.baseline,
            reported=self.reported,
            keep=keep,
            window=freeze,
            assume=self.assume,
        )

    def search(
        self,
        search: Callable[[SolveOptions], T],
        options: SolveOptions,
        session: Session,
        cluster: str | None,
    ) -> T:
        """Run a search; where there is no plan, explain it."""
        session.notify(search_notices(self.scenario, options))
        with search_cluster(cluster, session, reproducible=options.reproducible) as workers:
            given = dataclasses.replace(options, cluster=workers)
            return session.run(
                lambda: search(given), explain=lambda stop: self._conflict(options, stop)
            )

    def _conflict(self, options: SolveOptions, stop: threading.Event) -> InfeasibleError:
        """Explain why there is no plan as of now, with nothing frozen."""
        thawed = prepare(
            self.scenario,
            self.baseline,
            reported=self.reported,
            mode=self.assume,
            window=dt.timedelta(0),
        )
        return conflict(thawed.scenario, options, stop)


def read_inputs(
    scenario: Scenario | Loaded | str | Path,
    baseline: domain.Plan | str | Path,
    changes: str | Path | Sequence[str | Path],
    actuals: str | Path | None,
    now: dt.date | None,
    reported: Collection[str],
    assume: Mode,
    *,
    relax: bool,
) -> ReplanInputs:
    """Read and check what ``replan`` is given; see there.

    Raises
    ------
    InputError
        It is not said as of when to plan, or an argument is not of its kind.
    """
    check_choice("assume", assume, get_args(Mode))
    read = loaded(scenario, changes=changes, actuals=actuals, now=now, relax=relax)
    check_now(read.scenario)
    _check_reported(read.scenario, reported)
    return ReplanInputs(read.scenario, plan_of(baseline), {*read.reported, *reported}, assume)


def _check_reported(scenario: Scenario, reported: Collection[str]) -> None:
    unknown = [name for name in reported if name not in scenario.item_by_id]
    if unknown:
        raise InputError(f"reported is of work items, and {unknown[0]!r} is none of the scenario")


def check_now(scenario: Scenario) -> None:
    """Raise where a scenario does not say as of when to plan anew.

    Raises
    ------
    InputError
        It does not.
    """
    if scenario.now is None:
        raise InputError(
            "it is not said as of when to plan; give now (--now "
            f"{scenario.present:%Y-%m-%d}), or set it in the scenario"
        )
