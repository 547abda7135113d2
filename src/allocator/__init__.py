"""allocator: who does what, when, in a data science organisation.

The public names come from the modules of :mod:`allocator.api` and are imported when first asked
for, so that ``import allocator`` loads neither the solver nor pandas::

    from allocator import load, solve

    result = solve(load("scenario.yaml"), time_limit=30)
    result.plan.schedule          # a pandas data frame
    result.plan.save("plan")

docs/python-api.md lists all of them.
"""

from __future__ import annotations

TYPE_CHECKING = False  # not from typing: what commands load first is loaded quickly
if TYPE_CHECKING:
    from typing import Any

    from allocator.api.agendas import AgendaResult, agenda
    from allocator.api.calibrations import CalibrationResult, calibrate
    from allocator.api.differences import PlanDifference, compare
    from allocator.api.documents import DocumentsReport, update_documents
    from allocator.api.drafts import DraftResult, draft
    from allocator.api.forecasts import ForecastResult, forecast
    from allocator.api.levers import LeversResult, levers
    from allocator.api.meetings import MeetingsResult, meeting_slots, meetings
    from allocator.api.merges import ScenarioUpdate
    from allocator.api.outputs import SprintSheets, WrittenFiles, export, report, sprints
    from allocator.api.plans import Plan, Result, read_plan, verify
    from allocator.api.project_files import read_project, suggest_project_mapping
    from allocator.api.pull import TrackerPull, pull, suggest_pull_mapping
    from allocator.api.push_report import PushReport
    from allocator.api.push_undos import undo_push
    from allocator.api.pushes import push
    from allocator.api.reasons import WhyResult, why
    from allocator.api.replans import ReplanOption, ReplanResult, replan, replan_options
    from allocator.api.roadblocks import RoadblocksResult, roadblocks
    from allocator.api.scenarios import (
        Scenario,
        TrackerImport,
        check,
        load,
        read_tracker,
        suggest_mapping,
    )
    from allocator.api.scopes import ScopeResult, scope
    from allocator.api.searches import Session, SolveOptions, solve
    from allocator.api.side_by_side import PlanComparison, compare_plans
    from allocator.api.throughputs import ThroughputResult, throughput
    from allocator.api.why_not import WhyNotResult, why_not

__version__ = "0.3.0"

_MODULES = {
    "load": "api.scenarios",
    "check": "api.scenarios",
    "draft": "api.drafts",
    "solve": "api.searches",
    "read_plan": "api.plans",
    "verify": "api.plans",
    "forecast": "api.forecasts",
    "replan": "api.replans",
    "replan_options": "api.replans",
    "calibrate": "api.calibrations",
    "throughput": "api.throughputs",
    "compare": "api.differences",
    "compare_plans": "api.side_by_side",
    "why_not": "api.why_not",
    "why": "api.reasons",
    "roadblocks": "api.roadblocks",
    "levers": "api.levers",
    "read_tracker": "api.scenarios",
    "suggest_mapping": "api.scenarios",
    "pull": "api.pull",
    "suggest_pull_mapping": "api.pull",
    "read_project": "api.project_files",
    "suggest_project_mapping": "api.project_files",
    "push": "api.pushes",
    "undo_push": "api.push_undos",
    "scope": "api.scopes",
    "meetings": "api.meetings",
    "meeting_slots": "api.meetings",
    "agenda": "api.agendas",
    "sprints": "api.outputs",
    "report": "api.outputs",
    "export": "api.outputs",
    "update_documents": "api.documents",
    "CalibrationResult": "api.calibrations",
    "ThroughputResult": "api.throughputs",
    "DraftResult": "api.drafts",
    "Scenario": "api.scenarios",
    "Plan": "api.plans",
    "Result": "api.plans",
    "ForecastResult": "api.forecasts",
    "ReplanResult": "api.replans",
    "ReplanOption": "api.replans",
    "PlanDifference": "api.differences",
    "PlanComparison": "api.side_by_side",
    "WhyNotResult": "api.why_not",
    "WhyResult": "api.reasons",
    "ScopeResult": "api.scopes",
    "RoadblocksResult": "api.roadblocks",
    "LeversResult": "api.levers",
    "TrackerImport": "api.scenarios",
    "TrackerPull": "api.pull",
    "ScenarioUpdate": "api.merges",
    "PushReport": "api.push_report",
    "MeetingsResult": "api.meetings",
    "AgendaResult": "api.agendas",
    "SprintSheets": "api.outputs",
    "WrittenFiles": "api.outputs",
    "DocumentsReport": "api.documents",
    "SolveOptions": "api.searches",
    "Session": "api.searches",
}
"""Where each public name is defined."""

PUBLIC = tuple(_MODULES)
"""The public names, in the order of docs/python-api.md."""

__all__ = [
    "AgendaResult",
    "CalibrationResult",
    "DocumentsReport",
    "DraftResult",
    "ForecastResult",
    "LeversResult",
    "MeetingsResult",
    "Plan",
    "PlanComparison",
    "PlanDifference",
    "PushReport",
    "ReplanOption",
    "ReplanResult",
    "Result",
    "RoadblocksResult",
    "Scenario",
    "ScenarioUpdate",
    "ScopeResult",
    "Session",
    "SolveOptions",
    "SprintSheets",
    "ThroughputResult",
    "TrackerImport",
    "TrackerPull",
    "WhyNotResult",
    "WhyResult",
    "WrittenFiles",
    "agenda",
    "calibrate",
    "check",
    "compare",
    "compare_plans",
    "draft",
    "export",
    "forecast",
    "levers",
    "load",
    "meeting_slots",
    "meetings",
    "pull",
    "push",
    "read_plan",
    "read_project",
    "read_tracker",
    "replan",
    "replan_options",
    "report",
    "roadblocks",
    "scope",
    "solve",
    "sprints",
    "suggest_mapping",
    "suggest_project_mapping",
    "suggest_pull_mapping",
    "throughput",
    "undo_push",
    "update_documents",
    "verify",
    "why",
    "why_not",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
