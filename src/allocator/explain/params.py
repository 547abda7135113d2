"""The numbers of what is tried to explain a plan, with unit and source."""

from __future__ import annotations

from dataclasses import dataclass, field

from allocator.domain.params import Count, Factor, Params, Positive


@dataclass(frozen=True, kw_only=True)
class TrialParams(Params):
    """How a changed scenario is planned on trial.

    Attributes
    ----------
    axis_factor
        Length of the horizon, in lengths of the plan.
    axis_margin_days
        Calendar days that the horizon is longer than that.
    schedules
        Schedules by priority rules that are built where the plan is no plan of the changed
        scenario, not even repaired.
    compile_items
        Items of a plan from which on the kernel is compiled before the first trial where it is
        not yet: uncompiled a step takes fifty times as long, and compiling some 17 s.
    """

    axis_factor: Factor = 1.25
    axis_margin_days: Count = 60
    schedules: Positive = 9
    compile_items: Positive = 40


@dataclass(frozen=True, kw_only=True)
class ExplainParams(Params):
    """The numbers of all explanations."""

    trials: TrialParams = field(default_factory=TrialParams)


DEFAULT_PARAMS = ExplainParams()
"""The numbers that are used where no others are given."""
