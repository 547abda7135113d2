"""Reads work items and queries from responses of Azure DevOps' REST interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from allocator.integrations.azure.column_names import AMOUNTS, NAMES
from allocator.integrations.azure.records import Record
from allocator.integrations.azure.responses import Response
from allocator.integrations.tracker.dates import DateReader
from allocator.integrations.tracker.headers import Columns, Header
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.numbers import NumberReader
from allocator.integrations.tracker.ticket import LinkCell
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.integrations.tracker.unread_columns import UnreadColumns, link_cells_of, uses_of

PARENT: Final = "System.LinkTypes.Hierarchy-Reverse"
CHILD: Final = "System.LinkTypes.Hierarchy-Forward"
_NO_LINKS: Final = frozenset({"ArtifactLink", "AttachedFile", "Hyperlink"})


class WorkItemReader:
    """Reads work items from the responses of one import.

    Parameters
    ----------
    rules
        The mapping, which may name custom fields by reference name.

    Attributes
    ----------
    dates
        Reader of dates, which are all ISO 8601.
    numbers
        Reader of numbers, which all have a decimal point.
    parents
        Parent by child, if only the parent's response names it.
    ignored
        Number of relations by kind to what is no work item of the site: files, commits, pages.
    left
        Names of the fields, and the content of unread ones.
    """

    def __init__(self, rules: Rules) -> None:
        self._header = Header(NAMES, rules.columns, rules.link_columns)
        self.left = TicketSource()
        self.dates = DateReader("dmy")
        self.numbers = NumberReader(marks=dict.fromkeys(AMOUNTS, "."))
        self.parents: dict[str, str] = {}
        self.ignored: dict[str, int] = {}

    def records(self, response: Response) -> Iterator[Record]:
        """Yield a record for each work item of a response.

        Parameters
        ----------
        response
            Work items, or a query: a flat list of numbers, or a tree of links between them.
        """
        file = str(response.path)
        for entry in response.content:
            if response.kind == "work items":
                yield self._work_item(entry, file)
            else:
                yield from self._query(entry, file)

    def _work_item(self, entry: Mapping[str, Any], file: str) -> Record:
        key = str(entry["id"])
        record = self._record(key, file)
        fields = entry["fields"] if isinstance(entry["fields"], dict) else {}
        names = list(fields)
        columns = self._header.columns(names)
        cells = [text_of(value) for value in fields.values()]
        self._leave(names, columns, cells)
        record.values = {name: text for name in columns.at if (text := columns.first(cells, name))}
        record.flags = [
            (names[place].rpartition(".")[2], cells[place]) for place in columns.at.get("flag", ())
        ]
        record.values.pop("key", None)
        record.parent = record.values.pop("parent", "")
        record.link_cells = list(link_cells_of(columns, cells))
        for relation in entry.get("relations") or ():
            other = str(relation.get("url", "")).rpartition("/")[2]
            self._link(record, str(relation.get("rel", "")), other)
        return record

    def _leave(self, names: Sequence[str], columns: Columns, cells: Sequence[str]) -> None:
        """Count the fields of a work item that are not read."""
        unread = UnreadColumns(names, columns)
        unread.add(cells)
        self.left.leave(unread.of, unread.helpers, unread.second)
        self.left.columns |= uses_of(names, columns)

    def _query(self, entry: Mapping[str, Any], file: str) -> Iterator[Record]:
        for item in entry.get("workItems") or ():
            yield self._record(str(item.get("id", "")), file)
        for link in entry.get("workItemRelations") or ():
            source, target = link.get("source"), link.get("target")
            if isinstance(target, dict):
                yield self._record(str(target.get("id", "")), file)
                if isinstance(source, dict):
                    record = self._record(str(source.get("id", "")), file)
                    self._link(record, str(link.get("rel", "")), str(target.get("id", "")))
                    yield record

    def _link(self, record: Record, kind: str, other: str) -> None:
        """Add a link to the record, or to the child that it names."""
        if not other.isdecimal() or kind in _NO_LINKS or ".Remote." in kind:
            self.ignored[kind] = self.ignored.get(kind, 0) + 1
        elif kind == PARENT:
            record.parent = other
        elif kind == CHILD:
            self.parents[other] = record.key
        else:
            link_cell = link_cell_of(kind, other)
            if link_cell not in record.link_cells:
                record.link_cells.append(link_cell)

    def _record(self, key: str, file: str) -> Record:
        return Record(key=key, values={}, dates=self.dates, numbers=self.numbers, file=file)


def link_cell_of(kind: str, other: str) -> LinkCell:
    """Return a relation as a link whose type a mapping can name: Dependency, Related, Duplicate.

    Parameters
    ----------
    kind
        ``System.LinkTypes.Dependency-Forward``, from predecessor to successor; ``-Reverse`` the
        other way. Related has no direction.
    other
        Number of the work item at the other end.
    """
    name, _, direction = kind.partition("-")
    return LinkCell(key=other, type=name.rpartition(".")[2], outward=direction != "Reverse")


def text_of(value: Any) -> str:
    """Return a field as in a CSV file; people by name and mail address."""
    if value is None or isinstance(value, (list, bool)):
        return ""
    if isinstance(value, dict):
        name, unique = value.get("displayName") or "", value.get("uniqueName") or ""
        return f"{name} <{unique}>" if unique else str(name)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
