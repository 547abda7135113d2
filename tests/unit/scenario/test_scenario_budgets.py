"""Findings about budgets: without rates, spent already, or without effect."""

from __future__ import annotations

import pytest

HEAD = """\
name: x
calendar: {start: 2026-12-01}
now: 2026-12-14
people: [{id: ana, rate: 90}, {id: bo, rate: 60}]
projects: [{id: P, budget: 5000}]
items:
- {id: A, project: P, effort: 3d, assign: [ana, bo]}
- {id: B, project: P, effort: 9d, state: in_progress, started: 2026-12-01, people: [bo], spent: 8d}
"""


def told(findings, *changes):
    text = HEAD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {found.code: found for found in findings(text)}


def test_a_budget_with_rates_is_sound(findings):
    assert told(findings) == {}
    assert told(findings, ("budget: 5000", "budget: {limit: 3840}")) == {}


def test_a_budget_without_any_rate_is_refused(findings):
    found = told(findings, (", rate: 90", ""), (", rate: 60", ""))
    assert found["budget-without-rates"].severity == "error"
    assert found["budget-without-rates"].path == "projects[0].budget"


def test_who_has_no_rate_is_named(findings):
    found = told(findings, (", rate: 90", ""))["budget-with-unknown-rates"]
    assert found.severity == "warning"
    assert found.message == (
        'project "P" has a budget, but ana has no rate and counts as nothing in it'
    )


def test_a_limit_below_what_is_spent_is_refused_and_the_way_out_is_sound(findings):
    """8 days of 8 hours at 60 are 3,840."""
    found = told(findings, ("budget: 5000", "budget: {limit: 3839}"))["budget-spent"]
    assert found.message == 'project "P" has a limit of 3,839, but 3,840 are spent already'
    assert found.hint == "raise the limit, or make it a goal: budget: 3839"
    assert told(findings, ("budget: 5000", "budget: 3839")) == {}


@pytest.mark.parametrize(
    ("objectives", "code"),
    [("[tardiness, flow]", "budget-not-an-objective"), ("[budget, flow]", None)],
)
def test_a_goal_that_no_objective_keeps_to_is_warned_of(findings, objectives, code):
    found = told(findings, ("items:\n", f"objectives: {objectives}\nitems:\n"))
    assert list(found) == ([] if code is None else [code])


def test_a_limit_needs_no_objective_and_the_objective_needs_a_budget(findings):
    objectives = ("items:\n", "objectives: [flow]\nitems:\n")
    assert told(findings, ("budget: 5000", "budget: {limit: 5000}"), objectives) == {}
    objectives = ("items:\n", "objectives: [budget, flow]\nitems:\n")
    assert list(told(findings, (", budget: 5000", ""), objectives)) == [
        "budget-objective-without-budgets"
    ]
