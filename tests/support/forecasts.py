"""Forecasts made by hand for a plan, for tests of what shows them; nothing is simulated."""

from __future__ import annotations

import datetime as dt
from statistics import NormalDist
from typing import Any, Literal

from allocator.analysis.date_lines import date_lines
from allocator.analysis.dates import planned
from allocator.domain import Plan
from allocator.domain.forecast import (
    CostForecast,
    Driver,
    FailureForecast,
    Forecast,
    ForecastRow,
    PromiseForecast,
    ThroughputForecast,
)
from allocator.domain.quantities import When, end_of
from allocator.planfile.plan_digest import plan_digest

FIRST, LAST = 0.6, 5.0
"""Standard deviation in days of the first and the last finish of a plan, roughly."""

Kind = Literal["item", "milestone", "project", "all"]


def row(
    kind: Kind,
    name: str | None,
    planned_at: dt.datetime,
    *,
    title: str = "",
    due: When | None = None,
    late: float = 2.0,
    sd: float = 4.0,
    happens: float = 1.0,
    policy: Literal["keep", "dispatch"] = "dispatch",
    **fields: Any,
) -> ForecastRow:
    """Return a row whose date is normally distributed, ``late`` days after the plan's median.

    The quantiles are worked out by the formula, in whole minutes.

    Parameters
    ----------
    late, sd
        In days of 24 hours.
    happens
        Share of futures in which it comes about at all: the quantiles beyond it are missing.
    """
    curve = NormalDist(late, sd)

    def at(level: float) -> dt.datetime | None:
        if level >= happens:
            return None
        return planned_at + dt.timedelta(minutes=round(1440 * curve.inv_cdf(level / happens)))

    levels = [at((2 * k + 1) / 100) for k in range(50)]
    on_time = None
    if due is not None:
        on_time = happens * curve.cdf((end_of(due) - planned_at) / dt.timedelta(days=1))
    wide = kind != "item"
    return ForecastRow(
        policy=policy,
        kind=kind,
        id=name,
        title=title,
        planned=planned_at,
        due=due,
        **{f"p{p}": at(p / 100) for p in (10, 50, 80, 85, 90, 95)},
        p_on_time=on_time,
        se_on_time=None if on_time is None else (on_time * (1 - on_time) / 1000) ** 0.5,
        p_happens=happens,
        spread=tuple(level for level in levels if level is not None) if wide else (),
        **{"critical": 0.2, "merge_days": 0.8, **fields},
    )


def forecast_of(plan: Plan, **changes: Any) -> Forecast:
    """Return a forecast with everything, of each item, milestone and project of a plan.

    The later a finish, the less sure it is.
    """
    rows = tuple(_rows(plan))
    first = next(row for row in rows if row.kind != "item")
    due = next((row for row in rows if row.due is not None and row.kind != "item"), first)
    promise = PromiseForecast(
        policy="dispatch",
        kind="project" if due.kind == "project" else "milestone",
        id=due.id or "",
        title=due.title,
        by=_day(due, 0.72),
        confidence=0.85,
        p_kept=0.72,
        se_kept=0.014,
        date_at_confidence=due.p85,
        broken=True,
    )
    fields: dict[str, Any] = {
        "scenario": plan.scenario.name,
        "plan": plan_digest(plan),
        "futures": 1000,
        "seed": 0,
        "policy": "dispatch",
        "confidence": 0.85,
        "prior": "common factors of persons and projects: public data of two companies",
        "assumptions": ("low and high are the ends of what is possible",),
        "rows": rows,
        "promises": (promise,),
        "p_all_promises": {"dispatch": 0.72},
        "drivers": tuple(_drivers(plan)),
        "failures": tuple(_failures(plan, rows)),
        "costs": (
            CostForecast(
                policy="dispatch",
                planned=12_000,
                p10=11_000,
                p50=13_100,
                p80=15_400,
                p90=16_800,
                budget=15_000,
                p_within=0.74,
            ),
        ),
        "throughput": ThroughputForecast(
            source="done.csv",
            items=40,
            p50=rows[-1].p50,
            p80=rows[-1].p80,
            p85=rows[-1].p85,
            p90=rows[-1].p90,
            warning="it says 9 days later than the plan's forecast",
        ),
        **changes,
    }
    return Forecast(**fields)


def _day(row: ForecastRow, chance: float) -> dt.date:
    """Return the day by whose end it is done with about that chance."""
    found = row.quantile(chance)
    assert found is not None
    return found.date()


def _rows(plan: Plan) -> list[ForecastRow]:
    dated = [(entry, finish) for entry, _, finish in planned(plan.items)]
    begin, end = plan.scenario.plan_from, max(finish for _, finish in dated)

    def sd(finish: dt.datetime) -> float:
        days = max(0.0, (finish - begin) / dt.timedelta(days=1))
        return FIRST + LAST * days**0.5 / 4

    found = []
    for entry, finish in dated:
        item = plan.scenario.item_by_id[entry.id]
        kind: Kind = "milestone" if item.is_milestone else "item"
        still = entry.state == "done"
        wide, late = (0.001, 0.0) if still else (sd(finish), sd(finish) / 2)
        made = row(kind, entry.id, finish, title=entry.title, due=entry.due, sd=wide, late=late)
        found.append(made)
    for line in date_lines(plan):
        if line.kind == "project" and line.finish is not None:
            wide = sd(line.finish)
            found.append(
                row(
                    *("project", line.id, line.finish),
                    title=line.name,
                    due=line.due,
                    sd=wide,
                    late=wide / 2,
                )
            )
    return [*found, row("all", None, end, sd=sd(end), late=sd(end) / 2)]


def _drivers(plan: Plan) -> list[Driver]:
    targets = [item for item in plan.scenario.items if item.is_milestone][:3]
    works = [item for item in plan.scenario.items if not item.is_milestone][:2]
    found = []
    for target in targets:
        causes: list[dict[str, Any]] = [
            {"kind": "item", "id": works[0].id, "title": works[0].title, "share": 0.34},
            {"kind": "item", "id": works[-1].id, "title": works[-1].title, "share": 0.21},
            {
                "kind": "risk",
                "id": "R1",
                "title": "Data contract slips",
                "share": 0.17,
                "gain_days": 2.5,
                "gain_p85_days": 4.0,
            },
        ]
        if plan.scenario.people:
            person = plan.scenario.people[0]
            causes.append({"kind": "person", "id": person.id, "title": person.name, "share": 0.12})
        found += [
            Driver(policy="dispatch", target_kind="milestone", target=target.id, **cause)
            for cause in causes
        ]
    return found


def _failures(plan: Plan, rows: tuple[ForecastRow, ...]) -> list[FailureForecast]:
    work = next(item for item in plan.scenario.items if not item.is_milestone)
    whole = rows[-1]
    return [
        FailureForecast(
            policy="dispatch",
            id=work.id,
            title=work.title,
            p_fails=0.16,
            target_kind="all",
            p50_with=whole.p50,
            p50_without=whole.p80,
        )
    ]
