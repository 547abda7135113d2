"""Draws the picture of a name."""

from __future__ import annotations

from allocator.domain import Plan
from allocator.exports.pictures.canvas import Canvas, Form
from allocator.exports.pictures.gantt import draw_gantt
from allocator.exports.pictures.load import draw_load
from allocator.exports.pictures.roadmap import draw_roadmap

_DRAW = {"gantt": draw_gantt, "roadmap": draw_roadmap, "load": draw_load}


def picture(plan: Plan, form: Form, view: str, baseline: Plan | None) -> bytes:
    """Return a picture of a plan as a file's content.

    Parameters
    ----------
    plan
        The plan.
    form
        Format of the file.
    view
        gantt, roadmap or load.
    baseline
        An earlier plan to compare with.

    Raises
    ------
    InputError
        matplotlib is not installed.
    """
    canvas: Canvas = _DRAW[view](plan, baseline)
    return canvas.save(form, plan.scenario.name)
