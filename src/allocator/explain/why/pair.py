"""Two candidates taken away together, and the second of them alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from allocator.domain import Scenario
from allocator.explain.counterfactuals.change import Change
from allocator.explain.why.candidate import CauseCandidate


@dataclass(frozen=True)
class Pair:
    """Two candidates of a scenario.

    Attributes
    ----------
    first
        Its change is one of the scenario.
    second
        Its change is one of the scenario in which the first is taken away.
    """

    first: CauseCandidate
    second: CauseCandidate
    scenario: Scenario

    def candidate(self, days: float) -> CauseCandidate:
        """Return the two as one candidate, of which the first alone gains so many days."""
        first, second = self.first, self.second
        both = f"{first.text}; and {second.text}: either alone gains nothing"
        return CauseCandidate(
            kind=second.kind if days > 0 else "pair",
            text=second.text if days > 0 else both,
            remedy=f"{first.remedy}, and {second.remedy}",
            change=combined(first.change, second.change),
            item=first.item,
            depth=first.depth,
        )

    @property
    def second_alone(self) -> CauseCandidate:
        """The second with a change of the scenario itself, in which the first is still there."""
        before = json.loads(self.scenario.model_dump_json(by_alias=True, exclude_defaults=True))
        change = {
            key: _without_first(before, value, self.first.change.get(key, {}))
            if key == "update"
            else value
            for key, value in self.second.change.items()
        }
        return replace(self.second, change=change)


def _without_first(before: Change, second: Change, first: Mapping[str, Any]) -> Change:
    """Return the second update where it changes lists that the first one has changed too."""
    made: Change = {}
    for section, entries in second.items():
        if not isinstance(entries, Mapping) or section not in first:
            made[section] = entries
            continue
        known = {entry["id"]: entry for entry in before.get(section, [])}
        made[section] = {
            name: {
                field: _list_of_second(known[name].get(field), first[section][name][field], value)
                if field in first[section].get(name, {})
                else value
                for field, value in fields.items()
            }
            for name, fields in entries.items()
        }
    return made


def _list_of_second(before: Any, first: Any, both: Any) -> Any:
    """Return a list of which only that is taken away which the second change took away."""
    if not all(isinstance(value, list) for value in (before, first, both)):
        return both
    gone = [value for value in first if value not in both]
    return [value for value in before if _bare(value) not in map(_bare, gone)]


def _bare(value: Any) -> Any:
    """Return a link that is written as its item alone and as a map alike."""
    return {"item": value} if isinstance(value, str) else value


def combined(first: Mapping[str, Any], second: Mapping[str, Any]) -> Change:
    """Return one change for two, of which the second was made for the scenario after the first."""
    whole: Change = dict(first)
    for key, value in second.items():
        old = whole.get(key)
        if key in ("add", "remove") and old is not None:
            whole[key] = {
                name: [*old.get(name, []), *value.get(name, [])] for name in {**old, **value}
            }
        else:
            whole[key] = _replaced(old, value)
    return whole


def _replaced(old: Any, new: Any) -> Any:
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return new
    return {
        key: _replaced(old.get(key), new[key]) if key in new else old[key] for key in {**old, **new}
    }
