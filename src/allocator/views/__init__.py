"""A plan as tidy pandas data frames; each function describes its columns, dtypes and units."""

from allocator.views.assignments import assignments
from allocator.views.changes import changes
from allocator.views.costs import costs
from allocator.views.forecasts import (
    forecast_costs,
    forecast_drivers,
    forecast_promises,
    forecast_rows,
)
from allocator.views.levers import levers
from allocator.views.load import load
from allocator.views.projects import projects
from allocator.views.schedule import schedule
from allocator.views.scope_points import scope_points
from allocator.views.side_by_side import side_by_side
from allocator.views.tiers import tiers

__all__ = [
    "assignments",
    "changes",
    "costs",
    "forecast_costs",
    "forecast_drivers",
    "forecast_promises",
    "forecast_rows",
    "levers",
    "load",
    "projects",
    "schedule",
    "scope_points",
    "side_by_side",
    "tiers",
]
