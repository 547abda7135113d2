"""Reads Azure DevOps: CSV exports of queries and responses of its REST interface, together.

The data of several files on a work item is merged: a query may have the tree, another file the
fields, a third one the capacities of the team.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from allocator.integrations.azure.column_names import AMOUNTS, NAMES
from allocator.integrations.azure.people_capacity import PeopleCapacity, with_calendar
from allocator.integrations.azure.query_sheet import QuerySheet
from allocator.integrations.azure.records import Record, merged, ticket
from allocator.integrations.azure.responses import Response, is_json, read_responses
from allocator.integrations.azure.team_capacities import TeamCapacities
from allocator.integrations.azure.work_items import WorkItemReader
from allocator.integrations.input_files import fault
from allocator.integrations.tracker.dates import DateOrder, DateReader
from allocator.integrations.tracker.import_report import ImportReport
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.scenario_document import ScenarioDocument
from allocator.integrations.tracker.ticket import Category
from allocator.integrations.tracker.ticket_source import TicketSource
from allocator.wording import count

FIELDS: Final = frozenset(NAMES.fields)
"""Names of fields that a mapping can give to columns."""

_WORK = ("work items", "query")


@dataclass
class AzureSource(TicketSource):
    """Tickets, with the data of the files on the team.

    Attributes
    ----------
    capacities
        Iterations, capacities and days off.
    """

    capacities: TeamCapacities = field(default_factory=TeamCapacities)

    def complete_rules(self, rules: Rules) -> Rules:
        """Return the mapping with the team's sprints, working days and days off."""
        return with_calendar(rules, self.capacities)

    def complete_people(
        self, document: ScenarioDocument, rules: Rules, report: ImportReport, *, is_inferred: bool
    ) -> None:
        """Give people their hours per day and their days off."""
        PeopleCapacity(document, rules, self.capacities, report, is_inferred=is_inferred).apply()


def read(paths: Sequence[Path], rules: Rules, order: DateOrder | None = None) -> AzureSource:
    """Read files of one organisation.

    Parameters
    ----------
    paths
        CSV and JSON files in any order; if two files contradict each other on a work item, the
        later one counts.
    rules
        The mapping, which may name further columns.
    order
        Order of day and month in dates of CSV files; None to find it from each file.

    Returns
    -------
    AzureSource
        A ticket for each work item, in the order of the files.

    Raises
    ------
    FormatError
        A file is no such export.
    """
    return _Reading(rules, order).read(paths)


def read_answers(
    responses: Sequence[Response], rules: Rules, states: Mapping[str, Category]
) -> AzureSource:
    """Read answers of the interface that were asked for just now.

    Parameters
    ----------
    responses
        Work items, iterations, capacities, days off, settings.
    rules
        The mapping, which may name further fields.
    states
        What states beyond those of the standard processes mean.

    Raises
    ------
    FormatError
        An answer has another form.
    """
    return _Reading(rules, None).read_answers(responses, states)


class _Reading:
    """One import."""

    def __init__(self, rules: Rules, order: DateOrder | None) -> None:
        self._rules, self._order = rules, order
        self._source = AzureSource()
        self._items = WorkItemReader(rules)
        self._readers: list[DateReader] = [self._items.dates]
        self._sheets: list[QuerySheet] = []
        self._taken: dict[str, object] = {}
        self._differing: Counter[str] = Counter()

    def read(self, paths: Sequence[Path]) -> AzureSource:
        """Read all files and merge them."""
        records = [record for path in paths for record in self._records(path)]
        if not records:
            raise fault(
                paths[0],
                None,
                "holds no work items" if len(paths) == 1 else "and the others hold no work items",
                "give the CSV export of a query, or the response with the work items, as well",
            )
        return self._source_of(records, {})

    def read_answers(
        self, responses: Sequence[Response], states: Mapping[str, Category]
    ) -> AzureSource:
        """Read answers and merge them."""
        records = [record for one in responses for record in self._of_response(one)]
        self._source.notes.clear()  # each answer has one, as files do
        return self._source_of(records, states)

    def _source_of(self, records: Sequence[Record], states: Mapping[str, Category]) -> AzureSource:
        found = merged(records, self._differ)
        for child, parent in self._items.parents.items():
            if child in found and not found[child].parent:
                found[child].parent = parent
        self._source.tickets += (ticket(record, states) for record in found.values())
        for reader in self._readers:
            for text, times in reader.unread.items():
                self._unread("dates", text, times)
        self._source.take_numbers(self._items.numbers, AMOUNTS, {})
        for sheet in self._sheets:
            self._source.take_numbers(sheet.numbers, AMOUNTS, sheet.labels())
        self._source.add(self._items.left)
        self._note_left_out(found)
        return self._source

    def _records(self, path: Path) -> list[Record]:
        return self._of_responses(path) if is_json(path) else self._of_sheet(path)

    def _of_sheet(self, path: Path) -> list[Record]:
        sheet = QuerySheet(path, self._rules, self._order)
        self._readers.append(sheet.dates)
        self._sheets.append(sheet)
        records = list(sheet.records(self._taken))
        self._source.notes += [f"{path.name}: {count(sheet.rows, 'row')}", *sheet.notes]
        for reason, rows in sheet.check.left_out.items():
            self._source.left_out.setdefault(reason, []).extend(rows)
        self._source.columns |= sheet.uses
        unread = sheet.unread_columns
        self._source.leave(unread.of, unread.helpers, unread.second)
        return records

    def _of_responses(self, path: Path) -> list[Record]:
        records: list[Record] = []
        for response in read_responses(path):
            try:
                records += self._of_response(response)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise fault(
                    path,
                    None,
                    f"looks like a response with {response.kind}, but has something else inside: "
                    f"{error}",
                    "save the response of the REST interface as it is",
                ) from None
        return records

    def _of_response(self, response: Response) -> list[Record]:
        records: list[Record] = []
        number = count(len(response.content), "entry", "entries")
        if response.kind in _WORK:
            records = list(self._items.records(response))
            number = count(len({record.key for record in records}), "work item")
        else:
            self._source.capacities.take(response)
        self._source.notes.append(f"{response.path.name}: {response.kind}, {number}")
        return records

    def _differ(self, _key: str, name: str) -> None:
        self._differing[name] += 1

    def _unread(self, what: str, text: str, times: int) -> None:
        some = self._source.unread.setdefault(what, {})
        some[text] = some.get(text, 0) + times

    def _note_left_out(self, found: dict[str, Record]) -> None:
        notes = self._source.notes
        bare = [key for key, record in found.items() if not record.values]
        if bare:
            notes.append(
                f"{count(len(bare), 'work item')} known by number only, as a query lists them: "
                "give the response with their fields as well"
            )
        if self._differing:
            some = ", ".join(f"{name} ({number})" for name, number in self._differing.items())
            notes.append(f"given twice with different values, the later counts: {some}")
        if self._items.ignored:
            some = ", ".join(f"{kind} ({n})" for kind, n in self._items.ignored.items())
            notes.append(f"relations to files, commits and pages, ignored: {some}")
