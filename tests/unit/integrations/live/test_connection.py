"""tracker.yaml: what it says is read, what is wrong is told at once, and no secret is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import ScenarioError
from allocator.integrations.live.connection import AzureProject, JiraSite, load_connection

SECRET = "s3cr3t-Token-9"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "tracker.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_site_of_jira_is_read_with_the_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "mapping.yaml").touch()
    (tmp_path / "team.yaml").touch()
    found = load_connection(
        written(
            tmp_path,
            'jira: {url: "https://acme.atlassian.net/", jql: "project = DS", board: 12, '
            "email: pm@acme.com}\nmapping: maps/mapping.yaml\nteam: team.yaml\n",
        )
    )
    assert found.site == JiraSite(
        url="https://acme.atlassian.net", jql="project = DS", board=(12,), email="pm@acme.com"
    )
    assert found.tracker == "jira"
    assert found.mapping == tmp_path / "maps" / "mapping.yaml"
    assert found.team == tmp_path / "team.yaml"


def test_a_project_of_azure_devops_is_read(tmp_path: Path) -> None:
    found = load_connection(
        written(
            tmp_path,
            'azure-devops: {url: "https://dev.azure.com/acme", project: Shop, team: Alpha}\n',
        )
    )
    assert isinstance(found.site, AzureProject)
    assert (found.tracker, found.site.team, found.mapping) == ("azure-devops", ("Alpha",), None)
    assert "@project" in found.site.wiql


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f'jira: {{url: "https://pm:{SECRET}@acme.com", jql: a}}', "secret-in-address"),
        (f'jira: {{url: "https://acme.com?token={SECRET}", jql: a}}', "secret-in-address"),
        (f'jira: {{url: "https://acme.com", jql: a, token: "{SECRET}"}}', "secret-in-file"),
        (f'jira: {{url: "https://acme.com", jql: a}}\nAPI-Token: "{SECRET}"', "secret-in-file"),
        (f'azure-devops: {{url: "https://a.b", project: x, pat: {SECRET}}}', "secret-in-file"),
        ('jira: {url: "http://jira.acme.com", jql: a}', "unencrypted-address"),
        ('jira: {url: "acme", jql: a}', "invalid-address"),
        ('jira: {url: "", jql: a}', "invalid-address"),
        ('jira: {url: "https://acme.com", jql: " "}', "empty-text"),
        ('azure-devops: {url: "https://acme.com", project: ""}', "empty-text"),
        ('jira: {url: "https://acme.com:99999", jql: a}', "invalid-address"),
        ('jira: {url: "https://acme.com"}', "no-issues-named"),
        ('jira: {url: "https://acme.atlassian.net", jql: a}', "no-account-named"),
        ("team: team.yaml", "no-tracker"),
        (
            'jira: {url: "https://a.b", board: 1}\nazure-devops: {url: "https://a.b", project: x}',
            "several-trackers",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_without_the_secret(
    tmp_path: Path, text: str, code: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_connection(written(tmp_path, text + "\n"))
    assert code in [finding.code for finding in caught.value.findings]
    assert all(finding.hint and finding.file for finding in caught.value.findings)
    assert SECRET not in str(caught.value)


def test_http_is_for_this_machine_alone(tmp_path: Path) -> None:
    for host in ("127.0.0.1:8080", "localhost:8080", "[::1]:8080"):
        load_connection(written(tmp_path, f'jira: {{url: "http://{host}", jql: a}}\n'))


def test_all_errors_come_at_once(tmp_path: Path) -> None:
    text = 'jira: {url: "acme", jql: a, board: none, emial: pm@acme.com}\nmaping: m.yaml\n'
    with pytest.raises(ScenarioError) as caught:
        load_connection(written(tmp_path, text))
    assert len(caught.value.findings) == 4


def test_all_files_that_are_missing_are_told_where_they_are_named(tmp_path: Path) -> None:
    (tmp_path / "team.yaml").touch()
    site = 'jira: {url: "https://jira.acme.com", jql: a}\n'
    path = written(tmp_path, f"{site}mapping: nowhere.yaml\nteam: teams.yaml\n")
    with pytest.raises(ScenarioError) as raised:
        load_connection(path)
    told = [(one.line, one.code, one.hint) for one in raised.value.findings]
    near = f'did you mean "{tmp_path / "team.yaml"}"?'
    assert told == [
        (2, "missing-file", "check the name and the folder"),
        (3, "missing-file", near),
    ]


@pytest.mark.parametrize("text", ["", "https://acme.atlassian.net", "- jira"])
def test_what_is_no_tracker_file_is_told_how_one_begins(tmp_path: Path, text: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        load_connection(written(tmp_path, text))
    (finding,) = raised.value.findings
    assert "scenario" not in f"{finding.message} {finding.hint}"
    assert 'jira: {url: "https://' in str(finding.hint)
