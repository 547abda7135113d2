"""Pull from Azure DevOps: work items with history, sprints, capacities, days off."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from allocator.api.pull import pull, suggest_pull_mapping
from allocator.errors import TrackerError
from allocator.integrations.live.waiting import Patience
from support.trackers.azure_devops import TOKEN, AzureDevOps, azure_devops, person
from support.trackers.fault_proxy import Fault, FaultProxy, Seen


@pytest.fixture(autouse=True)
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALLOCATOR_AZURE_TOKEN", TOKEN)
    monkeypatch.setattr(Patience, "backoff", lambda _self, _failures: 0.0)


@pytest.fixture
def project() -> AzureDevOps:
    found = AzureDevOps()
    epic = found.add("Churn", kind="Epic")
    table = found.add("Feature table", AssignedTo=person("ana"), StoryPoints=5.0)
    model = found.add("Train the model", AssignedTo=person("bo"), IterationPath="Shop\\Sprint 2")
    live = found.add("Put it into service", Tags="gpu; nightly", **{"Custom.Riskdays": 3})
    found.add("Given up", State="Removed")
    for part in (table, model, live):
        found.link(epic, "Hierarchy", part)
    found.link(table, "Dependency", model)
    found.link(model, "Dependency", live)
    found.change(table, State="Active")  # 2026-11-02T15:00
    found.change(table, State="Closed")  # 2026-11-02T16:00
    found.change(model, State="Active")  # 2026-11-02T17:00
    found.change(model, State="Waiting for data")
    found.change(model, **{"Microsoft.VSTS.CMMI.Blocked": "Yes"})  # 2026-11-02T19:00
    found.iterations = [
        {
            "id": f"00000000-0000-0000-0000-00000000000{n}",
            "name": f"Sprint {n}",
            "path": f"Shop\\Sprint {n}",
            "attributes": {"startDate": f"{start}T00:00:00Z", "finishDate": f"{end}T00:00:00Z"},
        }
        for n, start, end in (
            (1, "2026-11-02", "2026-11-13"),
            (2, "2026-11-16", "2026-11-27"),
            (9, "2024-01-01", "2024-01-12"),
        )
    ]
    found.capacities[found.iterations[1]["id"]] = [
        {
            "teamMember": person("ana"),
            "activities": [{"capacityPerDay": 6.0, "name": "Development"}],
            "daysOff": [{"start": "2026-11-19T00:00:00Z", "end": "2026-11-20T00:00:00Z"}],
        }
    ]
    found.days_off[found.iterations[1]["id"]] = [
        {"start": "2026-11-26T00:00:00Z", "end": "2026-11-26T00:00:00Z"}
    ]
    return found


@pytest.fixture
def server(project: AzureDevOps) -> Iterator[FaultProxy]:
    with azure_devops(project) as running:
        yield running


def tracker_file(tmp_path: Path, url: str, more: str = ", team: Alpha") -> Path:
    path = tmp_path / "tracker.yaml"
    path.write_text(f'azure-devops: {{url: "{url}", project: Shop{more}}}\n', "utf-8")
    return path


def test_a_pull_reads_what_the_project_holds(server: FaultProxy, tmp_path: Path) -> None:
    found = pull(tracker_file(tmp_path, server.url), output=tmp_path / "scenario.yaml")
    scenario = found.scenario
    items = {item.id: item for item in scenario.items}
    assert set(items) == {"2", "3", "4"}
    assert [project.id for project in scenario.projects] == ["1"]
    done, begun, later = items["2"], items["3"], items["4"]
    assert (done.state, str(done.started), str(done.finished)) == (
        "done",
        "2026-11-02 15:00:00",
        "2026-11-02 16:00:00",
    )
    assert (begun.state, str(begun.started)) == ("in_progress", "2026-11-02 17:00:00")
    assert begun.blocked is not None and str(begun.blocked.since) == "2026-11-02"
    assert [link.item for link in later.after] == ["3"]
    assert later.labels == ("gpu", "nightly")
    people = {person.email: person for person in scenario.people}
    ana = people["ana@example.org"]
    assert ana.capacity == 0.75
    assert [(str(off.start), str(off.end)) for off in ana.time_off] == [
        ("2026-11-19", "2026-11-20")
    ]
    assert scenario.sprints is not None
    assert [sprint.name for sprint in scenario.sprints.of(None)] == ["Sprint 1", "Sprint 2"]
    assert "2026-11-26" in found.text
    assert found.read == 5
    assert any(
        line == "1 iteration of Alpha that ended more than half a year before the newest change, "
        "left out"
        for line in found.report
    )
    assert found.held["3"]["assignee"] == "bo@example.org"
    assert found.held["3"]["sprint"] == "Shop\\Sprint 2"


def test_a_second_pull_reads_only_what_has_changed(
    project: AzureDevOps, server: FaultProxy, tmp_path: Path
) -> None:
    path, output = tracker_file(tmp_path, server.url), tmp_path / "scenario.yaml"
    first = pull(path, output=output)
    second = pull(path, output=output)
    assert second.text == first.text
    assert (second.read, second.kept) == (1, 4), "the newest change is read again"
    project.change(4, Title="Put it live")
    project.delete(2)
    project.add("New")
    third = pull(path, output=output)
    assert (third.read, third.gone) == (3, ("2",)), "those two, and the newest one before"
    assert third.text == pull(path, output=output, fresh=True).text
    assert {item.title for item in third.scenario.items} >= {"Put it live", "New"}


def test_more_changes_than_the_server_lists_are_all_read(
    project: AzureDevOps, server: FaultProxy, tmp_path: Path
) -> None:
    path = tracker_file(
        tmp_path,
        server.url,
        ", wiql: \"SELECT [System.Id] FROM WorkItems WHERE [System.WorkItemType] = 'Epic'\"",
    )
    pull(path, output=tmp_path / "scenario.yaml")
    project.most_listed = 1
    for number in (1, 2, 3):
        project.change(number, Tags="x")
    again = pull(path, output=tmp_path / "scenario.yaml")
    assert (again.read, again.kept) == (1, 0)


def test_large_queries_are_read_in_batches_and_taken_up_again(
    project: AzureDevOps, server: FaultProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("allocator.integrations.live.azure.work_items.BATCH_SIZE", 2)
    path, output = tracker_file(tmp_path, server.url), tmp_path / "scenario.yaml"
    whole = pull(path).text
    batches = 0

    def fails_at_the_third(seen: Seen) -> Fault | None:
        nonlocal batches
        batches += "workitemsbatch" in seen.path
        return Fault(kind="cut") if batches > 2 else None

    server.plan = fails_at_the_third
    with pytest.raises(TrackerError, match="4 work items read so far are kept"):
        pull(path, output=output)
    server.plan = lambda _seen: None
    again = pull(path, output=output)
    assert again.kept >= 3 and again.read <= 2
    assert again.text.replace("name: scenario", "name: tracker") == whole


def test_faults_and_delays_change_nothing(server: FaultProxy, tmp_path: Path) -> None:
    path = tracker_file(tmp_path, server.url)
    whole = pull(path).text
    rng = random.Random(7)
    kinds = [Fault(kind="status", status=503), Fault(kind="half"), Fault(kind="cut"), None, None]
    server.plan = lambda _seen: rng.choice(kinds)
    assert pull(path).text == whole


def test_the_mapping_names_fields_as_an_export_does(server: FaultProxy, tmp_path: Path) -> None:
    path = tracker_file(tmp_path, server.url)
    path.write_text(path.read_text("utf-8") + "mapping: mapping.yaml\n", "utf-8")
    (tmp_path / "mapping.yaml").write_text("columns: {Risk days: points}\n", "utf-8")
    items = {item.id: item for item in pull(path).scenario.items}
    assert items["4"].effort == "3d"


def test_a_suggested_mapping_has_the_states_of_the_process(
    server: FaultProxy, tmp_path: Path
) -> None:
    text = suggest_pull_mapping(tracker_file(tmp_path, server.url))
    assert "Waiting for data: in_progress # 1, in_progress" in text
    assert "Custom.Riskdays" in text


def test_what_is_not_there_is_told(server: FaultProxy, tmp_path: Path) -> None:
    with pytest.raises(TrackerError, match="Beta"):
        pull(tracker_file(tmp_path, server.url, ", team: Beta"))
    bare = pull(tracker_file(tmp_path, server.url, ""))
    assert any("no team is named" in line for line in bare.report)
