"""Trackers that a push writes to, each connected and with the scenario that was pulled from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from allocator.api.push_scenario import PushScenario
from allocator.api.push_wishes import WishRules
from allocator.exports.tracker import azure_site, jira
from allocator.integrations import TRACKERS
from allocator.integrations.live.client import TrackerClient
from allocator.integrations.live.connection import AzureProject, Connection, JiraSite
from allocator.integrations.live.jira.site import read_facts
from allocator.integrations.live.push import azure_fields
from allocator.integrations.live.push.azure_target import AzureTarget
from allocator.integrations.live.push.jira_fields import JiraIssueFields
from allocator.integrations.live.push.jira_target import JiraTarget
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.mapping_file import load_mapping


@dataclass(frozen=True, kw_only=True)
class OpenSite:
    """A tracker that is connected, and the scenario that was pulled from it.

    Attributes
    ----------
    connection
        What ``tracker.yaml`` says.
    scenario
        The scenario of the pull.
    rules
        The mapping.
    target
        The tracker.
    fields
        The fields of issues that it has.
    sprints
        Name of each sprint, by its id.
    """

    connection: Connection
    scenario: PushScenario
    rules: Rules
    target: JiraTarget | AzureTarget
    fields: Collection[str]
    sprints: dict[int, str] = field(default_factory=dict)

    @property
    def has_ranks(self) -> bool:
        """Whether a backlog is sorted by moves, as in Jira, not by numbers in a field."""
        return isinstance(self.target, JiraTarget)

    @property
    def url(self) -> str:
        """Address of the site."""
        return self.connection.site.url

    def wish_rules(self, *, plan_dates: bool) -> WishRules:
        """Return how the wishes of a plan are put into the fields of the tracker.

        Parameters
        ----------
        plan_dates
            Whether the plan's dates are written.
        """
        is_jira = isinstance(self.connection.site, JiraSite)
        counts_hours = any("original" in held for held in self.scenario.issues.values())
        return WishRules(
            fields=self.fields,
            rules=self.rules,
            is_key=jira.is_key if is_jira else azure_site.is_id,
            takes_hours=(lambda _row: True) if is_jira else azure_site.has_hours,
            plan_dates=plan_dates,
            counts_points=is_jira and "points" in self.fields and not counts_hours,
        )


@contextmanager
def open_site(
    connection: Connection, scenario: PushScenario, tell: Callable[[str], None] | None
) -> Iterator[OpenSite]:
    """Connect a tracker.

    Parameters
    ----------
    connection
        What ``tracker.yaml`` says.
    scenario
        The scenario that was pulled.
    tell
        Is called with a line where a wait is long.

    Raises
    ------
    InputError
        There is no token, the mapping is wrong, or the tracker refuses.
    """
    mapping, name = connection.mapping, connection.tracker
    rules = Rules() if mapping is None else load_mapping(mapping, TRACKERS[name].fields)
    with TrackerClient(connection, tell=tell) as client:
        if isinstance(connection.site, AzureProject):
            accounts = {str(held.get("assignee", "")) for held in scenario.issues.values()}
            yield OpenSite(
                connection=connection,
                scenario=scenario,
                rules=rules,
                target=AzureTarget(
                    client, connection.site, sorted(accounts), with_order="order" in rules.push
                ),
                fields=azure_fields.FIELDS,
            )
            return
        facts = read_facts(client, connection.site)
        fields = JiraIssueFields.of(facts, rules)
        yield OpenSite(
            connection=connection,
            scenario=scenario,
            rules=rules,
            target=JiraTarget(client, facts, fields, scenario.project_key()),
            fields=tuple(fields.custom),
            sprints={int(s["id"]): str(s.get("name")) for s in facts.sprints if "id" in s},
        )
