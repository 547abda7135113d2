"""A dry run where an earlier push broke off: it asks the tracker, and writes nothing into it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.main import main
from allocator.integrations.live.push.changes import MARKER
from allocator.integrations.live.push.jira_target import JiraTarget
from support.trackers.jira_server import jira_server, small_store
from support.trackers.pulled_plans import write_sample_plan


@pytest.fixture
def broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A server on which a push has made an issue, and ended before it took the marker off."""
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", "a-token")
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.chdir(tmp_path)
    store = small_store()
    with jira_server(store) as url:
        board = next(iter(store.boards))
        site = f'jira: {{url: "{url}", jql: "project = DS", board: {board}}}\n'
        Path("tracker.yaml").write_text(site)
        assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
        text = Path("scenario.yaml").read_text()
        Path("scenario.yaml").write_text(f"{text}  - id: X-1\n    title: Review\n    effort: 1d\n")
        write_sample_plan(Path("scenario.yaml"), Path("plan"))

        def end(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(JiraTarget, "unmark", end)
            assert main(["push", "tracker.yaml", "plan", "--yes"]) == 130
        yield store


def test_nothing_is_written_before_a_yes(broken_off: Any) -> None:
    """The marker of the new issue was taken off, though nobody had said yes."""
    before = copy.deepcopy(broken_off.issues)
    assert _markers(broken_off)
    assert main(["push", "tracker.yaml", "plan", "--dry-run"]) == 0
    (undo,) = Path("plan").glob("push-*.jsonl")
    assert main(["push", "tracker.yaml", "--undo", str(undo), "--dry-run"]) == 0
    assert broken_off.issues == before
    assert main(["push", "tracker.yaml", "plan", "--yes"]) == 0
    assert not _markers(broken_off)


def _markers(store: Any) -> list[str]:
    labels = (label for issue in store.issues.values() for label in issue["labels"])
    return [label for label in labels if label.startswith(MARKER)]
