"""Small Jira exports for tests, and what an import makes of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from allocator.domain import Scenario
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.scenario import loads

HEADER = [
    *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Status Category", "Priority"),
    *("Resolution", "Assignee", "Assignee Id", "Created", "Updated", "Resolved"),
    *("Status Category Changed", "Due date", "Components", "Components", "Labels", "Labels"),
    *("Sprint", "Sprint", "Original estimate", "Remaining Estimate", "Time Spent"),
    *("Inward issue link (Blocks)", "Inward issue link (Blocks)"),
    *("Outward issue link (Blocks)", "Outward issue link (Blocks)"),
    *("Outward issue link (Depends)", "Custom field (Start date)"),
    *("Custom field (Story Points)", "Custom field (Story point estimate)"),
    *("Parent", "Parent key", "Custom field (Epic Link)", "Team Name"),
]
SHORT = {
    "key": "Issue key",
    "id": "Issue id",
    "title": "Summary",
    "type": "Issue Type",
    "status": "Status",
    "category": "Status Category",
    "who": "Assignee",
    "who_id": "Assignee Id",
    "due": "Due date",
    "points": "Custom field (Story Points)",
    "estimate_points": "Custom field (Story point estimate)",
    "estimate": "Original estimate",
    "left": "Remaining Estimate",
    "spent": "Time Spent",
    "after": "Inward issue link (Blocks)",
    "before": "Outward issue link (Blocks)",
    "depends": "Outward issue link (Depends)",
    "parent": "Parent key",
    "epic": "Custom field (Epic Link)",
    "start": "Custom field (Start date)",
    "changed": "Status Category Changed",
    "component": "Components",
    "label": "Labels",
    "team": "Team Name",
}
CREATED = "01/Dec/26 9:00 AM"
START = "2026-12-02"
"""When a plan begins that is made of rows without other dates."""


def table(rows: Iterable[Mapping[str, str | Sequence[str]]], header: Sequence[str] = HEADER) -> str:
    """Return an export; a value that is a list fills the columns of one name in order."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(header)
    for row in rows:
        left = {SHORT.get(name, name.capitalize()): value for name, value in row.items()}
        values = {
            name: [value] if isinstance(value, str) else list(value) for name, value in left.items()
        }
        values.setdefault("Created", [CREATED])
        values.setdefault("Issue Type", ["Story"])
        values.setdefault("Status", ["To Do"])
        writer.writerow([values[name].pop(0) if values.get(name) else "" for name in header])
        assert not any(values.values()), f"no column for {values}"
    return stream.getvalue()


@dataclass(frozen=True)
class Imported:
    """What an import has made."""

    scenario: Scenario
    text: str
    report: str

    @property
    def raw(self) -> dict[str, dict[str, object]]:
        """Items as the file has them, by id."""
        return {str(entry["id"]): entry for entry in yaml.safe_load(self.text)["items"]}


def run(
    folder: Path,
    rows: Iterable[Mapping[str, str | Sequence[str]]] | str | bytes,
    mapping: str | None = None,
    team: str | None = None,
    **options: object,
) -> Imported:
    """Import rows, a text or bytes, and load the scenario, which must be free of errors."""
    export = folder / "export.csv"
    if not isinstance(rows, (str, bytes)):
        rows = table(rows)
    export.write_bytes(rows if isinstance(rows, bytes) else rows.encode("utf-8"))
    files: dict[str, Path] = {}
    for name, text in (("mapping", mapping), ("team", team)):
        if text is not None:
            files[name] = folder / f"{name}.yaml"
            files[name].write_text(text, "utf-8")
    request = ImportRequest(files=[export], **files, **options)  # type: ignore[arg-type]
    written = import_files(TRACKERS["jira"], request)
    return Imported(loads(written.text).scenario, written.text, "\n".join(written.report))
