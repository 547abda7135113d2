"""The lists of a scenario, and what their entries are called by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from allocator.domain import Meeting, Person, Project, Promise, Resource, Risk, Rota, WorkItem

SECTIONS: Final[Mapping[str, tuple[type[BaseModel], str]]] = {
    "people": (Person, "person"),
    "resources": (Resource, "resource"),
    "projects": (Project, "project"),
    "items": (WorkItem, "work item"),
    "risks": (Risk, "risk"),
    "promises": (Promise, "promise"),
    "meetings": (Meeting, "meeting"),
    "rota": (Rota, "rota"),
}
"""The lists of a scenario: model of an entry, and what messages call one."""

NAMED_BY: Final = dict.fromkeys(SECTIONS, ("id",)) | {"promises": ("milestone", "project")}
"""By section: the fields, one of which says what an entry is called."""


def id_text(value: Any) -> str | None:
    """Return an id as the models read it; None where the value is none.

    Parameters
    ----------
    value
        What the document holds.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value).strip() or None


def entry_name(section: str, entry: Any) -> str | None:
    """Return what an entry of a list is called by: its id; of a promise, what it is of.

    Parameters
    ----------
    section
        Name of the list.
    entry
        What the document holds.
    """
    if not isinstance(entry, dict):
        return None
    return next(filter(None, (id_text(entry.get(field)) for field in NAMED_BY[section])), None)


def model_name(entry: Any) -> str:
    """Return the same of an entry's model."""
    return str(entry.subject if isinstance(entry, Promise) else entry.id)
