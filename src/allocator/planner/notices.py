"""What makes a search slower than it could be, said before it starts."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.domain import Scenario
from allocator.heuristics.kernel import warmup
from allocator.planner.options import SolveOptions


def search_notices(scenario: Scenario, options: SolveOptions) -> Iterator[str]:
    """Yield why the search of a scenario will be slow, a sentence each.

    Parameters
    ----------
    scenario
        To be planned.
    options
        The options of the search; its workers may be more than there are cores.
    """
    cores = SolveOptions().cores
    if options.cores > cores:
        used = "" if options.workers == options.cores else f"; {options.cores} are used"
        yield f"{options.workers} workers on {cores} cores slow each other down{used}"
    tiny = options.params.whole_model.tiny_activities
    if len(scenario.items) <= tiny:
        return
    if (notice := warmup.notice()) is not None:
        yield notice
    if options.reproducible and not warmup.possible():
        yield (
            "a reproducible search counts the work of the compiled kernel; without it, it can take "
            "many times the time limit"
        )
