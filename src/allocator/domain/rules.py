"""The rules a plan keeps, each with the sentence that the planner and the checker implement."""

from __future__ import annotations

from enum import StrEnum

from allocator.domain.base import Model


class RuleId(StrEnum):
    """The name of a rule; its modules on both sides bear the same name."""

    COMPLETENESS = "completeness"
    STAFFING = "staffing"
    NOT_SAME_AS = "not_same_as"
    SAME_AS = "same_as"
    WORKING_TIME = "working_time"
    PERSON_LOAD = "person_load"
    MAX_ITEMS = "max_items"
    RESOURCE_LOAD = "resource_load"
    PRECEDENCE = "precedence"
    RELEASE = "release"
    DEADLINE = "deadline"
    OPTIONAL = "optional"
    SPRINT_FIT = "sprint_fit"
    BUDGET = "budget"
    OVERLAP = "overlap"
    HANDOVER = "handover"
    PROGRESS = "progress"
    FREEZE = "freeze"
    CLAIMS = "claims"


RULES: dict[RuleId, str] = {
    RuleId.COMPLETENESS: (
        "Every work item of the scenario stands in the plan exactly once, planned with a start "
        "and a finish or dropped with neither; what is done only if a try fails that has not "
        "failed is contingent, with neither, and nothing else is; and the plan names only items "
        "and people of the scenario."
    ),
    RuleId.STAFFING: (
        "Each need of a planned item has as many people as it asks for, all different, each with "
        "all its skills at the needed levels, among those assigned and none of those to avoid, "
        "at the need's share."
    ),
    RuleId.NOT_SAME_AS: (
        "Where not_same_as of an item names another, nobody whom the plan puts on one of the two "
        "is on the other, or has been."
    ),
    RuleId.SAME_AS: (
        "Where same_as of an item names another, everybody on the one with fewer people is on "
        "the other too, unless the people of both were given before."
    ),
    RuleId.WORKING_TIME: (
        "An item starts in a slot in which everybody on it works; each works on it through all "
        "their working slots until their effort is done, and the item ends with the last of them "
        "and not before its elapsed time is over."
    ),
    RuleId.PERSON_LOAD: "The shares of what a person works on never add up to more than 1.",
    RuleId.MAX_ITEMS: (
        "Nobody is on more items at a time than their max_items, on each from its start to their "
        "own finish."
    ),
    RuleId.RESOURCE_LOAD: (
        "What items hold of a resource, each from its start to its finish, never adds up to more "
        "than the resource's capacity."
    ),
    RuleId.PRECEDENCE: (
        "An item starts or finishes no earlier than each of its links, with its lag in working "
        "hours of the team calendar or in calendar time, allows; what waits for the finish of a "
        "failed item waits so for what is done instead."
    ),
    RuleId.RELEASE: (
        "No work on an item begins before the start of the plan, before now, before its own "
        "not_before or its project's, or before what it waits for is expected; what is fixed "
        "starts then; work in progress that is not to be interrupted goes on at once."
    ),
    RuleId.DEADLINE: (
        "No item finishes after its own deadline, its project's, or the end of the calendar."
    ),
    RuleId.OPTIONAL: (
        "Only optional items are dropped, and those, all of them, that a failed try gives up; "
        "an item is planned only if all it comes after is that is not contingent or given up."
    ),
    RuleId.SPRINT_FIT: (
        "Each person's work on an item that must fit, from its start to their finish, lies within "
        "one sprint of their team, or before the first or after the last of them."
    ),
    RuleId.BUDGET: (
        "No project whose budget is a limit costs more than that, by the rates of its people: the "
        "work that is still to do and the time that is recorded as spent."
    ),
    RuleId.OVERLAP: (
        "Two people whose work asks for time in common have so much of it on each day of theirs "
        "that lies between its start and the earlier of their finishes, and on which both work."
    ),
    RuleId.HANDOVER: (
        "What is handed over to people elsewhere is taken up in the first working slot of a day "
        "of one of them."
    ),
    RuleId.PROGRESS: (
        "What is done or has failed stands in the plan as it was, with its dates and people, and "
        "takes nobody's time; what is in progress keeps its start."
    ),
    RuleId.FREEZE: (
        "A frozen item is started (an item in progress: taken up again) when the baseline has it, "
        "by the baseline's people."
    ),
    RuleId.CLAIMS: (
        "What the plan says about itself (tier values, lateness, effort, project dates) is what "
        "its dates and people come to."
    ),
}


class Violation(Model):
    """One breach of one rule."""

    rule: RuleId
    message: str
    """In the planner's words, with ids and dates."""
    items: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    relaxed: bool = False
    """The plan itself says, and shows, that it breaks this; it was asked to."""
