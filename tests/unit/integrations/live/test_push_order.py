"""The order of the backlog: the fewest moves, undone to the letter, and off without a mapping."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import allocator
from allocator.cli.main import main
from allocator.integrations.live.push.ordering import RankMove, moves, numbers, restored
from support.trackers.azure_devops import TOKEN, AzureDevOps, azure_devops
from support.trackers.fault_proxy import Fault
from support.trackers.jira_ranks import JiraRanks, jira_ranks
from support.trackers.jira_server import jira_server, small_store
from support.trackers.pulled_plans import write_sample_plan

Capture = pytest.CaptureFixture[str]
STACK_RANK = "Microsoft.VSTS.Common.StackRank"


def moved(current: list[str], steps: list[RankMove]) -> list[str]:
    """Do moves as a server does them."""
    for step in steps:
        rest = [key for key in current if key not in step.keys]
        place = rest.index(step.anchor) + step.is_behind
        current = rest[:place] + list(step.keys) + rest[place:]
    return current


def longest_ordered(places: list[int]) -> int:
    """Return the length of a longest growing part, by trying all."""
    sizes = range(len(places), 0, -1)
    parts = itertools.chain.from_iterable(itertools.combinations(places, n) for n in sizes)
    return next((len(p) for p in parts if list(p) == sorted(set(p))), 0)


@pytest.mark.parametrize("seed", range(60))
def test_moves_are_the_fewest_and_lead_to_the_order(seed: int) -> None:
    rng = random.Random(seed)
    current = [f"K-{n}" for n in range(rng.randrange(1, 10))]
    wanted = rng.sample(current, rng.randrange(len(current) + 1))
    steps = moves(current, wanted, rng.choice([1, 2, 50]))
    after = moved(current, steps)
    assert [key for key in after if key in wanted] == wanted
    others = [key for key in current if key not in wanted]
    assert [key for key in after if key in others] == others
    fewest = len(wanted) - longest_ordered([current.index(key) for key in wanted])
    assert sum(len(step.keys) for step in steps) == fewest
    assert moved(after, steps) == after, "a second time changes nothing"

    touched = {key for step in steps for key in step.keys}
    assert restored(after, current, touched) == current
    half = moved(after, moves(after, current, 1)[: rng.randrange(3)])
    assert restored(half, current, touched) == current, "an undo that broke off goes on"


@pytest.mark.parametrize("seed", range(30))
def test_numbers_sort_the_list_and_the_fewest_are_new(seed: int) -> None:
    rng = random.Random(seed)
    wanted = [f"K-{n}" for n in range(8)]
    held = {key: float(rng.randrange(9)) for key in wanted if rng.random() < 0.7}
    found = numbers(held, wanted)
    after = [(held | found)[key] for key in wanted]
    assert after == sorted(set(after))
    kept = longest_ordered([int(held[key]) for key in wanted if key in held])
    assert len(found) == len(wanted) - kept
    assert numbers(held | found, wanted) == {}


@pytest.fixture
def ranked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, JiraRanks]]:
    """Run a Jira with ranks, pull from it, and plan what is left last issue first."""
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", "a-token")
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.chdir(tmp_path)
    store = small_store()
    with jira_server(store) as url, jira_ranks(url, store) as ranks:
        site = f'jira: {{url: "{ranks.url}", jql: "project = DS", board: 1}}\n'
        Path("tracker.yaml").write_text(site + "mapping: mapping.yaml\n")
        Path("mapping.yaml").write_text("push: [order, items]\n")
        assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
        with Path("scenario.yaml").open("a") as file:
            file.write("  - id: X-1\n    title: Review\n    effort: 1d\n")
        write_sample_plan(Path("scenario.yaml"), Path("plan"))
        plan = json.loads(Path("plan/plan.json").read_text())
        days = [(item["start"], item["finish"]) for item in plan["items"]]
        for item, (start, finish) in zip(plan["items"], reversed(days), strict=True):
            item["start"], item["finish"] = start, finish
            for work in item["assignments"]:
                work["start"], work["finish"] = start, finish
        Path("plan/plan.json").write_text(json.dumps(plan))
        yield store, ranks


def push(*more: str) -> int:
    return main(["push", "tracker.yaml", "plan", *more])


def wanted_order() -> list[str]:
    """Return the items that are left, as the plan orders them."""
    plan = json.loads(Path("plan/plan.json").read_text())
    left = [item for item in plan["items"] if item["state"] in ("planned", "in_progress")]
    return [item["id"] for item in sorted(left, key=lambda item: item["start"])]


def test_ranks_follow_the_plan_and_are_taken_back(
    ranked: tuple[Any, JiraRanks], capsys: Capture
) -> None:
    _, ranks = ranked
    before = list(ranks.order)
    assert push("--dry-run") == 0
    assert "\norder: DS-" in capsys.readouterr().out
    assert ranks.order == before
    wanted = wanted_order()
    assert push("--yes", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    new = report["keys"]["X-1"]
    keys = [new if key == "X-1" else key for key in wanted]
    after = list(ranks.order)
    assert [key for key in after if key in keys] == keys
    assert ranks.moved == len(keys) - 1, "the plan turned all round: one stays"
    assert push("--yes") == 0
    assert capsys.readouterr().out == "Nothing differs.\n"
    assert main(["push", "tracker.yaml", "--undo", report["undo"], "--yes"]) == 0
    assert ranks.order == before


def test_ranks_survive_faults(
    ranked: tuple[Any, JiraRanks], capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ranks = ranked
    before, wanted = list(ranks.order), wanted_order()
    stop = Fault(kind="status", status=401)

    def until_done(*words: str) -> None:
        left = itertools.count()
        ranks.plan = lambda seen: stop if seen.path.endswith("/rank") and next(left) % 2 else None
        for _ in range(20):
            if main(list(words)) == 0:
                return
        pytest.fail("it never ends")

    until_done("push", "tracker.yaml", "plan", "--yes")
    (journal,) = Path("plan").glob("push-*.jsonl")
    scenario = allocator.load("scenario.yaml")
    (new,) = (item.id for item in scenario.items if item.title == "Review")
    keys = [new if key == "X-1" else key for key in wanted]
    assert [key for key in ranks.order if key in keys] == keys
    until_done("push", "tracker.yaml", "--undo", str(journal), "--yes")
    assert ranks.order == before


def test_without_a_mapping_the_order_stays(ranked: tuple[Any, JiraRanks]) -> None:
    _, ranks = ranked
    Path("mapping.yaml").write_text("{}\n")
    assert push("--yes") == 0
    assert ranks.moved == 0


def test_a_mapping_allows_field_by_field(ranked: tuple[Any, JiraRanks], capsys: Capture) -> None:
    Path("mapping.yaml").write_text("push: [assignee]\n")
    assert push("--dry-run", "--json") == 0
    shown = capsys.readouterr()
    report = json.loads(shown.out)
    assert {change["field"] for change in report["changes"]} <= {"assignee"}
    assert report["new"] == {} and report["moves"] == []
    assert report["notes"] == ["1 new item not made, as the mapping says"]


def test_azure_devops_is_sorted_by_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("ALLOCATOR_AZURE_TOKEN", TOKEN)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.chdir(tmp_path)
    project = AzureDevOps()
    for number, rank in enumerate([3000.0, 1000.0, 2000.0], 1):
        project.add(f"Story {number}", StoryPoints=1.0)
        project.change(number, **{STACK_RANK: rank})

    def ranks() -> dict[int, float]:
        return {number: item["fields"][STACK_RANK] for number, item in project.items.items()}

    with azure_devops(project) as server:
        Path("tracker.yaml").write_text(
            f'azure-devops: {{url: "{server.url}", project: Shop}}\nmapping: mapping.yaml\n'
        )
        Path("mapping.yaml").write_text("push: [order]\n")
        Path("team.yaml").write_text("people: []\n")
        assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
        write_sample_plan(Path("scenario.yaml"), Path("plan"))
        capsys.readouterr()
        assert push("--yes") == 0
        assert "order: 3000 -> 0" in capsys.readouterr().out
        assert ranks() == {1: 0.0, 2: 1000.0, 3: 2000.0}
        assert push("--yes") == 0
        assert capsys.readouterr().out == "Nothing differs.\n"
        (journal,) = Path("plan").glob("push-*.jsonl")
        assert main(["push", "tracker.yaml", "--undo", str(journal), "--yes"]) == 0
        assert ranks() == {1: 3000.0, 2: 1000.0, 3: 2000.0}
