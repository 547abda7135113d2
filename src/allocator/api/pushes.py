"""Writing plans back into trackers, as notebooks use it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from allocator import domain
from allocator.api.arguments import path_of
from allocator.api.plans import plan_of
from allocator.api.push_scenario import PushScenario, find_scenario
from allocator.api.push_sites import OpenSite, open_site
from allocator.api.push_wishes import WishMaker
from allocator.errors import TrackerError
from allocator.integrations.live.connection import load_connection
from allocator.integrations.live.push.changes import (
    AFTER,
    FieldChange,
    Fields,
    PushTarget,
    RefusedIssue,
    WantedIssue,
)
from allocator.integrations.live.push.differences import PushPreview, preview, with_journal
from allocator.integrations.live.push.journal import PushJournal, read_journal
from allocator.integrations.live.push.run import PushRun
from allocator.integrations.live.push.undo import UndoPreview, preview_undo, pushed_changes
from allocator.wording import count

__all__ = ["PushReport", "push", "undo_push"]

Confirm = Callable[["PushReport"], bool]


@dataclass(frozen=True, kw_only=True)
class PushReport:
    """What a push changes, or would change, in a tracker.

    Attributes
    ----------
    changes : list of FieldChange
        Fields of issues that get another value; each has ``key``, ``field``, ``before``, ``after``.
    new : dict
        Fields of the issues that are made, by the id of the item.
    deletes : list of str
        Keys of the issues that an undo deletes.
    refused : list of RefusedIssue
        Issues that stay as they are; each has ``key`` and ``why``.
    notes : list of str
        What the tracker has no place for.
    titles : dict
        Title of each item, by its key.
    sprints : dict
        Name of each sprint, by its id.
    keys : dict
        Key of each issue that was made, by item.
    is_sent : bool
        Whether anything was sent.
    undo : Path or None
        The file that takes the push back; None if nothing was sent.

    Examples
    --------
    >>> allocator.PushReport(changes=[], new={}).is_sent
    False
    """

    changes: list[FieldChange]
    new: Mapping[str, Fields]
    deletes: list[str] = field(default_factory=list)
    refused: list[RefusedIssue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    titles: Mapping[str, str] = field(default_factory=dict)
    sprints: Mapping[int, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    is_sent: bool = False
    undo: Path | None = None


def push(
    tracker_file: str | Path,
    plan: domain.Plan | str | Path,
    *,
    scenario: str | Path | None = None,
    plan_dates: bool = False,
    confirm: Confirm | None = None,
    folder: str | Path | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> PushReport:
    """Write a plan into the tracker that it was pulled from: only what differs.

    Parameters
    ----------
    tracker_file
        The ``tracker.yaml`` of the pull.
    plan
        A plan, or its path.
    scenario
        The scenario of the pull, to which the keys of new issues are written; by default the one
        beside the tracker file that was pulled.
    plan_dates
        Whether the plan's start and finish are written too.
    confirm
        Is called with what would be changed, and says whether to send it; without it, nothing is
        sent.
    folder
        Where the file for the undo is written; by default that of the plan.
    tell
        Is called with a line where a wait is long.
    progress
        Is called with the number of requests sent.

    Raises
    ------
    InputError
        There was no pull, or the tracker refuses.

    Examples
    --------
    >>> allocator.push("tracker.yaml", plan)
    Traceback (most recent call last):
    ...
    allocator.errors.ScenarioError: tracker.yaml: error: there is no such file...
    """
    connection = load_connection(path_of("a tracker file", tracker_file))
    subject = plan_of(plan)
    place = Path(folder) if folder is not None else _folder_of(plan)
    held = find_scenario(connection.path, None if scenario is None else Path(scenario))
    with open_site(connection, held, tell) as site:
        return _Push(site, subject, place, plan_dates).run(confirm, progress or _silent)


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
        return _undo(site, path, confirm, progress or _silent)


class _Push:
    """One push."""

    def __init__(self, site: OpenSite, plan: domain.Plan, folder: Path, plan_dates: bool) -> None:
        self._site, self._plan, self._folder = site, plan, folder
        self._plan_dates = plan_dates

    def run(self, confirm: Confirm | None, progress: Callable[[int], None]) -> PushReport:
        unfinished = _unfinished(self._folder, self._site.url)
        if unfinished is None:
            found, report = self._compare(self._site.scenario.keys, self._site.scenario.issues)
            if confirm is None or not _has_work(report) or not confirm(report):
                return report
            with PushJournal(_new_path(self._folder, "push"), self._site.url) as journal:
                return self._send(found, report, journal, progress)
        with PushJournal(unfinished, self._site.url) as journal:
            PushRun(self._site.target, journal).settle()
            keys = {**self._site.scenario.keys, **journal.content.keys}
            expected = with_journal(self._site.scenario.issues, journal.content)
            found, report = self._compare(keys, expected)
            note = f"the push of {unfinished} broke off; this one takes it up"
            made = journal.content.keys
            report = replace(report, keys=made, notes=[note, *report.notes])
            if confirm is None or (_has_work(report) and not confirm(report)):
                return report
            return self._send(found, report, journal, progress)

    def _compare(
        self, keys: Mapping[str, str], expected: Mapping[str, Fields]
    ) -> tuple[PushPreview, PushReport]:
        site = self._site
        how = site.wish_rules(plan_dates=self._plan_dates)
        maker = WishMaker(
            self._plan, site.scenario.base, site.scenario.written, keys, site.target, how
        )
        current = site.target.states([keys[row.id] for row in maker.rows if row.id in keys])
        wishes = maker.wishes(current)
        own = dict(expected)
        for key in set(keys.values()) - set(own):
            own[key] = current.get(key, {})
        found = preview(wishes.issues, own, current)
        titles = {keys.get(i.id, i.id): i.title for i in self._plan.scenario.items}
        report = PushReport(
            changes=found.changes,
            new={issue.item: issue.fields for issue in found.new},
            refused=[*found.refused, *wishes.refused],
            notes=list(wishes.notes),
            titles=titles,
            sprints=site.sprints,
        )
        return found, report

    def _send(
        self,
        found: PushPreview,
        report: PushReport,
        journal: PushJournal,
        progress: Callable[[int], None],
    ) -> PushReport:
        site = self._site
        run = PushRun(site.target, journal, progress=progress)
        made = dict(journal.content.keys)
        states: Mapping[str, Fields] = {}
        try:
            for issue in found.new:
                assert issue.new is not None
                parent = issue.new.parent
                new = replace(issue.new, parent=made.get(parent or "", parent))
                key = run.create(new)
                if key is not None:
                    made[issue.item] = key
            run.change([*found.changes, *_fields_of_new(found.new, made, site.target)])
            keys = dict.fromkeys([*(c.key for c in run.outcome.changed), *made.values()])
            held = site.target.states(list(keys), one_by_one=True)
            states = {key: held[key] for key in made.values() if key in held}
            run.outcome.refused += _not_stored(run.outcome.changed, held)
        except TrackerError as error:
            raise _broken_off(error, journal) from None
        finally:
            site.scenario.note(journal.content, states)
        journal.finish()
        refused = [*report.refused, *run.outcome.refused]
        return replace(
            report,
            changes=run.outcome.changed,
            refused=refused,
            keys=made,
            is_sent=True,
            undo=journal.path,
        )


def _broken_off(error: TrackerError, journal: PushJournal) -> TrackerError:
    """Return the error of a push that breaks off, with what was done by then and how to go on."""
    done = [step for step in journal.content.steps.values() if step.end == "done"]
    sent = f"{count(len(done), 'request')} of this push {'is' if len(done) == 1 else 'are'} done"
    text = f"{error}\n    {sent}; the same command goes on from there, and --undo {journal.path} "
    return TrackerError(f"{text}takes it back", status=error.status, said=error.said)


def _fields_of_new(
    new: Iterable[WantedIssue], made: Mapping[str, str], target: PushTarget
) -> list[FieldChange]:
    """Return the changes of fields that issues get once they have been made."""
    listed = [issue for issue in new if issue.item in made]
    states = target.states([made[issue.item] for issue in listed], one_by_one=True)
    changes = []
    for issue in listed:
        now = states.get(made[issue.item], {})
        for name, value in issue.fields.items():
            if name.startswith(AFTER):
                other = name.removeprefix(AFTER)
                name = AFTER + made.get(other, other)
            if now.get(name) != value:
                changes.append(FieldChange(made[issue.item], name, now.get(name), value))
    return changes


def _not_stored(
    changed: Iterable[FieldChange], held: Mapping[str, Fields]
) -> Iterator[RefusedIssue]:
    """Yield what the tracker has taken without complaint, and does not hold."""
    for change in changed:
        if held.get(change.key, {}).get(change.field) != change.after:
            why = f"it took {change.field} without complaint, and does not hold it"
            yield RefusedIssue(change.key, f"{why}: the field may be missing on its screens")


def _undo(
    site: OpenSite, path: Path, confirm: Confirm | None, progress: Callable[[int], None]
) -> PushReport:
    with PushJournal(path, site.url) as pushed:
        PushRun(site.target, pushed).settle()
        content = pushed.content
    changes, made = pushed_changes(content)
    keys = list(dict.fromkeys([*(change.key for change in changes), *made]))
    found: UndoPreview = preview_undo(content, site.target.states(keys, one_by_one=True))
    report = PushReport(
        changes=found.changes,
        new={},
        deletes=found.deletes,
        refused=found.refused,
        titles=_titles(site.scenario),
        sprints=site.sprints,
    )
    if confirm is None or not _has_work(report) or not confirm(report):
        return report
    with PushJournal(_new_path(path.parent, "undo"), site.url) as journal:
        run = PushRun(site.target, journal, progress=progress)
        try:
            run.change(found.changes)
            for key in found.deletes:
                run.delete(key)
        finally:
            site.scenario.note(journal.content, {})
        journal.finish()
        return replace(
            report,
            changes=run.outcome.changed,
            deletes=run.outcome.deleted,
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


def _has_work(report: PushReport) -> bool:
    return bool(report.changes or report.new or report.deletes)


def _unfinished(folder: Path, site: str) -> Path | None:
    """Return the file of a push to the site that broke off; None without one."""
    for path in sorted(folder.glob("push-*.jsonl"), reverse=True):
        content = read_journal(path)
        if content.site == site and not content.is_finished:
            return path
    return None


def _new_path(folder: Path, word: str) -> Path:
    now = dt.datetime.now().strftime("%Y%m%d-%H%M%S")
    path, number = folder / f"{word}-{now}.jsonl", 2
    while path.exists():
        path, number = folder / f"{word}-{now}-{number}.jsonl", number + 1
    return path


def _folder_of(plan: Any) -> Path:
    if isinstance(plan, (str, Path)):
        path = Path(plan)
        return path if path.is_dir() else path.parent
    return Path()


def _silent(_number: int) -> None:
    """Say nothing."""
