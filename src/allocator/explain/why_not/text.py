"""The answer to why a plan is not otherwise, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from allocator import wording
from allocator.analysis.days import PlanDays, plan_days
from allocator.domain import Plan, Scenario
from allocator.explain.why_not.answer import WhyNotAnswer
from allocator.explain.why_not.price import ChangedHands, DateShift, Price
from allocator.wording.tiers import OBJECTIVE_MEANINGS

MAX_LINES = 6
"""Most lines of one kind."""
MAX_RULES = 20
"""Most rules that are listed."""
MAX_NAME = 40
"""Most characters of id and title in a line."""


def answer_text(answer: WhyNotAnswer) -> str:
    """Return the answer as lines of text."""
    lines = [*_lines(answer), *(_sentence(note) for note in answer.notes)]
    if answer.clock and any(map(wording.names_day, lines)):
        lines.append(answer.clock)
    return "\n".join(lines)


def _lines(answer: WhyNotAnswer) -> Iterator[str]:
    asked = wording.joined(answer.wishes)
    if answer.already:
        yield f"It is so already: {asked}."
    elif answer.possible is False:
        yield from _forbidden(answer, asked)
    elif answer.price is not None and answer.plan is not None and answer.was is not None:
        yield f"It can be: {asked}."
        yield from _price_lines(answer.price, answer.was, answer.plan)
    elif answer.possible:
        yield f"It can be, but no good plan with it was found in time: {asked}."
    else:
        yield f"Not decided: {asked}."
    yield from _earliest(answer)


def _forbidden(answer: WhyNotAnswer, asked: str) -> Iterator[str]:
    yield f"It cannot be: {asked}."
    rules = [rule.text for rule in answer.forbidden_by]
    if not rules:
        return
    if len(rules) == 1:
        yield _sentence(rules[0])
        return
    yield "These cannot hold together:" if answer.together else "Each of these forbids it:"
    yield from (f"  - {rule}" for rule in rules[:MAX_RULES])
    if len(rules) > MAX_RULES:
        yield f"  - and {len(rules) - MAX_RULES} more (--json has them all)"


def _earliest(answer: WhyNotAnswer) -> Iterator[str]:
    if answer.earliest is None:
        return
    day = wording.day(answer.earliest.date)
    if answer.earliest.proved:
        yield f"The earliest date that can be kept is {day}."
    else:
        yield f"There is a plan that keeps {day}; whether an earlier date can be kept is open."


def _price_lines(price: Price, was: Plan, now: Plan) -> Iterator[str]:
    """Yield what it costs: objectives, dates, hands, money."""
    before, after = plan_days(was), plan_days(now)
    later = _in_order(shift for shift in price.dates if shift.now > shift.was)
    earlier = _in_order(shift for shift in reversed(price.dates) if shift.now < shift.was)
    if not price.is_free:
        yield "It costs:"
        yield from (f"  - {line}" for line in _objectives(price))
    elif any(shift.kind != "item" for shift in later):
        yield "All in all it costs nothing: every objective is as good. But some of it ends later."
    else:
        yield "It costs nothing: a plan that has it is as good in every objective."
    yield from _shifts("Later", later, before, after)
    yield from _shifts("Earlier", earlier, before, after)
    yield from _hands(price.reassigned, was.scenario)
    if price.cost:
        more = "more" if price.cost > 0 else "less"
        yield f"The work costs {wording.number(abs(price.cost))} {more}."
    if not price.is_free and not price.proved:
        yield "With more time (--time-limit) the price may turn out lower."


def _objectives(price: Price) -> Iterator[str]:
    for tier in price.tiers:
        if tier.now != tier.was:
            was, now = (wording.tier_value(value, tier.unit) for value in (tier.was, tier.now))
            more = "more" if tier.now > tier.was else "less"
            change = wording.tier_value(abs(tier.now - tier.was), tier.unit)
            meaning = OBJECTIVE_MEANINGS[tier.name]
            yield f"{change} {more} of {tier.name} ({meaning}): {now}, not {was}"


def _shifts(head: str, shifts: list[DateShift], before: PlanDays, after: PlanDays) -> Iterator[str]:
    """Yield what ends later, or earlier."""
    if not shifts:
        return
    yield f"{head}:"
    for shift in shifts[:MAX_LINES]:
        days = [wording.day(_day(shift, one)) for one in (before, after)]
        span = f", {days[1]} instead of {days[0]}" if days[0] != days[1] else ""
        yield f"  - {_name(shift)}: {shift.text}{span}"
    if len(shifts) > MAX_LINES:
        yield f"  - and {len(shifts) - MAX_LINES} more"


def _in_order(shifts: Iterable[DateShift]) -> list[DateShift]:
    """Return shifts in their order, projects and milestones before other items."""
    order = {"project": 0, "milestone": 1, "item": 2}
    return sorted(shifts, key=lambda shift: order[shift.kind])


def _day(shift: DateShift, days: PlanDays) -> dt.date:
    span = days.project(shift.id) if shift.kind == "project" else None
    found = span[1] if span is not None else days.ends(shift.id)
    assert found is not None, "what has moved has dates"
    return found


def _name(shift: DateShift) -> str:
    if shift.kind == "project":
        return f"project {shift.title}"
    return wording.label(shift.id, shift.title, most=MAX_NAME)


def _hands(changed: tuple[ChangedHands, ...], scenario: Scenario) -> Iterator[str]:
    if not changed:
        return
    yield "Other hands:"
    for item in changed[:MAX_LINES]:
        yield f"  - {wording.label(item.id, item.title, most=MAX_NAME)}: {_swap(scenario, item)}"
    if len(changed) > MAX_LINES:
        yield f"  - and {len(changed) - MAX_LINES} more"


def _swap(scenario: Scenario, item: ChangedHands) -> str:
    """Say who comes and who goes: ``Ana Souza instead of Bo Chen``."""
    come, go = (
        wording.joined(wording.person_name(scenario, name) for name in some if name not in others)
        for some, others in ((item.now, item.was), (item.was, item.now))
    )
    if come and go:
        return f"{come} instead of {go}"
    return f"{come} as well" if come else f"without {go}"


def _sentence(text: str) -> str:
    """Return a text as a sentence; ids and names keep their case."""
    first = text.split(" ", 1)[0]
    text = text[:1].upper() + text[1:] if first.islower() and first.isalpha() else text
    return text if text.endswith(".") else f"{text}."
