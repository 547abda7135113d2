"""The right people, as many as needed, with the skills and at the share that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from allocator.analysis.roles import Role, RoleAssignment
from allocator.analysis.scheduled import ScheduledItem
from allocator.checks.checked_plan import CheckedPlan
from allocator.domain import Rest, RuleId, Scenario, Violation, WorkItem
from allocator.wording import amount, joined, skill_at_level, skills


def check(checked: CheckedPlan) -> list[Violation]:
    """Return all breaches of staffing: people missing, not needed, not able, not allowed."""
    return [
        violation
        for planned in checked.scheduled.values()
        if not planned.item.is_done
        for violation in _violations(checked, planned)
    ]


def _violations(checked: CheckedPlan, planned: ScheduledItem) -> Iterator[Violation]:
    found = checked.roles(planned)
    yield from _numbers(planned, found)
    yield from _people(checked.scenario, planned.item, found)


def _numbers(planned: ScheduledItem, found: RoleAssignment) -> Iterator[Violation]:
    """Needs with too few people, people with nothing to do, people there twice."""
    item = planned.item
    for need, missing in found.vacant:
        yield _violation(
            f"{item.name} needs {_people_with(need.people, skills(need))}, "
            f"and has {need.people - missing}",
            item,
        )
    for role in found.roles:
        if role.need is None:
            why = "needs nobody" if not item.staffing else "has people for all its needs"
            yield _violation(f"{role.assignment.person} is on {item.name}, which {why}", item, role)
    for person, times in Counter(assignment.person for assignment in planned.assignments).items():
        if times > 1:
            yield Violation(
                rule=RuleId.STAFFING,
                message=f"{person} stands {times} times among the people of {item.name}",
                items=(item.id,),
                people=(person,),
            )


def _people(scenario: Scenario, item: WorkItem, found: RoleAssignment) -> Iterator[Violation]:
    """Whether those who fill a need may, can, and do so at its share."""
    for role in found.roles:
        person, need, assignment = role.person, role.need, role.assignment
        if person is None or need is None:
            continue
        bound = bool(item.crew) and not (isinstance(need, Rest) and need.person is None)
        if bound:
            yield from _at_work(scenario, item, role)
        elif person.id in item.avoid:
            yield _violation(f"{person.id} is on {item.name}, which is to avoid them", item, role)
        elif item.assign and person.id not in item.assign:
            only = joined(item.assign)
            yield _violation(f"{person.id} is on {item.name}, which is for {only}", item, role)
        lacking = [
            skill_at_level(skill, level)
            + (f" (has {person.skills[skill]})" if skill in person.skills else "")
            for skill, level in scenario.lacks(person, need).items()
        ]
        if lacking and not bound:
            yield _violation(
                f"{person.id} is on {item.name} and lacks {joined(lacking)}", item, role
            )
        if assignment.share != need.share:
            yield _violation(
                f"{person.id} is on {item.name} with a share of {amount(assignment.share)}; "
                f"the need is for {amount(need.share)}",
                item,
                role,
            )


def _at_work(scenario: Scenario, item: WorkItem, role: Role) -> Iterator[Violation]:
    """Whether what remains is done by the item's own people, by those with the skills first."""
    assert role.person is not None and role.need is not None
    if isinstance(role.need, Rest):
        if role.person.id != role.need.person:
            yield _violation(
                f"{role.person.id} is on {item.name} for what {role.need.person} has left of it",
                item,
                role,
            )
    elif role.person.id not in item.crew:
        only = joined(item.crew)
        yield _violation(
            f"{role.person.id} is on {item.name}, on which {only} work already", item, role
        )
    elif lacks := scenario.lacks(role.person, role.need):
        own = [person for person in scenario.people if person.id in item.crew]
        if sum(not scenario.lacks(person, role.need) for person in own) >= role.need.people:
            skills_lacking = joined(skill_at_level(skill, level) for skill, level in lacks.items())
            yield _violation(
                f"{role.person.id} is on {item.name} and lacks {skills_lacking}, "
                "which others of its people have",
                item,
                role,
            )


def _people_with(count: int, what: str) -> str:
    return f"one person with {what}" if count == 1 else f"{count} people with {what}"


def _violation(message: str, item: WorkItem, role: Role | None = None) -> Violation:
    people = () if role is None else (role.assignment.person,)
    return Violation(rule=RuleId.STAFFING, message=message, items=(item.id,), people=people)
