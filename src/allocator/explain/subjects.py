"""What a question is about: an item, a milestone, a project or a person of a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from allocator.analysis.date_lines import DateLine, date_lines, worst_first
from allocator.domain import Plan, PlanItem, Scenario
from allocator.errors import InputError
from allocator.scenario.shape.nearest import Suggester
from allocator.wording import shorten

SubjectKind = Literal["item", "milestone", "project", "person"]


@dataclass(frozen=True)
class Subject:
    """What a question is about.

    Attributes
    ----------
    kind
        What it is.
    id, title
        Of the item, project or person; the title may be empty.
    items
        Ids of the items whose last finish is its finish: itself, those of the project, or what
        the person is on in the plan.
    """

    kind: SubjectKind
    id: str
    title: str
    items: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its id and title, for texts; of a person the name alone."""
        if self.kind == "person":
            return self.title or self.id
        name = f"{self.id} {self.title}".rstrip()
        return f"project {self.title or self.id}" if self.kind == "project" else name

    def finish(self, items: Iterable[PlanItem]) -> dt.datetime | None:
        """Return when it is finished in a plan; None where nothing of it is planned.

        Of a person that is when they are done with all they do there, whatever that is.
        """
        if self.kind == "person":
            ends = (w.finish for entry in items for w in entry.assignments if w.person == self.id)
            return max(ends, default=None)
        mine = frozenset(self.items)
        found = (e.finish for e in items if e.id in mine and e.finish is not None)
        return max(found, default=None)


def subject_of(plan: Plan, what: str) -> Subject:
    """Return what an id or a title names in a plan.

    Parameters
    ----------
    plan
        Any.
    what
        The id of an item, a project or a person; else a title or name that only one of them has,
        in any case of letters. An id of several kinds stands for the item, then the project.

    Raises
    ------
    InputError
        Nothing, or more than one thing, has that name.
    """
    known = list(subjects(plan))
    by_id = [each for each in known if each.id == what]
    if by_id:
        return by_id[0]
    folded = what.strip().casefold()
    named = [each for each in known if folded in (each.id.casefold(), each.title.casefold())]
    if len(named) == 1:
        return named[0]
    if named:
        ids = ", ".join(f"{each.id} ({each.kind})" for each in named)
        raise InputError(f'"{shorten(what)}" names several: {ids}; give the id of one of them')
    names = [name for each in known for name in (each.id, each.title) if name]
    near = Suggester().nearest(what, names)
    hint = f'did you mean "{near}"?' if near else "allocator report shows what there is"
    raise InputError(f'the plan has no item, project or person "{shorten(what)}"', hint=hint)


def subjects(plan: Plan) -> Iterator[Subject]:
    """Yield everything in a plan that can be asked about: items, projects, people."""
    scenario = plan.scenario
    for item in scenario.items:
        kind: SubjectKind = "milestone" if item.is_milestone else "item"
        yield Subject(kind, item.id, item.title, (item.id,))
    for project in scenario.projects:
        mine = tuple(item.id for item in scenario.items if item.project == project.id)
        yield Subject("project", project.id, project.name, mine)
    for person in scenario.people:
        yield Subject("person", person.id, person.name, _work_of(plan.items, person.id))


def late_subjects(plan: Plan) -> list[Subject]:
    """Return what is past its due date or deadline: items, milestones, projects; the worst first.

    What is done comes last. A broken deadline is worse than a due date. Of items that break the
    deadline of their project alone, the project is returned.
    """
    over = {entry.id for entry in plan.items if entry.is_over}
    kinds = [each for each in subjects(plan) if each.kind != "person"]
    known = {(each.kind == "project", each.id): each for each in kinds}
    late = [
        known[line.kind == "project", line.id]
        for line in worst_first(date_lines(plan))
        if line.late_days or line.hard is not None or line.kind == "project" or not line.project
    ]
    return sorted(late, key=lambda each: over.issuperset(each.items))


def dates_of(plan: Plan, subject: Subject) -> DateLine | None:
    """Return the dates of an item, milestone or project; None of what has none in the plan."""
    if subject.kind == "person":
        return None
    is_project = subject.kind == "project"
    lines = (line for line in date_lines(plan) if line.id == subject.id)
    return next((line for line in lines if (line.kind == "project") == is_project), None)


def due_of(scenario: Scenario, subject: Subject) -> dt.date | dt.datetime | None:
    """Return the due date of an item, milestone or project; None without one."""
    if subject.kind == "person":
        return None
    if subject.kind == "project":
        return scenario.project_by_id[subject.id].due
    return scenario.item_by_id[subject.id].due


def _work_of(items: Sequence[PlanItem], person: str) -> tuple[str, ...]:
    return tuple(e.id for e in items if any(work.person == person for work in e.assignments))
