"""Checks the references between the parts of a scenario, and whether they can hold.

Each module holds one kind of check; a check takes the :class:`Context` and yields findings.
:data:`CHECKS` lists them in the order in which they run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from allocator.errors import Finding
from allocator.scenario import limits
from allocator.scenario.shape.parts import ScenarioParts
from allocator.scenario.validate import (
    across_zones,
    awaited,
    baseline,
    blocked,
    budgets,
    efforts,
    experiments,
    faulty_entries,
    holidays,
    identity,
    implausible,
    links,
    meetings,
    notices,
    people_rules,
    progress,
    reach,
    risks,
    sizes,
    sprints,
    staffing,
    windows,
    zones,
)
from allocator.scenario.validate.context import Context

Check = Callable[[Context], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    identity.duplicate_ids,
    identity.unknown_ids,
    identity.named_twice,
    holidays.unknown_countries,
    zones.without_team_zone,
    zones.past_midnight,
    zones.off_the_grid,
    meetings.unknown_names,
    faulty_entries.unknown_names,
    meetings.without_team_zone,
    meetings.never_held,
    across_zones.empty_overlaps,
    across_zones.like_needs,
    across_zones.handovers_of_nobody,
    sizes.out_of_range,
    implausible.disordered_estimates,
    implausible.names_with_commas,
    links.after_itself,
    links.cycles,
    experiments.incomplete,
    experiments.named_twice,
    experiments.contingent_on_two,
    experiments.wrong_order,
    experiments.endless,
    risks.hits,
    risks.disordered_delays,
    risks.promises,
    risks.always_absent,
    risks.scope_without_sprints,
    identity.promised_twice,
    staffing.nobody_at_all,
    staffing.unfillable_needs,
    people_rules.names,
    people_rules.of_shared,
    people_rules.contradictions,
    people_rules.nobody_left,
    staffing.missing_levels,
    staffing.resource_capacity,
    staffing.running_holds,
    progress.in_the_future,
    progress.open_predecessors,
    progress.people_at_work,
    baseline.unknown,
    baseline.named_twice,
    baseline.without_place,
    windows.empty_windows,
    windows.fixed_starts,
    efforts.out_of_reach,
    reach.beyond_the_last_day,
    sprints.unknown_teams,
    sprints.too_long,
    budgets.impossible,
)
"""The checks that find errors, in the order in which they run."""

NOTICES: tuple[Check, ...] = (
    identity.linked_twice,
    implausible.long_amounts,
    implausible.long_lags,
    implausible.far_dates,
    windows.due_dates,
    windows.floating_dates,
    awaited.no_words,
    blocked.without_end,
    blocked.out_of_date,
    people_rules.history,
    progress.unskilled_at_work,
    progress.ahead_of_predecessors,
    sprints.without_sprints,
    meetings.without_people,
    meetings.short_months,
    meetings.outside_hours,
    meetings.exceptions,
    meetings.large_shares,
    meetings.away_on_duty,
    baseline.over,
    risks.milestones,
    risks.over,
    across_zones.handovers_in_one_place,
    across_zones.overlaps_that_nobody_has,
    notices.people,
    notices.unused,
    notices.items,
    notices.objectives,
    notices.preferred,
    budgets.without_effect,
    notices.shared,
)
"""The checks that only warn."""


def check_references(parts: ScenarioParts, *, warn: bool = True) -> Iterator[Finding]:
    """Yield what is wrong, or worth knowing, between the parts of a scenario.

    Parameters
    ----------
    parts
        The parts that are valid each for itself; checks that need a part that is not valid are
        left out.
    warn
        Whether what is worth knowing is looked for too, beside what is wrong.
    """
    context = Context(parts)
    for check in CHECKS:
        yield from check(context)
    for check in NOTICES if warn else ():
        yield from islice(check(context), limits.MAX_FINDINGS)
