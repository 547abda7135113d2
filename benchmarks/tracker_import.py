"""Measures the import of a large Jira export: seconds and peak memory.

    python benchmarks/tracker_import.py --rows 100000 --columns 200

The export is made up: epics, stories with sub-tasks, links of both ends, sprints, labels and
components in repeated columns, and as many empty custom fields as it takes to fill the columns.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEAD = [
    *("Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Priority"),
    *("Resolution", "Assignee", "Assignee Id", "Created", "Updated", "Resolved", "Due date"),
    *("Components", "Components", "Labels", "Labels", "Labels", "Sprint", "Sprint", "Sprint"),
    *("Original estimate", "Remaining Estimate", "Time Spent", "Inward issue link (Blocks)"),
    *("Outward issue link (Blocks)", "Custom field (Story Points)", "Parent", "Parent key"),
    *("Status Category", "Status Category Changed", "Description"),
]
STATES = {
    "Backlog": "To Do",
    "To Do": "To Do",
    "In Review": "In Progress",
    "In Progress": "In Progress",
    "Done": "Done",
}
START = dt.datetime(2020, 1, 6, 9)


def made_up(rows: int, columns: int, target: Path, seed: int) -> None:
    """Write an export."""
    rng = random.Random(seed)
    spare = [f"Custom field (Field {n})" for n in range(max(0, columns - len(HEAD)))]
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEAD + spare)
        for number in range(rows):
            writer.writerow(row(rng, number, rows) + [""] * len(spare))


def row(rng: random.Random, number: int, rows: int) -> list[str]:
    """Return one row; the later, the more likely it is still open."""
    kind = "Epic" if number % 100 == 0 else ("Sub-task" if number % 5 in (3, 4) else "Story")
    is_open = number > rows * 0.8
    status = rng.choice(list(STATES)) if is_open else "Done"
    created = START + dt.timedelta(minutes=20 * number)
    moved = created + dt.timedelta(hours=rng.randint(1, 200))
    parent = number - number % (100 if kind == "Story" else 5)
    parent = parent + 1 if kind == "Sub-task" and parent % 100 == 0 else parent
    is_done = status == "Done"
    before = number - rng.randint(1, 50)
    blocked = kind == "Story" and rng.random() < 0.2 and before > 0 and before % 100 != 0
    seconds = str(rng.choice((3600, 7200, 14400, 28800, 57600)))
    person = rng.randrange(200)
    return [
        f"Item {number}: prepare, train, and evaluate the model",
        f"BIG-{number + 1}",
        str(100000 + number),
        kind,
        status,
        "BIG",
        rng.choice(("Highest", "High", "Medium", "Low")),
        "Done" if is_done else "",
        f"Person {person}",
        f"acc-{person}",
        clock(created),
        clock(moved),
        clock(moved) if is_done else "",
        clock(moved + dt.timedelta(days=30)) if rng.random() < 0.1 else "",
        rng.choice(("Data", "Models", "Platform")),
        "",
        *(rng.choice(("nlp", "vision", "tabular", "")) for _ in range(3)),
        *(f"Sprint {number // 400 + n}" for n in range(3)),
        seconds if rng.random() < 0.6 else "",
        seconds if rng.random() < 0.6 and not is_done else "",
        seconds if is_done else "",
        f"BIG-{before + 1}" if blocked else "",
        "",
        str(rng.choice((1, 2, 3, 5, 8))) if rng.random() < 0.4 else "",
        "" if kind == "Epic" else str(100000 + parent),
        "" if kind == "Epic" else f"BIG-{parent + 1}",
        STATES[status],
        clock(moved),
        'A description, with "quotes"\nand a second line',
    ]


def clock(when: dt.datetime) -> str:
    """Write a date as Jira does."""
    return when.strftime("%d/%b/%y %I:%M %p")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        export, scenario = Path(folder) / "export.csv", Path(folder) / "scenario.yaml"
        made_up(asked.rows, asked.columns, export, asked.seed)
        size = export.stat().st_size / 2**20
        code = "import sys; from allocator.cli.main import main; sys.exit(main(sys.argv[1:]))"
        words = ["import", "jira", str(export), "-o", str(scenario)]
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code, *words], check=True)
        seconds = time.perf_counter() - began
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu, peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        print(
            f"{asked.rows} rows, {asked.columns} columns, {size:.0f} MB of CSV: "
            f"{seconds:.1f} s ({cpu:.1f} s of CPU), {peak:.0f} MB at most, "
            f"{scenario.stat().st_size / 2**20:.0f} MB written"
        )


if __name__ == "__main__":
    main()
