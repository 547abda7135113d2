"""Runs a page of docs/ as its reader would: writes its files, runs its commands, compares output.

A page is Markdown. What happens stands in HTML comments before fenced blocks, and in blocks of
commands:

- ``<!-- file: launch.yaml -->``: the block is the file.
- ``<!-- line in: launch.yaml -->``: each line of the block replaces the one of the file that begins
  alike, up to the first comma; where there is none, it comes at the end.
- ``<!-- entry in: backlog.yaml -->``: the block replaces the entry of the list that begins with the
  same line.
- A block that begins with ``$ ``: commands, each followed by its output, stdout and stderr as they
  come. A line ``...`` stands for any number of lines. ``<!-- exit: 2 -->`` before the block says
  how its last command ends; else all of them end with 0. Commands are those of allocator,
  ``cat FILE``, ``export NAME=VALUE``, and those of the demo Jira (demo_jira.py). This runs on a
  free port until the page ends; the page shows ``DEMO_ADDRESS`` wherever its address stands.

After a change of messages, ``python tests/support/walkthrough.py PAGE ...`` writes the new output
into the pages. Of shortened output it takes the lines that are most like those that were shown.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Self

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
TIME_OF_PUSH = re.compile(r"\b(push|undo)-\d{8}-\d{6}\b")
JOURNAL = re.compile(r"(\S+/(?:push|undo)-)\d{8}-\d{6}\.jsonl")
DEMO_COMMAND = ".venv-test/bin/python tests/support/demo_jira.py"
DEMO_ADDRESS = "127.0.0.1:18820"


@dataclass(frozen=True)
class Command:
    """A command of a page, as it stands there and in one line, and the output that is shown."""

    source: str
    line: str
    shown: str
    exit_code: int = 0


@dataclass(frozen=True)
class File:
    """A file that the reader writes, or a part of one that the reader changes.

    ``task`` is ``file``, ``line in`` or ``entry in``, as the comment says.
    """

    name: str
    text: str
    task: str


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
        if task in ("file", "line in", "entry in"):
            yield File(value, body, task)
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
    with contextlib.chdir(folder), Reader() as reader:
        for step in read(page):
            if isinstance(step, File):
                reader.write(step)
            else:
                yield Run(step, *reader.run(step.line))


class Reader:
    """Who follows a page in the current folder, used in a ``with`` statement."""

    def __init__(self) -> None:
        self._demo: subprocess.Popen[str] | None = None
        self._demo_port = _free_port()
        self._environment = dict(os.environ)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        os.environ.clear()
        os.environ.update(self._environment)
        if self._demo is not None:
            self._demo.terminate()
            self._demo.communicate()

    def write(self, file: File) -> None:
        """Write a file, or change a part of one."""
        path, text = Path(file.name), file.text.replace(DEMO_ADDRESS, self._demo_address)
        if file.task == "line in":
            text = _with_lines(path.read_text("utf-8"), text)
        elif file.task == "entry in":
            text = _with_entry(path.read_text("utf-8"), text)
        path.write_text(text, "utf-8")

    def run(self, line: str) -> tuple[int, str]:
        """Run a command line; return its exit code and all that it prints."""
        if line.startswith(DEMO_COMMAND):
            exit_code, output = self._run_demo(shlex.split(line.removeprefix(DEMO_COMMAND)))
        else:
            exit_code, output = _run(JOURNAL.sub(_latest_journal, line))
        return exit_code, output.replace(self._demo_address, DEMO_ADDRESS)

    def _run_demo(self, words: list[str]) -> tuple[int, str]:
        """Start the demo Jira, or give it another command."""
        script = str(ROOT / "tests/support/demo_jira.py")
        command = [sys.executable, script, *words, "--port", str(self._demo_port)]
        if words:
            done = subprocess.run(command, capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr
        self._demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._demo.stdout is not None
        return 0, self._demo.stdout.readline()

    @property
    def _demo_address(self) -> str:
        return f"127.0.0.1:{self._demo_port}"


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _latest_journal(named: re.Match[str]) -> str:
    """Return the file that a push has written last, for the one of which a page shows the name."""
    return str(max(Path().glob(f"{named[1]}*.jsonl")))


def _with_lines(text: str, changed: str) -> str:
    """Return a text of which lines that begin alike, up to the first comma, are replaced."""
    lines = text.splitlines()
    places = {line.partition(",")[0]: place for place, line in enumerate(lines)}
    for line in changed.splitlines():
        place = places.get(line.partition(",")[0], len(lines))
        lines[place : place + 1] = [line]
    return "\n".join(lines) + "\n"


def _with_entry(text: str, changed: str) -> str:
    """Return a text of which the entry of a list that begins with the same line is replaced."""
    first = changed.partition("\n")[0] + "\n"
    indent = " " * (len(first) - len(first.lstrip()) + 1)
    start = text.index(first)
    end = start + len(first)
    for line in text[end:].splitlines(keepends=True):
        if not line.startswith(indent):
            break
        end += len(line)
    return text[:start] + changed + text[end:]


def _run(line: str) -> tuple[int, str]:
    """Run a command line that needs no demo Jira."""
    program, *words = shlex.split(line)
    if program == "cat":
        return 0, Path(words[0]).read_text("utf-8")
    if program == "export":
        name, _, value = words[0].partition("=")
        os.environ[name] = value
        return 0, ""
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
    """Put ``# s`` in place of seconds, and leave out when a push was; no blank lines at the end."""
    return TIME_OF_PUSH.sub(r"\1", SECONDS.sub("# s", text)).rstrip("\n") + "\n"


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
