"""``allocator push`` on an Azure DevOps that keeps state, with and without faults in between."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import allocator
from allocator.cli.main import main
from allocator.integrations.live.push import run as push_run
from allocator.integrations.live.waiting import Patience
from support.trackers.azure_devops import TOKEN, AzureDevOps, azure_devops, person
from support.trackers.fault_proxy import Fault, FaultProxy, Seen, fault_proxy
from support.trackers.pulled_plans import write_sample_plan

Capture = pytest.CaptureFixture[str]
SCHEDULING = "Microsoft.VSTS.Scheduling."


@pytest.fixture
def project() -> AzureDevOps:
    found = AzureDevOps()
    table = found.add("Feature table", AssignedTo=person("ana"), StoryPoints=5.0)
    model = found.add("Train the model", AssignedTo=person("bo"), StoryPoints=3.0)
    found.add("Score every night", kind="Task", OriginalEstimate=16.0, AssignedTo=person("bo"))
    found.link(table, "Dependency", model)
    found.iterations = [
        {
            "id": f"i-{n}",
            "name": f"Sprint {n}",
            "path": f"Shop\\Sprint {n}",
            "attributes": {"startDate": f"{start}T00:00:00Z", "finishDate": f"{end}T00:00:00Z"},
        }
        for n, start, end in ((1, "2026-11-02", "2026-11-13"), (2, "2026-11-16", "2026-11-27"))
    ]
    return found


@pytest.fixture
def server(
    project: AzureDevOps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FaultProxy]:
    """Run the project behind a proxy, pull from it, edit the scenario, and plan it."""
    monkeypatch.setenv("ALLOCATOR_AZURE_TOKEN", TOKEN)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(Patience, "backoff", lambda _self, _failures: 0.0)
    monkeypatch.setattr(push_run, "_pause", lambda _failures: 0.0)
    monkeypatch.chdir(tmp_path)
    with azure_devops(project) as running, fault_proxy(running.url) as proxy:
        site = f'azure-devops: {{url: "{proxy.url}", project: Shop, team: Alpha}}\n'
        Path("tracker.yaml").write_text(site)
        assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
        text = Path("scenario.yaml").read_text()
        text = text.replace("effort: 5d", "effort: 8d").replace("effort: 2d", "effort: 3d")
        text = text.replace("    after: 1\n", "").replace(
            "title: Score", "after: 2\n    title: Score"
        )
        text += "  - id: X-1\n    title: Review\n    type: Task\n    effort: 1d\n    after: [3]\n"
        Path("scenario.yaml").write_text(text)
        write_sample_plan(Path("scenario.yaml"), Path("plan"))
        yield proxy


def held(project: AzureDevOps) -> dict[int, Any]:
    """Return fields and links; the test's plan sets only those."""
    return {
        number: copy.deepcopy(
            (
                {k: v for k, v in item["fields"].items() if k != "System.ChangedDate"},
                sorted((r["rel"], r["url"].rpartition("/")[2]) for r in item["relations"]),
            )
        )
        for number, item in project.items.items()
    }


def push(*more: str) -> int:
    return main(["push", "tracker.yaml", "plan", *more])


def check_pushed(project: AzureDevOps) -> None:
    first, second, third, new = (project.items[n] for n in (1, 2, 3, max(project.items)))
    assert first["fields"][f"{SCHEDULING}StoryPoints"] == 8.0
    assert third["fields"][f"{SCHEDULING}OriginalEstimate"] == 24.0
    assert first["fields"]["System.IterationPath"] == "Shop\\Sprint 1"
    assert not [r for r in second["relations"] if r["rel"].endswith("Dependency-Reverse")]
    assert [r["url"][-2:] for r in third["relations"]] == ["/2"]
    assert len(project.items) == 4 and new["fields"]["System.Title"] == "Review"
    assert [r["url"][-2:] for r in new["relations"]] == ["/3"]
    assert not new["fields"].get("System.Tags")


def test_a_push_changes_only_what_differs_and_is_taken_back(
    project: AzureDevOps, server: FaultProxy, capsys: Capture
) -> None:
    before = held(project)
    assert push("--dry-run") == 0
    assert held(project) == before
    assert "points: 5 -> 8" in capsys.readouterr().out
    assert push("--yes") == 0
    check_pushed(project)
    after = held(project)
    capsys.readouterr()
    assert push("--yes") == 0
    assert capsys.readouterr().out == "Nothing differs.\n"
    assert held(project) == after
    (file,) = Path("plan").glob("push-*.jsonl")
    assert main(["push", "tracker.yaml", "--undo", str(file), "--yes"]) == 0
    assert normal(held(project)) == normal(before)


def normal(found: dict[int, Any]) -> dict[int, Any]:
    """Leave out how an account is written, and the end of links that this server does not move."""
    return {
        number: (
            {k: v["uniqueName"] if isinstance(v, dict) else v for k, v in fields.items()},
            [link for link in links if not link[0].endswith("Forward")],
        )
        for number, (fields, links) in found.items()
    }


def test_an_item_that_changed_meanwhile_is_left(
    project: AzureDevOps, server: FaultProxy, capsys: Capture
) -> None:
    project.change(1, StoryPoints=13.0)
    assert push("--yes") == 2
    assert "1 stays as it is: it has changed in the tracker since" in capsys.readouterr().err
    assert project.items[1]["fields"][f"{SCHEDULING}StoryPoints"] == 13.0


@pytest.mark.parametrize("seed", range(4))
def test_faults_and_new_starts_end_in_the_same_state(
    seed: int, project: AzureDevOps, server: FaultProxy, capsys: Capture
) -> None:
    before, rng = held(project), random.Random(seed)
    kinds = ("half", "cut", "lost", "chopped")

    def spoil(_seen: Seen) -> Fault | None:
        if rng.random() < 0.7:
            return None
        status = rng.choice([429, 500, 502, 503])
        return rng.choice([Fault(kind="status", status=status), Fault(kind=rng.choice(kinds))])

    def until_done(words: list[str]) -> None:
        for _ in range(200):
            if main(words) == 0:
                return
        pytest.fail("it never ends")

    server.plan = spoil
    until_done(["push", "tracker.yaml", "plan", "--yes"])
    check_pushed(project)
    assert "id: 4\n" in Path("scenario.yaml").read_text()
    (file,) = Path("plan").glob("push-*.jsonl")
    until_done(["push", "tracker.yaml", "--undo", str(file), "--yes"])
    assert normal(held(project)) == normal(before)
    assert TOKEN not in "".join(p.read_text() for p in Path("plan").glob("*.jsonl"))
    assert TOKEN not in capsys.readouterr().err
    assert allocator.load("scenario.yaml").item_by_id["X-1"].title == "Review"
