"""Pull from Jira: a Data Center that keeps state, a Cloud of the tests' own, and faults between."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from jira820 import Store

import allocator
from allocator.api.pull import pull, suggest_pull_mapping
from allocator.errors import FormatError, TrackerError
from allocator.integrations.live.waiting import Patience
from support.trackers.fault_proxy import Fault, FaultProxy, Seen, fault_proxy
from support.trackers.jira_cloud import EMAIL, TOKEN, jira_cloud
from support.trackers.jira_server import TODAY, jira_server, small_store

SECRET = "s3cr3t-Token-9"


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", SECRET)
    monkeypatch.setattr(Patience, "backoff", lambda _self, _failures: 0.0)


@pytest.fixture
def store() -> Store:
    return small_store()


@pytest.fixture
def server(store: Store) -> Iterator[FaultProxy]:
    with jira_server(store) as url, fault_proxy(url) as proxy:
        yield proxy


def tracker_file(tmp_path: Path, url: str, more: str = "") -> Path:
    path = tmp_path / "tracker.yaml"
    path.write_text(f'jira: {{url: "{url}", jql: "project = DS", board: 1{more}}}\n', "utf-8")
    return path


@pytest.mark.parametrize(
    "body",
    [
        b"[1, 2]",
        b'{"issues": [1], "values": [1], "histories": [1], "total": 1, "isLast": true}',
        b'{"issues": [{"key": "DS-1", "fields": {"status": 3, "summary": []}}], "total": "x"}',
    ],
)
def test_parts_of_another_kind_are_an_error_of_the_tracker(
    server: FaultProxy, tmp_path: Path, body: bytes
) -> None:
    """Whole JSON whose parts are of other types ended a pull with a traceback."""
    tracker = tracker_file(tmp_path, server.url)
    pull(tracker)
    paths = {seen.path.partition("?")[0] for seen in server.seen}
    for path in sorted(paths):
        server.plan = lambda seen, path=path: (
            Fault(kind="status", status=200, body=body) if seen.path.startswith(path) else None
        )
        with contextlib.suppress(TrackerError, FormatError):
            pull(tracker)


def set_history(store: Store, key: str, *steps: tuple[str, str, str]) -> None:
    """Give an issue a history of statuses: day, before, after."""
    ids = store.workflow.by_name
    issue = store.issues[key]
    issue["changelog"] = [
        {
            "author": "admin",
            "date": dt.date.fromisoformat(day),
            "time": "10:00",
            "items": [
                {
                    "field": "status",
                    "fieldtype": "jira",
                    "from": ids[before][1],
                    "fromString": before,
                    "to": ids[after][1],
                    "toString": after,
                }
            ],
        }
        for day, before, after in steps
    ]
    issue["statusName"] = steps[-1][2]
    issue["statusCategory"] = store.workflow.category_of(steps[-1][2])
    issue["resolved"] = None
    if issue["statusCategory"] == "done":
        issue["resolved"], issue["tresolved"] = dt.date.fromisoformat(steps[-1][0]), "10:00"


def test_a_pull_reads_what_the_store_holds(
    store: Store, server: FaultProxy, tmp_path: Path
) -> None:
    set_history(store, "DS-3", ("2026-11-03", "Open", "In Progress"))
    set_history(
        store, "DS-4", ("2026-11-02", "Open", "In Progress"), ("2026-11-12", "In Progress", "Done")
    )
    found = pull(tracker_file(tmp_path, server.url), output=tmp_path / "scenario.yaml")
    scenario = found.scenario
    items = {item.id: item for item in scenario.items}
    epics = {key for key, issue in store.issues.items() if issue["type"] == "Epic"}
    assert set(items) == set(store.issues) - epics
    assert {project.id for project in scenario.projects} == epics
    assert found.read == len(store.issues)
    assert items["DS-3"].state == "in_progress"
    assert str(items["DS-3"].started) == "2026-11-03 10:00:00"
    assert (items["DS-4"].state, str(items["DS-4"].started), str(items["DS-4"].finished)) == (
        "done",
        "2026-11-02 10:00:00",
        "2026-11-12 10:00:00",
    )
    for key, item in items.items():
        issue = store.issues[key]
        assert item.title == issue["summary"]
        assert item.project == issue["epicKey"]
        inward = [one for one in issue["links"] if one["dir"] == "inward"]
        blockers = {one["key"] for one in inward if one["type"] == "Blocks"}
        if item.state == "todo":
            assert blockers - epics <= {link.item for link in item.after}
    names = [sprint["name"] for sprint in store.sprints.values()]
    assert scenario.sprints is not None
    assert [sprint.name for sprint in scenario.sprints.of(None)] == names


def test_a_column_of_the_mapping_that_the_site_does_not_have_is_told(
    server: FaultProxy, tmp_path: Path
) -> None:
    path = tracker_file(tmp_path, server.url)
    (tmp_path / "mapping.yaml").write_text("columns: {Squad: team}\n")
    path.write_text(path.read_text() + "mapping: mapping.yaml\n")
    assert 'the mapping names 1 column that the tracker does not have: "Squad"' in pull(path).report


def test_the_report_does_not_count_cells_that_rest_gives_of_every_issue(
    server: FaultProxy, tmp_path: Path
) -> None:
    report = "\n".join(pull(tracker_file(tmp_path, server.url)).report)
    for name in ("Issue id", "Status Category", "Created", "Project key", "Project name"):
        assert name not in report


def test_a_second_pull_reads_only_what_has_changed_and_changes_no_byte(
    store: Store, server: FaultProxy, tmp_path: Path
) -> None:
    for issue in store.issues.values():
        issue["updated"] = min(issue["updated"], TODAY - dt.timedelta(days=20))
    path, output = tracker_file(tmp_path, server.url), tmp_path / "scenario.yaml"
    first = pull(path, output=output)
    second = pull(path, output=output)
    assert (first.read, first.kept, second.read, second.kept) == (17, 0, 0, 17)
    assert second.text == first.text
    # the server counts days of its own present
    store.config.base_date = dt.date.today()
    store.update_issue("DS-2", {"summary": "Renamed"})
    key = store.create_issue({"issuetype": {"name": "Task"}, "summary": "New"})["key"]
    store.delete_issue("DS-9")
    third = pull(path, output=output)
    assert (third.read, third.gone) == (2, ("DS-9",))
    titles = {item.id: item.title for item in third.scenario.items}
    assert titles["DS-2"] == "Renamed" and titles[key] == "New" and "DS-9" not in titles
    whole = pull(path, output=output, fresh=True)
    assert (whole.read, whole.text) == (17, third.text)


def test_a_pull_that_breaks_off_goes_on_from_there(
    store: Store, server: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allocator.integrations.live.jira.issues.PAGE_SIZE", 5)
    path, output = tracker_file(tmp_path, server.url), tmp_path / "scenario.yaml"
    whole = pull(path).text

    def fails_on_the_third_page(seen: Seen) -> Fault | None:
        return Fault(kind="cut") if "startAt=10" in seen.path else None

    server.plan = fails_on_the_third_page
    with pytest.raises(TrackerError, match="10 issues read so far are kept"):
        pull(path, output=output)
    assert not output.exists()
    server.plan = lambda _seen: None
    store.config.base_date = dt.date.today()
    again = pull(path, output=output)
    assert (again.read, again.kept) == (7, 10)
    assert "kept of a pull that was broken off" in again.report[0]
    assert again.text.replace("name: scenario", "name: tracker") == whole


def test_an_issue_that_the_server_does_not_give_is_told_and_the_others_are_read(
    server: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allocator.integrations.live.jira.issues.PAGE_SIZE", 5)
    path, output = tracker_file(tmp_path, server.url), tmp_path / "scenario.yaml"
    server.plan = lambda seen: Fault(kind="cut") if "startAt=5" in seen.path else None
    with pytest.raises(TrackerError):
        pull(path, output=output)
    gone = "%22DS-9%22"
    server.plan = lambda s: Fault(kind="status", status=400) if gone in s.path else None
    found = pull(path, output=output)
    assert (found.read, found.kept) == (11, 5)
    assert "DS-9" not in {item.id for item in found.scenario.items}
    assert any("perhaps deleted since: DS-9" in line for line in found.report)


def test_faults_on_the_way_change_nothing(
    store: Store, server: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allocator.integrations.live.jira.issues.PAGE_SIZE", 4)
    path = tracker_file(tmp_path, server.url)
    whole = pull(path).text
    rng = random.Random(19)
    kinds = [
        Fault(kind="status", status=429, headers={"Retry-After": "0"}),
        Fault(kind="status", status=500),
        Fault(kind="half"),
        Fault(kind="chopped"),
        Fault(kind="cut"),
        Fault(kind="lost"),
        Fault(seconds=0.02),
    ]
    made: list[Fault] = []

    def sometimes(_seen: Seen) -> Fault | None:
        if rng.random() < 0.5 and len(made) % 4 != 3:  # never five in a row
            made.append(rng.choice(kinds))
            return made[-1]
        made.append(Fault())
        return None

    server.plan = sometimes
    assert pull(path).text == whole
    assert len([fault for fault in made if fault.kind]) > 10


def test_no_secret_is_in_any_file_or_message(
    store: Store, server: FaultProxy, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from allocator.cli.main import main

    path = str(tracker_file(tmp_path, server.url))
    os.environ["ALLOCATOR_DEBUG"] = "1"
    try:
        assert main(["pull", path, "-o", str(tmp_path / "scenario.yaml"), "--json"]) == 0
        assert main(["pull", path, "--as-progress", str(tmp_path / "actuals.csv")]) == 0
        assert main(["pull", path, "--suggest-mapping", "-o", str(tmp_path / "mapping.yaml")]) == 0
        for fault in (
            Fault(kind="status", status=401, body=SECRET.encode()),
            Fault(kind="status", status=403, body=f'{{"message": "{SECRET}"}}'.encode()),
            Fault(kind="page"),
            Fault(kind="cut"),
        ):
            server.plan = lambda _seen, fault=fault: fault
            assert main(["pull", path, "-o", str(tmp_path / "other.yaml")]) == 2
    finally:
        del os.environ["ALLOCATOR_DEBUG"]
    captured = capfd.readouterr()
    assert SECRET not in captured.out + captured.err
    assert any(SECRET in seen.headers["Authorization"] for seen in server.seen)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert {file.name for file in files} >= {"scenario.yaml", "scenario.pull-cache", "actuals.csv"}
    assert not [file for file in files if SECRET.encode() in file.read_bytes()]


def test_progress_alone_goes_into_a_replan(
    store: Store, server: FaultProxy, tmp_path: Path
) -> None:
    path, output = tracker_file(tmp_path, server.url), tmp_path / "scenario.yaml"
    first = pull(path, output=output)
    output.write_text(first.text, "utf-8")
    set_history(store, "DS-9", ("2026-11-24", "Open", "In Progress"))
    store.config.base_date = dt.date.today()
    store.issues["DS-9"]["updated"] = TODAY
    key = store.create_issue({"issuetype": {"name": "Task"}, "summary": "New"})["key"]
    text, notes = pull(path, output=output).progress(output)
    rows = {row["item"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["DS-9"] | {"people": ""} == {
        "item": "DS-9",
        "state": "in_progress",
        "started": "2026-11-24T10:00",
        "finished": "",
        "remaining": "",
        "people": "",
    }
    assert key not in rows and notes == (
        f"1 item of the tracker that the scenario does not have, left out: {key}",
    )
    actuals = tmp_path / "actuals.csv"
    actuals.write_text(text, "utf-8")
    after = allocator.load(output, actuals=actuals, now=dt.date(2026, 12, 1))
    assert {i.id for i in after.items if i.state == "in_progress"} >= {"DS-9"}


def test_a_query_without_issues_is_told(server: FaultProxy, tmp_path: Path) -> None:
    path = tmp_path / "tracker.yaml"
    path.write_text(f'jira: {{url: "{server.url}", jql: "project = NONE"}}\n', "utf-8")
    with pytest.raises(FormatError, match="finds nothing"):
        pull(path)


def test_a_suggested_mapping_has_the_words_of_the_site(server: FaultProxy, tmp_path: Path) -> None:
    text = suggest_pull_mapping(tracker_file(tmp_path, server.url))
    assert text.startswith("# Mapping for allocator pull tracker.yaml, made from 17 tickets.")
    assert "Cloners: ignore # 0 mentions, clones / is cloned by" in text
    assert "Reporter" in text
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text, "utf-8")
    file = tracker_file(tmp_path, server.url)
    file.write_text(file.read_text("utf-8") + "mapping: mapping.yaml\n", "utf-8")
    assert pull(file).scenario.items


def test_jira_cloud_gives_the_same_scenario(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", TOKEN)
    set_history(store, "DS-3", ("2026-11-03", "Open", "In Progress"))
    store.issues["DS-11"]["cloud"] = {
        "customfield_10021": [{"value": "Impediment"}],
        "customfield_10050": {"value": "Blue"},
    }
    store.issues["DS-11"]["changelog"].append(
        {
            "author": "admin",
            "date": dt.date(2026, 11, 20),
            "time": "12:00",
            "items": [{"field": "Flagged", "fromString": "", "toString": "Impediment"}],
        }
    )
    with jira_cloud(store) as cloud, jira_server(store) as url:
        file = tracker_file(tmp_path, cloud.url, f", email: {EMAIL}")
        found = pull(file, output=tmp_path / "cloud.yaml")
        again = pull(file, output=tmp_path / "cloud.yaml")
        pages = [seen for seen in cloud.seen if seen.path.endswith("/search/jql")]
        assert len(pages) >= 3 and b"nextPageToken" in pages[1].body
        own = pull(tracker_file(tmp_path, url)).scenario
    items = {item.id: item for item in found.scenario.items}
    assert items.keys() == {item.id for item in own.items}
    for item in own.items:
        other = items[item.id]
        same = ("title", "state", "effort", "started", "finished", "due", "after", "type")
        if item.state != "todo":
            assert [getattr(other, n) for n in same] == [getattr(item, n) for n in same]
    assert str(items["DS-3"].started) == "2026-11-03 10:00:00"
    blocked = items["DS-11"].blocked
    assert blocked is not None
    assert (blocked.by, str(blocked.since)) == ("Flagged: Impediment", "2026-11-20")
    assert "Escuadra" in "\n".join(found.report)
    assert again.text == found.text


def test_a_wrong_token_is_told_before_anything_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", "old-token")
    with jira_cloud(store) as cloud:
        file = tracker_file(tmp_path, cloud.url, f", email: {EMAIL}")
        with pytest.raises(TrackerError, match="set ALLOCATOR_JIRA_TOKEN"):
            pull(file)
        assert len(cloud.seen) == 2
