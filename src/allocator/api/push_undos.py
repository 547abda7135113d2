"""Taking back what a push has written into a tracker, as notebooks use it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from allocator.api.arguments import path_of
from allocator.api.push_report import (
    Confirm,
    PushReport,
    broken_off,
    has_work,
    moves_to,
    new_path,
    silent,
)
from allocator.api.push_scenario import PushScenario, find_scenario
from allocator.api.push_sites import OpenSite, open_site
from allocator.errors import TrackerError
from allocator.integrations.live.connection import load_connection
from allocator.integrations.live.push.journal import JournalContent, PushJournal, read_journal
from allocator.integrations.live.push.ordering import restored
from allocator.integrations.live.push.run import PushRun, states_after
from allocator.integrations.live.push.undo import UndoPreview, preview_undo, pushed_changes

__all__ = ["undo_push"]


def undo_push(
    tracker_file: str | Path,
    file: str | Path,
    *,
    scenario: str | Path | None = None,
    confirm: Confirm | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> PushReport:
    """Take a push back: every field gets what it held, issues that it made are deleted.

    Parameters
    ----------
    file
        The file that the push has written.
    tracker_file, scenario, confirm, tell, progress
        As of :func:`push`.

    Raises
    ------
    InputError
        It is no such file, or of another tracker.

    Examples
    --------
    >>> allocator.undo_push("tracker.yaml", "plan/push.jsonl")
    Traceback (most recent call last):
    ...
    allocator.errors.ScenarioError: tracker.yaml: error: there is no such file...
    """
    connection = load_connection(path_of("a tracker file", tracker_file))
    path = path_of("the file of a push", file)
    read_journal(path)
    held = find_scenario(connection.path, None if scenario is None else Path(scenario))
    with open_site(connection, held, tell) as site:
        return _undo(site, path, confirm, progress or silent)


def _undo(
    site: OpenSite, path: Path, confirm: Confirm | None, progress: Callable[[int], None]
) -> PushReport:
    with PushJournal(path, site.url) as pushed:
        settled = PushRun(site.target, pushed)
        settled.settle()
        changes, made = pushed_changes(pushed.content)
        keys = list(dict.fromkeys([*(change.key for change in changes), *made]))
        found = preview_undo(pushed.content, states_after(site.target, keys, changes))
        order = _order_before(site, pushed.content)
        report = PushReport(
            changes=found.changes,
            new={},
            deletes=found.deletes,
            refused=found.refused,
            titles=_titles(site.scenario),
            sprints=site.sprints,
            moves=moves_to(site, order),
        )
        if confirm is None or not confirm(report):
            return report
        settled.unmark_made()
        if has_work(report):
            with PushJournal(new_path(path.parent, "undo"), site.url) as journal:
                report = _take_back(site, found, report, order, journal, progress)
        else:
            site.scenario.note(JournalContent(site.url), {}, found)
        if not pushed.content.is_finished:
            pushed.finish()
    return report


def _take_back(
    site: OpenSite,
    found: UndoPreview,
    report: PushReport,
    order: Sequence[str],
    journal: PushJournal,
    progress: Callable[[int], None],
) -> PushReport:
    run = PushRun(site.target, journal, progress=progress)
    try:
        run.change(found.changes)
        if order:
            run.reorder(order)
        for key in found.deletes:
            run.delete(key)
    except TrackerError as error:
        raise broken_off(error, journal, "undo") from None
    finally:
        site.scenario.note(journal.content, {}, found)
    journal.finish()
    return replace(
        report,
        changes=run.outcome.changed,
        deletes=run.outcome.deleted,
        moves=run.outcome.moves,
        refused=[*report.refused, *run.outcome.refused],
        is_sent=True,
        undo=journal.path,
    )


def _titles(scenario: PushScenario) -> dict[str, str]:
    """Return the title of each item of a scenario that was pulled, by its key."""
    if scenario.written is None:
        return {}
    keys = scenario.keys
    return {keys.get(item.id, item.id): item.title for item in scenario.written.items}


def _order_before(site: OpenSite, content: JournalContent) -> list[str]:
    """Return the backlog with the issues that a push has moved where they were."""
    if not content.moved:
        return []
    return restored(site.target.order(), content.order, content.moved)
