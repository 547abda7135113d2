"""``allocator check``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from allocator.cli.command import Command
from allocator.cli.options import json_option, scenario_argument
from allocator.cli.output import count, print_json, say_findings
from allocator.domain import Scenario
from allocator.errors import Finding, InputError, ScenarioError
from allocator.scenario import load


@click.command(
    "check",
    cls=Command,
    example=["allocator check scenarios/quickstart.yaml"],
)
@scenario_argument
@json_option
@click.pass_context
def command(ctx: click.Context, scenario: Path, as_json: bool) -> None:
    """List all errors and warnings of a scenario, without planning.

    Each one names the file, line and column, the place in the document, what is
    wrong and what would be right. They go to stderr, the summary to stdout. The
    exit code is 2 where there is an error; warnings alone leave it at 0.
    """
    loaded, findings = _findings(scenario)
    errors = [f for f in findings if f.severity == "error"]
    if as_json:
        print_json(
            {
                "file": str(scenario),
                "valid": not errors,
                "errors": [asdict(f) for f in errors],
                "warnings": [asdict(f) for f in findings if f.severity == "warning"],
            }
        )
    else:
        say_findings(findings)
        click.echo(_summary(scenario, loaded, len(errors), len(findings) - len(errors)))
    if errors:
        ctx.exit(InputError.exit_code)


def _findings(path: Path) -> tuple[Scenario | None, tuple[Finding, ...]]:
    """Return the scenario, None where it has errors, and everything found."""
    try:
        loaded = load(path)
    except ScenarioError as error:
        return None, error.findings
    return loaded.scenario, loaded.warnings


def _summary(path: Path, scenario: Scenario | None, errors: int, warnings: int) -> str:
    found = f"{count(errors, 'error')}, {count(warnings, 'warning')}"
    if scenario is None:
        return f"{path}: {found}"
    nouns = [count(len(scenario.items), "item"), count(len(scenario.people), "person", "people")]
    if scenario.projects:
        nouns.append(count(len(scenario.projects), "project"))
    if scenario.resources:
        nouns.append(count(len(scenario.resources), "resource"))
    return f"{path}: {', '.join(nouns)}; {found}"
