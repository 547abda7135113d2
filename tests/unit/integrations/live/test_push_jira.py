"""``allocator push`` on a Jira Data Center that keeps state."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import allocator
from allocator.cli.main import main
from allocator.integrations.live.push import run
from support.trackers.fault_proxy import Fault, FaultProxy, Seen, fault_proxy
from support.trackers.jira_server import jira_server, small_store
from support.trackers.pulled_plans import write_sample_plan

Capture = pytest.CaptureFixture[str]
SECRET = "a-token-that-nobody-may-see"
HELD = ("due", "sp", "assignee", "sprints", "labels", "links")


@pytest.fixture
def pulled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Run a server, pull from it into scenario.yaml, and yield what the server holds."""
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", SECRET)
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(run, "_pause", lambda _failures: 0.0)
    monkeypatch.chdir(tmp_path)
    store = small_store()
    with jira_server(store) as url:
        board = next(iter(store.boards))
        site = f'jira: {{url: "{url}", jql: "project = DS", board: {board}}}\n'
        Path("tracker.yaml").write_text(site)
        assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
        yield store


def held(store: Any) -> dict[str, Any]:
    return {key: {f: copy.deepcopy(i[f]) for f in HELD} for key, i in store.issues.items()}


def edit(store: Any) -> str:
    """Write on the scenario by hand, plan it, and return an item that has not begun."""
    path = Path("scenario.yaml")
    todo = next(i for i in allocator.load(path).items if i.state == "todo" and i.effort)
    text = path.read_text()
    place = text.index(f"id: {todo.id}\n")
    text = text[:place] + text[place:].replace(f"effort: {todo.effort}", "effort: 12d", 1)
    text += f"  # by hand\n  - id: X-1\n    title: Review\n    effort: 1d\n    after: {todo.id}\n"
    path.write_text(text)
    write_sample_plan(path, Path("plan"))
    return todo.id


def push(*more: str) -> int:
    return main(["push", "tracker.yaml", "plan", *more])


def test_a_dry_run_shows_every_field_and_changes_nothing(pulled: Any, capsys: Capture) -> None:
    key = edit(pulled)
    before, files = held(pulled), sorted(Path().rglob("*"))
    assert push("--dry-run") == 0
    shown = capsys.readouterr()
    assert "new: X-1 Review" in shown.out
    assert f"\n{key} " in shown.out and "points: " in shown.out and "-> 12" in shown.out
    assert shown.out.endswith("Nothing was changed.\n")
    assert held(pulled) == before
    assert sorted(Path().rglob("*")) == files


def test_nothing_is_sent_without_a_yes(pulled: Any, capsys: Capture) -> None:
    edit(pulled)
    before = held(pulled)
    assert push() == 2
    assert "add --yes" in capsys.readouterr().err
    assert held(pulled) == before


def test_a_push_is_repeated_pulled_and_taken_back(pulled: Any, capsys: Capture) -> None:
    key = edit(pulled)
    before = held(pulled)
    assert push("--yes", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    new = report["keys"]["X-1"]
    assert report["sent"] and pulled.issues[key]["sp"] == 12
    (link,) = pulled.issues[new]["links"]
    assert (link["type"], link["key"], link["dir"]) == ("Blocks", key, "inward")
    assert pulled.issues[new]["labels"] == []
    text = Path("scenario.yaml").read_text()
    assert f"  # by hand\n  - id: {new}\n" in text and "X-1" not in text

    after = held(pulled)
    assert push("--yes") == 0
    assert capsys.readouterr().out == "Nothing differs.\n"
    assert held(pulled) == after

    assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
    assert "  # by hand\n" in Path("scenario.yaml").read_text()
    assert main(["push", "tracker.yaml", "--undo", report["undo"], "--yes"]) == 0
    now = held(pulled)
    for one in (before, now):
        del one[key]["links"]  # the server keeps links to what is deleted
    assert now == before
    assert "id: X-1\n" in Path("scenario.yaml").read_text()
    for path in Path().rglob("*"):
        assert path.is_dir() or SECRET not in path.read_text(errors="replace")


USE = "use:\n  - {template: more.yaml, id: DB}\n"
TEMPLATE = """\
template: own
title: Own
items:
- {id: one, title: One, effort: 1d}
- {id: two, title: Two, effort: 1d, after: one}
"""
INCLUDED = "items:\n  - {id: INC-A, title: Included, effort: 1d}\n"


@pytest.mark.parametrize("is_template", [True, False])
def test_what_has_no_line_of_its_own_is_told_and_never_made(
    pulled: Any, capsys: Capture, is_template: bool
) -> None:
    """Each push made an issue of it, and the next pull a second item, since no key came back."""
    path = Path("scenario.yaml")
    edit(pulled)
    Path("more.yaml").write_text(TEMPLATE if is_template else INCLUDED)
    more = USE if is_template else "include: [more.yaml]\n"
    path.write_text(path.read_text() + more)
    names = {item.id for item in allocator.load(path).items}
    write_sample_plan(path, Path("plan"))
    issues = len(pulled.issues)
    capsys.readouterr()
    assert push("--yes", "--json") == 2
    shown = capsys.readouterr()
    report = json.loads(shown.out)
    assert list(report["keys"]) == ["X-1"]
    left = {one["key"]: one["why"] for one in report["refused"]}
    elsewhere = {name for name in names if name.startswith(("DB", "INC"))}
    assert elsewhere and elsewhere == left.keys()
    assert all("it comes from a template (use) or an included file" in why for why in left.values())
    assert len(pulled.issues) == issues + 1
    assert push("--yes") == 2
    assert len(pulled.issues) == issues + 1
    assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
    write_sample_plan(path, Path("plan"))
    assert push("--yes") == 2
    assert len(pulled.issues) == issues + 1
    assert elsewhere <= {item.id for item in allocator.load(path).items}


def test_of_a_range_the_likely_effort_is_written(pulled: Any, capsys: Capture) -> None:
    path = Path("scenario.yaml")
    key = edit(pulled)
    text = path.read_text()
    path.write_text(text.replace("effort: 12d", "effort: {low: 3d, likely: 12d, high: 31d}", 1))
    write_sample_plan(path, Path("plan"))
    assert push("--yes") == 0
    assert "estimate" not in capsys.readouterr().err
    assert pulled.issues[key]["sp"] == 12


def test_what_a_new_link_has_and_the_tracker_not_is_told(pulled: Any, capsys: Capture) -> None:
    key = edit(pulled)
    path = Path("scenario.yaml")
    text = path.read_text()
    lagged = f"after: [{{item: {key}, lag: 2d}}, {{item: DS-9, type: SS}}]"
    path.write_text(text.replace(f"effort: 1d\n    after: {key}\n", f"effort: 1d\n    {lagged}\n"))
    write_sample_plan(path, Path("plan"))
    push("--dry-run")
    told = capsys.readouterr()
    assert f"after {key}: linked" in told.out and "after DS-9" not in told.out
    assert f"the link by which X-1 comes after {key} is written without its lag" in told.err
    assert "comes after DS-9 is not written: trackers have none of type SS" in told.err


def test_rules_that_the_tracker_has_no_place_for_are_told(pulled: Any, capsys: Capture) -> None:
    key = edit(pulled)
    path = Path("scenario.yaml")
    rules = f"effort: 1d\n    not_same_as: {key}\n    after: [{{item: {key}, handover: true}}]\n"
    path.write_text(path.read_text().replace(f"effort: 1d\n    after: {key}\n", rules))
    write_sample_plan(path, Path("plan"))
    push("--dry-run")
    told = capsys.readouterr().err
    assert "Not in the tracker: a rule about the people of 1 item (not_same_as: X-1).\n" in told
    assert f"comes after {key} is written as a plain one, without its handover" in told


def test_rules_are_told_of_the_items_that_a_push_writes(pulled: Any, capsys: Capture) -> None:
    """Each push told those of all items, also one in which nothing differed."""
    edit(pulled)
    assert push("--yes") == 0
    path = Path("scenario.yaml")
    text = path.read_text().replace("effort: 1d\n", "effort: 1d\n    uninterrupted: true\n")
    path.write_text(text + "  - {id: X-2, title: Sign, effort: 1h, not_same_as: DS-9}\n")
    write_sample_plan(path, Path("plan"))
    capsys.readouterr()
    assert push("--yes") == 0
    told = capsys.readouterr().err
    assert told.count("Not in the tracker") == 1
    assert "Not in the tracker: a rule about the people of 1 item (not_same_as: X-2).\n" in told
    assert push("--yes") == 0
    said = capsys.readouterr()
    assert "Nothing differs." in said.out
    assert "Not in the tracker" not in said.err


def test_a_tracker_without_a_field_for_the_start_is_told(pulled: Any, capsys: Capture) -> None:
    edit(pulled)
    push("--dry-run", "--plan-dates")
    told = capsys.readouterr()
    assert "  due: " in told.out and "  start: " not in told.out
    assert told.err.count("the tracker has no field for the start, so it is not written") == 1


def test_a_new_milestone_is_still_one_after_the_next_pull(pulled: Any, capsys: Capture) -> None:
    """The pull guessed an effort for it, and asked which of both counts."""
    path = Path("scenario.yaml")
    path.write_text(path.read_text() + "  - {id: X-1, title: Live, kind: milestone, after: DS-9}\n")
    write_sample_plan(path, Path("plan"))
    assert push("--yes", "--json") == 0
    key = json.loads(capsys.readouterr().out)["keys"]["X-1"]
    assert main(["pull", "tracker.yaml", "-o", "scenario.yaml"]) == 0
    item = allocator.load(path).item_by_id[key]
    assert (item.kind, item.effort, item.guessed) == ("milestone", None, False)


def test_an_undo_shows_each_issue_once_with_its_title(pulled: Any, capsys: Capture) -> None:
    key = edit(pulled)
    assert push("--yes", "--json") == 0
    undo = json.loads(capsys.readouterr().out)["undo"]
    assert main(["push", "tracker.yaml", "--undo", undo, "--dry-run"]) == 0
    shown = capsys.readouterr().out.splitlines()
    heads = [line for line in shown if line.startswith("DS-") and ": deleted" not in line]
    assert len(heads) == len(set(heads))
    assert f"{key} {pulled.issues[key]['summary']}" in heads


def test_an_issue_that_changed_since_the_pull_alone_is_left(pulled: Any, capsys: Capture) -> None:
    key = edit(pulled)
    pulled.issues[key]["due"] = dt.date(2027, 3, 3)
    assert push("--dry-run") == 2
    assert push("--yes") == 2
    shown = capsys.readouterr()
    assert (
        f"{key} stays as it is: it has changed in the tracker since the last pull: due" in shown.err
    )
    assert pulled.issues[key]["sp"] != 12
    assert "X-1 is DS-" in shown.err


def test_a_push_needs_a_pull(pulled: Any, capsys: Capture) -> None:
    edit(pulled)
    Path("scenario.pulled.yaml").unlink()
    assert push("--yes") == 2
    assert "no pull is kept beside tracker.yaml" in capsys.readouterr().err


def test_the_file_of_an_undo_is_checked(pulled: Any, capsys: Capture) -> None:
    edit(pulled)
    Path("x.jsonl").write_text("{}\n")
    assert main(["push", "tracker.yaml", "--undo", "x.jsonl", "--yes"]) == 2
    assert "x.jsonl is no file of a push" in capsys.readouterr().err
    assert main(["push", "tracker.yaml"]) == 2
    assert "Give a PLAN to push, or --undo FILE" in capsys.readouterr().err


@pytest.fixture
def proxy(pulled: Any) -> Iterator[FaultProxy]:
    """Let requests go through a proxy that can spoil them."""
    file = Path("tracker.yaml")
    url = file.read_text().partition('url: "')[2].partition('"')[0]
    with fault_proxy(url) as running:
        file.write_text(file.read_text().replace(url, running.url))
        yield running


def test_what_is_refused_is_told_by_field_and_in_the_exit_code(
    pulled: Any, proxy: FaultProxy, capsys: Capture
) -> None:
    """A field that an issue does not take keeps neither its other fields nor other issues back."""
    key = edit(pulled)
    path, field = Path("scenario.yaml"), pulled.config.sp_field
    before, head, after = path.read_text().partition(f"id: {key}\n")
    path.write_text(before + head + re.sub(r"due: \S+", "due: 2027-03-05", after, count=1))
    write_sample_plan(path, Path("plan"))
    said = {"errors": {field: "It is not on the appropriate screen, or unknown."}}
    refusal = Fault(kind="status", status=400, body=json.dumps(said).encode())
    proxy.plan = lambda seen: refusal if field.encode() in seen.body else None
    assert push("--dry-run") == 0
    capsys.readouterr()
    assert push("--yes") == 2
    shown = capsys.readouterr()
    assert f"{key} stays as it is: the tracker refuses points 12: {field}: It is not" in shown.err
    assert "put the field on the screen" in shown.err
    assert "2 issues left as they are.\n" in shown.out and "takes it back.\n" in shown.out
    assert pulled.issues[key]["due"] == dt.date(2027, 3, 5)


def test_a_push_that_breaks_off_says_how_to_go_on(
    pulled: Any, proxy: FaultProxy, capsys: Capture
) -> None:
    key = edit(pulled)
    gone = Fault(kind="status", status=401)
    proxy.plan = lambda seen: gone if seen.method == "PUT" else None
    assert push("--yes") == 2
    (journal,) = Path("plan").glob("push-*.jsonl")
    assert f"the same command goes on from there, and --undo {journal} takes it back" in (
        capsys.readouterr().err
    )
    proxy.plan = lambda _seen: None
    assert push("--yes") == 0
    assert pulled.issues[key]["sp"] == 12
    assert push("--yes") == 0
    assert list(Path("plan").glob("push-*.jsonl")) == [journal]
    assert len([i for i in pulled.issues.values() if i["summary"] == "Review"]) == 1


def test_items_in_another_file_are_refused_before_anything_is_read(
    pulled: Any, proxy: FaultProxy, capsys: Capture
) -> None:
    scenario = Path("mine.yaml")
    scenario.write_text("version: 1\ncalendar: {start: 2026-11-30}\npeople: []\nitems: items.csv\n")
    before = scenario.read_text()
    assert main(["pull", "tracker.yaml", "-o", "mine.yaml"]) == 2
    shown = capsys.readouterr().err
    assert "mine.yaml keeps its items in items.csv" in shown and "--as-progress" in shown
    assert proxy.seen == []
    assert scenario.read_text() == before


def test_another_plan_takes_a_push_up_that_broke_off(
    pulled: Any, proxy: FaultProxy, capsys: Capture
) -> None:
    """The server gives new issues an assignee of its own; nobody has changed it since."""
    edit(pulled)
    create = pulled.create_issue

    def with_lead(body: Any) -> Any:
        made = create(body)
        pulled.issues[made["key"]]["assignee"] = next(iter(pulled.users))
        return made

    pulled.create_issue = with_lead
    gone = Fault(kind="status", status=401)
    proxy.plan = lambda seen: gone if seen.method == "PUT" else None
    assert push("--yes") == 2
    proxy.plan = lambda _seen: None
    write_sample_plan(Path("scenario.yaml"), Path("plan2"))
    capsys.readouterr()
    assert main(["push", "tracker.yaml", "plan2", "--yes"]) == 0, capsys.readouterr().err
    assert "broke off; this one takes it up" in capsys.readouterr().err
    (new,) = [i for i in pulled.issues.values() if i["summary"] == "Review"]
    assert new["labels"] == [] and new["sp"] == 1


def test_ctrl_c_says_what_a_pull_has_kept(pulled: Any, proxy: FaultProxy) -> None:
    def stop(seen: Seen) -> Fault | None:
        if "/search" in seen.path and "fields=key" in seen.path:
            process.send_signal(signal.SIGINT)
            process.wait()
            return Fault(kind="cut")
        return None

    proxy.plan = stop
    code = "import sys; from allocator.cli.main import main; sys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "pull", "tracker.yaml", "-o", "new.yaml"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.communicate()[1] == (
        "Interrupted. No scenario was written; the 17 tickets read so far are kept, and the same "
        "command goes on from there.\n"
    )
    assert process.returncode == 130
    assert not Path("new.yaml").exists()
    proxy.plan = lambda _seen: None
    assert main(["pull", "tracker.yaml", "-o", "new.yaml"]) == 0
