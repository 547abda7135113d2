"""Writes why something ends when it does for the terminal: sentences first, then tables."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from allocator import wording
from allocator.cli.tables import as_text, columns, section, table
from allocator.explain.why.models import AffectedItem, ChainStep, WhyAnswer, WhyCause

MAX_CAUSES = 8
"""Causes in the table; all of them are in the JSON document."""

MAX_STEPS = 12
"""Steps of the chain that are shown."""


def why_text(found: WhyAnswer) -> str:
    """Return an answer as text, with colour where stdout is a terminal that has it."""
    return as_text(_parts(found), width=columns())


def _parts(found: WhyAnswer) -> Iterator[RenderableType]:
    if not found.answers:
        yield from _one(found)
        return
    late = found.kind == "late"
    yield Text("All that is late" if late else "Nothing is late. The end of each project:")
    for one in found.answers:
        yield Text("")
        yield from _one(one)
    for note in found.notes:
        yield from ("", Text(note))


def _one(found: WhyAnswer) -> Iterator[RenderableType]:
    yield Text(found.answer, style="bold")
    if found.causes:
        yield from section("What holds it, and how much earlier it ends without it", _causes(found))
    if found.next is not None:
        yield Text("")
        days = wording.number(found.next.days, places=1)
        yield Text(f"What would hold it next: {found.next.text} ({days} d with both gone).")
    if found.chain:
        yield from section("From its end back to a beginning", _chain(found.chain))
    for line in _others(found):
        yield Text("")
        yield Text(line)


def _causes(found: WhyAnswer) -> Table:
    rows = table("earlier by", "what holds it", right=("earlier by",), wrap=("what holds it",))
    for cause in found.causes[:MAX_CAUSES]:
        rows.add_row(_days(cause), wording.printable(cause.text))
    if len(found.causes) > MAX_CAUSES:
        rows.add_row("", f"and {len(found.causes) - MAX_CAUSES} more; --json has them all")
    return rows


def _days(cause: WhyCause) -> str:
    if cause.days - cause.at_least >= 1:
        low, mean = (wording.number(d, places=1) for d in (cause.at_least, cause.days))
        return f"{low} to {mean} d"
    return wording.days(cause.days)


def _chain(chain: tuple[ChainStep, ...]) -> Table:
    rows = table("item", "ends", "held by", wrap=("held by",))
    for step in chain[:MAX_STEPS]:
        ends = wording.day_without_year(step.finish)
        held = "; also: ".join([step.text, *step.also[:2]])
        rows.add_row(wording.label(step.item, step.title, most=40), ends, wording.printable(held))
    if len(chain) > MAX_STEPS:
        rows.add_row(f"and {len(chain) - MAX_STEPS} more", "", "")
    return rows


def _others(found: WhyAnswer) -> Iterator[str]:
    if found.waiting:
        yield f"Waiting for it: {wording.joined(found.waiting, most=8)}."
    if found.affected:
        named = wording.joined((_named(one) for one in found.affected), most=6)
        yield f"Later with that remedy: {named}."
    yield from found.notes


def _named(one: AffectedItem) -> str:
    name = wording.label(one.id, one.title, most=40)
    return f"{name} by {wording.days(one.days)}"
