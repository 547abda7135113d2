"""The nouns: scenario, work item, person, calendar, plan, result, violation, rules."""

from allocator.domain.baseline import BaselineItem
from allocator.domain.budgets import BudgetLimit
from allocator.domain.calendar import Availability, Calendar, Holidays, TimeOff, Workday
from allocator.domain.calibration import (
    Calibration,
    CalibrationGroup,
    CalibrationGroups,
    CalibrationPrior,
    CommonFactors,
    GroupMember,
    RangeHits,
    SizeRatios,
)
from allocator.domain.changes import Additions, Changes, Removals
from allocator.domain.items import WorkItem
from allocator.domain.links import ElapsedLag, Link, LinkType
from allocator.domain.meetings import Attendees, Meeting, Rota
from allocator.domain.needs import Need, PeopleRange, Rest, ThreePoint
from allocator.domain.people import Person
from allocator.domain.plan import (
    PersonTotals,
    Plan,
    PlanAssignment,
    PlanItem,
    PlanMetrics,
    ProjectDates,
    RelaxedDeadline,
    SolverReport,
    TierReport,
)
from allocator.domain.progress import Awaited, Blocked
from allocator.domain.projects import Project, Resource
from allocator.domain.result import Course, LateGain, Result
from allocator.domain.rules import RULES, RuleId, Violation
from allocator.domain.scenario import Scenario, TierName
from allocator.domain.sprints import Sprint, SprintCalendar, SprintDates
from allocator.domain.templates import Template, TemplateParameter, TemplateUse
from allocator.domain.uncertainty import (
    DateRange,
    IfFails,
    Promise,
    Risk,
    ScopeGrowth,
    Uncertainty,
    UnplannedAbsence,
)

__all__ = [
    "RULES",
    "Additions",
    "Attendees",
    "Availability",
    "Awaited",
    "BaselineItem",
    "Blocked",
    "BudgetLimit",
    "Calendar",
    "Calibration",
    "CalibrationGroup",
    "CalibrationGroups",
    "CalibrationPrior",
    "Changes",
    "CommonFactors",
    "Course",
    "DateRange",
    "ElapsedLag",
    "GroupMember",
    "Holidays",
    "IfFails",
    "LateGain",
    "Link",
    "LinkType",
    "Meeting",
    "Need",
    "PeopleRange",
    "Person",
    "PersonTotals",
    "Plan",
    "PlanAssignment",
    "PlanItem",
    "PlanMetrics",
    "Project",
    "ProjectDates",
    "Promise",
    "RangeHits",
    "RelaxedDeadline",
    "Removals",
    "Resource",
    "Rest",
    "Result",
    "Risk",
    "Rota",
    "RuleId",
    "Scenario",
    "ScopeGrowth",
    "SizeRatios",
    "SolverReport",
    "Sprint",
    "SprintCalendar",
    "SprintDates",
    "Template",
    "TemplateParameter",
    "TemplateUse",
    "ThreePoint",
    "TierName",
    "TierReport",
    "TimeOff",
    "Uncertainty",
    "UnplannedAbsence",
    "Violation",
    "WorkItem",
    "Workday",
]
