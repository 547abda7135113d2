"""Numbers of the search for conflicts and repairs.

The values were chosen on the scenarios of benchmarks/conflicts.py: shorter tests leave conflicts
that are not minimal, longer ones leave no time for repairs.
"""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Fraction, Params, Positive, Seconds


@dataclass(frozen=True, kw_only=True)
class ConflictParams(Params):
    """How long is searched for what conflicts, and for what resolves it.

    Attributes
    ----------
    test_seconds
        Most seconds for one test of whether a set of constraints has a plan.
    move_seconds
        Most seconds for one search of the least moves of deadlines.
    first_moves_time_fraction
        Fraction of the time for repairs that the first of these may take, if that is longer.
    facts_time_fraction
        Fraction of the time limit for finding what conflicts; the rest is for repairs.
    max_repairs
        Repairs that are told at most.
    max_single_moves
        Deadlines of which it is tried whether moving that one alone is enough.
    max_learners
        People of whom it is tried whether a further skill of theirs is enough.
    max_more_people
        People like one who is there that are added at most.
    max_steps
        Changes of which a repair consists at most, the moved deadlines counting as one.
    max_holiday_years
        Calendar years in which the dates of public holidays are looked at.
    max_start_shift_days
        Calendar days by which the plan starts earlier at most to see whether its start matters.
    """

    test_seconds: Seconds = 5.0
    move_seconds: Seconds = 5.0
    first_moves_time_fraction: Fraction = 0.3
    facts_time_fraction: Fraction = 0.6
    max_repairs: Positive = 6
    max_single_moves: Positive = 4
    max_learners: Positive = 2
    max_more_people: Positive = 3
    max_steps: Positive = 6
    max_holiday_years: Positive = 3
    max_start_shift_days: Positive = 1500


DEFAULT_PARAMS = ConflictParams()
