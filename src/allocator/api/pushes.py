"""Writing plans back into trackers, as notebooks use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from allocator import domain
from allocator.api.arguments import path_of
from allocator.api.plans import plan_of
from allocator.api.push_report import (
    Confirm,
    PushReport,
    broken_off,
    has_work,
    moves_to,
    new_path,
    silent,
)
from allocator.api.push_scenario import find_scenario
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
from allocator.integrations.live.push.differences import (
    PushPreview,
    preview,
    with_journal,
    with_numbers,
)
from allocator.integrations.live.push.journal import PushJournal, read_journal
from allocator.integrations.live.push.run import PushRun, states_after

__all__ = ["push"]


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
        sent. Where a push broke off, it is called too if nothing is left to send.
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
        return _Push(site, subject, place, plan_dates).run(confirm, progress or silent)


class _Push:
    """One push."""

    def __init__(self, site: OpenSite, plan: domain.Plan, folder: Path, plan_dates: bool) -> None:
        self._site, self._plan, self._folder = site, plan, folder
        self._plan_dates = plan_dates

    def run(self, confirm: Confirm | None, progress: Callable[[int], None]) -> PushReport:
        folders = self._folder, self._site.scenario.path.parent
        unfinished = _unfinished(folders, self._site.url)
        if unfinished is None:
            found, report, order = self._compare(
                self._site.scenario.keys, self._site.scenario.issues
            )
            if confirm is None or not has_work(report) or not confirm(report):
                return report
            with PushJournal(new_path(self._folder, "push"), self._site.url) as journal:
                return self._send(found, report, order, journal, progress)
        with PushJournal(unfinished, self._site.url) as journal:
            PushRun(self._site.target, journal).settle()
            keys = {**self._site.scenario.keys, **journal.content.keys}
            expected = with_journal(self._site.scenario.issues, journal.content)
            for key in journal.content.keys.values():
                expected.pop(key, None)  # the tracker has filled in fields of its own
            found, report, order = self._compare(keys, expected)
            note = f"the push of {unfinished} broke off; this one takes it up"
            made = journal.content.keys
            report = replace(report, keys=made, notes=[note, *report.notes])
            if confirm is None or not confirm(report):
                return report
            return self._send(found, report, order, journal, progress)

    def _compare(
        self, keys: Mapping[str, str], expected: Mapping[str, Fields]
    ) -> tuple[PushPreview, PushReport, list[str]]:
        site = self._site
        how = replace(
            site.wish_rules(plan_dates=self._plan_dates), not_made=site.scenario.items_elsewhere
        )
        maker = WishMaker(
            self._plan, site.scenario.base, site.scenario.written, keys, site.target, how
        )
        current = site.target.states([keys[row.id] for row in maker.rows if row.id in keys])
        wishes = maker.wishes(current)
        order = maker.order() if "order" in site.rules.push else []
        ranked = wishes.issues if site.has_ranks else with_numbers(wishes.issues, order, current)
        own = dict(expected)
        for key in set(keys.values()) - set(own):
            own[key] = current.get(key, {})
        found = preview(ranked, own, current)
        written = {*(one.key for one in found.changes), *(one.key for one in found.new)}
        titles = {keys.get(i.id, i.id): i.title for i in self._plan.scenario.items}
        report = PushReport(
            changes=found.changes,
            new={issue.item: issue.fields for issue in found.new},
            refused=[*found.refused, *wishes.refused],
            notes=[*wishes.notes, *maker.lost(written)],
            titles=titles,
            sprints=site.sprints,
            moves=moves_to(site, order),
        )
        return found, report, order

    def _send(
        self,
        found: PushPreview,
        report: PushReport,
        order: Sequence[str],
        journal: PushJournal,
        progress: Callable[[int], None],
    ) -> PushReport:
        site = self._site
        run = PushRun(site.target, journal, progress=progress)
        made = dict(journal.content.keys)
        states: Mapping[str, Fields] = {}
        try:
            run.unmark_made()
            for issue in found.new:
                assert issue.new is not None
                parent = issue.new.parent
                new = replace(issue.new, parent=made.get(parent or "", parent))
                key = run.create(new)
                if key is not None:
                    made[issue.item] = key
            run.change([*found.changes, *_fields_of_new(found.new, made, site.target)])
            if order and site.has_ranks:
                run.reorder([made.get(key, key) for key in order])
            run.remove_twins()
            keys = dict.fromkeys([*(c.key for c in run.outcome.changed), *made.values()])
            held = states_after(site.target, list(keys), run.outcome.changed)
            states = {key: held[key] for key in made.values() if key in held}
            run.outcome.refused += _not_stored(run.outcome.changed, held)
        except TrackerError as error:
            raise broken_off(error, journal, "push") from None
        finally:
            site.scenario.note(journal.content, states)
        journal.finish()
        refused = [*report.refused, *run.outcome.refused]
        return replace(
            report,
            changes=run.outcome.changed,
            refused=refused,
            moves=run.outcome.moves,
            keys=made,
            is_sent=True,
            undo=journal.path,
        )


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


def _unfinished(folders: Iterable[Path], site: str) -> Path | None:
    """Return the file of a push to the site that broke off, of another plan too; None without one.

    Parameters
    ----------
    folders
        Those of the plan and of the scenario, which are looked through with the folders in them.
    site
        Address of the tracker.
    """
    names = ("push-*.jsonl", "*/push-*.jsonl")
    found = {path for folder in folders for name in names for path in folder.glob(name)}
    for path in sorted(found, key=lambda path: path.name, reverse=True):
        content = read_journal(path)
        if content.site == site and not content.is_finished:
            return path
    return None


def _folder_of(plan: Any) -> Path:
    if isinstance(plan, (str, Path)):
        path = Path(plan)
        return path if path.is_dir() else path.parent
    return Path()
