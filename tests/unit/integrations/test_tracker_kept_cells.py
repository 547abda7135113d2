"""Nothing is lost in silence: a cell without which the scenario is the same is told, by column.

Exports are made at random. Of each cell in turn the content is taken away: either the scenario
becomes another one, or the report of the whole export has named the column.
"""

from __future__ import annotations

import csv
import io
import random
import re
from pathlib import Path

import pytest
import yaml

from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, ImportResult, import_files

Table = list[list[str]]

ORDER = ["Initiative", "Epic", "Feature", "Story", "User Story", "Sub-task", "Task"]


class Maker:
    """Makes the rows of one export at random."""

    def __init__(self, seed: int, kinds: list[str]) -> None:
        self._chance, self._kinds = random.Random(seed), kinds

    def day(self, month: int) -> str:
        return f"2026-{month:02d}-{self._chance.randint(1, 28):02d}"

    def maybe(self, value: str, how_often: float = 0.5) -> str:
        return value if self._chance.random() < how_often else ""

    def one(self, *values: str) -> str:
        return self._chance.choice(values)

    def hours(self, least: int, unit: int) -> str:
        return str(self._chance.randint(least, least + 30) * unit)

    def parent(self, number: int, offset: int) -> str:
        rank = ORDER.index(self._kinds[number - 1])
        above = [n for n in range(1, number) if ORDER.index(self._kinds[n - 1]) < rank]
        return self.maybe(str(offset + self._chance.choice(above)), 0.8) if above else ""

    def jira(self, number: int) -> dict[str, str]:
        return {
            "Issue key": f"D-{number}",
            "Issue id": str(100 + number),
            "Summary": f"Title {number}",
            "Issue Type": self._kinds[number - 1],
            "Status": self.one("In Progress", "Done", "Done", "To Do"),
            "Priority": self.maybe(self.one("High", "Low")),
            "Assignee": self.maybe(f"Person {number}"),
            "Created": self.day(9),
            "Updated": self.day(10),
            "Due date": self.maybe(self.day(11)),
            "Custom field (Target end)": self.maybe(self.day(12)),
            "Custom field (Start date)": self.maybe(self.day(12)),
            "Labels": self.maybe(f"label{number}"),
            "Components": self.maybe("Models"),
            "Sprint": self.maybe("Sprint 4"),
            "Team Name": self.maybe("Blue"),
            "Original estimate": self.maybe(self.hours(9, 3600)),
            "Remaining Estimate": self.maybe(self.hours(41, 3600), 0.3),
            "Time Spent": self.maybe("7200", 0.3),
            "Custom field (Story Points)": self.maybe("5.0"),
            "Parent": self.parent(number, 100),
            "Project name": "Data science",
            "Inward issue link (Relates)": self.maybe("D-1"),
            "Is blocked by": self.maybe("X-9", 0.3),
            "Reporter": "Eve",
            "Description": self.maybe("words"),
            "Gate": self.maybe("D-1"),
            "Custom field (Flagged)": self.maybe("Impediment"),
        }

    def azure(self, number: int) -> dict[str, str]:
        return {
            "ID": str(10 + number),
            "Work Item Type": self._kinds[number - 1],
            "Title": f"Title {number}",
            "State": self.one("Active", "Closed", "New"),
            "Priority": self.maybe(self.one("1", "4")),
            "Assigned To": self.maybe(f"Person {number} <p{number}@example.com>"),
            "Created Date": self.day(9),
            "Changed Date": self.day(10),
            "Target Date": self.maybe(self.day(11)),
            "Due Date": self.maybe(self.day(12)),
            "Start Date": self.maybe(self.day(12)),
            "Tags": self.maybe(f"label{number}"),
            "Area Path": "DS\\Models",
            "Iteration Path": self.maybe("DS\\Sprint 4"),
            "Story Points": self.maybe("5"),
            "Original Estimate": self.maybe(self.hours(9, 1)),
            "Remaining Work": self.maybe(self.hours(41, 1), 0.3),
            "Completed Work": self.maybe("2", 0.3),
            "Activity": self.maybe("Modelling"),
            "Parent": self.parent(number, 10),
            "Predecessors": self.maybe("999", 0.3),
            "Description": self.maybe("words"),
            "Blocked": self.maybe("Yes"),
        }


FORMS = {
    "jira": (Maker.jira, ["Initiative", "Epic", "Story", "Story", "Sub-task", "Sub-task"]),
    "azure-devops": (Maker.azure, ["Epic", "Feature", "User Story", "User Story", "Task", "Task"]),
}
SEEDS = 2
"""Exports of each form and mapping; each takes about a second."""

MAPPINGS = {
    "none": "",
    "skills": "skills: [{component: Models, label: 'label*', needs: ml}]\nskills_from: [activity]",
    "sprints": "sprints: label\nprojects: team",
}


def imported(form: str, table: Table, folder: Path) -> ImportResult:
    stream = io.StringIO()
    csv.writer(stream).writerows(table)
    (folder / "export.csv").write_text(stream.getvalue(), "utf-8")
    files = {"files": [folder / "export.csv"], "mapping": folder / "mapping.yaml"}
    return import_files(TRACKERS[form], ImportRequest(**files))  # type: ignore[arg-type]


def is_told(report: str, column: str, cells: Table, row: int) -> bool:
    """Whether a report names a column, in a line about cells that are not in the scenario."""
    key = cells[row][0]
    for line in report.splitlines():
        if line.startswith("left out, ") and re.search(rf"\b{key}\b", line):
            return True
        is_about = re.match(
            r"read, and not|columns that|a column before it|column |links that|.* left out", line
        )
        if is_about and column in line:
            return True
        if line.startswith("links that") and "Relates" in line and "Relates" in column:
            return True
    return False


def is_default(column: str, place: int, cells: list[str], table: Table) -> bool:
    """Whether a cell says what holds without it: not begun, or the same as what is above."""
    if column in ("Priority", "Area Path", "Team Name", "Components", "Activity"):
        return sum(other[place] == cells[place] for other in table) > 1
    return column in ("Status", "State") and cells[place] in ("To Do", "New")


@pytest.mark.parametrize("mapping", MAPPINGS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_cell_is_in_the_scenario_or_its_column_is_told(
    tmp_path: Path, form: str, mapping: str, seed: int
) -> None:
    make, kinds = FORMS[form]
    maker = Maker(seed, kinds)
    rows = [make(maker, number) for number in range(1, len(kinds) + 1)]
    header = list(rows[0])
    table = [header, *(list(row.values()) for row in rows)]
    (tmp_path / "mapping.yaml").write_text(f"version: 1\n{MAPPINGS[mapping]}\n", "utf-8")
    whole = imported(form, table, tmp_path)
    report, scenario = "\n".join(whole.report), yaml.safe_load(whole.text)
    silent: dict[str, list[str]] = {}
    for row in range(1, len(table)):
        for place, column in enumerate(header):
            if place == 0 or not table[row][place]:
                continue
            less = [list(cells) for cells in table]
            less[row][place] = ""
            if yaml.safe_load(imported(form, less, tmp_path).text) == scenario:
                silent.setdefault(column, []).append(table[row][0])
                is_usual = is_default(column, place, table[row], table)
                assert is_usual or is_told(report, column, table, row), (column, row, report)
    (told,) = re.findall(r"^read, and not in the scenario: (.*)$", report, re.MULTILINE)
    for columns, number in re.findall(r"(?:^|; )([^;]*?) (\d+) \(", told):
        missing = sum(len(silent.get(column, ())) for column in columns.split(" or "))
        assert int(number) <= missing, f"{columns} {number}: {silent}"
