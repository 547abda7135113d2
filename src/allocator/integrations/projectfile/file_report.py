"""Reports what an import of project files has read, made, guessed and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from allocator.integrations.tracker.scenario_document import ScenarioDocument
from allocator.mpxj.project_records import ProjectRecord
from allocator.wording import count, enumerated


@dataclass
class FileReport:
    """Counts of one import.

    Attributes
    ----------
    left_out
        Tasks and other entries that are not in the scenario, by reason.
    guessed
        Ids of items by what was guessed.
    links
        Number of entries of ``after`` that come from links of the files.
    notes
        Further lines for the user.
    """

    left_out: dict[str, list[str]] = field(default_factory=dict)
    guessed: dict[str, list[str]] = field(default_factory=dict)
    links: int = 0
    notes: list[str] = field(default_factory=list)

    def skip(self, reason: str, name: str) -> None:
        """Count what was left out."""
        self.left_out.setdefault(reason, []).append(name)

    def guess(self, what: str, item: str) -> None:
        """Count a guess about an item."""
        self.guessed.setdefault(what, []).append(item)

    def lines(self, projects: Sequence[ProjectRecord], document: ScenarioDocument) -> list[str]:
        """Return the lines of the report.

        Parameters
        ----------
        projects
            What was read.
        document
            What was made of it.
        """
        states = Counter(str(entry.fields.get("state", "todo")) for entry in document.items)
        milestones = sum(entry.fields.get("kind") == "milestone" for entry in document.items)
        return [
            *map(_read_line, projects),
            f"made: {count(len(document.items), 'item')} ({count(milestones, 'milestone')}), "
            f"{count(len(document.people), 'person', 'people')}, "
            f"{count(len(document.projects), 'project')}, {count(self.links, 'link')}",
            f"states: {', '.join(f'{number} {name}' for name, number in sorted(states.items()))}",
            *(f"left out, {why}: {_some(names)}" for why, names in self.left_out.items()),
            *(f"guessed, {what}: {_some(names)}" for what, names in self.guessed.items()),
            *self.notes,
            *_errors(projects),
        ]


def _read_line(project: ProjectRecord) -> str:
    """Return what a project of a file holds, as MPXJ counts it."""
    tasks = [task for task in project.tasks if task.level > 0]
    links = sum(len(task.links) for task in project.tasks)
    resources = sum(bool(resource.name) for resource in project.resources)
    assigned = sum(entry.resource is not None for entry in project.assignments)
    rows = f", {count(project.blank_rows, 'blank row')}" if project.blank_rows else ""
    return (
        f"{project.file} ({project.tool or 'unknown tool'}), {project.name or 'without a name'}: "
        f"{count(len(tasks), 'task')}, {count(links, 'link')}, {count(resources, 'resource')}, "
        f"{count(assigned, 'assignment')} read{rows}"
    )


def _errors(projects: Iterable[ProjectRecord]) -> list[str]:
    texts = Counter(text for project in projects for text in project.errors)
    return [f"MPXJ could not read {count(n, 'part')}: {text}" for text, n in texts.items()]


def _some(names: Iterable[str]) -> str:
    names = list(names)
    return f"{len(names)} ({enumerated(names)})"
