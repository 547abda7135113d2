"""Differences between the scenarios of two plans."""

from __future__ import annotations

from typing import Any, Literal

from allocator import wording
from allocator.analysis.why.fields import FIELDS_FOR_READERS, change_text, field_change_text
from allocator.analysis.why.reason import Cause
from allocator.domain import Scenario

Section = Literal["items", "people", "projects", "resources"]

PROGRESS_FIELDS = ("state", "started", "finished", "remaining", "people")
"""Fields of an item that hold its progress; they differ as time goes on."""

LENGTH_FIELDS = ("remaining", "effort", "elapsed", "needs")
"""Fields of an item that say how long it takes."""

LINK_AND_DATE_FIELDS = ("after", "not_before", "date", "waits_for", "blocked")
"""Fields of an item that count only if that link or date holds it."""

PREFERENCE_FIELDS = ("due", "deadline", "priority", "value")
"""Fields of an item that guide the planner's choice and hold no item by themselves."""

_SCENARIO_FIELDS = ("now", "calendar", "sprints", "proficiency", "plan_on", "objectives")


class Causes:
    """The differences, looked up by subject.

    Parameters
    ----------
    old, new
        The two scenarios.
    """

    def __init__(self, old: Scenario, new: Scenario) -> None:
        self._old, self._new = old, new
        self._found: dict[tuple[str, str, tuple[str, ...]], Cause | None] = {}

    def of_item(self, item_id: str, *, leave_out: tuple[str, ...] = ()) -> Cause | None:
        """Return the difference of a work item; the first of several fields.

        How far it is counts only where its state is the same.
        """
        if (failure := self.of_failure(item_id)) is not None:
            return failure
        was, now = (one.item_by_id.get(item_id) for one in (self._old, self._new))
        if was is not None and now is not None and was.state != now.state:
            leave_out = (*leave_out, *PROGRESS_FIELDS)
        return self._of("items", item_id, leave_out)

    def of_failure(self, item_id: str) -> Cause | None:
        """Return that the last try of a work item has failed since."""
        was, now = (one.item_by_id.get(item_id) for one in (self._old, self._new))
        if now is None or now.state != "failed" or (was is not None and was.state == "failed"):
            return None
        text = f"{item_id} failed" + (" for the last time" if now.failures else "")
        return Cause(kind="changed", section="items", id=item_id, field="state", sentence=text)

    def of_fallback(self, item_id: str) -> Cause | None:
        """Return that an item has failed since instead of which another one is done."""
        found = (
            self.of_failure(item.id)
            for item in self._new.items
            if item.if_fails is not None and item_id in item.if_fails.then
        )
        return next((cause for cause in found if cause is not None), None)

    def of_person(self, person_id: str) -> Cause | None:
        """Return the difference of a person."""
        return self._of("people", person_id, ())

    def of_resource(self, resource_id: str) -> Cause | None:
        """Return the difference of a resource."""
        return self._of("resources", resource_id, ())

    def of_project(self, project_id: str) -> Cause | None:
        """Return the difference of a project."""
        return self._of("projects", project_id, ())

    def of_field(self, name: str) -> Cause | None:
        """Return the difference of a field of the scenario."""
        assert name in _SCENARIO_FIELDS
        was, now = getattr(self._old, name), getattr(self._new, name)
        if was == now:
            return None
        text = change_text(f"the {name}", was, now)
        if name == "now":
            since = wording.work_start(self._old.plan_from, self._old.calendar)
            text = f"time has gone on since {since}"
        return Cause(kind="changed", section="scenario", id=name, field=name, sentence=text)

    def _of(self, section: Section, key: str, leave_out: tuple[str, ...]) -> Cause | None:
        asked = section, key, leave_out
        if asked not in self._found:
            self._found[asked] = self._difference(section, key, leave_out)
        return self._found[asked]

    def _difference(self, section: Section, key: str, leave_out: tuple[str, ...]) -> Cause | None:
        was, now = (_by_id(one, section).get(key) for one in (self._old, self._new))
        if was is None and now is None:
            return None
        name = key if section == "items" else getattr(now or was, "name", "") or key
        if section == "projects":
            name = f"project {name}"
        if was is None or now is None:
            kind: Literal["added", "removed"] = "added" if was is None else "removed"
            text = f"{name} is new" if was is None else f"{name} is gone"
            return Cause(kind=kind, section=section, id=key, sentence=text)
        for field, declared in type(now).model_fields.items():
            if field in FIELDS_FOR_READERS or field in leave_out:
                continue
            before, after = getattr(was, field), getattr(now, field)
            if before != after:
                alias = declared.alias or field
                text = field_change_text(alias, name, before, after)
                return Cause(kind="changed", section=section, id=key, field=alias, sentence=text)
        return None


def _by_id(scenario: Scenario, section: Section) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {
        "items": scenario.item_by_id,
        "people": scenario.person_by_id,
        "projects": scenario.project_by_id,
        "resources": scenario.resource_by_id,
    }
    return found[section]
