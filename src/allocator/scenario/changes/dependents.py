"""Changes what depends on a removed item: fallbacks of others, risks, promises, the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from allocator.errors import Finding
from allocator.scenario.changes.entries import Entries, Removed
from allocator.scenario.shape.naming_fields import AFTER_FAILURE
from allocator.scenario.shape.sections import SECTIONS, id_text
from allocator.scenario.text.located import LocatedDict, LocatedList, Step
from allocator.wording import shorten


def settle_dependents(
    entries: Entries, one: Removed, *, relink: bool
) -> Iterator[tuple[Finding, tuple[Step, ...]]]:
    """Take a removed item out of lists that name it, and the baseline; refuse if it is promised.

    Parameters
    ----------
    entries
        The changed scenario, without what was removed.
    one
        What was removed.
    relink
        Whether lists do without it; else it is an error that they name it.

    Yields
    ------
    tuple
        A finding, and the place in the changes that it is about.
    """
    if one.section in ("items", "projects"):
        for name, promise in entries.of("promises"):
            field = "milestone" if one.section == "items" else "project"
            if id_text(promise.get(field)) == one.name:
                yield _refusal(one, "promises", name), one.path
    if one.section in _ATTENDEES:
        yield from _leave_meetings(entries, one)
    if one.section != "items":
        return
    entries.forget_baseline(one.name)
    for section, holder, field in _LISTS:
        for name, entry in list(entries.of(section)):
            held = entry.get(holder) if holder else entry
            if not isinstance(held, LocatedDict) or one.name not in _listed(held.get(field)):
                continue
            if not relink:
                yield _refusal(one, section, name), one.path
                continue
            entries.replace(section, name, _without(entry, holder, field, one.name))
            yield _taken_off(one, section, name, field), one.path


_LISTS: Final = (
    *(("items", "if_fails", field) for field in AFTER_FAILURE),
    ("risks", "", "hits"),
)
"""Sections with lists of items: the section, the field with the list's map, the list."""


_ATTENDEES: Final = {
    "people": (
        ("meetings", "attendees", "people"),
        ("meetings", "", "attendees"),
        ("rota", "", "people"),
    ),
    "projects": (("meetings", "attendees", "projects"),),
}
"""By section of what is removed: the section, the field with the list's map, the list."""


def _leave_meetings(entries: Entries, one: Removed) -> Iterator[tuple[Finding, tuple[Step, ...]]]:
    """Take somebody or a project that is removed off the lists of meetings and rotas."""
    for section, holder, field in _ATTENDEES[one.section]:
        for name, entry in list(entries.of(section)):
            held = entry.get(holder) if holder else entry
            if not isinstance(held, LocatedDict) or not isinstance(held.get(field), LocatedList):
                continue
            if one.name in _listed(held[field]):
                entries.replace(section, name, _without(entry, holder, field, one.name))
                yield _taken_off(one, section, name, field), one.path


def _listed(value: Any) -> list[str | None]:
    return [id_text(one) for one in (value if isinstance(value, list) else [value])]


def _without(entry: LocatedDict, holder: str, field: str, name: str) -> LocatedDict:
    """Return an entry whose list does without a name."""
    fresh = entry.copied()
    held = fresh[holder].copied() if holder else fresh
    old = held[field]
    kept = LocatedList(fresh.file, held.values_at[field])
    for index, one in enumerate(old if isinstance(old, LocatedList) else ()):
        if id_text(one) != name:
            kept.put(one, old.values_at[index], old.origins.get(index))
    held[field] = kept
    if holder:
        fresh[holder] = held
    return fresh


def _refusal(one: Removed, section: str, user: str) -> Finding:
    word = SECTIONS[one.section][1]
    other = SECTIONS[section][1]
    return Finding(
        code="removed-but-named",
        subjects=(one.name, user),
        message=f'{word} "{shorten(one.name)}" is removed, but named by {other} "{shorten(user)}"',
        hint=f"remove it too: remove: {{{section}: [{shorten(user)}]}}; or update it",
    )


def _taken_off(one: Removed, section: str, user: str, field: str) -> Finding:
    text = (
        f'{SECTIONS[section][1]} "{shorten(user)}" no longer names "{shorten(one.name)}", '
        f"which is removed, in {field}"
    )
    subjects = (user, one.name)
    return Finding(code="taken-off-list", message=text, severity="warning", subjects=subjects)
