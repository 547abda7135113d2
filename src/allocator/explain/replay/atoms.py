"""The smallest differences between two scenarios, each of which can be undone by itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from allocator.analysis.why.fields import FIELDS_FOR_READERS, field_change_text, fields_change_text
from allocator.domain import Scenario, TimeOff
from allocator.domain.base import Model

Section = Literal["items", "people", "projects", "resources", "meetings", "rota", "scenario"]
Undo = Callable[[Scenario], Scenario]

SECTIONS: tuple[Section, ...] = ("items", "people", "projects", "resources", "meetings", "rota")

PROGRESS_FIELDS = frozenset(
    ("state", "started", "finished", "remaining", "people", "reassign", "failures", "spent")
)
"""Fields of an item that hold its progress."""

_NOT_PLANNED_WITH = {
    "items": {"succeeds", "low", "high", "spent"},
    "people": {"absence"},
    "projects": set[str](),
    "resources": set[str](),
    "meetings": set[str](),
    "rota": set[str](),
}
"""Fields that no date depends on."""

_TOGETHER = {
    "items": (("effort", "elapsed", "needs"), ("deadline", "due", "date"), ("optional", "value")),
    "people": (("workdays", "availability"),),
    "projects": (("deadline", "due"),),
    "resources": (),
    "meetings": (("rule", "every", "start"),),
    "rota": (),
}
"""Fields of one entry that are undone together."""


@dataclass(frozen=True)
class Atom:
    """A difference between two scenarios that is undone as a whole.

    Attributes
    ----------
    kind, section, id
        What happened to what: an entry, or a field of the scenario.
    fields
        The names in files of what changed; empty of an entry that came or went.
    sentence
        What was and is.
    undo
        Turns the new scenario into one without the difference.
    names
        Ids of other entries that the old or the new value names.
    change
        What undoes it, as ``--with`` takes it; None where that cannot be said.
    is_stalled
        Whether it is that an item has not gone on; without it, it is as far as was planned.
    """

    kind: Literal["added", "removed", "changed"]
    section: Section
    id: str
    fields: tuple[str, ...]
    sentence: str
    undo: Undo
    names: frozenset[str] = frozenset()
    change: dict[str, Any] | None = None
    is_stalled: bool = False

    @property
    def is_progress(self) -> bool:
        """Whether it is the progress of an item."""
        return self.section == "items" and bool(PROGRESS_FIELDS & set(self.fields))


def entry_atoms(old: Scenario, new: Scenario, skip: Collection[str]) -> Iterator[Atom]:
    """Yield the differences of items, people, projects and resources.

    Parameters
    ----------
    old, new
        The scenarios.
    skip
        Items whose progress is no difference.
    """
    for section in SECTIONS:
        was, now = _entries(old, section), _entries(new, section)
        for key in dict.fromkeys((*now, *was)):
            if key not in was:
                yield _added(section, now[key])
            elif key not in now:
                yield _removed(section, was[key], list(was))
            elif was[key] != now[key]:
                yield from _changed(section, was[key], now[key], progress=key not in skip)


def _entries(scenario: Scenario, section: Section) -> dict[str, Any]:
    return {entry.id: entry for entry in getattr(scenario, section)}


def entry_name(section: Section, entry: Any) -> str:
    """Return how a sentence calls an entry."""
    if section == "items":
        return str(entry.id)
    name = getattr(entry, "name", "") or entry.id
    return f"project {name}" if section == "projects" else str(name)


def _added(section: Section, entry: Any) -> Atom:
    def undo(scenario: Scenario) -> Scenario:
        kept = tuple(one for one in getattr(scenario, section) if one.id != entry.id)
        return scenario.model_copy(update={section: kept})

    change = {"remove": {section: [entry.id]}, "links": "relink"}
    text = f"{entry_name(section, entry)} is new"
    return Atom("added", section, entry.id, (), text, undo, _named(entry), change)


def _removed(section: Section, entry: Any, order: Sequence[str]) -> Atom:
    place = {key: at for at, key in enumerate(order)}

    def undo(scenario: Scenario) -> Scenario:
        entries = list(getattr(scenario, section))
        mine = place[entry.id]
        at = next((k for k, one in enumerate(entries) if place.get(one.id, -1) > mine), None)
        entries.insert(len(entries) if at is None else at, entry)
        return scenario.model_copy(update={section: tuple(entries)})

    change = {"add": {section: [_plain(entry)]}}
    text = f"{entry_name(section, entry)} is gone"
    return Atom("removed", section, entry.id, (), text, undo, _named(entry), change)


def _changed(section: Section, was: Any, now: Any, *, progress: bool) -> Iterator[Atom]:
    ignored = FIELDS_FOR_READERS | _NOT_PLANNED_WITH[section]
    if section == "items":
        ignored |= PROGRESS_FIELDS
    differing = [
        name
        for name in type(now).model_fields
        if name not in ignored and getattr(was, name) != getattr(now, name)
    ]
    if section == "people" and "time_off" in differing:
        differing.remove("time_off")
        yield from _absences(was, now)
    for names in _grouped(differing, _TOGETHER[section]):
        yield field_atom(section, was, now, names)
    if section == "items" and progress:
        moved = [n for n in PROGRESS_FIELDS if getattr(was, n) != getattr(now, n)]
        if moved:
            yield field_atom(section, was, now, tuple(sorted(moved)))


def _grouped(
    names: Sequence[str], together: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    done: set[str] = set()
    for name in names:
        if name not in done:
            group = next((one for one in together if name in one), (name,))
            found = tuple(one for one in group if one in names)
            done |= set(found)
            yield found


def field_atom(section: Section, was: Any, now: Any, names: tuple[str, ...]) -> Atom:
    """Return the change of some fields of an entry.

    Parameters
    ----------
    section
        Of the entry.
    was, now
        The entry in the two scenarios.
    names
        Of its fields.
    """

    def undo(scenario: Scenario) -> Scenario:
        before = {name: getattr(was, name) for name in names}
        return _with_entry(scenario, section, now.id, before)

    aliases = tuple(type(now).model_fields[name].alias or name for name in names)
    plain = _plain(was)
    fields = {alias: plain.get(alias) for alias in aliases}
    return Atom(
        *("changed", section, now.id, aliases),
        fields_change_text(entry_name(section, now), was, now, names),
        undo,
        frozenset().union(*(_names_of(getattr(one, name)) for one in (was, now) for name in names)),
        {"update": {section: {now.id: fields}}},
    )


def _absences(was: Any, now: Any) -> Iterator[Atom]:
    """Yield each absence of a person that is new, moved or gone."""
    new = [one for one in now.time_off if one not in was.time_off]
    gone = [one for one in was.time_off if one not in now.time_off]
    name = entry_name("people", now)
    if len(new) == len(gone) == 1:
        yield field_atom("people", was, now, ("time_off",))
        return
    for one in new:
        yield _absence(now.id, name, (), (one,))
    for one in gone:
        yield _absence(now.id, name, (one,), ())


def _absence(person: str, name: str, was: tuple[TimeOff, ...], now: tuple[TimeOff, ...]) -> Atom:
    def undo(scenario: Scenario) -> Scenario:
        kept = tuple(t for t in scenario.person_by_id[person].time_off if t not in now)
        return _with_entry(scenario, "people", person, {"time_off": (*kept, *was)})

    text = field_change_text("time_off", name, was, now)
    return Atom("changed", "people", person, ("time_off",), text, undo)


def _with_entry(scenario: Scenario, section: Section, key: str, fields: dict[str, Any]) -> Scenario:
    entries = tuple(
        one.model_copy(update=fields) if one.id == key else one
        for one in getattr(scenario, section)
    )
    return scenario.model_copy(update={section: entries})


def _plain(entry: Model) -> dict[str, Any]:
    return entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _named(entry: Any) -> frozenset[str]:
    return frozenset().union(
        *(_names_of(getattr(entry, name)) for name in type(entry).model_fields if name != "id")
    )


def _names_of(value: Any) -> frozenset[str]:
    """Return all texts in a value that could be ids."""
    if isinstance(value, str):
        return frozenset((value,))
    if isinstance(value, Model):
        return _named(value)
    if isinstance(value, dict):
        return frozenset().union(*(_names_of(one) for pair in value.items() for one in pair))
    if isinstance(value, tuple):
        return frozenset().union(*(_names_of(one) for one in value))
    return frozenset()
