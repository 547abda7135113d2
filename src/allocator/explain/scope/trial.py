"""What leaving a set of items out reaches, in a quick search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from allocator.domain import PlanItem, Scenario
from allocator.domain.quantities import When
from allocator.explain.counterfactuals.change import Change, merged
from allocator.explain.scope.candidates import DropChoice
from allocator.explain.scope.changes import AIM, earliest_aim, left_out, with_aims
from allocator.explain.scope.sets import Dropped
from allocator.explain.scope.targets import DateTarget, TargetEnd
from allocator.explain.trials import Effort, TrialOutcome, Trials, WhatIf


@dataclass(frozen=True)
class ReachedDates:
    """When wanted dates are reached without some items, and the plan that does it.

    Attributes
    ----------
    past
        Working hours past the dates, of all together.
    """

    ends: tuple[TargetEnd, ...]
    past: float
    items: tuple[PlanItem, ...]


class DropTrials:
    """Tries to leave sets of items out, each once.

    Parameters
    ----------
    trials
        Of the plan.
    choice
        What may be left out.
    targets
        The dates.
    effort
        Of each trial.
    as_early_as_possible
        Whether the dates are to be reached as early as can be; else by the wanted dates.
    """

    def __init__(
        self,
        trials: Trials,
        choice: DropChoice,
        targets: Sequence[DateTarget],
        effort: Effort,
        *,
        as_early_as_possible: bool = False,
    ) -> None:
        self._trials, self._choice, self._effort = trials, choice, effort
        self.plan, self.team, self.targets = trials.plan, trials.calendars.team, targets
        earliest = earliest_aim(trials.scenario)
        self.aims: tuple[When, ...] = tuple(
            earliest if as_early_as_possible else target.by for target in targets
        )
        self.known: dict[Dropped, ReachedDates | None] = {}

    @property
    def stopped(self) -> bool:
        """Whether the search is ended from outside."""
        return self._trials.stop.is_set()

    def past_of_all(self) -> list[tuple[Dropped, float]]:
        """Return by how many working hours the dates are missed without each set tried so far."""
        return [(one, found.past) for one, found in self.known.items() if found is not None]

    def hours_past(self, sets: Sequence[Dropped]) -> list[float | None]:
        """Return by how many working hours the dates are missed without each set of items."""
        new = [one for one in dict.fromkeys(sets) if one not in self.known]
        if new and not self._trials.stop.is_set():
            outcomes = self._trials.run([self.what_if(one) for one in new], self._effort)
            for one, by_seed in zip(new, outcomes, strict=True):
                self.known[one] = self._best(by_seed)
        found = [self.known.get(one) for one in sets]
        return [None if each is None else each.past for each in found]

    def what_if(self, dropped: Dropped) -> WhatIf:
        """Return the scenario without some items in which the dates come before all else."""
        return WhatIf("without " + ", ".join(sorted(dropped)), change=self.pressing(dropped))

    def pressing(self, dropped: Dropped) -> Change:
        """Return the change of the scenario for that."""
        scenario, choice = self._trials.scenario, self._choice
        gone = {*dropped, *choice.fixed}
        aims = with_aims(scenario, self.targets, self.aims, gone)
        return merged(left_out(scenario, choice, dropped), aims)

    def _best(self, outcomes: Sequence[TrialOutcome | None]) -> ReachedDates | None:
        """Return the earliest dates; of plans past hard deadlines only where the plan is so too."""
        may_break = bool(self._trials.plan.solver.relaxed)
        there = [each for each in outcomes if each is not None and (may_break or not each.excess)]
        found = [
            reached
            for each in there
            if (reached := self.reached(each.scenario, each.items)) is not None
        ]
        return min(found, key=lambda each: each.past, default=None)

    def reached(self, scenario: Scenario, items: Sequence[PlanItem]) -> ReachedDates | None:
        """Return when a plan of a changed scenario reaches the dates; None where one has no end."""
        ends = [target.end(scenario, self.team, items) for target in self.targets]
        there = tuple(end for end in ends if end is not None)
        if len(there) < len(ends):
            return None
        past = sum(
            end.hours_past(self.team, aim) for end, aim in zip(there, self.aims, strict=True)
        )
        own = tuple(entry for entry in items if not entry.id.startswith(AIM))
        return ReachedDates(there, past, own)
