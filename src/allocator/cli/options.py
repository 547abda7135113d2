"""Options and arguments that several commands share."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

F = TypeVar("F", bound=Callable[..., Any])

_DURATION = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*(ms|s|m|h)?")
_SECONDS = {"ms": 0.001, None: 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}


class Day(click.DateTime):
    """The type of options that take a date without a time."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.datetime:
        """Return the beginning of the day.

        Raises
        ------
        click.BadParameter
            It is no date.
        """
        try:
            found: dt.datetime = super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is no date; write 2026-12-14.", param, ctx)
        return found


def given_options(context: click.Context) -> dict[str, str]:
    """Return how the options are spelled that stand on the command line, by their names."""
    return {
        str(option.name): option.opts[-1]
        for option in context.command.params
        if isinstance(option, click.Option)
        and context.get_parameter_source(str(option.name)) is ParameterSource.COMMANDLINE
    }


def seconds_if_given(
    context: click.Context, param: click.Parameter, value: str | None
) -> float | None:
    """Read a length of time as :func:`seconds` does; None where none is given."""
    return None if value is None else seconds(context, param, value)


def seconds(_ctx: click.Context, _param: click.Parameter, value: str) -> float:
    """Read a length of time on the clock, ``30``, ``30s``, ``2m`` or ``1h``, in seconds.

    A callback of an option.

    Raises
    ------
    click.BadParameter
        It is no time, or not above zero.
    """
    match = _DURATION.fullmatch(value.strip().lower())
    amount = float(match[1]) * _SECONDS[match[2]] if match else 0.0
    if not 0 < amount < math.inf:
        raise click.BadParameter(f"{value!r} is not a time above zero; write 30, 30s or 2m.")
    return amount


def moment(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> dt.date | dt.datetime | None:
    """Read a date, or a date-time of whole minutes.

    A callback of an option.

    Raises
    ------
    click.BadParameter
        It is neither.
    """
    text = (value or "").strip().replace(" ", "T")
    try:
        if value is None:
            return None
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return dt.date.fromisoformat(text)
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", text):
            return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    raise click.BadParameter(f"{value!r} is no date; write 2026-12-14 or 2026-12-14T13:00.")


now_option: Callable[[F], F] = click.option(
    "--now",
    callback=moment,
    metavar="DATE",
    help="Nothing that has not been done is planned before it: 2026-12-14 or 2026-12-14T13:00; "
    "default: the scenario's now.",
)

actuals_option: Callable[[F], F] = click.option(
    "--actuals",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What has happened, as CSV: item, state, started, finished, remaining, people (see "
    "docs/replanning.md).",
)

json_option: Callable[[F], F] = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON, for scripts."
)

scenario_argument: Callable[[F], F] = click.argument("scenario", type=click.Path(path_type=Path))

plan_argument: Callable[[F], F] = click.argument("plan", type=click.Path(path_type=Path))

changes_option: Callable[[F], F] = click.option(
    "--with",
    "changes",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Changes of the scenario, for a what-if: what to remove, add, update (see "
    "docs/changes.md). Given several times, they are made one after the other.",
)


seed_option: Callable[[F], F] = click.option(
    "--seed",
    type=click.IntRange(min=0, max=2**31 - 1),
    default=0,
    show_default=True,
    help="Of everything random in the search.",
)


def search_options(function: F) -> F:
    """Add the options of a search: workers, cluster, seed, reproducible, relax."""
    for option in reversed(
        (
            click.option(
                "--workers",
                type=click.IntRange(min=1),
                help="Processor cores to search with; default: all.",
            ),
            click.option(
                "--cluster",
                metavar="ADDRESS",
                help="Search on a dask cluster too: the address of its scheduler, such as "
                "tcp://host:8786. Each worker searches in its own way, and the best plan goes "
                "round; one that is lost takes nothing with it.",
            ),
            seed_option,
            click.option(
                "--reproducible",
                is_flag=True,
                help="The same input and seed give the same files, byte for byte, on any number of "
                "cores: work ends the search, about as much as one core does in the time limit.",
            ),
            click.option(
                "--relax",
                is_flag=True,
                help="Break deadlines that cannot be met, as little as possible, and mark them.",
            ),
        )
    ):
        function = option(function)
    return function


def trial_options(time_limit: str | None, shown: str | None = None) -> Callable[[F], F]:
    """Add the options of commands that try changes of a plan: time_limit, workers.

    Parameters
    ----------
    time_limit
        The default: ``20s``; None where it depends on the plan.
    shown
        How the default reads in the help where it depends on the plan.
    """
    limit = click.option(
        "--time-limit",
        callback=seconds_if_given,
        metavar="TIME",
        default=time_limit,
        show_default=shown or True,
        help="After so long nothing further is tried: 30, 30s, 2m.",
    )
    workers = click.option(
        "--workers",
        type=click.IntRange(min=1),
        help="Processor cores to search with; default: all.",
    )
    return lambda function: limit(workers(function))


def explain_options(function: F) -> F:
    """Add the options of commands that may try what holds a plan's dates."""
    limit = click.option(
        "--time-limit",
        callback=seconds,
        metavar="TIME",
        default="90s",
        show_default=True,
        help="With --explain: after so long nothing further is tried.",
    )
    explain = click.option(
        "--explain",
        is_flag=True,
        help="Try what holds the dates that are late or at risk, what would help, and what delays "
        "cost, and tell it.",
    )
    return explain(limit(function))


def tracker_options(function: F) -> F:
    """Add the options of files for trackers: projects, azure, all_new, plan_dates."""
    for option in reversed(
        (
            click.option(
                "--jira-project",
                "projects",
                multiple=True,
                metavar="KEY",
                help="Only ids like KEY-12 are issues that Jira has; default: all ids like ABC-12.",
            ),
            click.option(
                "--azure",
                metavar="URL",
                help="Address of the Azure DevOps project, for paths and links: "
                "https://dev.azure.com/ORGANIZATION/PROJECT.",
            ),
            click.option(
                "--all-new",
                is_flag=True,
                help="The trackers know none of the items, whatever their ids look like.",
            ),
            click.option(
                "--plan-dates",
                is_flag=True,
                help="For Azure DevOps, write the plan's dates as start and target dates, in place "
                "of those that were asked for.",
            ),
        )
    ):
        function = option(function)
    return function


def answer_option(help_text: str) -> Callable[[F], F]:
    """Add the option of the file into which an answer is written."""
    return click.option(
        "-o",
        "--output",
        "target",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help=help_text,
    )


def timezone_option(otherwise: str = "the plan's") -> Callable[[F], F]:
    """Add the option of views that show times where their reader is.

    Parameters
    ----------
    otherwise
        What is shown without it.
    """
    return click.option(
        "--timezone",
        metavar="ZONE",
        help=f"In whose local time times are, such as Europe/Berlin; default: {otherwise}.",
    )


baseline_option: Callable[[F], F] = click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="PLAN",
    help="An earlier plan, to show what has changed since.",
)

forecast_option: Callable[[F], F] = click.option(
    "--forecast",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="How sure the plan is: a forecast.json of this plan, or its folder; default: the one "
    "beside the plan, if there is one.",
)


reasons_option = click.option(
    "--reasons",
    type=click.Choice(["tried", "quick"]),
    default="tried",
    show_default=True,
    help="tried: each cause is undone and planned anew, and named only if that brings the move "
    "back; quick: what the two plans alone tell.",
)
