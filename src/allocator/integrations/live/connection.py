"""Reads ``tracker.yaml``: which tracker, which of its work, and the files that go with it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from allocator.domain.base import Model, invalid
from allocator.errors import Finding, ScenarioError
from allocator.scenario.companions.model_file import load_model
from allocator.scenario.text.document import read_document
from allocator.scenario.text.located import LocatedDict, Step, locate
from allocator.scenario.text.source import neighbour, read_text

CLOUD_HOSTS: Final = (".atlassian.net", ".jira.com", "api.atlassian.com")
"""Ends of the hosts of Jira Cloud, which takes a token together with a mail address."""

_SECRET_WORDS: Final = ("token", "password", "passwd", "secret", "pat", "api_key", "apikey")
_WHERE_SECRETS_GO: Final = (
    "put it into the environment variable ALLOCATOR_JIRA_TOKEN or ALLOCATOR_AZURE_TOKEN, or into "
    "the keyring of the system, and take it out of the file; docs/live-trackers.md says how"
)


def _site_url(value: str) -> str:
    """Return the address of a site without a slash at the end.

    Raises
    ------
    ValueError
        It is no address, holds a secret, or would send one unencrypted over a network.
    """
    try:
        parts = urlsplit(value.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise invalid(
            "secret-in-address",
            "an address holds neither a name and password before an @ nor what follows a ? or #",
            _WHERE_SECRETS_GO,
        )
    if parts.scheme not in ("http", "https") or not host:
        raise invalid(
            "invalid-address",
            "this is not the address of a site",
            "write for example https://acme.atlassian.net or https://dev.azure.com/acme",
        )
    if parts.scheme == "http" and not is_loopback(host):
        raise invalid(
            "unencrypted-address",
            f"http://{host} would carry the token unencrypted",
            "write https://; http:// is only for a server on this machine",
        )
    return value.strip().rstrip("/")


def _filled(value: str) -> str:
    """Return a text.

    Raises
    ------
    ValueError
        It is empty.
    """
    if not value.strip():
        raise invalid("empty-text", "this is empty", "fill it in, or leave the field out")
    return value


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _texts(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _numbers(value: Any) -> Any:
    return (value,) if isinstance(value, int) and not isinstance(value, bool) else value


SiteUrl = Annotated[str, AfterValidator(_site_url)]
"""The address of a site, https unless it is this machine."""

FilledText = Annotated[str, AfterValidator(_filled)]
"""A text that is more than blanks."""

Boards = Annotated[
    tuple[Annotated[int, Field(gt=0)], ...],
    BeforeValidator(_numbers, json_schema_input_type=int | list[int]),
]
Teams = Annotated[tuple[str, ...], BeforeValidator(_texts, json_schema_input_type=str | list[str])]


class JiraSite(Model):
    """A site of Jira, Cloud or Data Center."""

    url: SiteUrl
    jql: FilledText | None = None
    """The issues to read; default: those of the filter of the first board."""
    board: Boards = ()
    """Number of the board whose sprints are read, or several."""
    email: str | None = None
    """Mail address of the account that the token belongs to; Jira Cloud asks for it."""

    @property
    def host(self) -> str:
        """Host, with the port unless it is the usual one."""
        return urlsplit(self.url).netloc

    @property
    def is_cloud_host(self) -> bool:
        """Whether the host is known to be Jira Cloud."""
        return (urlsplit(self.url).hostname or "").endswith(CLOUD_HOSTS)


class AzureProject(Model):
    """A project of Azure DevOps, Services or Server."""

    url: SiteUrl
    """Address of the organisation or of the collection."""
    project: FilledText
    team: Teams = ()
    """Team whose iterations, capacities and days off are read, or several."""
    wiql: FilledText = "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project"
    """The work items to read; default: all of the project."""

    @property
    def host(self) -> str:
        """Host, with the port unless it is the usual one."""
        return urlsplit(self.url).netloc


class TrackerFile(Model):
    """A tracker file: one tracker, and the files that say how to read it."""

    jira: JiraSite | None = None
    azure_devops: AzureProject | None = Field(default=None, alias="azure-devops")
    mapping: str | None = None
    """File of the mapping, relative to this one."""
    team: str | None = None
    """File of the team, relative to this one."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """What ``tracker.yaml`` says.

    Attributes
    ----------
    path
        The file.
    site
        The tracker and the work that is read from it.
    mapping, team
        Files of the mapping and of the team; None without one.
    """

    path: Path
    site: JiraSite | AzureProject
    mapping: Path | None = None
    team: Path | None = None

    @property
    def tracker(self) -> str:
        """Key of the tracker in ``TRACKERS``."""
        return "jira" if isinstance(self.site, JiraSite) else "azure-devops"


def load_connection(path: Path) -> Connection:
    """Read a tracker file.

    Parameters
    ----------
    path
        YAML or JSON.

    Raises
    ------
    ScenarioError
        The file has errors; all of them are reported, in file order. No message repeats a secret.
    """
    root = read_document(read_text(path, file=str(path)), file=str(path), kind="tracker")
    held = list(_secrets(root, (), root))
    if held:
        raise ScenarioError(held)
    found, root = load_model(path, TrackerFile, kind="tracker")
    findings = [*_site_findings(found, root), *_missing_files(found, root, path)]
    if findings:
        raise ScenarioError(findings)
    site = found.jira or found.azure_devops
    assert site is not None, "checked above"
    return Connection(
        path=path,
        site=site,
        mapping=_beside(path, found.mapping),
        team=_beside(path, found.team),
    )


def _beside(path: Path, name: str | None) -> Path | None:
    return None if name is None else path.parent / name


def _missing_files(found: TrackerFile, root: LocatedDict, path: Path) -> Iterator[Finding]:
    """Yield a finding for each file that is named and is not there."""
    for field, name in (("mapping", found.mapping), ("team", found.team)):
        beside = _beside(path, name)
        if beside is not None and not beside.exists():
            yield Finding(
                code="missing-file",
                message=f"{field}: there is no file {beside}",
                hint=neighbour(beside),
                place=locate(root, (field,)),
                subjects=(str(name),),
            )


def _secrets(root: LocatedDict, path: tuple[Step, ...], part: Any) -> Iterator[Finding]:
    """Yield a finding for each field that is named like a secret; its value is not shown."""
    if not isinstance(part, dict):
        return
    for key, value in part.items():
        where = (*path, key)
        if _is_secret(str(key)):
            yield Finding(
                code="secret-in-file",
                message=f'"{key}" holds a secret, which never stands in a file',
                hint=_WHERE_SECRETS_GO,
                place=locate(root, where),
                subjects=(str(key),),
            )
        yield from _secrets(root, where, value)


def _is_secret(key: str) -> bool:
    word = key.strip().casefold().replace("-", "_")
    return word in _SECRET_WORDS or word.endswith(("_token", "_password", "_secret"))


def _site_findings(found: TrackerFile, root: LocatedDict) -> Iterator[Finding]:
    """Yield findings about fields that do not fit together."""
    if (found.jira is None) == (found.azure_devops is None):
        several = found.jira is not None
        yield Finding(
            code="several-trackers" if several else "no-tracker",
            message="the file names two trackers" if several else "the file names no tracker",
            hint="write a file for each of them"
            if several
            else 'write jira: {url: "https://acme.atlassian.net", jql: "project = DS", '
            'email: pm@acme.com} or azure-devops: {url: "https://dev.azure.com/acme", '
            "project: Shop}",
            place=locate(root, ("azure-devops",) if several else ()),
        )
    jira = found.jira
    if jira is None:
        return
    if jira.jql is None and not jira.board:
        yield Finding(
            code="no-issues-named",
            message="nothing says which issues are read",
            hint='write jql: "project = DS", or the number of a board: board: 12',
            place=locate(root, ("jira",)),
        )
    if jira.is_cloud_host and jira.email is None:
        yield Finding(
            code="no-account-named",
            message=f"{jira.host} is Jira Cloud, which takes a token with a mail address",
            hint="write email: with the address of the account that made the token",
            place=locate(root, ("jira",)),
        )
