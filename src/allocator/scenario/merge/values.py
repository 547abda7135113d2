"""Compares and merges plain values of a scenario three ways."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from allocator.scenario.shape.sections import id_text

Prefer = Literal["tracker", "scenario"]
"""Whose value counts where both have changed one."""

ABSENT: Final[Any] = type("Absent", (), {"__repr__": lambda _: "absent"})()
"""Stands for a field that is not there."""

Steps = tuple[str, ...]
"""Section, name of the entry, field and so on, or a field of the scenario."""

_MAPS: Final = frozenset(
    {
        *(("calendar",), ("calendar", "holidays"), ("uncertainty",), ("proficiency",)),
        *(("people", "skills"), ("items", "resources")),
    }
)
"""Fields whose maps are merged key by key; all others are one value."""

_LISTS: Final = frozenset(
    {
        *(("items", "after"), ("items", "labels"), ("items", "waits_for"), ("people", "skills")),
        *(("people", "time_off"), ("calendar", "holidays", "dates"), ("risks", "hits")),
        *(("items", "avoid"), ("items", "prefer"), ("calendar", "holidays", "ics")),
        *(("items", "not_same_as"), ("items", "same_as")),
    }
)
"""Fields whose lists are merged entry by entry, since each entry stands for itself."""

_ONE_OR_LIST: Final = frozenset(
    {
        *("after", "labels", "waits_for", "hits", "ics", "skills", "avoid", "prefer"),
        *("not_same_as", "same_as"),
    }
)
"""Fields that may hold an entry of a list without the list."""


@dataclass(frozen=True)
class MergeConflict:
    """A value that both sides have changed since the last pull, each in another way.

    Attributes
    ----------
    path
        Section, name of the entry, field; or a field of the scenario. A whole entry that one
        side has removed has no field.
    before, mine, theirs
        What the last pull said, what the scenario says, and what the tracker says; ABSENT where
        there is nothing.
    note
        Further words on it; empty where the values say it all.
    """

    path: Steps
    before: Any
    mine: Any
    theirs: Any
    note: str = ""


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same: numbers by value, ids as texts or numbers.

    A field that is left empty is as good as none.
    """
    if type(one) is type(other) and one == other:
        return True
    nothing = (ABSENT, None)
    if one in nothing or other in nothing:
        return one in nothing and other in nothing
    return canonical(one) == canonical(other)


def canonical(value: Any) -> str:
    """Return a text that is the same for the same values."""
    return json.dumps(_leveled(value), sort_keys=True, ensure_ascii=False)


def _leveled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _leveled(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_leveled(entry) for entry in value]
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float) and not value.is_integer():
        return repr(value)
    return str(int(value)) if isinstance(value, (int, float)) else value.strip()


class ValueMerger:
    """Merges values, and remembers the conflicts.

    Parameters
    ----------
    prefer
        Whose value counts in a conflict; None keeps the scenario's, for the time being.

    Attributes
    ----------
    conflicts
        In the order in which they were met.
    """

    def __init__(self, prefer: Prefer | None) -> None:
        self.conflicts: list[MergeConflict] = []
        self._prefer = prefer

    def merged(self, path: Steps, base: Any, mine: Any, theirs: Any) -> Any:
        """Return what a value is after the merge; ABSENT where it goes.

        Parameters
        ----------
        path
            Of the value.
        base, mine, theirs
            What the last pull said, what the scenario says, what the tracker says.
        """
        if same(mine, theirs) or same(base, theirs):
            return mine
        if same(base, mine):
            return theirs
        kind = (path[0], *path[2:]) if path[0] in ("people", "items", "risks") else path
        if kind in _MAPS and all(_is_like(each, dict) for each in (base, mine, theirs)):
            return self._map(path, base, mine, theirs)
        listed = [_listed(kind[-1], each) for each in (base, mine, theirs)]
        if kind in _LISTS and all(_is_like(each, list) for each in listed):
            return self._list(path, *listed)
        return self.decided(MergeConflict(path, base, mine, theirs))

    def decided(self, conflict: MergeConflict) -> Any:
        """Note a conflict and return the value that counts."""
        self.conflicts.append(conflict)
        return conflict.theirs if self._prefer == "tracker" else conflict.mine

    def _map(self, path: Steps, base: Any, mine: Any, theirs: Any) -> Any:
        one, two, three = (each if isinstance(each, dict) else {} for each in (base, mine, theirs))
        found = merged_keys(
            one, two, three, lambda key, *values: self.merged((*path, str(key)), *values)
        )
        return found if found or isinstance(mine, dict) else ABSENT

    def _list(self, path: Steps, base: Any, mine: Any, theirs: Any) -> Any:
        sides = [each if isinstance(each, list) else [] for each in (base, mine, theirs)]
        keyed = [{_entry_key(entry, path[-1]): entry for entry in side} for side in sides]
        if any(len(key) != len(side) for key, side in zip(keyed, sides, strict=True)):
            keyed = [{canonical(entry): entry for entry in side} for side in sides]

        def entry(key: str, *values: Any) -> Any:
            steps = (*path, key)
            if same(values[1], values[2]) or same(values[0], values[2]):
                return values[1]
            is_untouched = same(values[0], values[1])
            return values[2] if is_untouched else self.decided(MergeConflict(steps, *values))

        found = list(merged_keys(keyed[0], keyed[1], keyed[2], entry).values())
        return found if found else ABSENT


def merged_keys(
    base: Mapping[Any, Any],
    mine: Mapping[Any, Any],
    theirs: Mapping[Any, Any],
    merge: Callable[..., Any],
) -> dict[Any, Any]:
    """Return a merged map: the scenario's order, what is new behind what it stands behind there.

    Parameters
    ----------
    base, mine, theirs
        The three maps.
    merge
        Gives the value of a key from the three, ABSENT where there is none.
    """
    values = {
        key: merge(key, *(side.get(key, ABSENT) for side in (base, mine, theirs)))
        for key in dict.fromkeys([*mine, *theirs])
    }
    order = placed(list(mine), list(theirs))
    return {key: values[key] for key in order if values[key] is not ABSENT}


def placed(mine: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """Return all names: one's own order, with each new one behind its neighbour in the other.

    Parameters
    ----------
    mine, theirs
        Names, each once.
    """
    following: dict[Any, list[Any]] = {}
    known, last = set(mine), None
    for name in theirs:
        if name in known:
            last = name
        else:
            following.setdefault(last, []).append(name)
    order = list(following.get(None, ()))
    for name in mine:
        order += [name, *following.get(name, ())]
    return order


def _is_like(value: Any, kind: type) -> bool:
    return value is ABSENT or isinstance(value, kind)


def _listed(field: str, value: Any) -> Any:
    """Return a single entry of a list as a list."""
    is_one = field in _ONE_OR_LIST and not isinstance(value, (list, type(None)))
    is_entry = not isinstance(value, dict) or field in ("after", "waits_for")
    return [value] if is_one and is_entry and value is not ABSENT else value


def _entry_key(entry: Any, field: str) -> str:
    """Return what tells an entry of a list from the others."""
    if isinstance(entry, dict):
        name = entry.get("item" if field == "after" else "what")
        if name is not None:
            return id_text(name) or canonical(entry)
        return canonical(entry)
    return id_text(entry) or canonical(entry)
