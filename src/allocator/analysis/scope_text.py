"""What to leave out so that dates are kept, in sentences and as a table of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allocator import wording
from allocator.domain.scope_front import ScopeFront, ScopePoint, WantedDate

AS_PLANNED = "as planned"
"""What the row of the plan itself is called."""

MAX_NAMED = 6
"""Items that a sentence names; the table names all."""


def scope_sentences(front: ScopeFront) -> list[str]:
    """Return the answer, and what has to be known of it, a sentence each."""
    return [_answer(front), *_remarks(front)]


def _answer(front: ScopeFront) -> str:
    if front.best is not None:
        point = front.points[front.best]
        return f"{_left_out(front, point)}: {wording.joined(_done(front, point))}."
    dates = wording.joined(_wanted(front))
    if front.confidence is not None:
        highest = max(front.points, key=lambda point: point.chance or 0.0)
        asked = f"{dates} with a chance of {wording.whole_percent(front.confidence)}"
        reached = f"the highest chance found is {wording.chance(highest.chance or 0.0)}"
        return f"Nothing that was tried keeps {asked}; {reached}, {_without(front, highest)}."
    last = front.points[-1]
    reached = (
        f"the earliest found is {wording.joined(_reached(front, last))}, {_without(front, last)}"
    )
    if front.proved_impossible:
        count = wording.count(len(front.candidates), "item")
        return f"No plan keeps {dates}, whatever of the {count} is left out; {reached}."
    return f"Nothing that was tried keeps {dates}; {reached}."


def _without(front: ScopeFront, point: ScopePoint) -> str:
    if not point.dropped:
        return "with nothing left out"
    return f"without {_names(front, point.dropped)}"


def _wanted(front: ScopeFront) -> Iterator[str]:
    for wanted in front.wanted:
        yield f"{_name(wanted)} by {wording.when(wanted.by)}"


def _reached(front: ScopeFront, point: ScopePoint) -> Iterator[str]:
    for wanted, day in zip(front.wanted, point.days, strict=True):
        yield f"{_name(wanted)} on {wording.day(day)}"


def _name(wanted: WantedDate) -> str:
    return wording.label(wanted.title or wanted.id)


def _left_out(front: ScopeFront, point: ScopePoint) -> str:
    if not point.dropped:
        return "Nothing has to be left out"
    lost = front.value - point.value_kept
    value = f"{wording.number(lost)} of {wording.number(front.value)}"
    worth = f"{value} in the list" if front.ordered else f"worth {value}"
    return f"Leave out {_names(front, point.dropped)} ({worth})"


def _done(front: ScopeFront, point: ScopePoint) -> Iterator[str]:
    """Yield when each wanted date is reached, or how sure all of them are."""
    for wanted, day in zip(front.wanted, point.days, strict=True):
        planned = "" if wanted.planned is None else f", in the plan {wording.day(wanted.planned)}"
        asked = f"wanted by {wording.when(wanted.by)}{planned}"
        yield f"{_name(wanted)} is done on {wording.day(day)} ({asked})"
    if point.chance is not None and front.confidence is not None:
        asked = wording.whole_percent(front.confidence)
        kept = "that is kept" if len(front.wanted) == 1 else "all are kept"
        yield f"{kept} with a chance of {wording.chance(point.chance)} ({asked} asked for)"


def _names(front: ScopeFront, dropped: Sequence[str]) -> str:
    titles = {each.id: each.title for each in front.candidates}
    return wording.joined((wording.label(i, titles[i]) for i in dropped), most=MAX_NAMED)


def _remarks(front: ScopeFront) -> Iterator[str]:
    shown = front.points[-1 if front.best is None else front.best]
    if shown.pays:
        later = [
            f"{wording.label(one.id, one.title)} ends {wording.days(one.days)} later"
            for one in shown.pays
        ]
        yield f"Who pays: {wording.joined(later, most=MAX_NAMED)}, past the due date."
    with_them = [each for each in front.candidates if len(each.drops) > 1]
    dropped = {name for point in front.points for name in point.dropped}
    for each in with_them:
        if each.id in dropped:
            others = wording.enumerated(each.drops[1:], most=MAX_NAMED)
            yield f"Without {each.id} goes what comes after it: {others}."
    if not front.complete:
        yield "Not all ways to leave items out were compared."
    yield from front.notes


def scope_table(front: ScopeFront) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows: the plan as it is, then each point; the best has a star."""
    header = ["value kept", *(_name(wanted) for wanted in front.wanted)]
    header += ["chance"] if front.confidence is not None else []
    header += ["lateness of all", "left out"]
    planned = [wording.day(w.planned) if w.planned else "-" for w in front.wanted]
    plan = [AS_PLANNED, *planned, *(["-"] if front.confidence is not None else [])]
    rows = [[*plan, wording.hours(front.weighted_hours), "-"]]
    for number, point in enumerate(front.points):
        rows.append(_row(front, point, is_best=number == front.best))
    return header, rows


def _row(front: ScopeFront, point: ScopePoint, *, is_best: bool) -> list[str]:
    value = f"{wording.number(point.value_kept)} of {wording.number(front.value)}"
    row = [value + ("*" if is_best else ""), *map(wording.day, point.days)]
    row += [] if front.confidence is None else [wording.chance(point.chance or 0.0)]
    return [*row, wording.hours(point.weighted_hours), ", ".join(point.dropped) or "nothing"]
