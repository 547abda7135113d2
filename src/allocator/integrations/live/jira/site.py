"""Asks a site of Jira what it knows: its fields, statuses, kinds of links, boards and sprints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allocator.errors import TrackerError
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import JiraSite

_REFUSED = (400, 403, 404, 405)


@dataclass(frozen=True)
class LinkKind:
    """A kind of link: its name, and how either side of it reads."""

    name: str
    inward: str
    outward: str


@dataclass
class JiraFacts:
    """What a site of Jira knows.

    Attributes
    ----------
    is_cloud
        Whether it is Jira Cloud, which has another way to search.
    jql
        The query of the issues that are read, without an order.
    fields
        The fields, as ``GET field`` answers.
    statuses
        Name and category of each status by its id.
    links
        Kinds of links.
    sprints
        Sprints of the boards, as they answer.
    hours_per_day
        Hours of a working day in estimates of time; None where the site does not say.
    notes
        Lines on what could not be read.
    """

    is_cloud: bool
    jql: str
    fields: list[Mapping[str, Any]]
    statuses: dict[str, tuple[str, str]] = field(default_factory=dict)
    links: list[LinkKind] = field(default_factory=list)
    sprints: list[Mapping[str, Any]] = field(default_factory=list)
    hours_per_day: float | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def api(self) -> str:
        """Beginning of the paths of the platform."""
        return "/rest/api/3" if self.is_cloud else "/rest/api/2"


def read_facts(client: TrackerClient, site: JiraSite) -> JiraFacts:
    """Ask a site what it knows.

    Parameters
    ----------
    client
        The connection.
    site
        What ``tracker.yaml`` says.

    Raises
    ------
    TrackerError
        The site refuses the token, or lacks the board.
    """
    info = client.read("GET", "/rest/api/2/serverInfo")
    is_cloud = info.get("deploymentType") == "Cloud"
    facts = JiraFacts(is_cloud, site.jql or "", [])
    client.read("GET", f"{facts.api}/myself")  # a search answers strangers too, with nothing
    facts.fields = client.read("GET", f"{facts.api}/field", kind=list)
    _read_statuses(client, facts)
    _read_links(client, facts)
    _read_working_day(client, facts)
    for board in site.board:
        _read_board(client, facts, board)
    return facts


def _optional(
    client: TrackerClient,
    facts: JiraFacts,
    path: str,
    what: str,
    kind: type[dict[str, Any]] | type[list[Any]] = dict,
) -> Any:
    """Return an answer that a pull can do without; empty, and a note, where it is refused."""
    try:
        return client.read("GET", path, kind=kind)
    except TrackerError as error:
        if error.status not in _REFUSED:
            raise
        facts.notes.append(f"the site does not give its {what} ({error.status})")
        return kind()


def _read_statuses(client: TrackerClient, facts: JiraFacts) -> None:
    for one in _optional(client, facts, f"{facts.api}/status", "statuses", list):
        category = one.get("statusCategory") or {}
        facts.statuses[str(one.get("id"))] = (str(one.get("name")), str(category.get("key", "")))


def _read_links(client: TrackerClient, facts: JiraFacts) -> None:
    answer = _optional(client, facts, f"{facts.api}/issueLinkType", "kinds of links")
    facts.links = [
        LinkKind(*(str(one.get(name) or "") for name in ("name", "inward", "outward")))
        for one in answer.get("issueLinkTypes") or ()
    ]


def _read_working_day(client: TrackerClient, facts: JiraFacts) -> None:
    answer = _optional(client, facts, f"{facts.api}/configuration", "working hours")
    hours = (answer.get("timeTrackingConfiguration") or {}).get("workingHoursPerDay")
    if isinstance(hours, (int, float)) and 0.25 <= hours <= 24:
        facts.hours_per_day = float(hours)


def _read_board(client: TrackerClient, facts: JiraFacts, board: int) -> None:
    """Read the sprints of a board; where no query is given, that of its filter counts."""
    base = f"/rest/agile/1.0/board/{board}"
    client.read("GET", base)
    if not facts.jql:
        configuration = client.read("GET", f"{base}/configuration")
        facts.jql = f"filter = {configuration['filter']['id']}"
    try:
        facts.sprints += client.pages(f"{base}/sprint")
    except TrackerError as error:
        if error.status != 400:
            raise
        facts.notes.append(f"board {board} has no sprints")
