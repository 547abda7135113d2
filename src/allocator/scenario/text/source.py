"""Reads a text file, and refuses what is no regular file, too large or no text."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path
from typing import NoReturn

from allocator.errors import Finding, Place, ScenarioError
from allocator.scenario import limits
from allocator.scenario.shape.nearest import Suggester

# All but what YAML calls printable, https://yaml.org/spec/1.2.2/#51-character-set. They are named
# one by one: the complement of what is printable takes eight times as long to compile.
NOT_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_CHECK = "check the name and the folder"
_MAY_READ = "check its name and whether you may read it"


def read_text(path: Path, *, file: str) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with its byte order mark.

    Parameters
    ----------
    path
        Where it lies.
    file
        How messages call it.

    Raises
    ------
    ScenarioError
        It is missing, not a regular file, too large, unreadable or not text.
    """
    _check_regular(path, file)
    try:
        with path.open("rb") as stream:
            content = stream.read(limits.MAX_FILE_BYTES + 1)
    except OSError as error:
        _unreadable(file, error)
    if len(content) > limits.MAX_FILE_BYTES:
        _too_large(file)
    return check_text(_decode(content, file), file=file)


def check_text(text: str, *, file: str) -> str:
    """Return the text if it has neither control characters nor halves of characters.

    Raises
    ------
    ScenarioError
        It has one; the finding says where.
    """
    if len(text) > limits.MAX_FILE_BYTES:
        _too_large(file)
    odd = NOT_TEXT.search(text)
    if odd is not None:
        line = text.count("\n", 0, odd.start()) + 1
        column = odd.start() - (text.rfind("\n", 0, odd.start()) + 1) + 1
        fail(
            file,
            f"the control character U+{ord(odd.group()):04X} does not belong in a text file",
            "remove it; if the file comes from another program, export it as plain text",
            code="not-a-text-file",
            line=line,
            column=column,
        )
    return text


def fail(
    file: str,
    message: str,
    hint: str | None = None,
    *,
    code: str,
    line: int | None = None,
    column: int | None = None,
) -> NoReturn:
    """Raise a scenario error with one finding about the file.

    Raises
    ------
    ScenarioError
        Always.
    """
    place = Place(file, line, column)
    raise ScenarioError([Finding(code=code, message=message, hint=hint, place=place)])


def _check_regular(path: Path, file: str) -> None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        fail(file, "there is no such file", neighbour(path), code="missing-file")
    except (OSError, ValueError) as error:
        _unreadable(file, error)
    if stat.S_ISDIR(status.st_mode):
        fail(file, "this is a directory", _inside(path), code="not-a-file")
    if not stat.S_ISREG(status.st_mode):
        hint = "save the scenario to a file first"
        fail(file, "this is a device or a pipe, not a file", hint, code="not-a-file")
    if status.st_size > limits.MAX_FILE_BYTES:
        _too_large(file)


def _decode(content: bytes, file: str) -> str:
    encoding = next((name for mark, name in _ENCODINGS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        fail(
            file,
            f"the file is not {encoding[:6].upper().rstrip('-')} text: {error.reason}",
            'save it as UTF-8 (in Excel: "CSV UTF-8")',
            code="not-a-text-file",
            line=before.count(b"\n") + 1,
            column=error.start - (before.rfind(b"\n") + 1) + 1,
        )


def _too_large(file: str) -> NoReturn:
    size = limits.MAX_FILE_BYTES // 2**20
    hint = "a scenario of 10,000 items has about 3 MB"
    fail(file, f"the file is larger than {size} MB", hint, code="file-too-large")


def neighbour(path: Path) -> str:
    """Return the hint for a file that is not there: the one beside it with the nearest name."""
    try:
        names = sorted(entry.name for entry in os.scandir(path.parent or "."))[:1000]
    except (OSError, ValueError):
        return _CHECK
    near = Suggester().nearest(path.name, names)
    return f'did you mean "{path.with_name(near)}"?' if near else _CHECK


def _inside(path: Path) -> str:
    try:
        found = sorted(p.name for p in path.iterdir() if p.suffix in (".yaml", ".yml", ".json"))
    except OSError:
        found = []
    if "plan.json" in found:
        return "it holds a plan; name the scenario that was planned"
    names = found
    some = ", ".join(names[:5])
    return f"name a file in it: {some}" if some else "name a file"


def _unreadable(file: str, error: Exception) -> NoReturn:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    fail(file, f"the file cannot be read: {reason}", _MAY_READ, code="unreadable-file")
