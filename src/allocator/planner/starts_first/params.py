"""The numbers of starts first, people second, with their units and where they come from.

Values were measured on the suites of benchmarks/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Count, Fraction, Params, Positive, Seconds


@dataclass(frozen=True, kw_only=True)
class StartsFirstParams(Params):
    """Starts first, people second.

    Attributes
    ----------
    max_activities
        Activities up to which there is a model of starts for a makespan.
    large_time_fraction
        Fraction of a makespan's time that it gets where the whole model gets none.
    min_seconds_per_activity
        Seconds for each activity below which it is not worth its start.
    most_crowds
        Crowds, the most loaded ones, whose people the model of starts counts.
    workers_per_core
        Workers of CP-SAT for each core, as ``CpSatParams`` has them for whole models. The model of
        starts is small, and it takes eight strategies to prove much of it.
    first_time_fraction
        Fraction of a turn in which the lowest value of starts is looked for.
    lowest_seconds
        Most seconds of that.
    round_seconds
        Most seconds in which starts of a value are looked for.
    proof_seconds
        Seconds in which it is to be proved that no starts reach the bound; doubled where it is not.
    proofs_missed
        Times in a turn that it is not proved after which the bound is left to other steps.
    misses
        Starts of a value without people after which a higher value is tried.
    near_rounds
        Times that starts near others, which have no people, are looked for.
    near_seconds
        Most seconds in which they are looked for at a time.
    people_seconds
        Most seconds in which people are looked for.
    """

    max_activities: Count = 1_500
    large_time_fraction: Fraction = 0.15
    min_seconds_per_activity: Seconds = 0.006
    most_crowds: Positive = 100
    workers_per_core: Positive = 4
    first_time_fraction: Fraction = 0.25
    lowest_seconds: Seconds = 10.0
    round_seconds: Seconds = 5.0
    proof_seconds: Seconds = 0.5
    proofs_missed: Count = 3
    misses: Positive = 8
    near_rounds: Count = 30
    near_seconds: Seconds = 1.0
    people_seconds: Seconds = 2.0
