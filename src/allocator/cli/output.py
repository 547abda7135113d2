"""Prints results to stdout and messages to stderr."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Protocol

import click

from allocator.cli.readable import readable
from allocator.errors import Finding

if TYPE_CHECKING:
    from pathlib import Path


def print_json(document: Any) -> None:
    """Print a document on stdout, indented; with escapes if stdout is not UTF-8."""
    import json

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    escaped = codecs.lookup(encoding).name != "utf-8"
    click.echo(json.dumps(document, ensure_ascii=escaped, indent=2))


def say(message: str) -> None:
    """Print a message on stderr, unless stderr is closed."""
    with suppress(OSError):
        click.echo(readable(message), err=True)


def tell(message: str) -> None:
    """Print a line of a result on stdout."""
    click.echo(readable(message))


class Saved(Protocol):
    """An answer that can be written into files."""

    def save(self, target: Path) -> Sequence[Path]:
        """Write it, and return the files."""


def save_to(target: Path | None, answer: Saved) -> None:
    """Write an answer where that is asked for, and name each file on stderr."""
    for path in () if target is None else answer.save(target):
        say(f"{path} written.")


def say_findings(findings: Sequence[Finding]) -> None:
    """Print each finding on stderr, in the order given."""
    for finding in findings:
        say(str(finding))


def finding_document(finding: Finding) -> dict[str, Any]:
    """Return a finding as ``--json`` prints it: its place in fields of its own."""
    return {
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        **asdict(finding.place),
        "subjects": list(finding.subjects),
        "severity": finding.severity,
        "ahead_of": finding.ahead_of,
    }
