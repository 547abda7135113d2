"""What allocator replan asks of the planner, and how long it may take."""

from __future__ import annotations

import datetime as dt
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from allocator import wording
from allocator.cli.conflict import explained
from allocator.cli.output import say
from allocator.domain import Plan, Scenario
from allocator.errors import Finding, InfeasibleError
from allocator.scenario.load import Loaded
from allocator.scenario.validate.progress import went_ahead

if TYPE_CHECKING:
    from allocator.planner import Progress, SolveOptions
    from allocator.replanning import Option, Replanned

_ABOUT = re.compile(r'(?:work item|milestone) "(.+?)" (?:has no time|is due|cannot be done)')
"""Warnings that an item has too little time."""

_TIMES = ((0, 3.0), (80, 3.0), (160, 16.0), (1_600, 16.0), (6_000, 60.0))
"""Items that are not done, and seconds of the default time limit; between them in proportion."""

_OF_OPTIONS = 3
"""So many times as long for several plans."""

_TO_READ, _LEAST = 0.7, 1.0
"""Seconds in which a usual machine has read everything; where it takes longer, that is taken off
the default time limit, of which so many seconds are left at least."""


def _between(items: int) -> float:
    """Return the time limit for so many items, where nothing is slow."""
    (low, seconds), *rest = _TIMES
    for high, more in rest:
        if items <= high:
            return seconds + (more - seconds) * (items - low) / (high - low)
        low, seconds = high, more
    return seconds


def default_limit(items: int, waited: float = 0.0) -> float:
    """Return the default time limit of a search, in seconds.

    Parameters
    ----------
    items
        How many are not done.
    waited
        Seconds from the start of the command to the search.
    """
    return max(_LEAST, _between(items) - max(0.0, waited - _TO_READ))


def _since_begun() -> float:
    """Return the seconds that the command has taken so far; see ``outcome``."""
    began = click.get_current_context().obj
    return 0.0 if began is None else time.monotonic() - began


class Found:
    """One plan, or several options."""

    def __init__(self, found: Replanned | tuple[Option, ...]) -> None:
        self.options: tuple[Option, ...] = found if isinstance(found, tuple) else ()
        self.results: list[Replanned] = (
            [option.replanned for option in found] if isinstance(found, tuple) else [found]
        )


class Question:
    """What is to be planned anew, and how."""

    def __init__(
        self,
        loaded: Loaded,
        baseline: Plan,
        settings: dict[str, Any],
        *,
        many: bool,
        quiet: bool,
        as_json: bool,
    ) -> None:
        self._loaded, self._baseline, self._as_json = loaded, baseline, as_json
        self._mode, self._keep = settings.pop("assume"), settings.pop("keep")
        self._freeze = settings.pop("freeze")
        if settings["time_limit"] is None:
            over = self._begun(ended=True)
            items = loaded.scenario.items
            left = sum(not item.is_done and item.id not in over for item in items)
            waited = 0.0 if settings["reproducible"] else _since_begun()
            seconds = default_limit(left, waited)
            settings["time_limit"] = seconds * (_OF_OPTIONS if many else 1)
        self._settings, self._many, self._quiet = settings, many, quiet or as_json

    def warnings(self) -> list[Finding]:
        """Return the warnings of the scenario that hold with the progress that is assumed.

        What has begun no longer needs the time that there is too little of, and what is assumed
        to have happened in time was waited for.
        """
        begun, today = self._begun(), self._assumed()
        found = ((_ABOUT.match(each.message), each) for each in self._loaded.warnings)
        return [
            each
            for about, each in found
            if (about is None or about[1] not in begun) and _holds(each, today)
        ]

    def _assumed(self) -> Scenario:
        """Return the scenario with the progress that is assumed."""
        from allocator.replanning.assume import assume

        scenario = self._loaded.scenario
        if all(each.ahead_of is None for each in self._loaded.warnings):
            return scenario
        return assume(scenario, self._baseline, self._loaded.told, self._mode)[0]

    def _begun(self, *, ended: bool = False) -> set[str]:
        """Return the items that are assumed to have begun, or to have ended, by now."""
        from allocator.replanning.assume import untold

        if self._mode != "on-plan":
            return set()
        scenario, baseline = self._loaded.scenario, self._baseline
        finish = {entry.id: entry.finish for entry in baseline.items}
        return {
            name
            for name in untold(scenario, baseline, self._loaded.told)
            if not ended or (at := finish[name]) is None or at <= scenario.present
        }

    def search(self, stop: threading.Event) -> Found:
        """Search in another thread, so that this one can take signals.

        Parameters
        ----------
        stop
            Set to end the search with the best that has been found.
        """
        from allocator.api import interruptible
        from allocator.planner import SolveOptions

        limits = SolveOptions(**self._settings)
        try:
            with _news(limits.time_limit, stop, quiet=self._quiet) as news:
                return interruptible(lambda: self._run(limits, news, stop), stop)
        except InfeasibleError as error:
            raise self._explained(limits) from error

    def _explained(self, limits: SolveOptions) -> InfeasibleError:
        """Find what is in conflict as of now, with nothing frozen."""
        from allocator.replanning.prepare import prepare

        asked = prepare(
            self._loaded.scenario,
            self._baseline,
            told=self._loaded.told,
            mode=self._mode,
            window=dt.timedelta(0),
        )
        return explained(
            asked.scenario,
            time_limit=limits.time_limit,
            seed=limits.seed,
            as_json=self._as_json,
        )

    def _run(
        self,
        limits: SolveOptions,
        news: Callable[[Progress], None] | None,
        stop: threading.Event,
    ) -> Found:
        from allocator.replanning import options, replan

        scenario, told = self._loaded.scenario, self._loaded.told
        if self._many:
            return Found(
                options(
                    scenario,
                    self._baseline,
                    told=told,
                    freeze=self._freeze,
                    assume=self._mode,
                    limits=limits,
                    progress=news,
                    stop=stop,
                )
            )
        return Found(
            replan(
                scenario,
                self._baseline,
                told=told,
                keep=self._keep,
                freeze=self._freeze,
                assume=self._mode,
                options=limits,
                progress=news,
                stop=stop,
            )
        )


def _holds(finding: Finding, today: Scenario) -> bool:
    """Whether a finding about what went ahead of its predecessors holds as of today."""
    if finding.ahead_of is None:
        return True
    name, number = finding.ahead_of
    return went_ahead(today, today.item_by_id[name], number)


@contextmanager
def _news(
    limit: float, stop: threading.Event, *, quiet: bool
) -> Iterator[Callable[[Progress], None] | None]:
    """Say the numbers of the first plan, then show the live line on a terminal."""
    from allocator.cli.live import live_line

    if quiet:
        yield None
        return
    began, told = time.monotonic(), threading.Event()

    with live_line(limit, stop, quiet=False) as line:

        def tell(progress: Progress) -> None:
            reached = [tier for tier in progress.tiers if tier.incumbent is not None]
            if reached and not told.is_set():
                told.set()
                values = ", ".join(
                    f"{t.name} {wording.tier_value(t.incumbent or 0.0, t.unit)}" for t in reached
                )
                say(f"First plan after {time.monotonic() - began:.1f} s: {values}")
            if line is not None:
                line(progress)

        yield tell
