"""Checks what is done when tries fail: that it can be done, and that it comes to an end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from allocator.domain import IfFails, WorkItem
from allocator.errors import Finding
from allocator.scenario.shape.naming_fields import AFTER_FAILURE
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context, label
from allocator.scenario.validate.links import groups_in_circles, shortest_circle
from allocator.wording import shorten

_Paths = dict[str, dict[str, tuple[Step, ...]]]
"""By item, the items that it comes after, with where that stands."""


def incomplete(context: Context) -> Iterator[Finding]:
    """Yield what is missing in an ``if_fails``, or contradicts itself."""
    for path, item in context.parts.items():
        if item.if_fails is not None:
            for field, code, message, hint in _faults(item, item.if_fails):
                where = (*path, "if_fails", field) if field else (*path, "if_fails")
                text = f"{label(item)} {message}"
                yield context.parts.finding(text, where, hint, code=code, subjects=(item.id,))


def _faults(item: WorkItem, fails: IfFails) -> Iterator[tuple[str, str, str, str]]:
    """Yield the field, the code, the message and the hint of each fault."""
    if item.succeeds is None:
        text = "says what is done if it fails, but not how likely that is"
        hint = "add the chance that a try succeeds, for example succeeds: 0.6"
        yield _fault("", text, hint, code="failure-without-chance")
    if not (fails.repeat or fails.then or fails.drop or fails.stop):
        text = "has an if_fails that says nothing of what is done then"
        hint = (
            "write repeat: 2 for two more tries, then: EX-9 for what is done instead, "
            "drop: EX-8 for what is given up, or stop: true"
        )
        yield _fault("", text, hint, code="failure-without-effect")
    if fails.redo and not fails.repeat:
        text = f"redoes {shorten(fails.redo[0])} before each further try, and there is none"
        hint = "say how many more tries there may be, for example repeat: 1"
        yield _fault("redo", text, hint, code="redo-without-repeat")
    for name in dict.fromkeys(fails.then):
        if name in fails.drop:
            text = f"names {shorten(name)} in then and in drop: it cannot be done and given up"
            yield _fault("drop", text, "take it out of one of the two", code="done-and-dropped")
    if item.id in fails.named:
        text, hint = "names itself in if_fails", "for further tries of it write repeat: 1"
        yield _fault("", text, hint, code="fails-into-itself")
    if fails.stop and item.project is None:
        text = "stops its project if it fails, but has none"
        hint = "say which project, or name in drop what is given up"
        yield _fault("stop", text, hint, code="stop-without-project")


def _fault(field: str, message: str, hint: str, *, code: str) -> tuple[str, str, str, str]:
    return field, code, message, hint


def named_twice(context: Context) -> Iterator[Finding]:
    """Yield items that stand twice in one list of an ``if_fails``."""
    seen: set[tuple[str, str, str]] = set()
    for name, field, other, path in _named(context):
        if (name, field, other) in seen:
            yield context.parts.finding(
                f'work item "{shorten(name)}" names "{shorten(other)}" twice in {field}',
                path,
                "name it once",
                code="item-twice",
                subjects=(name, other),
            )
        seen.add((name, field, other))


def contingent_on_two(context: Context) -> Iterator[Finding]:
    """Yield items that are done if one of several items fails."""
    first: dict[str, str] = {}
    for name, field, other, path in _named(context):
        if field == "then" and first.setdefault(other, name) != name:
            yield context.parts.finding(
                f'work item "{shorten(other)}" is done if "{shorten(first[other])}" fails, and '
                f'if "{shorten(name)}" does',
                path,
                "write an item of its own for each of the two",
                code="contingent-on-two",
                subjects=(other, first[other], name),
            )


def wrong_order(context: Context) -> Iterator[Finding]:
    """Yield what is redone but does not come before, and what is dropped but does."""
    after = _links(context)
    known = context.scenario.item_by_id
    for name, field, other, path in _named(context):
        if other not in after or other == name:
            continue
        comes_before = other in _before(name, after)
        if field == "redo" and not comes_before:
            yield context.parts.finding(
                f'work item "{shorten(name)}" redoes "{shorten(other)}", which it does not '
                "come after",
                path,
                f"write after: {shorten(other)}, or leave it out of redo",
                code="redo-of-no-predecessor",
                subjects=(name, other),
            )
        elif field == "redo" and other in known and known[other].is_milestone:
            yield context.parts.finding(
                f'work item "{shorten(name)}" redoes the milestone "{shorten(other)}", '
                "which takes no work",
                path,
                "name the work before it",
                code="redo-of-a-milestone",
                subjects=(name, other),
            )
        elif field == "drop" and comes_before:
            yield context.parts.finding(
                f'work item "{shorten(name)}" drops "{shorten(other)}" if it fails, but comes '
                "after it, so that it is over by then",
                path,
                "leave it out of drop, or remove the link",
                code="drop-of-a-predecessor",
                subjects=(name, other),
            )


def endless(context: Context) -> Iterator[Finding]:
    """Yield circles of items that come after each other, or are done if another fails.

    What is done instead of an item comes after it, and what waits for the item waits for that too
    (docs/semantics.md, paragraph 48). Circles of links alone are another finding.
    """
    after = _links(context)
    plain = list(groups_in_circles(after))
    wide = _widened(context, after)
    order = {name: number for number, name in enumerate(wide)}
    for group in groups_in_circles(wide):
        if any(group & circle for circle in plain):
            continue
        first = min(group, key=lambda name: order[name])
        chain = shortest_circle(first, group, wide)
        yield context.parts.finding(
            "this never ends, as each is done before the next or if it fails: "
            + " -> ".join(shorten(name) for name in chain[:_MAX_SHOWN]),
            wide[first][chain[-2]],
            "take one of them out of if_fails, or remove a link",
            code="endless-failure",
            subjects=tuple(chain[:-1]),
        )


_MAX_SHOWN: Final = 20


def _widened(context: Context, after: _Paths) -> _Paths:
    """Return the links with those that hold where tries fail."""
    wide: _Paths = {name: dict(links) for name, links in after.items()}
    waiting: dict[str, list[str]] = {}
    for name, links in after.items():
        for other in links:
            waiting.setdefault(other, []).append(name)
    for name, field, fallback, path in _named(context):
        if field != "then" or fallback not in after or name not in after or fallback == name:
            continue
        wide[fallback].setdefault(name, path)
        earlier = {fallback, *_before(fallback, after)}
        for successor in waiting.get(name, ()):
            if successor not in earlier:
                wide[successor].setdefault(fallback, path)
    return wide


def _links(context: Context) -> _Paths:
    after: _Paths = {}
    for _, name, named in context.references:
        if name is not None and name not in after:
            links = after.setdefault(name, {})
            for reference in named:
                if reference.field == "after" and reference.name != name:
                    links.setdefault(reference.name, reference.path)
    return after


def _before(name: str, after: Mapping[str, Mapping[str, object]]) -> set[str]:
    """Return all items that an item comes after, over any number of links."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        fresh = after.get(waiting.pop(), {}).keys() - found
        found |= fresh
        waiting += fresh
    return found


def _named(context: Context) -> Iterator[tuple[str, str, str, tuple[Step, ...]]]:
    """Yield each item with what its ``if_fails`` names, the field and where it stands."""
    for _, name, named in context.references:
        for reference in named:
            if reference.field in AFTER_FAILURE and name is not None:
                yield name, reference.field, reference.name, reference.path
