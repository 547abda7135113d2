"""``allocator check``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from allocator.analysis.effort import total_person_days
from allocator.cli.command import Command
from allocator.cli.effort_text import shared_effort_lines, total_effort
from allocator.cli.options import (
    actuals_option,
    changes_option,
    json_option,
    now_option,
    scenario_argument,
)
from allocator.cli.output import finding_document, print_json, say_findings, tell
from allocator.domain import Scenario
from allocator.errors import Finding, InputError, ScenarioError
from allocator.scenario import load
from allocator.wording import count


@click.command(
    "check",
    cls=Command,
    example=[
        "allocator check scenarios/quickstart.yaml",
        "allocator check scenarios/quickstart.yaml --with scenarios/changes/quickstart-ill.yaml",
    ],
)
@scenario_argument
@changes_option
@actuals_option
@now_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    scenario: Path,
    changes: tuple[Path, ...],
    actuals: Path | None,
    now: dt.date | None,
    as_json: bool,
) -> None:
    """List all errors and warnings of a scenario, without planning.

    Each one names the file, line and column, the place in the document, what is
    wrong and what would be right. They go to stderr, the summary to stdout. The
    exit code is 2 where there is an error; warnings alone leave it at 0. --json
    also gives the code of each one (see docs/findings.md) and the ids it is about.
    """
    loaded, findings = _findings(scenario, changes, actuals, now)
    errors = [f for f in findings if f.severity == "error"]
    if as_json:
        print_json(
            {
                "file": str(scenario),
                "changes": [str(path) for path in changes],
                "valid": not errors,
                "errors": [finding_document(f) for f in errors],
                "warnings": [finding_document(f) for f in findings if f.severity == "warning"],
                "person_days": _person_days(loaded),
            }
        )
    else:
        say_findings(findings)
        files = (scenario, *changes, *([] if actuals is None else [actuals]))
        name = " with ".join(map(str, files))
        tell(_summary(name, loaded, len(errors), len(findings) - len(errors)))
        for line in shared_effort_lines(loaded, loaded.items) if loaded is not None else ():
            tell(f"  {line}")
    if errors:
        ctx.exit(InputError.exit_code)


def _findings(
    path: Path, changes: tuple[Path, ...], actuals: Path | None, now: dt.date | None
) -> tuple[Scenario | None, tuple[Finding, ...]]:
    """Return the scenario, None where it has errors, and everything found."""
    try:
        loaded = load(path, changes=changes, actuals=actuals, now=now)
    except ScenarioError as error:
        return None, error.findings
    return loaded.scenario, loaded.warnings


def _person_days(scenario: Scenario | None) -> float | None:
    """Return the effort that is still to be done; None where the scenario has errors."""
    return None if scenario is None else float(total_person_days(scenario, scenario.scope.items))


def _summary(name: str, scenario: Scenario | None, errors: int, warnings: int) -> str:
    found = f"{count(errors, 'error')}, {count(warnings, 'warning')}"
    if scenario is None:
        return f"{name}: {found}"
    nouns = [
        count(len(scenario.items), "item"),
        count(len(scenario.people), "person", "people"),
    ]
    if scenario.projects:
        nouns.append(count(len(scenario.projects), "project"))
    if scenario.resources:
        nouns.append(count(len(scenario.resources), "resource"))
    if effort := total_effort(scenario, scenario.scope.items):
        nouns.append(f"{effort} of work")
    return f"{name}: {', '.join(nouns)}; {found}"
