"""The table of commands, and the group that holds them."""

from __future__ import annotations

import click

from allocator import __version__
from allocator.cli.lazy import LazyCommand, LazyGroup

COMMANDS = {
    "init": LazyCommand(
        module="allocator.cli.init",
        summary="Write a scenario or a requirements document to start from.",
    ),
    "template": LazyCommand(
        module="allocator.cli.template",
        summary="List life-cycle templates, show one, expand it into items.",
    ),
    "draft": LazyCommand(
        module="allocator.cli.draft",
        summary="Turn a requirements document into a specification and items.",
    ),
    "check": LazyCommand(
        module="allocator.cli.check",
        summary="List all errors and warnings of a scenario, without planning.",
    ),
    "plan": LazyCommand(
        module="allocator.cli.plan", summary="Plan who does what, when, and write the plan folder."
    ),
    "verify": LazyCommand(
        module="allocator.cli.verify", summary="Check a plan file against every rule."
    ),
    "forecast": LazyCommand(
        module="allocator.cli.forecast", summary="Say how sure the dates of a plan are."
    ),
    "levers": LazyCommand(
        module="allocator.cli.levers", summary="Rank what would let something end earlier."
    ),
    "replan": LazyCommand(
        module="allocator.cli.replan",
        summary="Plan anew after something has changed, with little upheaval.",
    ),
    "diff": LazyCommand(
        module="allocator.cli.diff",
        summary="Show what moved and who changed between two plans, and why.",
    ),
    "compare": LazyCommand(
        module="allocator.cli.compare", summary="Show plans side by side: dates, lateness, cost."
    ),
    "why-not": LazyCommand(
        module="allocator.cli.why_not",
        summary="Say which rule forbids something in a plan, or what it costs.",
    ),
    "why": LazyCommand(
        module="allocator.cli.why",
        summary="Say why something ends when it does, and what would help.",
    ),
    "scope": LazyCommand(
        module="allocator.cli.scope", summary="Say what to leave out so that a date is kept."
    ),
    "roadblocks": LazyCommand(
        module="allocator.cli.roadblocks",
        summary="Rank what holds work up from outside by what a delay costs.",
    ),
    "meetings": LazyCommand(
        module="allocator.cli.meetings",
        summary="List meetings and what they take; propose times for new ones.",
    ),
    "agenda": LazyCommand(
        module="allocator.cli.agenda", summary="Say what to talk about at a meeting, from the plan."
    ),
    "sprints": LazyCommand(
        module="allocator.cli.sprints", summary="Write what is brought to sprint planning."
    ),
    "import": LazyCommand(
        module="allocator.cli.import_", summary="Turn files of another tool into a scenario."
    ),
    "pull": LazyCommand(
        module="allocator.cli.pull", summary="Read Jira or Azure DevOps over REST into a scenario."
    ),
    "push": LazyCommand(
        module="allocator.cli.push",
        summary="Write a plan into the tracker that it was pulled from.",
    ),
    "calibrate": LazyCommand(
        module="allocator.cli.calibrate",
        summary="Learn from finished tasks what a team's estimates are worth.",
    ),
    "throughput": LazyCommand(
        module="allocator.cli.throughput",
        summary="Forecast from finished items a week when so many more are done.",
    ),
    "export": LazyCommand(module="allocator.cli.export", summary="Write a plan in another format."),
    "report": LazyCommand(
        module="allocator.cli.report", summary="Show a plan as one page to open, mail or print."
    ),
    "docs": LazyCommand(
        module="allocator.cli.docs",
        summary="Keep marked sections of Markdown documents up to date.",
    ),
    "mcp": LazyCommand(
        module="allocator.cli.mcp",
        summary="Let assistants check, plan and explain the files of a folder.",
    ),
    "schema": LazyCommand(
        module="allocator.cli.schema", summary="Print the JSON Schema of scenario files."
    ),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    example=[
        "allocator init scenario.yaml",
        "allocator check scenario.yaml",
        "allocator plan scenario.yaml -o plan",
    ],
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 80},
)
@click.version_option(__version__, prog_name="allocator", message="%(prog)s %(version)s")
@click.option(
    "--debug", is_flag=True, help="Show the traceback of a defect; so does ALLOCATOR_DEBUG=1."
)
def group(debug: bool) -> None:
    """Plan who does what, when, in a data science organisation.

    A scenario file names the people, their skills and calendars, and the work
    items; the plan gives each item its people and dates, keeps every rule, and
    says how far from the best it can be.

    Exit codes: 0 done; 2 the input is wrong; 3 no plan keeps every hard
    constraint; 4 the time ran out before any plan was found; 5 a promise is not
    kept (forecast --check); 130 interrupted before any plan was found; 1 a
    defect of allocator.
    """
