"""What the files for Azure DevOps share: its addresses, ids, types and people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from allocator.domain import Person, Sprint
from allocator.domain.quantities import When
from allocator.errors import InputError
from allocator.exports.tracker.row import Row

HOUR_TYPES = frozenset({"task", "bug"})
"""Types with hours; the others have points, of which the plan knows nothing."""

_ID = re.compile(r"[1-9]\d{0,9}")


@dataclass(frozen=True)
class Site:
    """Where the work items are: ``https://dev.azure.com/ORGANIZATION/PROJECT``.

    Without it the files have ``{organization}`` and ``{project}`` in its place.
    """

    organization: str = "https://dev.azure.com/{organization}"
    project: str = "{project}"

    @classmethod
    def parse(cls, url: str | None) -> Site:
        """Return the site of a project's address; without one, that with placeholders.

        Raises
        ------
        InputError
            It is no address of a project.
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
        """Whether it was given."""
        return "{" not in self.project

    def iteration(self, sprint: Sprint | None) -> str:
        """Return the iteration path of a sprint; a name that is a path stays as it is."""
        if sprint is None:
            return ""
        return sprint.name if "\\" in sprint.name else f"{self.project}\\{sprint.name}"


def is_id(name: str, *, all_new: bool = False) -> bool:
    """Whether an id is that of a work item that Azure DevOps has: a whole number."""
    return not all_new and _ID.fullmatch(name) is not None


def numbered(stem: str, number: int, suffix: str) -> str:
    """Return the name of the first, second, ... file of a kind."""
    return f"{stem}{suffix}" if number == 1 else f"{stem}-{number}{suffix}"


def has_hours(row: Row) -> bool:
    """Whether the row's type has fields for hours of work."""
    return work_item_type(row).casefold() in HOUR_TYPES


def dates(row: Row, plan_dates: bool) -> tuple[When | None, When | None]:
    """Return start and target date: as planned, or as they were asked for."""
    if plan_dates:
        return row.start, row.finish
    return (
        (row.item.release, row.item.due or row.item.date) if row.item is not None else (None, None)
    )


def work_item_type(row: Row) -> str:
    """Return the type: the scenario's, else Epic for a parent and Task for the others."""
    return row.type or ("Epic" if row.is_parent else "Task")


def account(people: tuple[Person, ...]) -> str:
    """Return whom Azure DevOps knows the first of them as."""
    return (people[0].email or people[0].name or people[0].id) if people else ""
