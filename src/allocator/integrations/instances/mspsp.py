"""Reads multi-skill project scheduling instances in MiniZinc data (MSPSP, ``.dzn``).

An activity needs several people, so many for each skill, all of them for its whole duration; a
person fills one place of an activity at a time. See Young, Feydy, Schutt (2017), "Constraint
programming applied to the multi-skill project scheduling problem", CP 2017, LNCS 10416.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from allocator.domain import Link, Need, Person, Scenario, WorkItem
from allocator.integrations.forms import Imported
from allocator.integrations.input_files import fault, name_of
from allocator.integrations.instances.instance_file import (
    MAX_HOURS,
    check_acyclic,
    check_count,
    read_instance_text,
    whole,
    whole_calendar,
)
from allocator.integrations.instances.minizinc_data import DataValue, read_minizinc_data
from allocator.wording import count

_NUMBERS = ("nActs", "nSkills", "nResources", "nPrecs")
_LISTS = ("dur", "sreq", "mastery", "pred", "succ")
_UNRELATED = ("nUnrels", "unpred", "unsucc")
_WORKED_OUT = (*_UNRELATED, "USEFUL_RES", "POTENTIAL_ACT", "mint", "maxt")
"""Statements that follow from the others, or that say how long a plan may get at least and most."""
_TRUTH = {"true": 1, "false": 0, "1": 1, "0": 0}


@dataclass(frozen=True)
class _MspspFile:
    """The numbers of a file.

    Attributes
    ----------
    hours
        Duration by activity.
    places
        By activity and skill: how many people it needs.
    masters
        By person and skill: 1 for who has it.
    predecessors
        By activity: those before it, from 1.
    lines
        Line of each activity's needs.
    """

    hours: tuple[int, ...]
    places: tuple[tuple[int, ...], ...]
    masters: tuple[tuple[int, ...], ...]
    predecessors: dict[int, list[int]]
    lines: tuple[int, ...]

    def is_dummy(self, activity: int) -> bool:
        """Return whether an activity only marks the start or the end of all."""
        if self.hours[activity] or any(self.places[activity]):
            return False
        successors = any(activity + 1 in before for before in self.predecessors.values())
        return not successors or not self.predecessors[activity + 1]


def read(path: Path) -> Imported:
    """Read an MSPSP instance.

    Parameters
    ----------
    path
        A ``.dzn`` file.

    Returns
    -------
    Imported
        Activities as work items with a need for each skill; people P1, P2, ... with skills S1, S2,
        ...; makespan is the objective. Activities of no length and no people that have nothing
        before or nothing behind them are left out.

    Raises
    ------
    FormatError
        The file is not of this form, is cut off, or contradicts its own counts.
    """
    statements = read_minizinc_data(path, read_instance_text(path))
    content = _content(path, statements)
    _check(path, content)
    dummies = {a for a in range(len(content.hours)) if content.is_dummy(a)}
    if len(dummies) == len(content.hours):
        raise fault(path, None, "no activity takes any time", "give another instance")
    scenario = Scenario(
        name=name_of(path),
        calendar=whole_calendar(),
        people=tuple(
            Person(id=f"P{p}", skills={f"S{s}": 0 for s, has in enumerate(row, start=1) if has})
            for p, row in enumerate(content.masters, start=1)
        ),
        items=tuple(
            _item(content, a, dummies) for a in range(len(content.hours)) if a not in dummies
        ),
        objectives=("makespan",),
    )
    return Imported(scenario=scenario, report=_report(content, scenario, dummies, statements))


def _item(content: _MspspFile, activity: int, dummies: set[int]) -> WorkItem:
    name, hours = str(activity + 1), content.hours[activity]
    before = [b for b in dict.fromkeys(content.predecessors[activity + 1]) if b - 1 not in dummies]
    after = tuple(Link(item=str(b)) for b in before)
    needs = tuple(
        Need(skills={f"S{s}": 0}, people=places)
        for s, places in enumerate(content.places[activity], start=1)
        if places
    )
    if not hours:
        return WorkItem(id=name, kind="milestone", after=after)
    if not needs:
        return WorkItem(id=name, elapsed=f"{hours}h", after=after)
    return WorkItem(id=name, needs=needs, effort=f"{hours}h", after=after)


def _content(path: Path, statements: dict[str, DataValue]) -> _MspspFile:
    missing = [name for name in (*_NUMBERS, *_LISTS) if name not in statements]
    if missing:
        raise fault(
            path,
            None,
            f"is not a whole MSPSP instance: {', '.join(missing)} missing",
            "give a .dzn file of an MSPSP library; other forms: imopse, psplib, mplib",
        )
    said = {name: _number(path, name, statements[name]) for name in _NUMBERS}
    hours = _whole_numbers(path, "dur", statements["dur"], most=MAX_HOURS)
    check_count(path, statements["dur"].line, "durations (dur)", said["nActs"], len(hours))
    places = _table(path, "sreq", statements["sreq"], said["nActs"], said["nSkills"])
    masters = _table(path, "mastery", statements["mastery"], said["nResources"], said["nSkills"])
    links = [_whole_numbers(path, name, statements[name]) for name in ("pred", "succ")]
    for name, ends in zip(("pred", "succ"), links, strict=True):
        check_count(path, statements[name].line, f"links ({name})", said["nPrecs"], len(ends))
    predecessors: dict[int, list[int]] = {a: [] for a in range(1, said["nActs"] + 1)}
    for before, after in zip(*links, strict=True):
        for name, end in (("pred", before), ("succ", after)):
            if end not in predecessors:
                raise fault(
                    path,
                    statements[name].line,
                    f"{name} names activity {end}, but there are 1 to {said['nActs']}",
                    "correct the number",
                )
        predecessors[after].append(before)
    lines = statements["sreq"].lines
    lines = lines if len(lines) == len(hours) else (statements["sreq"].line,) * len(hours)
    return _MspspFile(hours, places, masters, predecessors, lines)


def _number(path: Path, name: str, value: DataValue) -> int:
    numbers = _whole_numbers(path, name, value)
    if len(numbers) != 1:
        raise fault(path, value.line, f"{name} is not one number", f"write it as {name} = 12;")
    return numbers[0]


def _whole_numbers(
    path: Path, name: str, value: DataValue, *, most: int | None = None
) -> tuple[int, ...]:
    found = []
    for row, line in zip(value.rows, value.lines, strict=True):
        for token in row:
            number = _TRUTH.get(token, whole(token)) if name == "mastery" else whole(token)
            if number is None or (most is not None and number > most):
                limit = "" if most is None else f" of at most {most}"
                raise fault(
                    path, line, f'{name} holds "{token}"', f"write whole numbers{limit}, from 0 up"
                )
            found.append(number)
    return tuple(found)


def _table(
    path: Path, name: str, value: DataValue, rows: int, columns: int
) -> tuple[tuple[int, ...], ...]:
    """Return an array of two dimensions, which may be written as one long row."""
    numbers = _whole_numbers(path, name, value)
    what = f"entries of {name} ({rows} x {columns})"
    check_count(path, value.line, what, rows * columns, len(numbers))
    if len(value.rows) > 1:
        for row, line in zip(value.rows, value.lines, strict=True):
            check_count(path, line, f"skills (a row of {name})", columns, len(row))
    return tuple(numbers[k * columns : (k + 1) * columns] for k in range(rows))


def _check(path: Path, content: _MspspFile) -> None:
    able = [sum(has) for has in zip(*content.masters, strict=True)]
    for a, (hours, places) in enumerate(zip(content.hours, content.places, strict=True)):
        line = content.lines[a]
        if not hours and any(places):
            raise fault(
                path,
                line,
                f"activity {a + 1} takes no time, but needs people",
                "give it a duration in dur, or take its needs away in sreq",
            )
        for s, needed in enumerate(places):
            if needed > (able[s] if able else 0):
                raise fault(
                    path,
                    line,
                    f"activity {a + 1} needs {count(needed, 'person', 'people')} with skill "
                    f"{s + 1}, but {able[s] if able else 0} have it",
                    "correct sreq or mastery",
                )
    check_acyclic(
        path,
        {str(a): [str(b) for b in before] for a, before in content.predecessors.items()},
        {str(a): content.lines[a - 1] for a in content.predecessors},
    )


def _report(
    content: _MspspFile, scenario: Scenario, dummies: set[int], statements: dict[str, DataValue]
) -> tuple[str, ...]:
    links = sum(len(before) for before in content.predecessors.values())
    lines = [
        f"{count(len(content.hours), 'activity', 'activities')}, "
        f"{count(len(content.masters), 'person', 'people')}, "
        f"{count(len(content.masters[0]) if content.masters else 0, 'skill')}, "
        f"{count(links, 'link')}: as the file says"
    ]
    if dummies:
        kept = sum(len(item.after) for item in scenario.items)
        lines.append(
            f"{count(len(dummies), 'source or sink', 'sources and sinks')} of zero length left "
            f"out: the start of the plan and the makespan stand for them; "
            f"{count(len(scenario.items), 'work item')} and {count(kept, 'link')} stay"
        )
    spare = [name for name in statements if name in _WORKED_OUT]
    if spare:
        lines.append(f"not needed, since it follows from the rest: {', '.join(spare)}")
    unknown = [name for name in statements if name not in (*_NUMBERS, *_LISTS, *_WORKED_OUT)]
    if unknown:
        lines.append(f"left out, since the form does not know it: {', '.join(unknown)}")
    lines.append(
        "durations are hours, all people of an activity are on it for its whole duration, every "
        "hour is working time, the objective is the makespan"
    )
    return tuple(lines)
