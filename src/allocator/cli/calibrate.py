"""``allocator calibrate``."""

from __future__ import annotations

from pathlib import Path

import click

from allocator.api.calibrations import CalibrationResult, calibrate
from allocator.cli.command import Command
from allocator.cli.output import print_json, say, tell
from allocator.cli.targets import check_targets
from allocator.integrations.tracker.dates import ORDERS, DateOrder
from allocator.planfile.csv_text import csv_text
from allocator.planfile.files import write_text

_PATH = click.Path(path_type=Path)


@click.command(
    "calibrate",
    cls=Command,
    example=[
        "allocator calibrate history.csv -o calibration.yaml",
        "allocator calibrate jira-export.csv -o calibration.yaml --test 0.2",
        "allocator calibrate history.csv -o calibration.yaml --apply next.csv --quantiles q.csv",
    ],
)
@click.argument("history", metavar="HISTORY...", nargs=-1, required=True, type=_PATH)
@click.option(
    "-o",
    "--output",
    "target",
    type=_PATH,
    required=True,
    metavar="FILE",
    help="The calibration to write; what stands there is overwritten.",
)
@click.option(
    "--test",
    type=click.FloatRange(0.05, 0.9),
    metavar="SHARE",
    help="Share of the tasks, the last in time, to test on; default: 0.3.",
)
@click.option(
    "--date-order",
    "order",
    type=click.Choice(ORDERS),
    help="Of day, month and year in numeric dates, where the files do not tell.",
)
@click.option(
    "--apply",
    "estimates",
    type=_PATH,
    metavar="ESTIMATES",
    help="CSV with item, estimate, and perhaps person, project, type: tasks to come.",
)
@click.option(
    "--quantiles",
    type=_PATH,
    metavar="QUANTILES",
    help="With --apply: the CSV to write, with item, p10, p50, p80, p90 as 6.5h.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    history: tuple[Path, ...],
    target: Path,
    test: float | None,
    order: DateOrder | None,
    estimates: Path | None,
    quantiles: Path | None,
    as_json: bool,
) -> None:
    """Learn from finished tasks what a team's estimates are worth.

    HISTORY is a CSV file with item, estimate, actual and perhaps person, project,
    type, finished, low, high (amounts as 6.5h or 2d; a number is hours, a day has
    eight); an export of Jira or Azure DevOps; or a plan folder or plan.json whose
    finished items say what was spent. Several are taken together.

    The calibration is tested on the last part in time, and says what share of it
    its ranges held. A scenario uses it by uncertainty: {calibration: FILE}.
    """
    if (estimates is None) != (quantiles is None):
        raise click.UsageError("--apply and --quantiles go together.")
    _check_targets(history, estimates, target, quantiles)
    result = calibrate(history, test=test, date_order=order)
    rows = [] if estimates is None else _quantiles(result, estimates, order)
    result.save(target)
    if quantiles is not None:
        write_text(quantiles, csv_text(rows))
    if as_json:
        print_json(result.document())
        return
    for line in result.report:
        tell(line)
    for path in (target, quantiles):
        if path is not None:
            say(f"{path} written.")


def _check_targets(history: tuple[Path, ...], *others: Path | None) -> None:
    estimates, *targets = others
    check_targets(targets, (*history, estimates))
    named = [path for path in targets if path is not None]
    if len({path.resolve() for path in named}) < len(named):
        raise click.UsageError("-o and --quantiles name the same file.")


def _quantiles(
    result: CalibrationResult, estimates: Path, order: DateOrder | None
) -> list[list[str]]:
    """Return the rows of the CSV file, its header first."""
    from allocator.forecasting.calibration.calibration_file import hours_text

    rows = result.quantiles(estimates, date_order=order)
    written = (
        [one if isinstance(one, str) else hours_text(one) for one in r.values()] for r in rows
    )
    return [list(rows[0]), *written]
