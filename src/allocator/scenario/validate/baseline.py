"""The baseline: its items exist, and what is frozen can be kept by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.errors import Finding
from allocator.scenario.shape.nearest import shorten
from allocator.scenario.text.marked import Step
from allocator.scenario.validate.facts import Facts, label


def unknown(facts: Facts) -> Iterator[Finding]:
    """Yield items of the baseline that the scenario does not have, and frozen items' people."""
    draft = facts.draft
    for number, standing in enumerate(facts.scenario.baseline):
        if "items" not in draft.unread and standing.item not in draft.ids["items"]:
            yield _unknown(
                facts,
                "items",
                f'the baseline names work item "{shorten(standing.item)}", which',
                standing.item,
                ("baseline", number, "item"),
            )
        for index, person in enumerate(standing.people if standing.frozen else ()):
            if "people" not in draft.unread and person not in draft.ids["people"]:
                yield _unknown(
                    facts,
                    "people",
                    f'work item "{shorten(standing.item)}" is frozen with "{shorten(person)}", who',
                    person,
                    ("baseline", number, "people", index),
                )


def _unknown(facts: Facts, section: str, what: str, name: str, path: tuple[Step, ...]) -> Finding:
    near = facts.draft.suggester.nearest(name, facts.draft.ids[section])
    hint = f'did you mean "{near}"?' if near else "remove the entry, or make it frozen: false"
    return facts.draft.finding(
        f"{what} does not exist", path, hint, code="unknown-in-baseline", subjects=(name,)
    )


def named_twice(facts: Facts) -> Iterator[Finding]:
    """Yield items that stand twice in the baseline."""
    seen: set[str] = set()
    for number, standing in enumerate(facts.scenario.baseline):
        if standing.item in seen:
            yield facts.draft.finding(
                f'work item "{shorten(standing.item)}" stands twice in the baseline',
                ("baseline", number, "item"),
                "remove one of the two",
                code="baseline-twice",
                subjects=(standing.item,),
            )
        seen.add(standing.item)


def without_place(facts: Facts) -> Iterator[Finding]:
    """Yield milestones of the baseline: they follow from other items."""
    for number, standing in enumerate(facts.scenario.baseline):
        item = facts.scenario.item_by_id.get(standing.item)
        if item is not None and item.is_milestone:
            yield facts.draft.finding(
                f"{label(item)} is a milestone, which follows from other items",
                ("baseline", number, "item"),
                "remove it from the baseline",
                code="milestone-in-baseline",
                subjects=(item.id,),
            )


def over(facts: Facts) -> Iterator[Finding]:
    """Yield items of the baseline that are done, of which nothing can change."""
    for number, standing in enumerate(facts.scenario.baseline):
        item = facts.scenario.item_by_id.get(standing.item)
        if item is not None and item.is_done:
            yield facts.draft.finding(
                f"{label(item)} is done, so that its place in the baseline counts for nothing",
                ("baseline", number, "item"),
                "remove it from the baseline",
                code="done-in-baseline",
                subjects=(item.id,),
                severity="warning",
            )
