"""Explains why a person of an item in the old plan does not do it in the new one."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from allocator import wording
from allocator.analysis.capacity_use import CapacityUse
from allocator.analysis.why.binding import BindingConstraints
from allocator.analysis.why.reason import Reason
from allocator.domain import Person, PlanAssignment, WorkItem
from allocator.domain.pairs import item_pairs
from allocator.domain.quantities import exact


def why_not_assigned(plan: BindingConstraints, item_id: str, work: PlanAssignment) -> Reason:
    """Return why a person cannot do an item, or is not needed, at its new dates.

    Parameters
    ----------
    plan
        The new plan.
    item_id
        Id of an item that it plans.
    work
        The person's part in it in the old plan.
    """
    scenario = plan.scenario
    person = scenario.person_by_id.get(work.person)
    if person is None:
        text = f"{work.person} is no longer there"
        return Reason(kind="gone", sentence=text, person=work.person)
    who = wording.person_name(scenario, work.person)
    item = scenario.item_by_id[item_id]
    if not any(person in scenario.candidates(item, need) for need in item.staffing):
        text = f"{who} may not do it: its needs, assign, avoid or people leave them out"
        return Reason(kind="unfit", sentence=text, person=work.person)
    elsewhere = _kept_off(plan, item, work.person)
    if elsewhere is not None:
        return elsewhere
    begins, finish = plan.begins(item_id), plan.dates[item_id][1]
    away = plan.away(work.person, begins)
    if away is not None:
        return away
    held = plan.others(plan.people[work.person], item_id, begins, finish)
    clash = [one for one in held if one.amount + exact(work.share) > 1]
    if not clash and sum((one.amount for one in held), Fraction(0)) + exact(work.share) > 1:
        clash = held
    most = scenario.max_items_of(person)
    if most is not None and _most_at_a_time(held) >= most:
        clash = clash or held
    if clash:
        return plan.busy(work.person, max(clash, key=lambda one: one.finish))
    if person.leaves is not None and _leaves_too_early(plan, item, person, work, begins):
        text = f"{who} leaves after {wording.day(person.leaves)}, before it could be done"
        until = plan.calendars.local_days(person).end(person.leaves)
        return Reason(kind="away", sentence=text, person=work.person, until=until)
    parts = (work, *plan.entries[item_id].assignments)
    effort = min(exact(part.effort_hours) for part in parts)
    if _hours_until(plan, item, person, begins, finish) * exact(work.share) < effort:
        text = f"{who} could do it too, and would take longer"
        return Reason(kind="free", sentence=text, person=work.person)
    text = f"{who} could do it as well, and is not needed for it"
    return Reason(kind="free", sentence=text, person=work.person)


def _kept_off(plan: BindingConstraints, item: WorkItem, person: str) -> Reason | None:
    """Return the reason that who is on another item keeps a person off this one, if it does."""
    who = wording.person_name(plan.scenario, person)
    for one, other, same in item_pairs(plan.scenario.scope):
        if item.id not in (one.id, other.id):
            continue
        partner = other if one.id == item.id else one
        if partner.id not in plan.entries or partner.id not in plan.dates:
            continue
        there = {work.person for work in plan.entries[partner.id].assignments}
        mine = len(plan.entries[item.id].assignments)
        if not same and person in there | set(partner.people):
            text = f"{who} is on {partner.id}, which is to have other people (not_same_as)"
        elif same and mine <= len(there) and person not in there:
            text = f"{who} is not on {partner.id}, which is to have the same people (same_as)"
        else:
            continue
        return Reason(kind="unfit", sentence=text, person=person, item=partner.id)
    return None


def _most_at_a_time(held: list[CapacityUse]) -> int:
    """Return the most items that are held at one instant."""
    counts = (sum(one.start <= at.start < one.finish for one in held) for at in held)
    return max(counts, default=0)


def _leaves_too_early(
    plan: BindingConstraints,
    item: WorkItem,
    person: Person,
    work: PlanAssignment,
    begins: dt.datetime,
) -> bool:
    """Whether a person leaves before they could finish their work on the item."""
    assert person.leaves is not None
    until = plan.calendars.local_days(person).end(person.leaves)
    hours = _hours_until(plan, item, person, begins, until)
    return hours * exact(work.share) < exact(work.effort_hours)


def _hours_until(
    plan: BindingConstraints,
    item: WorkItem,
    person: Person,
    begins: dt.datetime,
    until: dt.datetime,
) -> Fraction:
    """Return the hours of effort that somebody yields for an item between two instants."""
    speed = max(
        plan.scenario.speed(person, need)
        for need in item.staffing
        if person in plan.scenario.candidates(item, need)
    )
    return plan.calendars.of(person).hours_between(begins, until) * speed
