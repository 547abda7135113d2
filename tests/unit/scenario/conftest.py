"""What the tests of reading scenarios share."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from allocator.errors import Finding, ScenarioError
from allocator.scenario import load, loads

HEAD = """\
name: Test
calendar: {start: 2026-12-01}
people:
  - {id: ana, name: Ana Souza, skills: {python: 3, sql: 2}}
  - {id: bo, name: Bo, skills: {python: 1, ml: 2}}
"""
"""Lines 1 to 5 of a scenario; what a test adds begins on line 6."""

Findings = tuple[Finding, ...]


def _found(read: Callable[[], object]) -> Findings:
    try:
        return read().warnings  # type: ignore[attr-defined]
    except ScenarioError as error:
        return error.findings


@pytest.fixture
def findings() -> Callable[[str], Findings]:
    """Return what is found in a text, indented or not."""
    return lambda text: _found(lambda: loads(textwrap.dedent(text), file="s.yaml"))


@pytest.fixture
def below(findings: Callable[[str], Findings]) -> Callable[[str], Findings]:
    """Return what is found in a text that goes on after HEAD, on line 6."""
    return lambda text: findings(HEAD + textwrap.dedent(text))


@pytest.fixture
def in_file() -> Callable[[Path], Findings]:
    """Return what is found in a file."""
    return lambda path: _found(lambda: load(path))
