"""Checks the baseline: its items exist, and so do the people of frozen ones."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.errors import Finding
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context, label
from allocator.wording import shorten


def unknown(context: Context) -> Iterator[Finding]:
    """Yield items of the baseline that the scenario does not have, and frozen items' people."""
    parts = context.parts
    for number, entry in enumerate(context.scenario.baseline):
        if "items" not in parts.unread and entry.item not in parts.ids["items"]:
            yield _unknown(
                context,
                "items",
                f'the baseline names work item "{shorten(entry.item)}", which',
                entry.item,
                ("baseline", number, "item"),
            )
        for index, person in enumerate(entry.people if entry.frozen else ()):
            if "people" not in parts.unread and person not in parts.ids["people"]:
                yield _unknown(
                    context,
                    "people",
                    f'work item "{shorten(entry.item)}" is frozen with "{shorten(person)}", who',
                    person,
                    ("baseline", number, "people", index),
                )


def _unknown(
    context: Context, section: str, what: str, name: str, path: tuple[Step, ...]
) -> Finding:
    near = context.parts.suggester.nearest(name, context.parts.ids[section])
    hint = f'did you mean "{near}"?' if near else "remove the entry, or make it frozen: false"
    return context.parts.finding(
        f"{what} does not exist", path, hint, code="unknown-in-baseline", subjects=(name,)
    )


def named_twice(context: Context) -> Iterator[Finding]:
    """Yield items that stand twice in the baseline."""
    seen: set[str] = set()
    for number, entry in enumerate(context.scenario.baseline):
        if entry.item in seen:
            yield context.parts.finding(
                f'work item "{shorten(entry.item)}" stands twice in the baseline',
                ("baseline", number, "item"),
                "remove one of the two",
                code="baseline-twice",
                subjects=(entry.item,),
            )
        seen.add(entry.item)


def without_place(context: Context) -> Iterator[Finding]:
    """Yield milestones of the baseline: they follow from other items."""
    for number, entry in enumerate(context.scenario.baseline):
        item = context.scenario.item_by_id.get(entry.item)
        if item is not None and item.is_milestone:
            yield context.parts.finding(
                f"{label(item)} is a milestone, which follows from other items",
                ("baseline", number, "item"),
                "remove it from the baseline",
                code="milestone-in-baseline",
                subjects=(item.id,),
            )


def over(context: Context) -> Iterator[Finding]:
    """Yield items of the baseline that are done, of which nothing can change."""
    for number, entry in enumerate(context.scenario.baseline):
        item = context.scenario.item_by_id.get(entry.item)
        if item is not None and item.is_done:
            yield context.parts.finding(
                f"{label(item)} is done, so that its place in the baseline counts for nothing",
                ("baseline", number, "item"),
                "remove it from the baseline",
                code="done-in-baseline",
                subjects=(item.id,),
                severity="warning",
            )
