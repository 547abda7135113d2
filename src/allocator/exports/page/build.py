"""Builds the page; this module only wires its parts together."""

from __future__ import annotations

from allocator import wording
from allocator.analysis.monthly_costs import cost_table
from allocator.analysis.reader_clock import ReaderClock
from allocator.analysis.risks import item_risks
from allocator.domain import Plan
from allocator.domain.answers import PlanAnswers
from allocator.domain.forecast import Forecast
from allocator.domain.garbage_collection import without_garbage_collection
from allocator.exports.cost_rows import shown_costs
from allocator.exports.forecasts.ranges import item_ranges
from allocator.exports.page.appendix import appendix
from allocator.exports.page.boards import boards
from allocator.exports.page.changes import change_table
from allocator.exports.page.forecast import forecast_section
from allocator.exports.page.headline import headline
from allocator.exports.page.risks import risk_table
from allocator.exports.page.script_data import script_data
from allocator.exports.page.security import content_policy, inert_json
from allocator.exports.page.sources import environment, script, style
from allocator.exports.pictures.heatmap import heatmap
from allocator.exports.pictures.roadmap_drawing import drawn_roadmap
from allocator.exports.rag_rows import moved_since, rag_table
from allocator.exports.roadblock_rows import roadblock_tables
from allocator.exports.tried_rows import lever_tables, move_lines

MAX_MONTHS = 24
"""Columns of the table of costs; later months are added up in the last."""


@without_garbage_collection()
def page(
    plan: Plan,
    baseline: Plan | None = None,
    forecast: Forecast | None = None,
    answers: PlanAnswers | None = None,
    timezone: str | None = None,
) -> str:
    """Return the report of a plan as HTML that needs no other file.

    Parameters
    ----------
    plan
        The plan.
    baseline
        An earlier plan to compare with.
    forecast
        How sure the plan is; without one the page holds nothing about it.
    answers
        What was tried: causes, what would help, costs of delay.
    timezone
        In whose local time the chart and the list of items are; None for the plan's.

    Raises
    ------
    InputError
        There is no such time zone.
    """
    clock = ReaderClock(plan, timezone)
    table = rag_table(plan, forecast, answers, moved_since(plan, baseline))
    risks, costs = item_risks(plan), cost_table(plan)
    with_forecast = forecast is not None
    ranges = None if forecast is None else item_ranges(forecast)
    css, js = style(with_forecast=with_forecast), script(with_forecast=with_forecast)
    return (
        environment()
        .get_template("page.html")
        .render(
            name=wording.printable(plan.scenario.name),
            policy=content_policy(css, js),
            css=css,
            js=js,
            data=inert_json(script_data(plan, baseline, risks, clock, ranges)),
            headline=headline(plan, table, clock),
            table=table,
            roadblocks=roadblock_tables(plan, answers),
            levers=lever_tables(plan, answers),
            moves=move_lines(answers),
            appendix=appendix(plan),
            forecast=None if forecast is None else forecast_section(forecast),
            changes=change_table(plan, baseline),
            with_now=plan.scenario.now is not None,
            roadmap=drawn_roadmap(plan, baseline, forecast),
            heatmap=heatmap(plan),
            boards=boards(plan),
            risks=risk_table(plan, risks),
            costs=None if costs is None else shown_costs(costs, most_months=MAX_MONTHS),
        )
    )
