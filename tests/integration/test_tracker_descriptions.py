"""Requests to Jira Cloud and Azure DevOps keep to the descriptions of Atlassian and Microsoft.

Prism stands between allocator and the tests' own servers, and checks each request against the
OpenAPI description. It is found on the path: npm install -g @stoplight/prism-cli
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from allocator.api.pull import pull
from allocator.api.push_undos import undo_push
from allocator.api.pushes import push
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import Connection, JiraSite
from allocator.integrations.live.jira.site import read_facts
from allocator.integrations.live.push.jira_fields import JiraIssueFields
from allocator.integrations.live.push.jira_target import JiraTarget
from allocator.integrations.live.push.ordering import moves
from allocator.integrations.tracker.mapping import Mapping
from support.trackers.azure_devops import TOKEN as AZURE_TOKEN
from support.trackers.azure_devops import AzureDevOps, azure_devops, person
from support.trackers.fault_proxy import FaultProxy, Seen
from support.trackers.jira_cloud import EMAIL, TOKEN, jira_cloud
from support.trackers.jira_ranks import jira_ranks
from support.trackers.jira_server import jira_server, small_store
from support.trackers.pulled_plans import write_by_hand, write_sample_plan

SPECS = Path(__file__).resolve().parents[3] / "shared" / "data" / "specs"
PRISM = shutil.which("prism")

pytestmark = [
    pytest.mark.skipif(PRISM is None, reason="needs prism: npm install -g @stoplight/prism-cli"),
    pytest.mark.skipif(not SPECS.is_dir(), reason="needs the descriptions in ../shared/data/specs"),
]

Descriptions = list[tuple[str, dict[str, Any]]]


def described(name: str, wanted: str) -> dict[str, Any]:
    """Return a description with the paths that are wanted, and what these refer to."""
    whole: dict[str, Any] = stripped(json.loads((SPECS / name).read_text("utf-8-sig")))
    whole.pop("x-ms-paths", None)
    whole["paths"] = {p: held for p, held in whole["paths"].items() if re.search(wanted, p)}
    return whole


def stripped(part: Any) -> Any:
    """Return a part of a description without examples and ways to sign in.

    The examples lie in other files. Of the ways to sign in the descriptions name OAuth alone; basic
    authentication with a token is described elsewhere.
    """
    if isinstance(part, dict):
        left = ("x-ms-examples", "security")
        return {name: stripped(held) for name, held in part.items() if name not in left}
    return [stripped(one) for one in part] if isinstance(part, list) else part


@contextmanager
def prism(description: dict[str, Any], upstream: str, folder: Path) -> Iterator[str]:
    """Run Prism before a server; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    file = folder / f"description-{port}.json"
    file.write_text(json.dumps(description), "utf-8")
    command = [str(PRISM), "proxy", str(file), upstream, "-p", str(port), "-h", "127.0.0.1"]
    log = (folder / f"prism-{port}.log").open("w")
    running = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                assert running.poll() is None, Path(log.name).read_text("utf-8")
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait()
        log.close()


class CheckedServer(FaultProxy):
    """Sends a request through the Prism whose description has its path, else to the server."""

    def __init__(self, server: str, prisms: list[tuple[re.Pattern[str], str]]) -> None:
        super().__init__(server)
        self._direct = FaultProxy(server)
        self._prisms = [(pattern, FaultProxy(url)) for pattern, url in prisms]
        self.checked: list[str] = []
        self.unknown: list[str] = []
        self.violations: list[str] = []

    def forward(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        path = seen.path.partition("?")[0]
        for pattern, through in self._prisms:
            if pattern.fullmatch(path):
                self.checked.append(f"{seen.method} {path}")
                status, headers, body = through.forward(seen)
                named = {name.casefold(): value for name, value in headers.items()}
                for one in json.loads(named.get("sl-violations", "[]")):
                    if one["location"][0] == "request":
                        self.violations.append(f"{seen.method} {seen.path}: {one}")
                assert "stoplight.io" not in body.decode("utf-8", "replace"), body
                return status, headers, body
        self.unknown.append(f"{seen.method} {path}")
        return self._direct.forward(seen)


@contextmanager
def checked(server: str, descriptions: Descriptions, folder: Path) -> Iterator[CheckedServer]:
    """Run a server behind a Prism for each description."""
    with ExitStack() as stack:
        prisms = []
        for prefix, description in descriptions:
            url = stack.enter_context(prism(description, server, folder))
            for path in description["paths"]:
                shape = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path))
                prisms.append((re.compile(prefix + shape), url))
        found = CheckedServer(server, prisms)
        found.start()
        stack.callback(found.stop)
        yield found


def test_requests_to_jira_cloud_keep_to_its_description(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", TOKEN)
    platform = described(
        "jira-platform.v3.openapi.json",
        r"^/rest/api/3/(field|status|issueLinkType|configuration|myself)$",
    )
    software = described(
        "jira-software.openapi.json",
        r"^/rest/agile/1.0/board/\{boardId\}(/configuration|/sprint)?$",
    )
    with (
        jira_cloud(small_store()) as cloud,
        checked(cloud.url, [("", platform), ("", software)], tmp_path) as server,
    ):
        file = tmp_path / "tracker.yaml"
        file.write_text(f'jira: {{url: "{server.url}", board: 1, email: {EMAIL}}}\n', "utf-8")
        assert pull(file).read == 17
    assert server.violations == []
    assert len(set(server.checked)) == 8
    assert set(server.unknown) == {
        "GET /rest/api/2/serverInfo",
        "POST /rest/api/3/search/jql",
        "POST /rest/api/3/changelog/bulkfetch",
    }


def test_ranks_keep_to_the_description_of_jira(tmp_path: Path) -> None:
    software = described("jira-software.openapi.json", r"^/rest/agile/1.0/issue/rank$")
    store = small_store()
    with (
        jira_server(store) as url,
        jira_ranks(url, store) as ranks,
        checked(ranks.url, [("", software)], tmp_path) as server,
    ):
        site = JiraSite(url=server.url, jql="project = DS")
        connection = Connection(path=Path("tracker.yaml"), site=site)
        with TrackerClient(connection, SecretStr(TOKEN)) as client:
            facts = read_facts(client, site)
            target = JiraTarget(client, facts, JiraIssueFields.of(facts, Mapping()), "DS")
            turned = target.order()[::-1]
            for move in moves(target.order(), turned, 50):
                target.move(move)
            assert target.order() == turned
    assert server.violations == []
    assert "PUT /rest/agile/1.0/issue/rank" in server.checked


def test_pushes_to_jira_cloud_keep_to_its_description(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOCATOR_JIRA_TOKEN", TOKEN)
    monkeypatch.setenv("NO_PROXY", "*")
    platform = described(
        "jira-platform.v3.openapi.json",
        r"^/rest/api/3/(issue|issue/\{issueIdOrKey\}|issueLink|issueLink/\{linkId\}|user/search)$",
    )
    software = described("jira-software.openapi.json", r"^/rest/agile/1.0/sprint/[^/]*/issue$")
    with (
        jira_cloud(small_store()) as cloud,
        checked(cloud.url, [("", platform), ("", software)], tmp_path) as server,
    ):
        file, scenario = tmp_path / "tracker.yaml", tmp_path / "scenario.yaml"
        jql = "project = DS"
        site = f'{{url: "{server.url}", jql: "{jql}", board: 1, email: {EMAIL}}}'
        file.write_text(f"jira: {site}\n", "utf-8")
        pull(file, output=scenario).save(scenario)
        write_by_hand(scenario)
        write_sample_plan(scenario, tmp_path / "plan")
        report = push(file, tmp_path / "plan", confirm=lambda _report: True)
        assert not report.refused
        assert report.undo is not None
        assert not undo_push(file, report.undo, confirm=lambda _report: True).refused
    unknown = "/rest/api/3/issue/bulkfetch"  # is newer than the description
    assert [one for one in server.violations if unknown not in one] == []
    methods = {seen.partition(" ")[0] for seen in server.checked}
    assert methods == {"GET", "POST", "PUT", "DELETE"}


def test_requests_to_azure_devops_keep_to_its_description(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOCATOR_AZURE_TOKEN", AZURE_TOKEN)
    tracking = described(
        "azure-devops-wit.7.1.swagger.json",
        r"/wit/(wiql|workitemsbatch|fields|workitemtypes/\{type\}/states|workItems/\{id\}/updates)$",
    )
    work = described(
        "azure-devops-work.7.1.swagger.json",
        r"/work/teamsettings(/iterations(/\{iterationId\}/(capacities|teamdaysoff))?)?$",
    )
    project = AzureDevOps()
    story = project.add("Train the model", AssignedTo=person("bo"))
    project.change(story, State="Active")
    id_ = "00000000-0000-0000-0000-000000000001"
    dates = {"startDate": "2026-11-02T00:00:00Z", "finishDate": "2026-11-13T00:00:00Z"}
    project.iterations = [{"id": id_, "name": "S", "path": "Shop\\S", "attributes": dates}]
    with (
        azure_devops(project) as own,
        checked(own.url, [("", tracking), ("", work)], tmp_path) as server,
    ):
        file = tmp_path / "tracker.yaml"
        url = f"{server.url}/acme"
        file.write_text(f'azure-devops: {{url: "{url}", project: Shop, team: Alpha}}\n', "utf-8")
        pull(file, output=tmp_path / "scenario.yaml")
        assert pull(file, output=tmp_path / "scenario.yaml").read == 1
    assert server.violations == []
    assert server.unknown == []
    assert len(set(server.checked)) == 9
