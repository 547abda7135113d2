"""Writes levers for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.api.levers import LeversResult
from allocator.cli.tables import as_text, columns, section, table
from allocator.domain.quantities import last_day
from allocator.explain.levers.models import Lever

MAX_TRIED = 8
"""Changes that gain nothing that are named; --all names all."""


LEAST_DAYS = 0.1
"""Working days from which a change is told as seeming to gain."""


def levers_text(found: LeversResult, again: str, *, show_all: bool) -> str:
    """Return levers as text.

    Parameters
    ----------
    found
        What was found.
    again
        The command that plans with the best one; empty where no file holds it.
    show_all
        Whether to list everything that gains nothing.
    """
    return as_text(_parts(found, again, show_all=show_all), width=columns())


def _parts(found: LeversResult, again: str, *, show_all: bool) -> Iterator[RenderableType]:
    yield Text(_head(found), style="bold")
    keeping = [(rank, one) for rank, one in enumerate(found.levers, 1) if not one.cuts_scope]
    cutting = [(rank, one) for rank, one in enumerate(found.levers, 1) if one.cuts_scope]
    if keeping:
        yield from section("What would let it end earlier", _table(keeping))
    if cutting:
        yield from section("What leaves work undone", _table(cutting))
    if found.levers:
        yield Text(_legend(found))
    paying = [(rank, one) for rank, one in enumerate(found.levers, 1) if one.pays]
    if paying:
        yield Text("")
        yield Text("Who pays for it", style="bold")
        for rank, one in paying:
            yield Text(f"{rank}: {_pays(one)}")
    if found.tried:
        yield Text("")
        yield from _tried(found, show_all=show_all)
    if found.candidates:
        yield Text("")
        yield Text(_effort(found))
        if again:
            yield Text(f"Plan with the first one: {again}" if found.levers else "")
    if found.clock and found.finish is not None:
        yield Text(found.clock)


def _head(found: LeversResult) -> str:
    name = wording.printable(f"{found.what} {found.title}".rstrip())
    if found.finish is None:
        return f"{name} is not planned, so that nothing can let it end earlier."
    if found.is_over:
        day = wording.day(last_day(found.finish))
        return f"{name} was done on {day}: nothing can bring it earlier."
    head = f"{name} ends on {wording.day(last_day(found.finish))}."
    if not found.candidates and found.ended == "all":
        return f"{head} There is no change to try."
    if not found.without_change:
        return f"{head} Nothing was planned to the end: {_ended(found)}."
    days = sorted({last_day(end) for end in found.without_change})
    if days != [last_day(found.finish)]:
        head += f" A new search without any change has it on {wording.day_ranges(days)}."
    if not found.levers:
        head += f" {_nothing(found)}"
    return head


def _nothing(found: LeversResult) -> str:
    if found.ended != "all":
        return f"No lever was found by then: {_ended(found)}."
    changes = wording.count(found.candidates, "change")
    if any(not one.verified and one.days >= LEAST_DAYS for one in found.tried):
        return f"Of {changes} none that was planned to the end lets it end earlier."
    if any(not one.verified for one in found.tried):
        return f"No lever was found in {changes}, not all of which were planned to the end."
    return f"Of {changes} none lets it end earlier."


def _ended(found: LeversResult) -> str:
    """Return what was left when the search ended before all was done; empty where nothing was."""
    if found.ended == "all":
        return ""
    what = "it was interrupted" if found.ended == "interrupted" else "the time ended"
    left = found.possible - found.candidates
    if not found.without_change and not left:
        return f"{what} before any of the best was planned"
    if left:
        return f"{what} before {wording.number(left)} of {found.possible} changes were tried"
    return f"{what} before all of the best were planned with every seed"


def _table(ranked: Sequence[tuple[int, Lever]]) -> Table:
    has_cost = any(one.cost is not None for _, one in ranked)
    has_chance = any(one.chance is not None for _, one in ranked)
    more = ["cost"] * has_cost + ["chance"] * has_chance
    numbers = ("#", "earlier by", "lateness", *more)
    rows = table("#", "lever", "earlier by", "lateness", *more, right=numbers, wrap=("lever",))
    for rank, one in ranked:
        cells = [str(rank), wording.printable(one.text), _days(one), _lateness(one)]
        cells += [_signed(one.cost, "")] * has_cost
        cells += [_chance(one)] * has_chance
        rows.add_row(*cells)
    return rows


def _days(one: Lever) -> str:
    if one.spread < 0.5:
        return wording.days(one.days)
    least = wording.number(one.days - one.spread, places=1)
    return f"{wording.days(one.days)}\nleast {least}"


def _lateness(one: Lever) -> str:
    return _signed(-one.weighted_hours, " h")


def _signed(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    sign = "+" if value > 0 else "-" if round(value) else ""
    return f"{sign}{wording.number(abs(value), places=0)}{unit}"


def _chance(one: Lever) -> str:
    return "-" if one.chance is None else _signed(100 * one.chance, " %")


def _legend(found: LeversResult) -> str:
    days = "earlier by: working days"
    if any(len(one.by_seed) > 1 for one in found.levers):
        days += " than the best plan without, in the best plan with it; below, in the worst seed"
    lines = [
        f"{days}.",
        "lateness: change of the hours late of everything, weighted by priority.",
    ]
    if any(one.cost is not None for one in found.levers):
        lines.append("cost: of the work at the rates; of a new person, of all their time.")
    if found.chance is not None:
        now = wording.whole_percent(found.chance)
        lines.append(f"chance: change of the chance of being on time, which is {now}.")
    return "\n".join(lines)


def _pays(one: Lever) -> str:
    named = (
        f"{wording.label(late.id, late.title, most=30)} {wording.days(late.days)} later"
        for late in one.pays
    )
    return wording.joined(named, most=3)


def _tried(found: LeversResult, *, show_all: bool) -> Iterator[RenderableType]:
    """Yield what is no lever, by how far it was tried; all, or the nearest and how many more."""
    seeming = [one for one in found.tried if one.days >= LEAST_DAYS and not one.verified]
    nothing = [one for one in found.tried if one.days < LEAST_DAYS]
    parts = {
        "Seems to gain in a brief search, not planned to the end": seeming,
        "Planned to the end, and gains nothing": [one for one in nothing if one.verified],
        "Gains nothing in a brief search": [one for one in nothing if not one.verified],
    }
    for title, tried in parts.items():
        shown = tried if show_all else tried[:MAX_TRIED]
        if shown:
            yield Text(title, style="bold")
            for one in shown:
                yield Text(f"- {wording.printable(one.text)}")
        if len(tried) > len(shown):
            yield Text(f"and {len(tried) - len(shown)} more (--all lists them).")


def _effort(found: LeversResult) -> str:
    ended = _ended(found)
    why = f"; {ended}" if ended and (found.levers or not found.without_change) else ""
    planned = sorted({len(one.by_seed) for one in found.levers} or {len(found.seeds)})
    seeds = wording.count(planned[-1], "seed")
    if planned[0] < planned[-1]:
        seeds = f"{planned[0]} to {seeds}"
    noise = ""
    if not found.without_change:
        return f"{wording.count(found.candidates, 'change')} tried in a brief search{why}."
    if found.noise:
        noise = f", noise {wording.days(found.noise)}"
    return (
        f"{wording.count(found.candidates, 'change')} tried; the best planned with {seeds} of "
        f"{wording.number(found.steps)} steps each{noise}{why}."
    )
