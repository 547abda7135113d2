"""The model of a mapping for project files: how tasks and resources become a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from allocator.domain.base import Id, Model, invalid
from allocator.domain.needs import Needs
from allocator.errors import ScenarioError
from allocator.integrations.tracker.mapping import check_scenario_fields, find
from allocator.integrations.tracker.mapping_file import scenario_findings
from allocator.scenario.companions.model_file import load_model

TaskField = Literal[
    "type",
    "labels",
    "needs",
    "priority",
    "value",
    "optional",
    "low",
    "high",
    "waits_for",
    "blocked",
]
"""Fields of an item that a custom field of tasks can hold."""

ResourceField = Literal["skills", "team", "role"]
"""Fields of a person that a custom field of resources can hold."""


class ResourceRule(Model):
    """What a resource becomes; without a rule its type and units decide."""

    person: Id | None = None
    """Id of the person."""
    skip: bool = False
    """Whether it is left out; its work is then anybody's."""
    people: Annotated[int, Field(ge=1, le=1000)] | None = None
    """It stands for so many people with its name as their skill."""
    capacity: Annotated[int, Field(ge=1)] | None = None
    """It is no person but a shared thing, of which there is so much."""

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        given = [self.person, self.people, self.capacity, self.skip or None]
        if sum(value is not None for value in given) != 1:
            raise invalid(
                "one-meaning",
                "a resource is a person, so many people, a shared thing, or skipped",
                "give one of person, people, capacity, skip",
            )
        return self


class ProjectFileMapping(Model):
    """The rules by which tasks become items; every field has a default."""

    version: Literal[1] = 1
    name: str | None = None
    """Name of the scenario."""
    ids: Literal["auto", "uid", "wbs", "activity"] = "auto"
    """The ids of items: activity ids, else WBS codes of one's own, else unique numbers."""
    projects: Literal["file", "none"] | Annotated[int, Field(ge=1, le=20)] = 1
    """What makes a project: summary tasks of this level of the outline, each file, or nothing."""
    fields: dict[str, TaskField] = Field(default_factory=dict)
    """Field of the item by name of a custom field, or code, of tasks."""
    resource_fields: dict[str, ResourceField] = Field(default_factory=dict)
    """Field of the person by name of a custom field, or code, of resources."""
    skills_from: tuple[Literal["group", "code", "role", "name"], ...] = ("group", "role")
    """Fields of a resource that are skills of the person."""
    resources: dict[str, ResourceRule] = Field(default_factory=dict)
    """Rules by name of resource."""
    people: Literal["assign", "ignore"] = "assign"
    """Whether work that has not begun is only for the people assigned to it."""
    needs: Needs = ()
    """What work needs to which nobody is assigned."""
    unassigned: Literal["anybody", "elapsed"] = "anybody"
    """Whether a duration to which nobody is assigned is work, or only passes."""
    constraints: Literal["hard", "soft", "ignore"] = "hard"
    """Whether latest dates of constraints are deadlines, due dates, or not read."""
    starts: Literal["keep", "ignore"] = "keep"
    """Whether earliest starts of constraints are read."""
    baseline: bool = True
    """Whether the baseline is read."""
    scenario: dict[str, Any] = Field(default_factory=dict)
    """Fields of the scenario that the file lacks: calendar, sprints, objectives."""

    @model_validator(mode="after")
    def _scenario_fields(self) -> Self:
        check_scenario_fields(self.scenario, "the project file")
        return self

    def resource(self, name: str) -> ResourceRule:
        """Return the rule of a resource, ignoring case."""
        found: ResourceRule | None = find(self.resources, name)
        return _NO_RULE if found is None else found


_NO_RULE = ResourceRule.model_construct()


def load_file_mapping(path: Path) -> ProjectFileMapping:
    """Read a mapping.

    Parameters
    ----------
    path
        YAML or JSON.

    Raises
    ------
    ScenarioError
        The mapping has errors; all of them are reported, in file order.
    """
    found, root = load_model(
        path, ProjectFileMapping, kind="mapping", booleans={"skip", "baseline"}
    )
    findings = scenario_findings(found.scenario, root)
    if findings:
        raise ScenarioError(findings)
    return found
