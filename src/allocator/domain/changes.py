"""Changes of a scenario, as a file beside it says them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from allocator.domain.base import Id, Model

Fields = dict[Any, Any]
"""Fields of an entry; what they hold is checked in the changed scenario."""


class Additions(Model):
    """New entries, as in a scenario."""

    people: tuple[Fields, ...] = ()
    resources: tuple[Fields, ...] = ()
    projects: tuple[Fields, ...] = ()
    items: tuple[Fields, ...] = ()
    risks: tuple[Fields, ...] = ()
    promises: tuple[Fields, ...] = ()
    meetings: tuple[Fields, ...] = ()
    rota: tuple[Fields, ...] = ()


class Removals(Model):
    """Entries that go, by id."""

    ids: tuple[Id, ...] = ()
    """Of any section; a list alone stands for these."""
    people: tuple[Id, ...] = ()
    resources: tuple[Id, ...] = ()
    projects: tuple[Id, ...] = ()
    items: tuple[Id, ...] = ()
    risks: tuple[Id, ...] = ()
    promises: tuple[Id, ...] = ()
    """By what is promised."""
    meetings: tuple[Id, ...] = ()
    rota: tuple[Id, ...] = ()


def _removals(value: Any) -> Any:
    """Read an id, or a list of ids, as ids of any section."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return {"ids": [value]}
    return {"ids": value} if isinstance(value, (list, tuple)) else value


class Changes(Model):
    """What changes in a scenario: a what-if, or what has happened since."""

    remove: Annotated[
        Removals,
        BeforeValidator(_removals, json_schema_input_type=Removals | list[Id] | Id),
    ] = Removals()
    """What goes; first of all."""
    add: Additions = Additions()
    """What comes."""
    update: dict[Id, Any] = Field(default_factory=dict)
    """Fields that change, by the id of their entry, or by the name of a field of the scenario."""
    extend: dict[Id, Any] = Field(default_factory=dict)
    """Entries that are appended to lists, by the id of whose lists they are."""
    links: Literal["refuse", "relink"] = "refuse"
    """What becomes of those that name something removed: an error, or they do without it."""
