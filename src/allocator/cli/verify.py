"""``allocator verify``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.api.plans import verify
from allocator.cli.command import Command
from allocator.cli.options import json_option, plan_argument
from allocator.cli.output import print_json, tell
from allocator.domain import RULES, Plan, Violation
from allocator.errors import InputError
from allocator.planfile.plan_json import parse_plan
from allocator.wording import count


@click.command(
    "verify",
    cls=Command,
    example=["allocator verify plan"],
)
@plan_argument
@json_option
@click.pass_context
def command(ctx: click.Context, plan: Path, as_json: bool) -> None:
    """Check a plan file against every rule.

    PLAN is a plan.json, also one edited by hand, or the folder that holds it.
    The check knows nothing of the planner: it reads the scenario in the file and
    recomputes calendars, dates and numbers its own way. Every violation is
    listed; the exit code is 2 where there is one. Deadlines that the plan says
    it breaks (--relax) are listed as notes and leave it at 0.
    """
    subject = parse_plan(plan)
    found = verify(subject)
    broken = [violation for violation in found if not violation.relaxed]
    notes = [violation for violation in found if violation.relaxed]
    if as_json:
        print_json(
            {
                "plan": str(plan),
                "valid": not broken,
                "violations": [violation.model_dump(mode="json") for violation in broken],
                "relaxed": [violation.model_dump(mode="json") for violation in notes],
            }
        )
    else:
        for violation in broken:
            tell(f"{violation.rule}: {violation.message}")
        for violation in notes:
            tell(f"note: {violation.rule}, relaxed: {violation.message}")
        tell(_verdict(plan, subject, broken, notes))
    if broken:
        ctx.exit(InputError.exit_code)


def _verdict(path: Path, plan: Plan, broken: list[Violation], notes: list[Violation]) -> str:
    items = count(len(plan.items), "item")
    relaxed = f", {count(len(notes), 'deadline')} relaxed" if notes else ""
    if broken:
        rules = len({violation.rule for violation in broken})
        return (
            f"{path}: {items}, {count(len(broken), 'violation')} of {count(rules, 'rule')}{relaxed}"
        )
    return f"{path}: {items}, all {len(RULES)} rules kept{relaxed}"
