"""Pushes to a Jira with faults in between: nothing is made twice, nothing lost, all undone."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import Connection, JiraSite
from allocator.integrations.live.jira.site import read_facts
from allocator.integrations.live.push.changes import AFTER, FieldChange, NewIssue
from allocator.integrations.live.push.jira_fields import JiraIssueFields
from allocator.integrations.live.push.jira_target import JiraTarget
from allocator.integrations.live.push.journal import PushJournal, read_journal
from allocator.integrations.live.push.run import PushRun
from allocator.integrations.live.push.undo import preview_undo
from allocator.integrations.live.waiting import Patience
from allocator.integrations.tracker.mapping import Mapping
from support.trackers.fault_proxy import Fault, FaultProxy, Seen, fault_proxy
from support.trackers.jira_server import jira_server, small_store

SECRET = "a-token-that-nobody-may-see"
BOARD = 1


class KilledError(BaseException):
    """The process ends here."""


class DyingJournal(PushJournal):
    """Ends the process at a line, before or after it is written."""

    def __init__(self, path: Path, site: str, lines: float) -> None:
        self._lines = lines
        super().__init__(path, site)

    def _write(self, line: dict[str, Any]) -> None:
        self._lines -= 0.5
        if self._lines == 0:
            raise KilledError
        super()._write(line)
        self._lines -= 0.5
        if self._lines == 0:
            raise KilledError


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Any, str]]:
    store = small_store(children_per_epic=(6, 9), standalone_per_module=12)
    with jira_server(store) as url:
        yield store, url


@pytest.fixture
def proxied(served: tuple[Any, str]) -> Iterator[tuple[Any, FaultProxy]]:
    store, url = served
    with fault_proxy(url) as proxy:
        yield store, proxy


def opened(proxy: FaultProxy) -> tuple[TrackerClient, JiraTarget]:
    site = JiraSite(url=proxy.url, jql="project = DS", board=BOARD)
    connection = Connection(path=Path("tracker.yaml"), site=site)
    patience = Patience(tries=2)
    client = TrackerClient(connection, SecretStr(SECRET), patience=patience, sleep=_no_sleep)
    plan, proxy.plan = proxy.plan, lambda _seen: None
    facts = read_facts(client, site)
    proxy.plan = plan
    fields = JiraIssueFields.of(facts, Mapping())
    return client, JiraTarget(client, facts, fields, "DS", _no_sleep)


def _no_sleep(_seconds: float) -> None: ...


def wanted_changes(
    rng: random.Random, store: Any, target: JiraTarget, keys: list[str]
) -> list[FieldChange]:
    """Return random changes of all kinds of fields."""
    states = target.states(keys)
    sprints = [s for s, sprint in store.sprints.items() if sprint["state"] != "closed"]
    changes = []
    for key in keys:
        now = states[key]
        wanted: dict[str, Any] = {
            "due": f"2027-0{rng.randrange(1, 9)}-{rng.randrange(10, 28)}",
            "points": rng.randrange(1, 40),
            "assignee": rng.choice(list(store.users)),
            "sprint": rng.choice(sprints),
        }
        other = rng.choice(keys)
        if other != key and AFTER + other not in now:
            wanted[AFTER + other] = True
        for field in rng.sample(list(wanted), rng.randrange(1, len(wanted) + 1)):
            if now.get(field) != wanted[field]:
                changes.append(FieldChange(key, field, now.get(field), wanted[field]))
    return changes


def snapshot(store: Any) -> dict[str, Any]:
    """Return what the server holds in the fields that a push changes."""
    fields = ("due", "sp", "assignee", "labels")
    return {
        key: (
            *(issue[field] for field in fields),
            [s for s in issue["sprints"] if store.sprints[s]["state"] != "closed"],
            Counter((link["key"], link["dir"], link["type"]) for link in issue.get("links") or ()),
        )
        for key, issue in store.issues.items()
    }


def random_faults(rng: random.Random, share: float, met: list[Fault]) -> Any:
    kinds = (
        *(Fault(kind="status", status=s) for s in (429, 500, 502, 503)),
        *(Fault(kind=kind) for kind in ("half", "cut", "lost", "chopped")),  # type: ignore[arg-type]
    )

    def plan(_seen: Seen) -> Fault | None:
        if rng.random() >= share:
            return None
        met.append(rng.choice(kinds))
        return met[-1]

    return plan


def pushed(target: JiraTarget, path: Path, url: str, work: Any, rng: random.Random) -> int:
    """Run something with a journal until it ends, dying and failing on the way."""
    deaths = 0
    while True:
        lines = rng.randrange(2, 60) / 2 if deaths < 6 else 1e9
        try:
            with DyingJournal(path, url, lines) as journal:
                run = PushRun(target, journal, sleep=_no_sleep)
                run.settle()
                run.unmark_made()
                work(run)
                journal.finish()
                return deaths
        except (KilledError, Exception) as error:
            if not isinstance(error, KilledError) and "DS" in str(error) and deaths > 400:
                raise
            deaths += 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3 if os.environ.get("ALLOCATOR_THOROUGH") else 1))
def test_a_push_with_200_faults_does_everything_once_and_is_undone(
    seed: int, proxied: tuple[Any, FaultProxy], tmp_path: Path
) -> None:
    store, proxy = proxied
    rng = random.Random(seed)
    client, target = opened(proxy)
    keys = rng.sample([k for k, i in store.issues.items() if i["type"] != "Epic"], 25)
    before = snapshot(store)
    changes = wanted_changes(rng, store, target, keys)
    new = [
        NewIssue(
            item=f"X-{n}", title=f"New {n}", type="Task", parent=None, marker=f"allocator-{seed}{n}"
        )
        for n in range(3)
    ]
    met: list[Fault] = []
    proxy.plan = random_faults(rng, 0.3, met)
    path = tmp_path / "push.jsonl"

    def push(run: PushRun) -> None:
        made = run._journal.content.keys
        for issue in new:
            if issue.item not in made:
                run.create(issue)
        states = target.states(keys)
        run.change(c for c in changes if states[c.key].get(c.field) != c.after)

    with client:
        pushed(target, path, proxy.url, push, rng)
        after = snapshot(store)
        content = read_journal(path)
        made = content.keys
        assert sorted(made) == ["X-0", "X-1", "X-2"]
        assert len(after) == len(before) + 3, "an issue was made twice"
        states = JiraTarget.states(target, keys)
        for change in changes:
            assert states[change.key].get(change.field) == change.after
        for key in after:
            assert max(after[key][-1].values(), default=1) == 1, "a link was made twice"
        untouched = {k for k in before if k not in keys} - {
            c.field.removeprefix(AFTER) for c in changes
        }
        assert all(after[key] == before[key] for key in untouched)
        assert not [k for k in made.values() if store.issues[k]["labels"]], "a marker is left"

        undo = tmp_path / "undo.jsonl"

        def take_back(run: PushRun) -> None:
            found = preview_undo(content, target.states([*keys, *made.values()], one_by_one=True))
            assert not found.refused
            run.change(found.changes)
            for key in found.deletes:
                run.delete(key)

        pushed(target, undo, proxy.url, take_back, rng)
    assert snapshot(store) == before
    assert len(met) >= 67, "with three seeds there are 200 faults"
    for written in (path, undo):
        assert SECRET not in written.read_text()
