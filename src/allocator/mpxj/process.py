"""Runs MPXJ in a process of its own, and says what to install if something is missing."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

from allocator.errors import FormatError, InputError
from allocator.mpxj.project_records import ProjectRecord, project_record

MAX_SECONDS: Final = 600
"""Seconds that Java may take for a request."""

_ROOT: Final = Path(__file__).parents[2]
_START: Final = (
    "import sys; sys.path.append(sys.argv[1]); from allocator.mpxj.worker import main; main()"
)

_INSTALL_JAVA: Final = (
    "install Java 11 or newer: apt-get install default-jre-headless, brew install openjdk, or "
    "from adoptium.net; if it is installed, let JAVA_HOME name its folder"
)
_MISSING: Final = {
    "no-mpxj": (
        "project files are read and written by MPXJ, which is not installed ({message})",
        "pip install 'allocator[project]'; it needs Java too: " + _INSTALL_JAVA,
    ),
    "no-java": ("project files need Java, which is not found", _INSTALL_JAVA),
    "java-fails": (
        "Java does not start: {message}",
        "try java -version; " + _INSTALL_JAVA + ". If memory is limited, allow 3 GB",
    ),
}


def read_projects(files: Sequence[Path]) -> list[list[ProjectRecord]]:
    """Read project files.

    Parameters
    ----------
    files
        The files.

    Returns
    -------
    list of list of ProjectRecord
        The projects of each file.

    Raises
    ------
    InputError
        Java or MPXJ is missing.
    FormatError
        A file is no project file that MPXJ reads, or is damaged.
    """
    names = [str(file.absolute()) for file in files]
    answer = _run({"do": "read", "files": names}, files)
    return [
        [project_record(project | {"file": str(file)}) for project in projects]
        for file, projects in zip(files, answer["projects"], strict=True)
    ]


def write_projects(source: Path, targets: Sequence[tuple[Path, str]]) -> None:
    """Write a project file in other formats.

    Parameters
    ----------
    source
        A file that MPXJ reads.
    targets
        Files to write, each with the name of its format as MPXJ has it.

    Raises
    ------
    InputError
        Java or MPXJ is missing, or the project cannot be written in a format.
    """
    wanted = [(str(target.absolute()), form) for target, form in targets]
    _run(
        {"do": "write", "source": str(source.absolute()), "targets": wanted},
        [target for target, _ in targets],
    )


def _run(request: dict[str, Any], files: Sequence[Path]) -> dict[str, Any]:
    """Let a process answer a request about files; it does not outlive an interrupt."""
    file = files[0]
    command = [sys.executable, "-P", "-c", _START, str(_ROOT)]
    with (
        tempfile.TemporaryFile() as answers,
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=answers, stderr=errors, start_new_session=True
        ) as worker,
    ):
        _wait(worker, json.dumps(request).encode() + b"\n", file)
        output, messages = _content(answers), _content(errors)
    try:
        answer: dict[str, Any] = json.loads(output)
    except ValueError:
        raise _ended(file, worker.returncode, messages) from None
    if "error" in answer:
        named = [one for one in files if str(one.absolute()) == answer.get("file")]
        file = named[0] if named else file
        raise _error(answer["error"], answer["message"], file, is_read=request["do"] == "read")
    return answer


def _wait(worker: subprocess.Popen[bytes], request: bytes, file: Path) -> None:
    """Send a request, and wait until the process has ended; its input stays open meanwhile."""
    try:
        if worker.stdin is not None:
            with suppress(OSError):  # it has ended already, and says why
                worker.stdin.write(request)
                worker.stdin.flush()
        worker.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired:
        worker.kill()
        raise InputError(
            f"{file}: Java has not finished within {MAX_SECONDS // 60} minutes",
            hint="save a smaller project, or save it as XML in the tool itself",
        ) from None
    except BaseException:
        worker.kill()
        raise


def _content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _ended(file: Path, code: int, messages: bytes) -> FormatError:
    """Return the error of a process that ended without an answer."""
    lines = messages.decode("utf-8", "replace").strip().splitlines()
    last = f": {lines[-1][:200]}" if lines else ""
    return FormatError(
        f"{file}: the process that runs Java ended with {code}{last}",
        hint="if memory is limited, allow 3 GB; else the file is damaged: save it anew, as XML if "
        "the tool can",
    )


def _error(code: str, message: str, file: Path, *, is_read: bool) -> InputError:
    if code in _MISSING:
        what, hint = _MISSING[code]
        return InputError(what.format(message=message), hint=hint)
    if not is_read:
        return InputError(
            f"{file}: the plan cannot be written in this format: {message}",
            hint="try another one with --format; mspdi holds most",
        )
    if code == "unknown-format":
        return FormatError(
            f"{file}: is no project file that MPXJ reads",
            hint="docs/import-project.md lists the tools; save the project in one of their "
            "formats, for example as XML. A table is read by allocator import table",
        )
    return FormatError(
        f"{file}: cannot be read: {message}",
        hint="save it anew, as XML if the tool can; a file with a password is saved without one "
        "first",
    )
