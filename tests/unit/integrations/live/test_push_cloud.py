"""``allocator push`` into a Jira Cloud of the tests' own, where accounts have ids."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from allocator.cli.main import main
from support.trackers.fault_proxy import FaultProxy
from support.trackers.jira_cloud import EMAIL, TOKEN, jira_cloud
from support.trackers.jira_server import small_store
from support.trackers.pulled_plans import write_by_hand, write_sample_plan

HELD = ("due", "sp", "assignee", "sprints", "labels", "links")


@pytest.fixture
def pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, FaultProxy]]:
    """Run a Cloud, pull from it, write on the scenario by hand, and plan it."""
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", TOKEN)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.chdir(tmp_path)
    store = small_store()
    with jira_cloud(store) as cloud:
        site = f'jira: {{url: "{cloud.url}", jql: "project = DS", board: 1, email: {EMAIL}}}\n'
        Path("tracker.yaml").write_text(site)
        assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
        write_by_hand(Path("scenario.yaml"))
        write_sample_plan(Path("scenario.yaml"), Path("plan"))
        yield store, cloud


def held(store: Any) -> dict[str, Any]:
    return {
        key: {
            **{name: copy.deepcopy(issue[name]) for name in HELD[:-1]},
            "links": [link for link in issue["links"] if link["key"] in store.issues],
        }
        for key, issue in store.issues.items()
    }


def test_a_push_into_jira_cloud_is_whole_and_taken_back(
    pulled: tuple[Any, FaultProxy], capsys: pytest.CaptureFixture[str]
) -> None:
    store, _ = pulled
    before = held(store)
    assert main(["push", "tracker.yaml", "plan", "--yes", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    new = report["keys"]["X-1"]
    written = {change["field"].partition(" ")[0] for change in report["changes"]}
    assert {"assignee", "sprint", "due", "points", "after"} <= written
    (link,) = store.issues[new]["links"]
    assert (link["type"], link["dir"]) == ("Blocks", "inward")
    assert store.issues[new]["labels"] == []
    assert main(["push", "tracker.yaml", "plan", "--yes"]) == 0
    assert capsys.readouterr().out == "Nothing differs.\n"
    assert main(["push", "tracker.yaml", "--undo", report["undo"], "--yes"]) == 0
    assert held(store) == before
