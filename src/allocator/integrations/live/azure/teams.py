"""Reads the iterations of teams, and in them the capacities and days off of their members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from allocator.errors import TrackerError
from allocator.integrations.azure.responses import Response
from allocator.integrations.live.azure.paths import VERSION, in_project
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import AzureProject
from allocator.integrations.tracker.dates import parse
from allocator.integrations.tracker.iterations import LONG_PAST
from allocator.wording import count


def read_teams(
    client: TrackerClient, site: AzureProject, newest: dt.date
) -> tuple[list[Response], list[str]]:
    """Return the answers about the teams of a tracker file, and notes.

    Parameters
    ----------
    client
        The connection.
    site
        What ``tracker.yaml`` says.
    newest
        Day of the newest change of a work item: iterations that ended long before it are left out.

    Raises
    ------
    TrackerError
        There is no such team, or the account may not see it.
    """
    found: list[Response] = []
    notes: list[str] = []
    for team in site.team:
        found += _TeamReading(client, site, team).read(newest - LONG_PAST, notes)
    if not site.team:
        notes.append(
            "no team is named in the tracker file, so no sprints, capacities and days off were read"
        )
    return found, notes


class _TeamReading:
    """Reads one team."""

    def __init__(self, client: TrackerClient, site: AzureProject, team: str) -> None:
        self._client, self._site, self._team = client, site, team
        self._place = Path(team)

    def read(self, earliest: dt.date, notes: list[str]) -> list[Response]:
        """Return settings, and iterations that end late enough, with capacities and days off."""
        found = [Response("settings", [self._get("teamsettings")], self._place)]
        every = self._get("teamsettings/iterations").get("value") or []
        kept = [one for one in every if not _ends_before(one, earliest)]
        if len(kept) < len(every):
            notes.append(
                f"{count(len(every) - len(kept), 'iteration')} of {self._team} that ended more "
                "than half a year before the newest change, left out"
            )
        found.append(Response("iterations", kept, self._place))
        for iteration in kept:
            found += self._of_iteration(str(iteration["id"]), notes)
        return found

    def _of_iteration(self, id_: str, notes: list[str]) -> list[Response]:
        base = f"teamsettings/iterations/{id_}"
        try:
            answer = self._get(f"{base}/capacities")
            days_off = self._get(f"{base}/teamdaysoff")
        except TrackerError as error:
            if error.status not in (403, 404):
                raise
            notes.append(f"the server does not give capacities of {self._team} ({error.status})")
            return []
        members = answer.get("value") or answer.get("teamMembers") or []
        placed = [{"url": f"/iterations/{id_}/capacities", **one} for one in members]
        return [
            Response("capacities", placed, self._place),
            Response("days off", [days_off], self._place),
        ]

    def _get(self, rest: str) -> Any:
        path = in_project(self._site.project, f"work/{rest}", self._team)
        return self._client.read("GET", path, params=VERSION)


def _ends_before(iteration: Mapping[str, Any], earliest: dt.date) -> bool:
    end = (iteration.get("attributes") or {}).get("finishDate")
    found = parse(str(end), "ymd") if end else None
    return found is not None and found.date() < earliest
