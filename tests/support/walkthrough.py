"""Runs a page of docs/ as its reader would: writes its files, runs its commands, compares output.

A page is Markdown. What happens stands in HTML comments before fenced blocks, and in blocks of
commands:

- ``<!-- file: launch.yaml -->``: the block is the file.
- ``<!-- line in: launch.yaml -->``: each line of the block replaces the one of the file that begins
  alike, up to the first comma; where there is none, it comes at the end.
- A block that begins with ``$ ``: commands, each followed by its output, stdout and stderr as they
  come. A line ``...`` stands for any number of lines. ``<!-- exit: 2 -->`` before the block says
  how its last command ends; else all of them end with 0. Commands are those of allocator, and
  ``cat FILE``.

After a change of messages, ``python tests/support/walkthrough.py PAGE ...`` writes the new output
into the pages. Of shortened output it takes the lines that are most like those that were shown.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from allocator.cli.main import main

ROOT = Path(__file__).parents[2]
OMITTED = r"^\.\.\.\n"
BLOCK = re.compile(
    r"(?:^<!-- (?P<task>[a-z ]+): (?P<value>\S+) -->\n+)?^```\w*\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
PROMPT = re.compile(
    r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)",  # a command, and lines up to the next one
    re.MULTILINE,
)
SECONDS = re.compile(r"\b\d[\d.,]* s\b")


@dataclass(frozen=True)
class Command:
    """A command of a page, as it stands there and in one line, and the output that is shown."""

    source: str
    line: str
    shown: str
    exit_code: int = 0


@dataclass(frozen=True)
class File:
    """A file that the reader writes, or lines that the reader changes in one."""

    name: str
    text: str
    replaces_lines: bool = False


@dataclass(frozen=True)
class Run:
    """What came of a command."""

    command: Command
    exit_code: int
    output: str


def read(page: str) -> Iterator[Command | File]:
    """Find the files and the commands of a page, in their order."""
    for block in BLOCK.finditer(page):
        task, value, body = block["task"], block["value"], block["body"]
        if task in ("file", "line in"):
            yield File(value, body, replaces_lines=task == "line in")
        elif body.startswith("$ "):
            *others, last = _commands(body)
            yield from others
            yield replace(last, exit_code=int(value) if task == "exit" else 0)


def _commands(body: str) -> Iterator[Command]:
    """Split a block at its prompts; a backslash continues a command on the next line."""
    for found in PROMPT.finditer(body):
        source, shown = found.groups()
        yield Command(source, " ".join(source.replace("\\\n", "").split()), shown)


def follow(page: str, folder: Path) -> Iterator[Run]:
    """Take the steps of a page one after the other; yield what comes of each command.

    Parameters
    ----------
    page
        Its text.
    folder
        An empty folder, which gets the page's files and a link to the scenarios of the project.
    """
    (folder / "scenarios").symlink_to(ROOT / "scenarios")
    with contextlib.chdir(folder):
        for step in read(page):
            if isinstance(step, File):
                _write(step)
            else:
                yield Run(step, *_run(step.line))


def _write(file: File) -> None:
    path = Path(file.name)
    if not file.replaces_lines:
        path.write_text(file.text, "utf-8")
        return
    lines = path.read_text("utf-8").splitlines()
    places = {line.partition(",")[0]: place for place, line in enumerate(lines)}
    for line in file.text.splitlines():
        place = places.get(line.partition(",")[0], len(lines))
        lines[place : place + 1] = [line]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def _run(line: str) -> tuple[int, str]:
    """Run a command line; return its exit code and all that it prints."""
    program, *words = shlex.split(line)
    if program == "cat":
        return 0, Path(words[0]).read_text("utf-8")
    assert program == "allocator", f"cannot run {line!r}"
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        exit_code = main(words)
    return exit_code, output.getvalue()


def agrees(shown: str, output: str) -> bool:
    """Tell whether the output is the one shown, but for seconds and for what is left out."""
    parts = [re.escape(part) for part in re.split(OMITTED, _masked(shown), flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), _masked(output)) is not None


def _masked(text: str) -> str:
    """Put ``# s`` in place of seconds; take blank lines off the end."""
    return SECONDS.sub("# s", text).rstrip("\n") + "\n"


def rewrite(path: Path) -> None:
    """Write the output of today into a page."""
    page, place = path.read_text("utf-8"), 0
    with tempfile.TemporaryDirectory() as folder:
        for run in follow(page, Path(folder)):
            source, shown = run.command.source, run.command.shown
            start = page.index(source, place) + len(source)
            place = start + len(shown)
            if not agrees(shown, run.output):
                new = _shortened(shown, run.output.rstrip("\n") + "\n")
                page, place = page[:start] + new + page[place:], start + len(new)
    path.write_text(page, "utf-8")


def _shortened(shown: str, output: str) -> str:
    """Leave out of the output what was left out before: keep runs of lines that are most alike."""
    parts = re.split(OMITTED, shown, flags=re.MULTILINE)
    lines = output.splitlines(keepends=True)
    if len(parts) == 1:
        return output
    kept = []
    for number, part in enumerate(parts):
        size = part.count("\n")
        starts = range(len(lines) - size + 1)
        if number == 0:
            starts = range(1)
        elif number == len(parts) - 1:
            starts = starts[-1:]
        windows = ["".join(lines[start : start + size]) for start in starts]
        kept.append(max(windows, key=lambda text: SequenceMatcher(None, part, text).ratio()))
    return "...\n".join(kept)


if __name__ == "__main__":
    os.environ.update(COLUMNS="80", ALLOCATOR_NO_NUMBA="1")
    for name in sys.argv[1:]:
        rewrite(Path(name))
