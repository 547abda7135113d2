"""Proposes a mapping for project files to edit, with what the files hold and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from allocator import wording
from allocator.integrations.projectfile.file_mapping import ProjectFileMapping
from allocator.integrations.tracker.staff import slug
from allocator.mpxj.project_records import ProjectRecord, ResourceRecord
from allocator.scenario.write.dump import field_lines

_MAX_VALUES = 40


def suggested_mapping(projects: Sequence[ProjectRecord], rules: ProjectFileMapping) -> str:
    """Return a mapping as YAML, with what the files hold as comments.

    Parameters
    ----------
    projects
        What was read.
    rules
        An existing mapping, whose entries are taken over.
    """
    tasks = sum(task.level > 0 for project in projects for task in project.tasks)
    parts = [
        [
            f"# Mapping for allocator import project --mapping, made from {tasks} tasks.",
            "# Every entry shows what happens without it; edit what should be different, and",
            "# delete the rest. docs/import-project.md describes the fields.",
            "version: 1",
            "# Ids of items: auto takes activity ids, else WBS codes of one's own, else unique",
            "# numbers; or uid, wbs, activity.",
            f"ids: {rules.ids}",
            *_levels(projects),
            f"projects: {rules.projects}",
        ],
        list(_fields(projects, rules)),
        list(_resources(projects, rules)),
        list(_constraints(projects, rules)),
        [
            "# What work needs to which nobody is assigned; and whether its duration is work of",
            "# anybody, or only passes (elapsed).",
            *_lines("needs", [need.model_dump(exclude_defaults=True) for need in rules.needs]),
            f"unassigned: {rules.unassigned}",
            "# Whether the baseline is read.",
            f"baseline: {str(rules.baseline).lower()}",
            "# Fields of the scenario that the file does not have, for example",
            "#   sprints: {length: 2w, first: 2026-12-01, count: 8}",
            *_lines("scenario", dict(rules.scenario)),
        ],
    ]
    return "\n".join("\n".join(part) + "\n" for part in parts)


def _levels(projects: Sequence[ProjectRecord]) -> Iterator[str]:
    yield "# What makes a project: summary tasks of this level, file, or none. There are:"
    levels = Counter(t.level for p in projects for t in p.tasks if t.is_summary and t.level > 0)
    for level, number in sorted(levels.items()):
        names = [t.name for p in projects for t in p.tasks if t.is_summary and t.level == level]
        yield f"#   level {level}: {number} ({', '.join(names[:4])}{' ...' if number > 4 else ''})"
    if not levels:
        yield "#   no summary tasks"


def _fields(projects: Sequence[ProjectRecord], rules: ProjectFileMapping) -> Iterator[str]:
    yield "# Custom fields and codes of tasks; each can be type, labels, needs, priority, value,"
    yield "# optional, low, high, waits_for, blocked. There are:"
    yield from _values([t.fields for p in projects for t in p.tasks])
    yield from _lines("fields", dict(rules.fields))
    yield "# The same of resources: skills, team, role. There are:"
    yield from _values([r.fields for p in projects for r in p.resources])
    yield from _lines("resource_fields", dict(rules.resource_fields))


def _values(entries: Sequence[dict[str, str]]) -> Iterator[str]:
    counts = Counter(name for fields in entries for name in fields)
    for name, number in counts.most_common(_MAX_VALUES):
        texts = dict.fromkeys(fields[name] for fields in entries if name in fields)
        some = ", ".join(" ".join(text.split())[:30] for text in list(texts)[:3])
        yield f"#   {' '.join(name.split())}: {number}, such as {some}"
    if not counts:
        yield "#   none"


def _resources(projects: Sequence[ProjectRecord], rules: ProjectFileMapping) -> Iterator[str]:
    yield "# What is a skill of a person: group, code, role, name. Groups and roles there are:"
    resources = [one for project in projects for one in project.resources if one.name]
    groups = Counter(text for one in resources for text in (one.group, one.role) if text)
    yield f"#   {', '.join(f'{name} ({n})' for name, n in groups.most_common(20)) or 'none'}"
    yield f"skills_from: [{', '.join(rules.skills_from)}]"
    yield "# Whether work that has not begun is only for the people assigned to it: assign, or"
    yield "# ignore: anybody with their skills may do it."
    yield f"people: {rules.people}"
    yield "# By resource, where name, units and type do not tell: {person: id}, {people: 3},"
    yield "# {capacity: 4} for a shared thing, or {skip: true}."
    given = {name: rule.model_dump(exclude_defaults=True) for name, rule in rules.resources.items()}
    yield from _lines("resources", given)
    for one in resources[:_MAX_VALUES]:
        units = "" if one.units is None else f", {_units(one.units)}"
        line = field_lines(one.name, _rule(one)).strip()
        yield f"#  {' '.join(line.split())}  # {one.type.lower().replace('_', ' ')}{units}"


def _units(units: float) -> str:
    return "1 unit" if units == 1 else f"{wording.number(units)} units"


def _rule(one: ResourceRecord) -> dict[str, object]:
    """Return what a resource could become."""
    units = one.units or 1
    if one.type != "WORK":
        return {"capacity": max(1, round(units))}
    return {"people": round(units)} if units > 1 else {"person": slug(one.name) or "somebody"}


def _constraints(projects: Sequence[ProjectRecord], rules: ProjectFileMapping) -> Iterator[str]:
    yield "# Latest dates of constraints: hard (deadlines), soft (due dates) or ignore; earliest"
    yield "# starts: keep or ignore. There are:"
    counts = Counter(
        task.constraint
        for project in projects
        for task in project.tasks
        if task.constraint_date is not None
    )
    words = (f"{name.lower().replace('_', ' ')} ({n})" for name, n in counts.most_common())
    yield f"#   {', '.join(words) or 'none'}"
    yield f"constraints: {rules.constraints}"
    yield f"starts: {rules.starts}"


def _lines(name: str, value: object) -> Iterable[str]:
    return field_lines(name, value).rstrip("\n").splitlines()
