"""Requirements: what a document asks for, before it is work."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field

from allocator.domain.base import Id, Model, only_one
from allocator.domain.budgets import Budget
from allocator.domain.quantities import When
from allocator.domain.templates import DEFAULT_SIZE, Value

RequirementPriority = Literal["must", "should", "could", "won't"]
"""How much a requirement matters, by MoSCoW."""

PRIORITIES: Final[tuple[RequirementPriority, ...]] = get_args(RequirementPriority)
LABEL_OF_REQUIREMENT: Final = "requirement:"
"""What the labels begin with that name the requirements of an item: ``requirement:CH-R1``."""


class Requirement(Model):
    """Something that a requirements document asks for."""

    id: Id
    text: str
    """What is asked for, in the document's words."""
    title: str = ""
    """In a few words; default: the beginning of the text."""
    priority: RequirementPriority = "must"
    tags: tuple[str, ...] = ()
    """Words by which it is matched to a template."""
    template: str = ""
    """The template that it names itself."""
    size: str = ""
    """Of the template; default: the document's."""
    given: dict[str, Value] = Field(default_factory=dict, alias="with")
    """Values of the template's parameters."""
    after: tuple[str, ...] = ()
    """Requirements, or items of the scenario, that come before."""
    acceptance: str = ""
    """By what it is judged."""
    notes: tuple[str, ...] = ()
    """What the document says of it besides."""
    other: dict[str, str] = Field(default_factory=dict)
    """Columns of its table that have no meaning here."""
    line: int = 0
    """Where it stands in the document."""

    @property
    def is_wanted(self) -> bool:
        """Whether it is to be planned."""
        return self.priority != "won't"


class RequirementsHead(Model):
    """What a requirements document says of itself, in its front matter."""

    title: str = ""
    project: Annotated[Id | None, only_one("the requirements are of one project")] = None
    """Id of the project."""
    name: str = ""
    """What people call the project; default: the title."""
    owner: str = ""
    """Who answers for the document."""
    priority: Annotated[float | None, Field(ge=0)] = None
    due: When | None = None
    deadline: When | None = None
    not_before: When | None = None
    budget: Budget | None = None
    size: str = DEFAULT_SIZE
    """Of requirements that say none."""
    skills: dict[str, str] = Field(default_factory=dict)
    """What the team calls the skills that templates need."""


class MatchedRequirement(Model):
    """A requirement, and the work that it comes to."""

    requirement: Requirement
    template: str = ""
    """What its work is made of; empty where no template fits, or it is not wanted."""
    because: str = ""
    """Why this template."""
    items: tuple[Id, ...] = ()
    """Its work items."""


class DraftRecord(Model):
    """What was read of a requirements document, and made of it, for the next draft."""

    format: Literal["allocator-draft/1"] = "allocator-draft/1"
    document: str
    """Name of its file."""
    head: RequirementsHead
    other: dict[str, Any] = Field(default_factory=dict)
    """What its front matter says besides."""
    requirements: tuple[MatchedRequirement, ...] = ()
    plan: str = ""
    """Where the plan lies whose dates the matrix has, as seen from the draft."""
    files: dict[str, str] = Field(default_factory=dict)
    """The text of each file as it was made, to tell what people wrote since."""
