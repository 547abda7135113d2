"""Addresses, ids, types and people of Azure DevOps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from allocator.domain import Person, Sprint
from allocator.domain.quantities import When
from allocator.errors import InputError
from allocator.exports.tracker.tracker_row import TrackerRow

HOUR_TYPES = frozenset({"task", "bug"})
"""Types with hours; the others have points, which a plan does not know."""

_ID = re.compile(r"[1-9]\d{0,9}")


@dataclass(frozen=True)
class Site:
    """A project: ``https://dev.azure.com/ORGANIZATION/PROJECT``.

    Without it the files have the placeholders ``{organization}`` and ``{project}``.
    """

    organization: str = "https://dev.azure.com/{organization}"
    project: str = "{project}"

    @classmethod
    def parse(cls, url: str | None) -> Site:
        """Return the site of an address; without an address, one with placeholders.

        Raises
        ------
        InputError
            The address is not one of a project.
        """
        if url is None:
            return cls()
        parts = urlsplit(url)
        names = [name for name in parts.path.split("/") if name]
        if parts.scheme != "https" or not parts.netloc or len(names) < 1:
            raise InputError(
                f"{url} is not the address of an Azure DevOps project; "
                "write for example https://dev.azure.com/contoso/Data%20Science"
            )
        above = "/".join(names[:-1])
        root = f"https://{parts.netloc}" + (f"/{above}" if above else "")
        return cls(root, unquote(names[-1]))

    @property
    def is_known(self) -> bool:
        """Return whether an address was given."""
        return "{" not in self.project

    def iteration(self, sprint: Sprint | None) -> str:
        """Return the iteration path of a sprint; a name that is a path stays unchanged."""
        if sprint is None:
            return ""
        return sprint.name if "\\" in sprint.name else f"{self.project}\\{sprint.name}"


def is_id(name: str, *, all_new: bool = False) -> bool:
    """Return whether an id is that of a work item of Azure DevOps: a whole number."""
    return not all_new and _ID.fullmatch(name) is not None


def numbered(stem: str, number: int, suffix: str) -> str:
    """Return the name of a file of a kind, with a number from the second one on."""
    return f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"


def has_hours(row: TrackerRow) -> bool:
    """Return whether the type of a row has fields for hours of work."""
    return work_item_type(row).casefold() in HOUR_TYPES


def dates(row: TrackerRow, plan_dates: bool) -> tuple[When | None, When | None]:
    """Return start and target date: those of the plan, or release and due date."""
    if plan_dates:
        return row.start, row.finish
    return (
        (row.item.release, row.item.due or row.item.date) if row.item is not None else (None, None)
    )


def work_item_type(row: TrackerRow) -> str:
    """Return the type: the scenario's, else Epic for a parent and Task for the others."""
    return row.type or ("Epic" if row.is_parent else "Task")


def assignee(people: tuple[Person, ...]) -> str:
    """Return the account of the first person, as Azure DevOps knows it."""
    return (people[0].email or people[0].name or people[0].id) if people else ""
