"""Reads a JSON file of ours into its model, and says what is wrong with it, all at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from allocator.errors import PlanFileError

ModelType = TypeVar("ModelType", bound=BaseModel)

_PLAN: Final = "plan.json"

MAX_BYTES = 200_000_000
"""Larger files are refused."""
MAX_SHOWN_PROBLEMS = 200
"""Problems of a file that are shown; further ones are counted."""

MAX_DIGITS = 400
"""Digits of a whole number; no file needs as many."""

_MESSAGES = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of a {what}",
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


@dataclass(frozen=True)
class JsonFormat:
    """A format of a JSON file.

    Attributes
    ----------
    what
        What the file holds: ``plan``.
    tag
        The value of its key ``format``.
    file_name
        The file's name in a plan folder.
    """

    what: str
    tag: str
    file_name: str

    def file(self, path: Path) -> Path:
        """Return the file of that format at a path, which is the file or its folder."""
        return path / self.file_name if path.is_dir() else path


def read_document(file: Path, form: JsonFormat, model: type[ModelType]) -> ModelType:
    """Read a file into its model.

    Parameters
    ----------
    file
        The file.
    form
        Its format.
    model
        The model of that format.

    Raises
    ------
    PlanFileError
        The file is missing, too large, not JSON, or not of the format; the error lists all
        problems.
    """
    try:
        text = _text(file, form)
        data = json.loads(
            text,
            parse_constant=lambda constant: _refuse(constant, form),
            parse_int=lambda digits: _whole_number(digits, form),
        )
        _check_format(file, form, data)
        return model.model_validate_json(text)
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise_problems(file, [_problem(details, form) for details in found])
    except json.JSONDecodeError as error:
        if form.file_name == _PLAN and file.suffix.lower() in (".yaml", ".yml"):
            raise _scenario_given(file) from None
        raise PlanFileError(f"{file}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    except RecursionError:
        raise PlanFileError(f"{file}: nested too deeply for a {form.what}") from None
    except ValueError as error:
        raise PlanFileError(f"{file}: {error}") from None


def _scenario_given(file: Path) -> PlanFileError:
    return PlanFileError(
        f"{file}: this is a scenario, and a plan is asked for; allocator plan {file} -o plan makes "
        "one in the folder plan"
    )


def _text(file: Path, form: JsonFormat) -> str:
    try:
        if not file.is_file():
            what = "is not a file" if file.exists() else "does not exist"
            raise PlanFileError(
                f"{file}: {what}; name a {form.file_name} or the folder that holds it"
            )
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise PlanFileError(
                f"{file}: {size / 1e6:.0f} MB is too large for a {form.what} "
                f"(at most {MAX_BYTES / 1e6:.0f} MB)"
            )
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlanFileError(
            f"{file}: not UTF-8 text (byte {error.start}); a {form.file_name} is written as UTF-8"
        ) from None
    except OSError as error:
        raise PlanFileError(f"{file}: cannot be read: {error.strerror or error}") from None


def _refuse(constant: str, form: JsonFormat) -> NoReturn:
    raise ValueError(f"{constant} is not a number that a {form.what} can hold")


def _whole_number(digits: str, form: JsonFormat) -> int:
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits is too long for a {form.what}")
    return int(digits)


def _check_format(file: Path, form: JsonFormat, data: Any) -> None:
    if not isinstance(data, dict) or "format" not in data:
        if form.file_name == _PLAN and isinstance(data, dict) and "calendar" in data:
            raise _scenario_given(file)
        raise PlanFileError(
            f'{file}: not a {form.what}: it has no "format"; {form.file_name} begins with '
            f'"format": "{form.tag}"'
        )
    if data["format"] != form.tag:
        raise PlanFileError(
            f'{file}: its format is {_short(data["format"])}; this version reads "{form.tag}"'
        )


def raise_problems(file: Path, problems: Iterable[str]) -> NoReturn:
    """Raise one error that lists problems of a file.

    Raises
    ------
    PlanFileError
        Always.
    """
    lines = [f"{file}: {problem}" for problem in dict.fromkeys(problems)]
    if len(lines) > MAX_SHOWN_PROBLEMS:
        lines[MAX_SHOWN_PROBLEMS:] = [f"{file}: and {len(lines) - MAX_SHOWN_PROBLEMS} more"]
    raise PlanFileError("\n".join(lines))


def _problem(details: ErrorDetails, form: JsonFormat) -> str:
    """Write what is wrong at a place in the document."""
    kind, place = details["type"], _place(details["loc"])
    if kind == "json_invalid":
        return f"not JSON: {details['msg'].removeprefix('Invalid JSON: ')}"
    message = _MESSAGES.get(kind) or next(
        (text for prefix, text in _PREFIXES.items() if kind.startswith(prefix)), None
    )
    if message is not None:
        context = details.get("ctx", {})
        return (
            f"{place}: {message.format(**context, input=_short(details['input']), what=form.what)}"
        )
    return f"{place}: {details['msg']}"


def _place(loc: tuple[int | str, ...]) -> str:
    """Write a place in the document: items[3].start."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return text.removeprefix(".")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."
