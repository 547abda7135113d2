"""Changes the items that name something removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from allocator.domain import ElapsedLag, Link, LinkType
from allocator.domain.quantities import parse_span
from allocator.errors import Finding
from allocator.scenario.changes import dependents
from allocator.scenario.changes.entries import Entries, Removed
from allocator.scenario.shape.naming_fields import PEOPLE, SAME_PEOPLE
from allocator.scenario.shape.sections import SECTIONS, id_text
from allocator.scenario.text.located import LocatedDict, LocatedList, Position, Step
from allocator.wording import enumerated, shorten

Path = tuple[Step, ...]

_INSTEAD = {
    "people": 'remove it from there, or let them leave: update: {"%s": {to: DATE}}',
    "resources": "remove these too, or update their resources",
    "projects": "remove these too, or update their project",
    "items": "write links: relink to link them to what it came after; or remove these too",
}
"""By section: what to do where something is named that is removed."""


def settle(
    entries: Entries, removed: Sequence[Removed], *, relink: bool
) -> Iterator[tuple[Finding, Path]]:
    """Take what was removed out of the items that name it, and say so.

    Parameters
    ----------
    entries
        The changed scenario, without what was removed.
    removed
        What was removed.
    relink
        Whether items do without: those after a removed item come after its predecessors, and
        people are taken off lists. Else, and for projects and resources, it is an error.

    Yields
    ------
    tuple
        A finding, and the place in the changes that it is about.
    """
    gone = {one.name: one for one in removed if one.section == "items"}
    for one in removed:
        yield from dependents.settle_dependents(entries, one, relink=relink)
        users = [name for name, item in entries.of("items") if _names(item, one)]
        if not users:
            continue
        may = relink and one.section in ("items", "people")
        if not may:
            yield _refusal(one, users), one.path
        for user in users:
            item = entries.get("items", user).copied()
            said = _without_item(item, one, gone) if one.section == "items" else _without(item, one)
            entries.replace("items", user, item)
            for finding in said if may else ():
                text = f'work item "{shorten(user)}" {finding.message}'
                yield replace(finding, message=text, subjects=(user, one.name)), one.path


def _refusal(one: Removed, users: Sequence[str]) -> Finding:
    word = SECTIONS[one.section][1]
    hint = _INSTEAD[one.section]
    return Finding(
        code="removed-but-named",
        subjects=(one.name, *users),
        message=f'{word} "{shorten(one.name)}" is removed, but named by '
        f"{enumerated(users, most=13)}",
        hint=hint % shorten(one.name) if "%s" in hint else hint,
    )


def _names(item: Mapping[Step, Any], one: Removed) -> bool:
    if one.section == "items":
        named = (link for field in ("after", *SAME_PEOPLE) for link in _listed(item.get(field)))
        return any(_linked(link) == one.name for link in named)
    if one.section == "projects":
        return id_text(item.get("project")) == one.name
    if one.section == "resources":
        held = item.get("resources")
        return isinstance(held, dict) and any(id_text(key) == one.name for key in held)
    return any(id_text(name) == one.name for field in PEOPLE for name in _listed(item.get(field)))


def _without(item: LocatedDict, one: Removed) -> list[Finding]:
    """Take a person, project or resource out of an item."""
    if one.section == "projects":
        item["project"] = None
        return []
    if one.section == "resources":
        held = item["resources"].copied()
        for key in [key for key in held if id_text(key) == one.name]:
            del held[key]
        item["resources"] = held
        return []
    return list(_off_lists(item, one, PEOPLE))


def _without_item(
    item: LocatedDict, one: Removed, gone: Mapping[str, Removed]
) -> Sequence[Finding]:
    """Take a removed item out of an item that comes after it, or says something of its people."""
    is_before = any(_linked(link) == one.name for link in _listed(item.get("after")))
    said = _bridge(item, one, gone) if is_before else []
    return [*said, *_off_lists(item, one, SAME_PEOPLE)]


def _off_lists(item: LocatedDict, one: Removed, fields: Sequence[str]) -> Iterator[Finding]:
    """Take a name off the lists of an item that have it."""
    for field in fields:
        names = item.get(field)
        if one.name not in map(id_text, _listed(names)):
            continue
        kept = LocatedList(item.file, item.values_at[field])
        if isinstance(names, LocatedList):
            for index, name in enumerate(names):
                if id_text(name) != one.name:
                    kept.put(name, names.values_at[index], names.origins.get(index))
        item[field] = kept
        yield _taken_off(one, field, left=bool(kept))


def _taken_off(one: Removed, field: str, *, left: bool) -> Finding:
    if field == "assign" and not left:
        return Finding(
            code="assigned-to-removed",
            message=f'is assigned to "{shorten(one.name)}" alone, who is removed',
            hint="update its assign, or remove it too",
        )
    which = "which" if one.section == "items" else "who"
    text = f'no longer names "{shorten(one.name)}", {which} is removed, in {field}'
    return Finding(code="taken-off-list", message=text, severity="warning")


def _bridge(item: LocatedDict, one: Removed, gone: Mapping[str, Removed]) -> list[Finding]:
    """Link an item to what a removed one came after, as if that took no time."""
    old = item["after"]
    at: Position = item.values_at["after"]
    links = LocatedList(item.file, at)
    said: list[Finding] = []
    for index, raw in enumerate(_listed(old)):
        is_list = isinstance(old, LocatedList)
        place = old.values_at[index] if is_list else at
        if _linked(raw) != one.name:
            links.put(raw, place, old.origins.get(index) if is_list else None)
            continue
        try:
            found = list(_beyond(_read(raw), gone, frozenset()))
        except _LagsError:
            said.append(_no_sum(one))
            continue
        for link in found:
            links.put(_written(link, item.file, place), place)
        names = [f'"{shorten(link.item)}"' for link in found]
        text = (
            f"now comes after {enumerated(names, most=13)} in place of"
            if names
            else "no longer waits for"
        )
        text = f'{text} "{shorten(one.name)}", which is removed'
        said.append(Finding(code="relinked", message=text, severity="warning"))
    item.put("after", links, item.keys_at["after"], at, item.origins.get("after"))
    return said


def _no_sum(one: Removed) -> Finding:
    return Finding(
        code="lags-in-different-units",
        message=f'cannot be linked to what "{shorten(one.name)}", which is removed, came after: '
        "the lags on the way are in different units",
        hint="update its after",
    )


class _LagsError(Exception):
    """Lags in units that cannot be added."""


def _beyond(link: Link | None, gone: Mapping[str, Removed], seen: frozenset[str]) -> Iterator[Link]:
    """Yield the links that stand for one to a removed item, over any number of them."""
    if link is None:
        return
    if link.item not in gone:
        yield link
        return
    if link.item in seen:
        return
    for raw in _listed(gone[link.item].entry.get("after")):
        before = _read(raw)
        if before is not None:
            ends = LinkType(f"{before.type[0]}{link.type[1]}")
            joined = Link(item=before.item, type=ends, lag=_sum(before.lag, link.lag))
            yield from _beyond(joined, gone, seen | {link.item})


def _sum(one: str | ElapsedLag | None, two: str | ElapsedLag | None) -> str | ElapsedLag | None:
    """Return the lag of two links one after the other.

    Raises
    ------
    _LagsError
        They count different things.
    """
    if one is None or two is None:
        return one or two
    if isinstance(one, ElapsedLag) and isinstance(two, ElapsedLag):
        return ElapsedLag(elapsed=str(_sum(one.elapsed, two.elapsed)))
    if isinstance(one, ElapsedLag) or isinstance(two, ElapsedLag):
        raise _LagsError
    (a, unit), (b, other) = parse_span(one), parse_span(two)
    if unit != other:
        raise _LagsError
    return f"{float(a + b):.10g}{unit}"


def _written(link: Link, file: str, at: Position) -> LocatedDict:
    """Return a link as a document has it, in the place of the one that it stands for."""
    entry = LocatedDict(file, at)
    for key, value in link.model_dump(mode="json", exclude_none=True).items():
        if isinstance(value, dict):
            inner = LocatedDict(file, at)
            for name, part in value.items():
                inner.put(name, part, at, at)
            value = inner
        entry.put(key, value, at, at)
    return entry


def _read(raw: Any) -> Link | None:
    """Return a link of the document; None where it is none, which is found when it is checked."""
    try:
        return Link.model_validate({"item": raw} if isinstance(raw, (str, int)) else dict(raw))
    except (ValidationError, TypeError, ValueError):
        return None


def _linked(raw: Any) -> str | None:
    return id_text(raw.get("item") if isinstance(raw, dict) else raw)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
