"""Reads multi-skill project scheduling instances in MiniZinc data (MSPSP, ``.dzn``).

See Young, Feydy, Schutt (2017), "Constraint programming applied to the multi-skill project
scheduling problem", CP 2017, LNCS 10416.
"""

from __future__ import annotations

from pathlib import Path

from allocator.integrations.forms import Imported
from allocator.integrations.input_files import fault
from allocator.integrations.instances.instance_file import (
    MAX_HOURS,
    check_count,
    read_instance_text,
    whole,
)
from allocator.integrations.instances.minizinc_data import DataValue, read_minizinc_data
from allocator.integrations.instances.multi_skill import MultiSkillInstance, imported

_NUMBERS = ("nActs", "nSkills", "nResources", "nPrecs")
_LISTS = ("dur", "sreq", "mastery", "pred", "succ")
_UNRELATED = ("nUnrels", "unpred", "unsucc")
_WORKED_OUT = (*_UNRELATED, "USEFUL_RES", "POTENTIAL_ACT", "mint", "maxt")
"""Statements that follow from the others, or that say how long a plan may get at least and most."""
_TRUTH = {"true": 1, "false": 0, "1": 1, "0": 0}


def read(path: Path) -> Imported:
    """Read an MSPSP instance.

    Parameters
    ----------
    path
        A ``.dzn`` file.

    Returns
    -------
    Imported
        See ``multi_skill.imported``.

    Raises
    ------
    FormatError
        The file is not of this form, is cut off, or contradicts its own counts.
    """
    statements = read_minizinc_data(path, read_instance_text(path))
    return imported(_content(path, statements), _notes(statements), where="sreq or mastery")


def _content(path: Path, statements: dict[str, DataValue]) -> MultiSkillInstance:
    missing = [name for name in (*_NUMBERS, *_LISTS) if name not in statements]
    if missing:
        raise fault(
            path,
            None,
            f"is not a whole MSPSP instance: {', '.join(missing)} missing",
            "give a .dzn file of an MSPSP library; other forms: imopse, mslib, psplib, mplib",
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
    return MultiSkillInstance(
        path=path,
        hours=hours,
        places=places,
        levels=tuple(tuple(0 if has else None for has in row) for row in masters),
        predecessors=predecessors,
        lines=lines,
    )


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


def _notes(statements: dict[str, DataValue]) -> list[str]:
    """Say which statements were left out."""
    lines = []
    spare = [name for name in statements if name in _WORKED_OUT]
    if spare:
        lines.append(f"not needed, since it follows from the rest: {', '.join(spare)}")
    unknown = [name for name in statements if name not in (*_NUMBERS, *_LISTS, *_WORKED_OUT)]
    if unknown:
        lines.append(f"left out, since the form does not know it: {', '.join(unknown)}")
    return lines
