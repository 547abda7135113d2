"""Says in sentences what a roadblock is, and what a further delay of it costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from allocator import wording
from allocator.domain.quantities import When
from allocator.explain.roadblocks.models import DelayOutcome, Roadblock, RoadblockReport

MAX_MOVED = 2
"""Dates that a sentence names."""

MAX_ITEMS = 4
"""Items that a sentence names."""

NOTHING = "nothing moves"


def first_sentence(report: RoadblockReport) -> str:
    """Return whom to talk to first, and why."""
    if not report.roadblocks:
        return (
            "Nothing is waited for from outside, nothing is blocked, and there is no work that "
            "only one person can do."
        )
    first = report.roadblocks[0]
    lengths = (("a week", first.week), ("two weeks", first.two_weeks), ("a day", first.day))
    costly = [(length, one) for length, one in lengths if one is not None and not one.is_free]
    if not costly:
        known = [one for each in report.roadblocks for one in each.delays if one is not None]
        if not known:
            return "The time ended before anything was tried; give it more with --time-limit."
        untried = any(None in one.delays for one in report.roadblocks)
        return "What was tried costs nothing." if untried else "None of these costs anything."
    length, outcome = costly[0]
    if outcome.breaks:  # a date that cannot be kept says enough
        outcome = outcome.model_copy(
            update={"weighted_hours": 0.0, "milestones": (), "left_out": ()}
        )
    what = _bounded(first, outcome)
    if first.kind == "person":
        if outcome.breaks:
            who = wording.printable(first.owner)
            return f"See to a stand-in first: if {who} is away for {length}, {what}."
        return f"See to a stand-in first. {wording.printable(first.text)}: {length} costs {what}."
    who = f"Talk to {first.owner} first" if first.owner else "Find somebody who owns this first"
    verb = "lasts" if first.kind == "blocked" else "comes"
    late = "longer" if first.kind == "blocked" else "later"
    cost = what if outcome.breaks else f"the cost is {what}"
    return f"{who}: if {quoted(first.text)} {verb} {length} {late}, {cost}."


def quoted(text: str) -> str:
    """Return the words of a scenario within a sentence."""
    return f'"{wording.printable(text)}"'


def about(roadblock: Roadblock) -> str:
    """Return since when it is waited for, promised, expected, and for what, as one sentence."""
    said = list(_dates(roadblock))
    items = wording.joined(roadblock.items, most=MAX_ITEMS)
    said.append(f"needed for {items} from {wording.day(roadblock.needed)} on")
    sentence = "; ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _dates(roadblock: Roadblock) -> Iterator[str]:
    if roadblock.kind == "person":
        return
    word = "blocked" if roadblock.kind == "blocked" else "waited for"
    if roadblock.since is not None:
        yield f"{word} since {wording.when(roadblock.since)}"
    if roadblock.promised is not None:
        yield f"promised for {wording.when(roadblock.promised)}"
    if roadblock.expected is None:
        yield "nobody says until when" if word == "blocked" else "nobody says for when"
    elif word == "blocked":
        yield f"expected to be over on {_when(roadblock.expected)}"
    else:
        yield f"now expected {_when(roadblock.expected)}"


def _when(there: When) -> str:
    """Write when something comes: with its time, unless that is the beginning of the day."""
    is_midnight = isinstance(there, dt.datetime) and there.time() == dt.time()
    return wording.day(there) if is_midnight else wording.when(there)


def costs_text(roadblock: Roadblock) -> str:
    """Return what one more day, a week and two weeks cost."""
    names = ("A day", "A week", "Two weeks")
    sentences = [
        f"{name} more: {'not tried' if one is None else _bounded(roadblock, one)}"
        for name, one in zip(names, roadblock.delays, strict=True)
    ]
    return f"{'. '.join(sentences)}."


def _bounded(roadblock: Roadblock, outcome: DelayOutcome) -> str:
    """Return what a delay costs, as a bound where a longer search may find that it costs less."""
    is_amount = not (outcome.is_free or outcome.breaks)
    bound = "at most " if roadblock.at_most and is_amount else ""
    return f"{bound}{outcome_text(outcome)}"


def outcome_text(outcome: DelayOutcome) -> str:
    """Return what a delay costs: hours of lateness, dates that move, hard dates that break."""
    clauses = []
    if outcome.breaks:
        clauses.append(
            f"no plan was found that keeps {wording.joined(outcome.breaks, most=MAX_MOVED)}"
        )
    if outcome.weighted_hours:
        clauses.append(f"{wording.hours(outcome.weighted_hours)} of lateness")
    if outcome.milestones:
        moved = [
            f"{wording.label(one.id, one.title, most=40)} {wording.days(one.days)} later"
            for one in outcome.milestones
        ]
        clauses.append(wording.enumerated(moved, most=MAX_MOVED))
    if outcome.left_out:
        clauses.append(f"left out: {wording.enumerated(outcome.left_out, most=MAX_ITEMS)}")
    if outcome.breaks:
        return "; ".join(clauses)
    return wording.joined(clauses) if clauses else NOTHING


def free_text(roadblock: Roadblock) -> str:
    """Return until when it may come without moving any date; empty where that is not known."""
    until, more = roadblock.free_until, ", or later" if roadblock.free_longer else ""
    if until is None:
        return ""
    verb = {"person": "lasts until", "blocked": "is over by"}.get(roadblock.kind, "comes by")
    return f"No date moves if it {verb} {_when(until)}{more}."
