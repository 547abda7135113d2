"""``allocator push``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from allocator.api.push_report import PushReport
from allocator.api.push_undos import undo_push
from allocator.api.pushes import push
from allocator.cli import interrupt
from allocator.cli.command import Command
from allocator.cli.output import print_json, say, tell
from allocator.cli.push_text import new_line, report_lines, value_text
from allocator.errors import InputError
from allocator.integrations.live.push.changes import FieldChange
from allocator.wording import count

_PATH = click.Path(path_type=Path)


@click.command(
    "push",
    cls=Command,
    example=[
        "allocator push tracker.yaml plan --dry-run",
        "allocator push tracker.yaml plan --yes",
        "allocator push tracker.yaml --undo plan/push-20261130-101500.jsonl",
    ],
)
@click.argument("tracker", metavar="TRACKER", type=_PATH)
@click.argument("plan", metavar="[PLAN]", type=_PATH, required=False)
@click.option("--dry-run", is_flag=True, help="Show what would be changed, and change nothing.")
@click.option("--yes", is_flag=True, help="Change it without asking.")
@click.option(
    "--undo",
    type=_PATH,
    metavar="FILE",
    help="Take back the push that has written FILE, in place of pushing a plan.",
)
@click.option(
    "--scenario",
    type=_PATH,
    metavar="FILE",
    help="The scenario that was pulled, which gets the keys of new issues; default: the one "
    "beside TRACKER.",
)
@click.option(
    "--plan-dates",
    is_flag=True,
    help="Write the plan's start and finish too: into target dates if the site has them, else "
    "into start and due date.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was changed as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    tracker: Path,
    plan: Path | None,
    dry_run: bool,
    yes: bool,
    undo: Path | None,
    scenario: Path | None,
    plan_dates: bool,
    as_json: bool,
) -> None:
    """Write a plan into the tracker that it was pulled from.

    Shows first what would be changed, field by field, and asks. Only what differs
    is written: sprint and assignee of the plan; due dates, estimates and links that
    were changed in the scenario since the pull; new items. An issue that somebody
    has changed in the tracker since the pull is left as it is, and told. A push that
    breaks off goes on when it is started again. It writes a file that takes it back.

    Where an issue is left as it is, or the tracker refuses a change, the exit code is
    2, of a dry run too; all else is written. --json lists them as "refused".
    """
    if (plan is None) == (undo is None):
        raise click.UsageError("Give a PLAN to push, or --undo FILE.")

    again = f"allocator push {tracker} {plan if undo is None else f'--undo {undo}'}"
    progress = _SentRequests(again)

    def confirm(report: PushReport) -> bool:
        progress.has_begun = _confirmed(report, dry_run=dry_run, yes=yes, quiet=as_json)
        return progress.has_begun

    interrupt.explain_with(progress.words)
    if undo is not None:
        report = undo_push(
            tracker, undo, scenario=scenario, confirm=confirm, tell=say, progress=progress
        )
    else:
        assert plan is not None, "checked above"
        report = push(
            tracker,
            plan,
            scenario=scenario,
            plan_dates=plan_dates,
            confirm=confirm,
            tell=say,
            progress=progress,
        )
    if as_json:
        print_json(_document(report))
    else:
        _tell_end(report, tracker)
    if report.refused:
        ctx.exit(InputError.exit_code)


def _tell_end(report: PushReport, tracker: Path) -> None:
    """Say what was changed, and what was not."""
    for line in report_lines(report):
        say(line)
    left = len({refusal.key for refusal in report.refused})
    kept = f"{count(left, 'issue')} left as {'it is' if left == 1 else 'they are'}" if left else ""
    if not report.is_sent:
        is_empty = not (report.changes or report.new or report.deletes or report.moves or kept)
        nothing = "Nothing differs" if is_empty else "Nothing was changed"
        tell(f"{nothing}, {kept}." if kept else f"{nothing}.")
        return
    done = [
        f"{count(len(report.changes), 'field')} changed",
        f"{count(len(report.keys), 'issue')} made",
    ]
    moved = sum(len(move.keys) for move in report.moves)
    done += [f"{count(moved, 'issue')} moved"] if moved else []
    done += [f"{count(len(report.deletes), 'issue')} deleted"] if report.deletes else []
    tell(", ".join([*done, *filter(None, [kept])]) + ".")
    tell(f"allocator push {tracker} --undo {report.undo} takes it back.")


def _confirmed(report: PushReport, *, dry_run: bool, yes: bool, quiet: bool) -> bool:
    """Show what would be changed, and return whether to change it.

    Raises
    ------
    InputError
        Nobody can be asked.
    """
    if not quiet:
        _show(report)
    if dry_run:
        return False
    if yes or not (report.changes or report.new or report.deletes or report.moves):
        return True
    if not sys.stdin.isatty():
        raise InputError("nobody is here to confirm the changes", hint="add --yes, or --dry-run")
    return click.confirm("Change this in the tracker?", err=True)


def _show(report: PushReport) -> None:
    for item, fields in report.new.items():
        tell(new_line(report, item))
        for field, value in fields.items():
            tell(f"  {field}: {value_text(report, field, value)}")
    for key in report.deletes:
        tell(f"{key}: deleted")
    for key in dict.fromkeys(change.key for change in report.changes):
        title = report.titles.get(key)
        tell(f"{key} {title}" if title else key)
        for change in report.changes:
            if change.key == key:
                tell(_change_line(report, change))
    for move in report.moves:
        side = "behind" if move.is_behind else "before"
        tell(f"order: {', '.join(move.keys)} {side} {move.anchor}")


def _change_line(report: PushReport, change: FieldChange) -> str:
    before = value_text(report, change.field, change.before)
    return f"  {change.field}: {before} -> {value_text(report, change.field, change.after)}"


class _SentRequests:
    """Shows on a terminal how many requests have been sent, and says so after an interrupt.

    Parameters
    ----------
    again
        The command that goes on after an interrupt.
    """

    def __init__(self, again: str) -> None:
        self._again = again
        self._sent = 0
        self.has_begun = False

    def __call__(self, number: int) -> None:
        self._sent = number
        if sys.stderr.isatty():
            click.echo(f"\r{number} sent", err=True, nl=False)

    def words(self) -> str:
        """Return what an interrupt leaves behind."""
        if not self.has_begun:
            return "Nothing was changed."
        sent = f"{count(self._sent, 'request')} had been answered" if self._sent else "It had begun"
        return f"{sent}; {self._again} goes on from there."


def _document(report: PushReport) -> dict[str, object]:
    return {
        "changes": [asdict(change) for change in report.changes],
        "new": {item: dict(fields) for item, fields in report.new.items()},
        "moves": [asdict(move) for move in report.moves],
        "deleted": report.deletes,
        "refused": [asdict(refusal) for refusal in report.refused],
        "notes": report.notes,
        "keys": dict(report.keys),
        "sent": report.is_sent,
        "undo": None if report.undo is None else str(report.undo),
    }
