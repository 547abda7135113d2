"""What goes where: results to stdout, messages to stderr."""

from __future__ import annotations

import codecs
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import click

from allocator.cli.readable import readable
from allocator.errors import Finding


def print_json(document: Any) -> None:
    """Print a document on stdout, indented; where that is not UTF-8, with escapes."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    escaped = codecs.lookup(encoding).name != "utf-8"
    click.echo(json.dumps(document, ensure_ascii=escaped, indent=2))


def say(message: str) -> None:
    """Print a message on stderr; where nobody can read it any more, it is left out."""
    with suppress(OSError):
        click.echo(readable(message), err=True)


def tell(message: str) -> None:
    """Print a line of a result on stdout."""
    click.echo(readable(message))


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


def count(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: ``1 item``, ``3 people``, ``no errors``.

    Parameters
    ----------
    number
        How many there are.
    one
        The noun for one.
    many
        The noun for several; default: with an s.
    """
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"
