"""The exact remaining work of each person on an item."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from allocator.analysis.roles import Role, assign_roles
from allocator.analysis.scheduled import ScheduledItem
from allocator.domain import Need, Person, Plan, PlanItem, Scenario, WorkItem
from allocator.domain.needs import numbered
from allocator.domain.quantities import exact, parse_span
from allocator.replanning.calendar_pair import CalendarPair
from allocator.replanning.work_done import work_done_by

_EFFORT_DECIMALS = 12
MIN_REMAINING_EFFORT = "1m"
"""What is left of work that takes more time than it was thought to."""


def remaining_by_person(
    scenario: Scenario, baseline: Plan, times: CalendarPair, item: WorkItem, entry: PlanItem
) -> dict[str, str] | None:
    """Return the remaining effort of an item by person, in the order of its needs.

    What was done by now, see :func:`work_done_by`, is taken off the effort; what an estimate
    has changed by since is added.

    Parameters
    ----------
    scenario
        As of now.
    baseline
        Whose ``entry`` the item has.
    times
        The calendars of the scenario and of the baseline's.
    item
        As it is in the scenario.
    entry
        An item of the baseline that starts before now.

    Returns
    -------
    dict
        Person id -> effort; None where nobody works on it, or as many people as the baseline has
        are not what it needs.
    """
    before = baseline.scenario.item_by_id.get(item.id)
    if before is None or entry.start is None or entry.finish is None:
        return None
    planned = ScheduledItem(before, entry, entry.start, entry.finish)
    filled = assign_roles(baseline.scenario, times.before, planned)
    places = _places(item, len(filled.roles))
    roles = _by_place(before, filled.roles)
    whole = isinstance(before.remaining, dict)
    if not filled.complete or len(roles) != len(filled.roles):
        return None
    if not whole and (not roles or len(roles) != len(places)):
        return None
    left: dict[int, tuple[str, str]] = {}
    for place, role in roles:
        assert role.need is not None and role.need.effort is not None and role.person is not None
        effort = baseline.scenario.effort_minutes(role.need.effort)
        grown = _grown(scenario, item, baseline.scenario, before, place, len(roles))
        worked = work_done_by(scenario, baseline.scenario, times, role)
        rest = effort - worked.minutes
        over = role.assignment.finish <= scenario.present and not worked.is_short
        left[place] = role.assignment.person, effort_text(rest + grown, over=over and grown <= 0)
    if isinstance(before.remaining, dict):
        _add_finished(left, list(before.remaining))
    return dict(left[place] for place in sorted(left)) if len(left) == len(places) else None


def _add_finished(left: dict[int, tuple[str, str]], names: list[str]) -> None:
    """Add the places that were finished before, with their people.

    A person who finished one place and then replaced somebody keeps the new place; the old one
    gets a free name.
    """
    here = {name for name, _ in left.values()}
    free = [name for place, name in enumerate(names) if place in left and name not in here]
    for place, name in enumerate(names):
        if place not in left:
            left[place] = (name if name not in here else free.pop(0)), "0h"


def _by_place(item: WorkItem, roles: tuple[Role, ...]) -> list[tuple[int, Role]]:
    """Return the roles with the positions of their needs among the item's, in order."""
    needs = _places(item, len(roles))
    if isinstance(item.remaining, dict):
        spans = enumerate(item.remaining.values())
        still = [place for place, left in spans if parse_span(left)[0] > 0]
        open_places = list(zip(still, item.staffing, strict=True))
        pairs: list[tuple[int, Role]] = []
        for role in roles:
            pair = next((pair for pair in open_places if pair[1] == role.need), None)
            if pair is None:
                return []
            open_places.remove(pair)
            pairs.append((pair[0], role))
        return sorted(pairs, key=lambda pair: pair[0])
    free = list(range(len(needs)))
    found = []
    for role in roles:
        fits = [k for k in free if role.need is not None and _same(needs[k], role.need)]
        if not fits:
            return []
        free.remove(fits[0])
        found.append((fits[0], role))
    return sorted(found, key=lambda pair: pair[0])


def _same(need: Need, filled: Need) -> bool:
    """Whether two needs are the same but for their efforts."""
    return (need.skills, need.share, need.people) == (filled.skills, filled.share, filled.people)


def _places(item: WorkItem, count: int) -> list[Need]:
    """Return the needs, as written, one for each of so many people on the item."""
    return [need for need in numbered(item.needs or (Need(),), count) for _ in range(need.people)]


def _parts(item: WorkItem, count: int) -> list[Need]:
    """Return the needs with what each of so many people on the item has to do in all."""
    shared = numbered(item.needs or (Need(),), count)
    found = []
    for need, as_many in zip(item.needs or (Need(),), shared, strict=True):
        whole = need.model_copy(update={"effort": need.effort or item.effort})
        found.append(whole.done_by(as_many.people))
    return found


def _grown(
    scenario: Scenario, item: WorkItem, old: Scenario, before: WorkItem, place: int, count: int
) -> Fraction:
    """Return the growth of a place's effort since the baseline, in minutes; of so many people."""

    def whole(of: Scenario, owner: WorkItem) -> Fraction | None:
        places = [need for need in _parts(owner, count) for _ in range(need.people)]
        effort = places[place].effort if place < len(places) else None
        return None if effort is None else of.effort_minutes(effort) * exact(owner.effort_share)

    now, then = whole(scenario, item), whole(old, before)
    return Fraction(0) if now is None or then is None else now - then


def effort_text(minutes: Fraction, *, over: bool = False) -> str:
    """Write an effort; one without a finite decimal is rounded down to a billionth of a second.

    Parameters
    ----------
    minutes
        Zero or less: ``over`` says whether nothing is left, or work that has no end yet.
    over
        Whether the person is done.
    """
    if over:
        return "0h"
    if minutes <= 0:
        return MIN_REMAINING_EFFORT
    hours = minutes / 60
    unit, amount = ("h", hours) if (hours * 100).denominator == 1 else ("m", minutes)
    scaled = amount * 10**_EFFORT_DECIMALS
    whole, rest = divmod(scaled.numerator // scaled.denominator, 10**_EFFORT_DECIMALS)
    text = f"{whole}.{rest:0{_EFFORT_DECIMALS}}".rstrip("0").rstrip(".")
    return MIN_REMAINING_EFFORT if text == "0" else f"{text}{unit}"


def with_unfinished_part(left: dict[str, str], entry: PlanItem) -> dict[str, str]:
    """Return the remaining effort by person, with the last one by plan unfinished.

    Parameters
    ----------
    left
        From :func:`remaining_by_person`.
    entry
        An item of the plan.
    """
    if any(parse_span(each)[0] for each in left.values()):
        return left
    here = [assignment for assignment in entry.assignments if assignment.person in left]
    last = max(here, key=lambda assignment: assignment.finish, default=None)
    return {**left, last.person: MIN_REMAINING_EFFORT} if last is not None else left


def people_by_place(
    scenario: Scenario, item: WorkItem, people: tuple[str, ...]
) -> Mapping[int, str] | None:
    """Return the person for each place of an item, matched by skills where possible.

    None where they are not as many as it needs.
    """
    places = _places(item, len(people))
    if len(places) != len(people):
        return None
    known: dict[str, Person] = scenario.person_by_id
    taken: dict[int, str] = {}

    def place(name: str, seen: set[int]) -> bool:
        person = known.get(name)
        for k, need in enumerate(places):
            if k in seen or person is None or scenario.lacks(person, need):
                continue
            seen.add(k)
            if k not in taken or place(taken[k], seen):
                taken[k] = name
                return True
        return False

    rest = [name for name in people if not place(name, set())]
    free = [k for k in range(len(places)) if k not in taken]
    taken.update(zip(free, rest, strict=True))
    return taken
