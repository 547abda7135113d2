"""What forbids a wish by itself, whatever else is planned: progress, frozen dates, staffing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from allocator import wording
from allocator.domain import Need, Person, Plan, PlanItem, Scenario, WorkItem
from allocator.domain.pair_choices import PairChoices
from allocator.domain.quantities import beginning, end_of
from allocator.explain.subjects import Subject
from allocator.explain.why_not.wish import Wish


@dataclass(frozen=True)
class Refusal:
    """A rule that forbids what is asked for.

    Attributes
    ----------
    kind
        What kind of rule it is: ``done``, ``in_progress``, ``frozen``, ``left_out``, ``date``,
        ``fixed``, ``staffing``, ``skill``, ``assign``, ``avoid``, ``not_same_as``, ``same_as``;
        else the kind of a fact of a conflict, or the code of a finding.
    text
        The rule as a sentence.
    """

    kind: str
    text: str


def refusals(plan: Plan, wish: Wish) -> list[Refusal]:
    """Return the rules each of which forbids a wish that the plan does not fulfil.

    Parameters
    ----------
    plan
        Whose progress counts.
    wish
        Of an item or a project.
    """
    if wish.subject.kind == "project":
        return list(_of_project(plan, wish))
    item = plan.scenario.item_by_id[wish.subject.id]
    entry = next((entry for entry in plan.items if entry.id == item.id), None)
    found = [
        refusal
        for rule in (_left_out, _done, _frozen, _in_progress, _fixed_date)
        if (refusal := rule(plan.scenario, item, entry, wish)) is not None
    ]
    return found[:1] or list(_of_people(plan.scenario, item, wish))


def binding_wishes(scenario: Scenario, wishes: Iterable[Wish]) -> Iterator[Wish]:
    """Yield the wishes that a plan has still to keep, if all that history decides are fulfilled.

    Parameters
    ----------
    scenario
        Of the plan.
    wishes
        None of which a rule forbids by itself.
    """
    for wish in wishes:
        if wish.subject.kind == "project":
            yield wish
            continue
        item = scenario.item_by_id[wish.subject.id]
        if item.is_done or scenario.is_frozen(item) or (item.crew and not wish.of_dates):
            continue
        if item.date is not None:
            continue
        if not item.is_started:
            yield wish
        elif wish.opens is None or wish.limit is not None:
            yield replace(wish, opens=None)


def _left_out(
    scenario: Scenario, item: WorkItem, _entry: PlanItem | None, _wish: Wish
) -> Refusal | None:
    if item.id in scenario.contingent:
        return Refusal("left_out", f"{item.name} is done only if a try fails, and none has")
    if item.id in scenario.given_up:
        failed = scenario.given_up[item.id]
        return Refusal("left_out", f"{item.name} is given up since {failed} has failed")
    return None


def _done(
    scenario: Scenario, item: WorkItem, entry: PlanItem | None, _wish: Wish
) -> Refusal | None:
    if not item.is_done:
        return None
    state = "has failed" if item.state == "failed" else "is done"
    people = () if entry is None else tuple(work.person for work in entry.assignments)
    who = f" by {_names(scenario, people)}" if people else ""
    on = wording.work_end(scenario.finished_at(item), scenario.calendar)
    return Refusal("done", f"{item.name} {state}{who}, on {on}")


def _frozen(
    scenario: Scenario, item: WorkItem, _entry: PlanItem | None, _wish: Wish
) -> Refusal | None:
    if not scenario.is_frozen(item):
        return None
    baseline = scenario.baseline_by_item[item.id]
    verb = "goes on" if item.is_started else "starts"
    on = wording.work_start(baseline.start, scenario.calendar)
    who = f" with {_names(scenario, baseline.people)}" if baseline.people else ""
    return Refusal("frozen", f"{item.name} is frozen: it {verb} on {on}{who}")


def _in_progress(
    scenario: Scenario, item: WorkItem, _entry: PlanItem | None, wish: Wish
) -> Refusal | None:
    if not item.is_started:
        return None
    if wish.opens is not None and scenario.started_at(item) < beginning(wish.opens):
        on = wording.work_start(scenario.started_at(item), scenario.calendar)
        return Refusal("in_progress", f"{item.name} has begun on {on}")
    if item.crew and not wish.of_dates:
        return Refusal(
            "in_progress",
            f"{item.name} is in progress, and goes on with {_names(scenario, item.crew)} "
            "(reassign: true lets others take over)",
        )
    return None


def _fixed_date(
    _scenario: Scenario, item: WorkItem, _entry: PlanItem | None, wish: Wish
) -> Refusal | None:
    if not wish.of_dates:
        return None
    if item.date is not None:
        return Refusal("date", f"{item.name} is fixed to {wording.when(item.date)}")
    if item.fixed is not None and wish.opens is not None and not item.is_started:
        whole_day = not isinstance(item.fixed, dt.datetime)
        last, asked = end_of(item.fixed), beginning(wish.opens)
        if last < asked or (whole_day and last == asked):
            return Refusal("fixed", f"{item.name} is fixed to {wording.when(item.fixed)}")
    return None


def _of_people(scenario: Scenario, item: WorkItem, wish: Wish) -> Iterator[Refusal]:
    """Yield what keeps people off an item: it needs nobody, or not so many, or others."""
    if wish.of_dates:
        return
    if not item.staffing:
        what = "is a milestone" if item.is_milestone else "takes only time"
        yield Refusal("staffing", f"{item.name} {what}, and needs nobody")
        return
    needs = item.needs or item.staffing
    fewest = sum(need.people for need in needs)
    places = sum(max(need.numbers) for need in needs)
    if len(wish.people) > places:
        several = f"{fewest} to {places} people"
        takes = wording.count(places, "person", "people") if fewest == places else several
        yield Refusal("staffing", f"{item.name} takes {takes}, not {len(wish.people)}")
        return
    for name in wish.people:
        yield from _of_person(scenario, item, scenario.person_by_id[name])


def _of_person(scenario: Scenario, item: WorkItem, person: Person) -> Iterator[Refusal]:
    who = person.name or person.id
    if any(person in scenario.candidates(item, need) for need in item.staffing):
        yield from _of_others(scenario, item, person)
        return
    if person.id in item.avoid:
        yield Refusal("avoid", f"{item.name} is not to be done by {who} (avoid)")
    if item.assign and person.id not in item.assign:
        only = _names(scenario, item.assign)
        yield Refusal("assign", f"{item.name} is assigned to {only} alone")
    if all(scenario.lacks(person, need) for need in item.staffing):
        yield Refusal("skill", _lack(scenario, item.staffing, item, person))


def _of_others(scenario: Scenario, item: WorkItem, person: Person) -> Iterator[Refusal]:
    """Yield what keeps somebody off an item for who is on another one in every plan."""
    if not (item.not_same_as or item.same_as or _is_named(scenario, item)):
        return
    why = PairChoices(scenario.scope).left_out.get(item.id, {}).get(person.id)
    if why is None:
        return
    who, other = person.name or person.id, scenario.item_by_id[why.other]
    if why.field == "same_as":
        text = f"the same people do {item.name} and {other.name} (same_as)"
        yield Refusal("same_as", f"{text}, and {who} cannot be on {other.name}")
        return
    has = "did" if other.is_done else "is on" if person.id in other.people else "has to do"
    text = f"nobody does both {item.name} and {other.name} (not_same_as)"
    yield Refusal("not_same_as", f"{text}, and {who} {has} {other.name}")


def _is_named(scenario: Scenario, item: WorkItem) -> bool:
    return any(item.id in (*one.not_same_as, *one.same_as) for one in scenario.items)


def _lack(scenario: Scenario, needs: Sequence[Need], item: WorkItem, person: Person) -> str:
    """Say what somebody lacks of the need that they come nearest to."""
    who = person.name or person.id

    def distance(need: Need) -> tuple[int, int]:
        lacks = scenario.lacks(person, need)
        return len(lacks), sum(level - person.skills.get(s, -1) for s, level in lacks.items())

    lacks = scenario.lacks(person, min(needs, key=distance))
    has = [f"{skill} at {person.skills[skill]}" for skill in lacks if skill in person.skills]
    wanted = wording.joined(wording.skill_at_level(*one) for one in lacks.items())
    some = " for any of its needs" if len(needs) > 1 else ""
    text = f"{who} lacks {wanted}, which {item.name} needs{some}"
    return f"{text} ({who} has {wording.joined(has)})" if has else text


def _of_project(plan: Plan, wish: Wish) -> Iterator[Refusal]:
    """Yield what of a project is history, or fixed, against a wish about its dates."""
    entries = {entry.id: entry for entry in plan.items}
    for name in wish.subject.items:
        item = plan.scenario.item_by_id[name]
        single = Wish(_item_subject(item), opens=wish.opens, limit=wish.limit)
        if single.holds(plan.scenario, entries):
            continue
        for rule in (_done, _frozen, _in_progress, _fixed_date):
            refusal = rule(plan.scenario, item, entries.get(name), single)
            if refusal is not None:
                yield refusal
                break


def _item_subject(item: WorkItem) -> Subject:
    return Subject("item", item.id, item.title, (item.id,))


def _names(scenario: Scenario, people: Sequence[str]) -> str:
    return wording.joined(wording.person_name(scenario, person) for person in people)
