"""Draws the picture of a name."""

from __future__ import annotations

from allocator.analysis.reader_clock import clock_sentence
from allocator.domain import Plan
from allocator.domain.forecast import Forecast
from allocator.errors import InputError
from allocator.exports.pictures.canvas import SOFT, WIDTH, Canvas, Form
from allocator.exports.pictures.chances import draw_forecast
from allocator.exports.pictures.gantt import draw_gantt
from allocator.exports.pictures.load import draw_load
from allocator.exports.pictures.roadmap import draw_roadmap


def picture(
    plan: Plan, form: Form, view: str, baseline: Plan | None, forecast: Forecast | None = None
) -> bytes:
    """Return a picture of a plan as a file's content.

    Parameters
    ----------
    plan
        The plan.
    form
        Format of the file.
    view
        gantt, roadmap, load or forecast.
    baseline
        An earlier plan to compare with.
    forecast
        How sure the plan is.

    Raises
    ------
    InputError
        matplotlib is not installed, or there is no forecast to show.
    """
    canvas = _draw(plan, view, baseline, forecast)
    if told := clock_sentence(plan.scenario):
        canvas.text(WIDTH - 20, 10, told, size=11, colour=SOFT, side="right")
    return canvas.save(form, plan.scenario.name)


def _draw(plan: Plan, view: str, baseline: Plan | None, forecast: Forecast | None) -> Canvas:
    if view == "forecast":
        if forecast is None:
            raise InputError(
                "there is no forecast of this plan to draw",
                hint="allocator forecast PLAN -o PLAN writes one beside the plan, or name "
                "one with --forecast",
            )
        return draw_forecast(forecast)
    if view == "load":
        return draw_load(plan)
    draw = draw_roadmap if view == "roadmap" else draw_gantt
    return draw(plan, baseline, forecast)
