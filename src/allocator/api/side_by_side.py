"""Several plans side by side, with their table as a data frame."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allocator import domain, wording
from allocator.analysis.side_by_side.build import side_by_side
from allocator.analysis.side_by_side.column import PlanColumn
from allocator.analysis.side_by_side.labels import labels_of
from allocator.analysis.side_by_side.model import SideBySide
from allocator.api.arguments import path_of
from allocator.api.plain_answer import PlainAnswer
from allocator.api.plans import broken_rules, plan_of
from allocator.api.shown_forecast import found_forecast
from allocator.domain.forecast import Forecast
from allocator.errors import InputError
from allocator.forecasting.params import DEFAULT_PARAMS

if TYPE_CHECKING:
    import pandas as pd


class PlanComparison(PlainAnswer, SideBySide):
    """Several plans side by side.

    Attributes
    ----------
    plans : tuple of ComparedPlan
        The plans with their labels, in the order given.
    relative_to : str
        Label of the plan against which changes are counted.
    rows : tuple of ComparedRow
        Dates, lateness, chances, scope, changes, people, cost and objectives, each with a value
        for each plan and the numbers of the plans that are best.
    notes : tuple of str
        What has to be known to read the rows.

    Examples
    --------
    >>> compared = allocator.compare_plans(plan, new.plan, labels=["before", "after"])
    >>> compared.table.query("what == 'finish' and kind == 'all'")["plan"].to_list()
    ['before', 'after']
    """

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a measure and plan: number or day, how it is written, whether it is best."""
        from allocator import views

        return views.side_by_side(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as its JSON file holds it."""
        from allocator.exports.comparison.files import comparison_document

        return comparison_document(self)

    def save(self, path: str | Path) -> list[Path]:
        """Write the comparison into a file.

        Parameters
        ----------
        path
            The file, which is overwritten; its name ends with .md, .csv, .html or .json.

        Returns
        -------
        list of Path
            The file.

        Raises
        ------
        InputError
            It ends otherwise, or cannot be written.
        """
        from allocator.exports.comparison.files import write_comparison

        return write_comparison(self, path_of("a comparison", path))

    def _repr_html_(self) -> str:
        """Show the table where a notebook shows the comparison: a column for each plan."""
        return self.table.pivot_table(
            index=["topic", "name"], columns="plan", values="text", aggfunc="first", sort=False
        ).to_html()


def compare_plans(
    *plans: domain.Plan | str | Path,
    labels: Sequence[str] | None = None,
    baseline: domain.Plan | str | Path | None = None,
    forecast: bool = False,
    futures: int = DEFAULT_PARAMS.futures,
    workers: int | None = None,
) -> PlanComparison:
    """Put plans side by side: dates, lateness, chances, scope, changes, people, cost.

    Parameters
    ----------
    plans
        Plans, or their paths; they may be of different scenarios. What only some of them have is
        left out of the others.
    labels
        What the plans are called; default: the ends of their paths, or their numbers.
    baseline
        The plan against which moved and reassigned items are counted; default: the first of the
        plans.
    forecast
        Whether to make a forecast of each plan, with the same draws; otherwise the chances are
        those of the forecasts beside the plans, where there are any.
    futures, workers
        As of :func:`forecast`.

    Returns
    -------
    PlanComparison
        A row for each date and measure, a value for each plan.

    Raises
    ------
    InputError
        There is no plan, labels are not one for each plan or not unlike each other, or a plan
        cannot be read.

    Examples
    --------
    >>> compared = allocator.compare_plans(plan, new.plan)
    >>> [file.name for file in compared.save("comparison.md")]
    ['comparison.md']
    """
    if not plans:
        raise InputError("there is no plan to compare; give one or more")
    subjects = [plan_of(plan) for plan in plans]
    names = _labels(plans, labels)
    if forecast:
        forecasts, notes = _made_forecasts(subjects, futures, workers)
    else:
        forecasts, notes = _forecasts_beside(plans, subjects, names)
    notes = [*_broken_notes(subjects, names), *notes]
    columns = [
        PlanColumn(plan=subject, label=name, source=_source(given), **sure)
        for subject, name, given, sure in zip(subjects, names, plans, forecasts, strict=True)
    ]
    reference = None if baseline is None else PlanColumn(plan_of(baseline), "the baseline")
    return PlanComparison.of(side_by_side(columns, reference=reference, notes=notes))


def _broken_notes(plans: Sequence[domain.Plan], labels: Sequence[str]) -> Iterator[str]:
    """Yield which plans break rules, as their numbers are not to be relied on."""
    for plan, label in zip(plans, labels, strict=True):
        if broken := broken_rules(plan):
            yield (
                f"{label} breaks rules, so that its numbers count for nothing: "
                f"{broken[0].message}; allocator verify lists every breach."
            )


def _labels(plans: Sequence[object], labels: Sequence[str] | None) -> list[str]:
    """Return what the plans are called.

    Raises
    ------
    InputError
        The labels are too few, too many, or two are the same.
    """
    if labels is None:
        return labels_of([Path(p) if isinstance(p, (str, os.PathLike)) else None for p in plans])
    names = [str(label) for label in labels]
    if isinstance(labels, str) or len(names) != len(plans) or len(set(names)) != len(names):
        raise InputError(
            f"labels are {wording.count(len(plans), 'name')}, one for each plan and all different, "
            f"not {labels!r}"
        )
    return names


def _source(given: object) -> str:
    return str(given) if isinstance(given, (str, os.PathLike)) else ""


_Sure = dict[str, Any]
"""The forecast of a plan and where it comes from, as of a column."""


def _made_forecasts(
    plans: Sequence[domain.Plan], futures: int, workers: int | None
) -> tuple[list[_Sure], list[str]]:
    from allocator.api.forecasts import forecast

    made = [forecast(plan, futures=futures, workers=workers).forecast for plan in plans]
    return [_sure(each, "a forecast made now") for each in made], _draws_note(made)


def _forecasts_beside(
    given: Sequence[Any], plans: Sequence[domain.Plan], labels: Sequence[str]
) -> tuple[list[_Sure], list[str]]:
    found = [found_forecast(plan, path, None) for plan, path in zip(plans, given, strict=True)]
    notes = [
        f"{label}: {each.notice}." for label, each in zip(labels, found, strict=True) if each.notice
    ]
    there = [each.forecast for each in found if each.forecast is not None]
    if there:
        notes += _draws_note(there)
        missing = [label for label, each in zip(labels, found, strict=True) if not each.forecast]
        if missing:
            notes.append(
                f"No forecast lies beside {wording.joined(missing)}; --forecast makes one of each."
            )
    elif any(plan.scenario.uncertainty or plan.scenario.promises for plan in plans):
        notes.append(
            "How sure the dates are is not shown, as no forecast lies beside the plans; --forecast "
            "makes one of each."
        )
    return [
        {} if each.forecast is None else _sure(each.forecast, "the forecast beside it")
        for each in found
    ], notes


def _sure(forecast: Forecast, source: str) -> _Sure:
    return {"forecast": forecast, "forecast_source": f"{source} ({_basis(forecast)})"}


def _basis(forecast: Forecast) -> str:
    return f"{forecast.futures:,} futures, policy {forecast.policy}, seed {forecast.seed}"


def _draws_note(forecasts: Sequence[Forecast]) -> list[str]:
    """Say whether the chances of the plans can be compared to the last per cent."""
    if len(forecasts) < 2:
        return []
    if len(set(map(_basis, forecasts))) == 1:
        return ["The forecasts have the same draws, so that their differences come from the plans."]
    return [
        "The forecasts were not made alike, so that small differences of chances say nothing; "
        "--forecast makes them anew, with the same draws."
    ]
