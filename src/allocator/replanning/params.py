"""Every number of re-planning, with its unit and where its value comes from.

Where no other source is named, a value was measured on the re-planning cases of
benchmarks/README.md. The searches themselves take those of ``planner/params.py``.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from allocator.domain.params import Count, Factor, Fraction, Params, Range, Seconds


@dataclass(frozen=True, kw_only=True)
class TimeLimitParams(Params):
    """The default time limit, which grows with the items that are not done.

    Attributes
    ----------
    items
        Numbers of items, ascending, at which the limit is given; it is linear between them.
    seconds
        The limit at each of these numbers; it stays the same beyond the last.
    options_factor
        How many times as long the search for several plans takes as that for one.
    usual_start_seconds
        Seconds in which a usual machine has read everything; a slower start is taken off the limit.
    min_seconds
        Least limit that a slow start leaves.
    """

    items: tuple[Count, ...] = (0, 80, 160, 1_600, 6_000)
    seconds: tuple[Seconds, ...] = (3.0, 3.0, 16.0, 16.0, 60.0)
    options_factor: Factor = 3.0
    usual_start_seconds: Seconds = 0.7
    min_seconds: Seconds = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(low >= high for low, high in itertools.pairwise(self.items)):
            raise ValueError(f"TimeLimitParams.items is {self.items}; it must be ascending")
        if len(self.seconds) != len(self.items):
            raise ValueError(
                f"TimeLimitParams.seconds has {len(self.seconds)} numbers; it must have "
                f"{len(self.items)}, one for each of items"
            )


@dataclass(frozen=True, kw_only=True)
class OptionParams(Params):
    """Several plans between the least change and the best dates.

    Attributes
    ----------
    max_options
        Most plans to choose from.
    goal_steps
        Goals between the best value of the first objective and that of the least change, as
        fractions of the difference; 0 comes first in any case.
    time_shares
        Relative time of a search with ``keep="high"``, of one with ``keep="low"``, and of one with
        a goal between.
    """

    max_options: Annotated[int, Range(2)] = 5
    goal_steps: tuple[Fraction, ...] = (0.25, 0.5, 0.75)
    time_shares: Mapping[str, Factor] = field(
        default_factory=lambda: {"high": 1.0, "low": 1.5, "between": 0.75}
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if set(self.time_shares) != {"high", "low", "between"}:
            raise ValueError(
                f"OptionParams.time_shares names {', '.join(self.time_shares) or 'nothing'}; "
                "it must name high, low and between"
            )


@dataclass(frozen=True, kw_only=True)
class ReplanParams(Params):
    """Every number of re-planning.

    Attributes
    ----------
    lead_time_fraction
        Fraction of the time in which the best value of the first objective is sought, with
        ``keep="medium"``.
    min_search_seconds
        Least seconds of the search near the baseline; of less than twice as many it gets all.
    goal_tolerance
        Fraction of its best value by which the first objective may be worse, with
        ``keep="medium"``.
    goal_tolerance_days
        Working days by which an objective in hours may be worse then, at the smallest priority.
    unfreezing_time_fraction
        Fraction of the time left that goes into finding out which frozen items can stay, where not
        all can.
    max_test_seconds
        Most seconds for one test of that, whether there is a plan.
    """

    lead_time_fraction: Fraction = 0.6
    min_search_seconds: Seconds = 0.5
    goal_tolerance: Factor = 0.01
    goal_tolerance_days: Factor = 0.5
    unfreezing_time_fraction: Fraction = 0.5
    max_test_seconds: Seconds = 2.0
    options: OptionParams = OptionParams()
    time_limit: TimeLimitParams = TimeLimitParams()


DEFAULT_PARAMS = ReplanParams()
