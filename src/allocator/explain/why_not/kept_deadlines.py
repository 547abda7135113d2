"""Takes the deadlines that a plan breaks as it breaks them.

A plan made with ``--relax`` is no plan of its own scenario. What is asked for could never be had
then; asked is, what it costs beside the deadlines that are missed anyway.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allocator.domain import Plan
from allocator.domain.quantities import iso
from allocator.scenario.changes.changed import changed

_MINUTE = dt.timedelta(minutes=1)

_NOTE = "the plan breaks deadlines; they are taken to be where it ends what they are for"


def with_kept_deadlines(plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """Return the plan with the deadlines that it keeps, and what is to be said of it.

    Parameters
    ----------
    plan
        Perhaps made with ``relax``.
    """
    if not plan.solver.relaxed:
        return plan, ()
    update: dict[str, Any] = {}
    for broken in plan.solver.relaxed:
        until = iso(_whole_minute(broken.finish))
        if broken.kind == "calendar":
            update["calendar"] = {"end": until}
            continue
        part = "items" if broken.kind == "item" else "projects"
        assert broken.id is not None
        fields: dict[str, str | None] = {"deadline": until}
        if broken.kind == "item" and (at := plan.scenario.item_by_id[broken.id].date) is not None:
            fields |= {"date": None, "not_before": iso(at)}
        update.setdefault(part, {})[broken.id] = fields
    scenario = changed(plan.scenario, {"update": update})
    return plan.model_copy(update={"scenario": scenario}), (_NOTE,)


def _whole_minute(instant: dt.datetime) -> dt.datetime:
    """Return the end of the minute in which an instant lies."""
    whole = instant.replace(second=0, microsecond=0)
    return whole if whole == instant else whole + _MINUTE
