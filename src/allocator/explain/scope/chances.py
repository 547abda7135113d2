"""How sure it is that plans keep the wanted dates: futures with the same draws for all."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.domain import Plan
from allocator.domain.uncertainty import Promise
from allocator.explain.scope.targets import DateTarget
from allocator.forecasting.forecast import forecast_plan
from allocator.forecasting.options import ForecastOptions


def chance_of(plan: Plan, targets: Sequence[DateTarget], options: ForecastOptions) -> float:
    """Return the chance that a plan keeps all wanted dates together.

    Parameters
    ----------
    plan
        It keeps every rule.
    targets
        The wanted dates.
    options
        The same for all plans that are compared, so that they have the same draws.
    """
    promises = tuple(
        Promise(project=target.subject.id, by=target.by)
        if target.subject.kind == "project"
        else Promise(milestone=target.subject.id, by=target.by)
        for target in targets
    )
    asked = plan.scenario.model_copy(update={"promises": promises})
    subject = plan.model_copy(update={"scenario": asked})
    forecast = forecast_plan(asked, subject, options).forecast
    return forecast.p_all_promises[options.policies[0]]
