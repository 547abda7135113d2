"""What a scenario says about itself: references between its parts, and whether they can hold.

Each module holds one kind of check; a check takes the :class:`Facts` and yields findings.
:data:`CHECKS` lists them in the order in which they run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from allocator.errors import Finding
from allocator.scenario import limits
from allocator.scenario.shape.draft import Draft
from allocator.scenario.validate import (
    baseline,
    doubts,
    efforts,
    holidays,
    identity,
    links,
    notices,
    progress,
    reach,
    sizes,
    sprints,
    staffing,
    windows,
)
from allocator.scenario.validate.facts import Facts

Check = Callable[[Facts], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    identity.duplicate_ids,
    identity.unknown_ids,
    identity.named_twice,
    holidays.unknown_countries,
    sizes.beyond_all_sense,
    doubts.disordered_estimates,
    doubts.names_with_commas,
    links.after_itself,
    links.cycles,
    staffing.nobody_at_all,
    staffing.unfillable_needs,
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
    efforts.out_of_reach,
    reach.beyond_the_last_day,
    sprints.unknown_teams,
    sprints.too_long,
)
"""The checks that find errors, in the order in which they run."""

NOTICES: tuple[Check, ...] = (
    identity.linked_twice,
    doubts.long_amounts,
    doubts.long_lags,
    doubts.far_dates,
    windows.due_dates,
    windows.floating_dates,
    progress.unskilled_at_work,
    progress.ahead_of_predecessors,
    sprints.without_sprints,
    baseline.over,
    notices.people,
    notices.unused,
    notices.items,
    notices.objectives,
)
"""The checks that only warn."""


def check_references(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong, or worth knowing, between the parts of a scenario.

    Parameters
    ----------
    draft
        The parts that are valid each for itself; checks that need a part that is not valid are
        left out.
    """
    facts = Facts(draft)
    for check in CHECKS:
        yield from check(facts)
    for check in NOTICES:
        yield from islice(check(facts), limits.FINDINGS)
