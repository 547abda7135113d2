"""What differs between the scenarios of two plans."""

from __future__ import annotations

from typing import Any, Literal

from allocator.analysis.why.reason import Cause
from allocator.domain import Scenario, ThreePoint
from allocator.domain.base import Model

Section = Literal["items", "people", "projects", "resources"]

_NOUNS: dict[str, str] = {"people": "", "items": "", "projects": "project ", "resources": ""}
_FOR_READERS = {"id", "title", "type", "labels", "group", "guessed", "name", "role", "email"}
"""Fields that the planner does not look at."""

LENGTH = ("remaining", "effort", "elapsed", "needs")
"""Fields of an item that say how long it takes."""

TIED = ("after", "not_before", "waits_for")
"""Fields of an item that matter only where what they say is what holds it."""

_WORDS = {
    "after": "what {} comes after",
    "time_off": "the time off of {}",
    "from": "the first day of {}",
    "to": "the last day of {}",
    "assign": "who is assigned to {}",
    "avoid": "whom {} avoids",
    "people": "who works on {}",
    "needs": "what {} needs",
}
"""How changed fields are called; the others by their name."""

_SCENARIO = ("now", "calendar", "sprints", "proficiency", "plan_on", "objectives")


class Causes:
    """The differences, by what they are about.

    Parameters
    ----------
    old, new
        The two scenarios.
    """

    def __init__(self, old: Scenario, new: Scenario) -> None:
        self._old, self._new = old, new

    def of_item(self, item_id: str, *, leave_out: tuple[str, ...] = ()) -> Cause | None:
        """Return what differs of a work item; the first where it is several fields."""
        return self._of("items", item_id, leave_out)

    def of_person(self, person_id: str) -> Cause | None:
        """Return what differs of a person."""
        return self._of("people", person_id, ())

    def of_resource(self, resource_id: str) -> Cause | None:
        """Return what differs of a resource."""
        return self._of("resources", resource_id, ())

    def of_project(self, project_id: str) -> Cause | None:
        """Return what differs of a project."""
        return self._of("projects", project_id, ())

    def of_field(self, name: str) -> Cause | None:
        """Return what differs of a field of the scenario."""
        assert name in _SCENARIO
        was, now = getattr(self._old, name), getattr(self._new, name)
        if was == now:
            return None
        text = _sentence(f"the {name}" if name != "now" else name, was, now)
        return Cause(kind="changed", section="scenario", id=name, field=name, sentence=text)

    def _of(self, section: Section, key: str, leave_out: tuple[str, ...]) -> Cause | None:
        was, now = (self._by_id(one, section).get(key) for one in (self._old, self._new))
        name = f"{_NOUNS[section]}{(getattr(now or was, 'name', '') or key)}"
        if section == "items":
            name = key
        if was is None or now is None:
            if was is None and now is None:
                return None
            kind: Literal["added", "removed"] = "added" if was is None else "removed"
            text = f"{name} is new" if was is None else f"{name} is gone"
            return Cause(kind=kind, section=section, id=key, sentence=text)
        for field in type(now).model_fields:
            if field in _FOR_READERS or field in leave_out:
                continue
            before, after = getattr(was, field), getattr(now, field)
            if before != after:
                alias = type(now).model_fields[field].alias or field
                said = _WORDS.get(alias, f"the {alias} of {{}}").replace("{}", name)
                text = _sentence(said, before, after)
                return Cause(kind="changed", section=section, id=key, field=alias, sentence=text)
        return None

    @staticmethod
    def _by_id(scenario: Scenario, section: Section) -> dict[str, Any]:
        found: dict[str, dict[str, Any]] = {
            "items": scenario.item_by_id,
            "people": scenario.person_by_id,
            "projects": scenario.project_by_id,
            "resources": scenario.resource_by_id,
        }
        return found[section]


def _sentence(what: str, was: Any, now: Any) -> str:
    if _is_short(was) and _is_short(now):
        return f"{what} is {_shown(now)}, was {_shown(was)}"
    return f"{what} changed"


def _is_short(value: Any) -> bool:
    return not isinstance(value, (dict, tuple)) and (
        not isinstance(value, Model) or isinstance(value, ThreePoint)
    )


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, ThreePoint):
        return f"{value.low}/{value.likely}/{value.high}"
    return str(value)
