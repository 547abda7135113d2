"""Scenarios so small that their optima were worked out by hand, by paragraph of the semantics."""

from support.oracle.cases import budgets, dates, links, meetings, progress, time, work
from support.oracle.cases.build import Case

CASES: tuple[Case, ...] = (
    *(*time.CASES, *work.CASES, *links.CASES),
    *(*dates.CASES, *progress.CASES, *budgets.CASES),
    *meetings.CASES,
)
