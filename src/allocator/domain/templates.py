"""Templates of a life cycle: the usual items of a kind of work, and a scenario's use of one."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from allocator.domain.base import Id, Ids, Model, only_one
from allocator.domain.links import Links

DEFAULT_SIZE = "M"
"""The size of which a template's efforts are, as written."""

Value = bool | int | float | str
"""What a parameter is: true or false, a number, or a span or another text."""


def yes_or_no(value: Any) -> Any:
    """Read ``yes`` and ``no`` as true and false, and leave all else as it is."""
    if not isinstance(value, str):
        return value
    return {"yes": True, "no": False}.get(value.strip().lower(), value)


def value_text(value: Any) -> str:
    """Write the value of a parameter as scenarios do: true and false as yes and no."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


class TemplateParameter(Model):
    """Something by which uses of a template differ."""

    default: Annotated[Value, BeforeValidator(yes_or_no, json_schema_input_type=Value)]
    means: str
    """What it says, for the reader."""


class Template(Model):
    """The usual items of a kind of work."""

    template: Id
    """Its name."""
    version: int = Field(default=1, ge=1, strict=True)
    """Raised with every change of its items."""
    title: str
    about: str = ""
    sources: tuple[str, ...] = ()
    """Where its shape comes from."""
    tags: tuple[str, ...] = ()
    """Words by which requirements are matched to it."""
    sizes: dict[str, Annotated[float, Field(gt=0)]] = Field(
        default_factory=lambda: {DEFAULT_SIZE: 1.0}
    )
    """Factors on the efforts of items that grow with the size."""
    parameters: dict[str, TemplateParameter] = Field(default_factory=dict)
    items: tuple[dict[str, Any], ...] = Field(min_length=1)
    """As a scenario's, with short ids, and ``when`` and ``scales`` beside its fields."""


class TemplateUse(Model):
    """What a scenario makes of a template."""

    template: str
    """Its name, or that of a file beside the scenario."""
    id: Id
    """What the ids of its items begin with: CH makes CH-train of train."""
    title: str = ""
    """What the titles of its items begin with."""
    project: Annotated[Id | None, only_one("a work item is in one project")] = None
    group: Annotated[Id | None, only_one("a work item is in one group")] = None
    labels: Ids = ()
    """Of all its items, beside those that the template gives."""
    priority: Annotated[float | None, Field(ge=0)] = None
    """Of all its items; default: the project's."""
    optional: bool = False
    """Whether all its items may be dropped."""
    size: str = DEFAULT_SIZE
    given: dict[str, Annotated[Value, BeforeValidator(yes_or_no, json_schema_input_type=Value)]] = (
        Field(default_factory=dict, alias="with")
    )
    """Values of its parameters."""
    skills: dict[str, str] = Field(default_factory=dict)
    """What the team calls the skills that it needs."""
    after: Links = ()
    """What its first items wait for."""
    without: Annotated[
        tuple[str, ...],
        BeforeValidator(
            lambda v: (v,) if isinstance(v, str) else v,
            json_schema_input_type=str | list[str],
        ),
    ] = ()
    """Items of it that are left out."""
    items: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Fields of single items, in place of its own."""
