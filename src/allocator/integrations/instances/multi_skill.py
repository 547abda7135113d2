"""Instances of multi-skill project scheduling as scenarios, whatever the form of their files.

An activity needs several people, so many for each skill, all of them for its whole duration; a
person fills one place of an activity at a time. The objective is the makespan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from allocator.domain import Link, Need, Person, Scenario, WorkItem
from allocator.integrations.forms import Imported
from allocator.integrations.input_files import fault, name_of
from allocator.integrations.instances.instance_file import check_acyclic, whole_calendar
from allocator.wording import count


@dataclass(frozen=True, kw_only=True)
class MultiSkillInstance:
    """The numbers of a file; activities, people and skills are numbered from 1 in what is said.

    Attributes
    ----------
    path
        The file.
    hours
        Duration by activity.
    places
        By activity and skill: how many people it needs.
    levels
        By person and skill: the level; None for who has not got the skill.
    predecessors
        By activity, numbered from 1: those before it.
    lines
        Line of each activity's needs.
    """

    path: Path
    hours: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]
    levels: tuple[tuple[int | None, ...], ...]
    predecessors: dict[int, list[int]]
    lines: tuple[int, ...]

    def is_dummy(self, activity: int) -> bool:
        """Return whether an activity only marks the start or the end of all."""
        if self.hours[activity] or any(self.places[activity]):
            return False
        successors = any(activity + 1 in before for before in self.predecessors.values())
        return not successors or not self.predecessors[activity + 1]


def imported(instance: MultiSkillInstance, notes: Sequence[str], *, where: str) -> Imported:
    """Return an instance as a scenario.

    Activities become work items with a need for each skill; people are P1, P2, ... with skills S1,
    S2, .... Activities of no length and no people that have nothing before or nothing behind them
    are left out.

    Parameters
    ----------
    instance
        What the file holds.
    notes
        Lines for the report on what of the file was left out.
    where
        What to correct where skills are missing, in words.

    Raises
    ------
    FormatError
        The instance has no plan whatever the starts, or no activity takes time.
    """
    _check(instance, where)
    dummies = {a for a in range(len(instance.hours)) if instance.is_dummy(a)}
    if len(dummies) == len(instance.hours):
        raise fault(instance.path, None, "no activity takes any time", "give another instance")
    scenario = Scenario(
        name=name_of(instance.path),
        calendar=whole_calendar(),
        people=tuple(
            Person(
                id=f"P{p}",
                skills={
                    f"S{s}": level for s, level in enumerate(row, start=1) if level is not None
                },
            )
            for p, row in enumerate(instance.levels, start=1)
        ),
        items=tuple(
            _item(instance, a, dummies) for a in range(len(instance.hours)) if a not in dummies
        ),
        objectives=("makespan",),
    )
    return Imported(scenario=scenario, report=_report(instance, scenario, dummies, notes))


def _item(instance: MultiSkillInstance, activity: int, dummies: set[int]) -> WorkItem:
    name, hours = str(activity + 1), instance.hours[activity]
    before = dict.fromkeys(instance.predecessors[activity + 1])
    after = tuple(Link(item=str(b)) for b in before if b - 1 not in dummies)
    needs = tuple(
        Need(skills={f"S{s}": 0}, people=places)
        for s, places in enumerate(instance.places[activity], start=1)
        if places
    )
    if not hours:
        return WorkItem(id=name, kind="milestone", after=after)
    if not needs:
        return WorkItem(id=name, elapsed=f"{hours}h", after=after)
    return WorkItem(id=name, needs=needs, effort=f"{hours}h", after=after)


def _check(instance: MultiSkillInstance, where: str) -> None:
    able = [sum(level is not None for level in has) for has in zip(*instance.levels, strict=True)]
    for a, (hours, places) in enumerate(zip(instance.hours, instance.places, strict=True)):
        line = instance.lines[a]
        if not hours and any(places):
            raise fault(
                instance.path,
                line,
                f"activity {a + 1} takes no time, but needs people",
                "give it a duration, or take its needs away",
            )
        for s, needed in enumerate(places):
            if needed > (able[s] if able else 0):
                raise fault(
                    instance.path,
                    line,
                    f"activity {a + 1} needs {count(needed, 'person', 'people')} with skill "
                    f"{s + 1}, but {able[s] if able else 0} have it",
                    f"correct {where}",
                )
    check_acyclic(
        instance.path,
        {str(a): [str(b) for b in before] for a, before in instance.predecessors.items()},
        {str(a): instance.lines[a - 1] for a in instance.predecessors},
    )


def _report(
    instance: MultiSkillInstance, scenario: Scenario, dummies: set[int], notes: Sequence[str]
) -> tuple[str, ...]:
    links = sum(len(before) for before in instance.predecessors.values())
    lines = [
        f"{count(len(instance.hours), 'activity', 'activities')}, "
        f"{count(len(instance.levels), 'person', 'people')}, "
        f"{count(len(instance.levels[0]) if instance.levels else 0, 'skill')}, "
        f"{count(links, 'link')}: as the file says"
    ]
    if dummies:
        kept = sum(len(item.after) for item in scenario.items)
        lines.append(
            f"{count(len(dummies), 'source or sink', 'sources and sinks')} of zero length left "
            f"out: the start of the plan and the makespan stand for them; "
            f"{count(len(scenario.items), 'work item')} and {count(kept, 'link')} stay"
        )
    lines += notes
    lines.append(
        "durations are hours, all people of an activity are on it for its whole duration, every "
        "hour is working time, the objective is the makespan"
    )
    return tuple(lines)
