"""Why somebody who did an item in the old plan does not do it in the new one."""

from __future__ import annotations

from fractions import Fraction

from allocator.analysis.why import words
from allocator.analysis.why.holding import Holding
from allocator.analysis.why.reason import Reason
from allocator.domain import PlanAssignment
from allocator.domain.quantities import exact


def why_not(plan: Holding, item_id: str, work: PlanAssignment) -> Reason:
    """Return what speaks against a person on an item, at the dates that it now has.

    Parameters
    ----------
    plan
        The new plan.
    item_id
        Of an item that it plans.
    work
        The person's part in it in the old plan.
    """
    scenario = plan.scenario
    person = scenario.person_by_id.get(work.person)
    if person is None:
        text = f"{work.person} is no longer there"
        return Reason(kind="gone", sentence=text, person=work.person)
    who = words.person(scenario, work.person)
    item = scenario.item_by_id[item_id]
    if not any(person in scenario.candidates(item, need) for need in item.staffing):
        text = f"{who} may not do it: its needs, assign, avoid or people leave them out"
        return Reason(kind="unfit", sentence=text, person=work.person)
    begins, finish = plan.begins(item_id), plan.dates[item_id][1]
    away = plan.away(work.person, begins)
    if away is not None:
        return away
    held = plan.others(plan.people[work.person], item_id, begins, finish)
    clash = [one for one in held if one.amount + exact(work.share) > 1]
    if not clash and sum((one.amount for one in held), Fraction(0)) + exact(work.share) > 1:
        clash = held
    if clash:
        return plan.busy(work.person, max(clash, key=lambda one: one.finish))
    text = f"{who} could do it as well, and is not needed for it"
    return Reason(kind="free", sentence=text, person=work.person)
