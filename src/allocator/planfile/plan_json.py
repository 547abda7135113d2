"""plan.json: the plan as a file that holds everything, its scenario included."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from allocator.domain import Plan
from allocator.errors import PlanFileError
from allocator.planfile.coherence import incoherent
from allocator.planfile.indented_json import indented_json

FORMAT = "allocator-plan/1"
FILE_NAME = "plan.json"
MAX_BYTES = 200_000_000
"""Larger plan files are refused."""
MAX_SHOWN_PROBLEMS = 200
"""Problems of a plan file that are shown; further ones are counted."""

MAX_DIGITS = 400
"""Digits of a whole number; a plan never needs as many."""

_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of a plan",
    "bool_type": "must be true or false, not {input}",
    "bool_parsing": "must be true or false, not {input}",
    "string_type": "must be a text, not {input}",
    "tuple_type": "must be a list, not {input}",
    "model_type": "must be an object, not {input}",
    "dict_type": "must be an object, not {input}",
    "finite_number": "must be a number, not {input}",
    "literal_error": "must be {expected}, not {input}",
    "greater_than": "must be above {gt:g}, not {input}",
    "greater_than_equal": "must be at least {ge:g}, not {input}",
    "less_than": "must be below {lt:g}, not {input}",
    "less_than_equal": "must be at most {le:g}, not {input}",
}
"""Messages by pydantic's type of error; by the beginning of the type in :data:`_PREFIXES`."""

_PREFIXES = {
    "datetime": "{input} is not a date-time; write for example 2026-12-01T09:00",
    "float": "must be a number, not {input}",
    "int": "must be a whole number, not {input}",
}


def write_plan(plan: Plan) -> str:
    """Return the text of plan.json: indented, keys in the models' order.

    The scenario is written without default values.
    """
    data = plan.model_dump(mode="json", by_alias=True, exclude={"scenario"})
    scenario = plan.scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    ordered = {name: scenario if name == "scenario" else data[name] for name in Plan.model_fields}
    return indented_json(ordered) + "\n"


def read_plan(path: Path) -> Plan:
    """Read a coherent plan from plan.json or from the folder that holds it.

    Parameters
    ----------
    path
        The file or its folder.

    Raises
    ------
    PlanFileError
        As for :func:`parse_plan`, or items are missing, dates are centuries away, or people are
        unknown; the error lists all problems.
    """
    plan = parse_plan(path)
    if problems := incoherent(plan):
        _raise(_file(path), problems)
    return plan


def parse_plan(path: Path) -> Plan:
    """Read a plan that need not be coherent; for the checker.

    Raises
    ------
    PlanFileError
        The file is missing, too large, not JSON, or not of the plan format; the error lists all
        problems.
    """
    file = _file(path)
    try:
        text = _text(file)
        _check_format(file, json.loads(text, parse_constant=_refuse, parse_int=_whole_number))
        return _plan(file, text)
    except json.JSONDecodeError as error:
        raise PlanFileError(f"{file}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise PlanFileError(f"{file}: nested too deeply for a plan") from None
    except ValueError as error:
        raise PlanFileError(f"{file}: {error}") from None


def _file(path: Path) -> Path:
    return path / FILE_NAME if path.is_dir() else path


def _text(file: Path) -> str:
    try:
        if not file.is_file():
            what = "is not a file" if file.exists() else "does not exist"
            raise PlanFileError(f"{file}: {what}; name a {FILE_NAME} or the folder that holds it")
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise PlanFileError(
                f"{file}: {size / 1e6:.0f} MB is too large for a plan "
                f"(at most {MAX_BYTES / 1e6:.0f} MB)"
            )
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanFileError(
            f"{file}: not UTF-8 text (byte {error.start}); a {FILE_NAME} is written as UTF-8"
        ) from None
    except OSError as error:
        raise PlanFileError(f"{file}: cannot be read: {error.strerror or error}") from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a number that a plan can hold")


def _whole_number(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits is too long for a plan")
    return int(digits)


def _check_format(file: Path, data: Any) -> None:
    if not isinstance(data, dict) or "format" not in data:
        raise PlanFileError(
            f'{file}: not a plan: it has no "format"; {FILE_NAME} begins with "format": "{FORMAT}"'
        )
    if data["format"] != FORMAT:
        raise PlanFileError(
            f'{file}: its format is {_short(data["format"])}; this version reads "{FORMAT}"'
        )


def _plan(file: Path, text: str) -> Plan:
    try:
        plan = Plan.model_validate_json(text)
    except ValidationError as error:
        _raise(file, [_problem(details) for details in error.errors(include_url=False)])
    if zoned := list(_zoned(plan)):
        _raise(file, zoned)
    return plan


def _raise(file: Path, problems: list[str]) -> NoReturn:
    lines = [f"{file}: {problem}" for problem in dict.fromkeys(problems)]
    if len(lines) > MAX_SHOWN_PROBLEMS:
        lines[MAX_SHOWN_PROBLEMS:] = [f"{file}: and {len(lines) - MAX_SHOWN_PROBLEMS} more"]
    raise PlanFileError("\n".join(lines))


def _problem(details: ErrorDetails) -> str:
    """Write what is wrong at a place in the document."""
    kind, place = details["type"], _place(details["loc"])
    if kind == "json_invalid":
        return f"not JSON: {details['msg'].removeprefix('Invalid JSON: ')}"
    message = _MESSAGES.get(kind) or next(
        (text for prefix, text in _PREFIXES.items() if kind.startswith(prefix)), None
    )
    if message is not None:
        context = details.get("ctx", {})
        return f"{place}: {message.format(**context, input=_short(details['input']))}"
    return f"{place}: {details['msg']}"


def _place(loc: tuple[int | str, ...]) -> str:
    """Write a place in the document: items[3].start."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return text.removeprefix(".")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _zoned(plan: Plan) -> Iterator[str]:
    """Yield instants that have a time zone or are written as a number."""
    why = "write a local date-time of the team calendar, without a time zone: 2026-12-01T09:00"
    for number, entry in enumerate(plan.items):
        dates = [(f"items[{number}].{end}", getattr(entry, end)) for end in ("start", "finish")]
        for place, said in enumerate(entry.assignments):
            where = f"items[{number}].assignments[{place}]"
            dates += [(f"{where}.{end}", getattr(said, end)) for end in ("start", "finish")]
        for where, instant in dates:
            if instant is not None and instant.tzinfo is not None:
                yield f"{where}: {why}"
