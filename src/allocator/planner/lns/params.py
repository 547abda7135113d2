"""The numbers of large neighbourhood search, with unit and source."""

from __future__ import annotations

from dataclasses import dataclass

from allocator.domain.params import Count, Factor, Fraction, Params, Positive, Seconds


@dataclass(frozen=True, kw_only=True)
class LnsParams(Params):
    """Large neighbourhood search.

    Attributes
    ----------
    first_climb_seconds
        Seconds of climbing before the worker process is started, which takes about as long.
    min_start_seconds
        Seconds of a tier's time that must be left to start the worker process.
    max_seconds
        Limit of time for one subproblem.
    min_seconds
        Least time for one subproblem where a tier's time is nearly over.
    initial_size
        Activities that are free in a subproblem at first.
    min_size
        Least activities that are free in a subproblem.
    max_size
        Most activities that are free in a subproblem.
    growth
        Factor on the size after a subproblem that was proved to hold nothing better.
    shrinkage
        Factor on the size after a subproblem that was not solved to the end.
    max_shiftable
        Most activities after the free ones that may move with people and order kept.
    margin_fraction
        Fraction of its length by which a subproblem's horizon reaches beyond its activities.
    min_margin_slots
        Least slots by which it does.
    min_weight
        Weight in the draw of a neighbourhood that has gained nothing.
    weight_memory
        Factor on the weight of a neighbourhood with each of its subproblems.
    weight_gain
        What a better solution adds to the weight of its neighbourhood.
    seconds_per_activity
        Seconds of the time limit of a reproducible run that making and loading a subproblem stands
        for, for each of its activities.
    """

    first_climb_seconds: Seconds = 0.4
    min_start_seconds: Seconds = 3.0
    max_seconds: Seconds = 1.5
    min_seconds: Seconds = 0.1
    initial_size: Factor = 40.0
    min_size: Positive = 12
    max_size: Positive = 400
    growth: Factor = 1.25
    shrinkage: Fraction = 0.85
    max_shiftable: Count = 250
    margin_fraction: Factor = 0.15
    min_margin_slots: Count = 8
    min_weight: Factor = 0.05
    weight_memory: Fraction = 0.9
    weight_gain: Factor = 0.3
    seconds_per_activity: Factor = 0.0005
