"""Facts of a conflict in the planner's words, with ids and dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from allocator import wording
from allocator.domain import (
    ElapsedLag,
    Link,
    LinkType,
    Need,
    Person,
    Scenario,
    ThreePoint,
    WorkItem,
)
from allocator.domain.links import has_lag
from allocator.domain.quantities import When, beginning, end_of
from allocator.explain import people_words
from allocator.explain.facts import Fact

MOST_NAMES = 4


@dataclass(frozen=True)
class Member:
    """One fact of a conflict.

    Attributes
    ----------
    kind
        deadline, item, link, release, fit, assign, resource, workdays, holidays, capacity,
        focus or absence.
    ids
        Of what it is about.
    text
        The fact in a sentence.
    """

    kind: str
    ids: tuple[str, ...]
    text: str
    plain: bool = False
    """A finish-start link without lag, or a milestone: said as part of a chain."""


def names(people: Sequence[Person]) -> str:
    """List people by name, the many shortened."""
    return wording.joined((one.name or one.id for one in people), "or", most=MOST_NAMES + 1)


def member(scenario: Scenario, fact: Fact) -> Member:
    """Put a fact into words."""
    ids = tuple(name for name in (fact.id, fact.other) if name)
    return Member(fact.kind, ids, _text(scenario, fact), _is_plain(scenario, fact))


def _is_plain(scenario: Scenario, fact: Fact) -> bool:
    if fact.kind == "item":
        return scenario.item_by_id[fact.id].is_milestone
    if fact.kind != "link":
        return False
    links = [k for k in scenario.item_by_id[fact.id].after if k.item == fact.other]
    return all(link.type is LinkType.FS and not has_lag(link) for link in links)


def sentences(members: Sequence[Member]) -> list[str]:
    """Return what the members say, plain links joined into chains."""
    links = [member.ids for member in members if member.kind == "link" and member.plain]
    before = [m.text for m in members if m.kind in ("deadline", "item") and not m.plain]
    after = [m.text for m in members if m.kind not in ("deadline", "item") and not m.plain]
    return (
        before + [" -> ".join(chain) + ", each after the other" for chain in _chains(links)] + after
    )


def _chains(links: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """Join links (successor, predecessor) into chains, from first to last."""
    followers: dict[str, list[str]] = {}
    for succ, pred in links:
        followers.setdefault(pred, []).append(succ)
    targets = {succ for succ, _ in links}
    chains = []
    starts = [pred for pred in followers if pred not in targets]
    while starts:
        chain = [starts.pop(0)]
        while followers.get(chain[-1]):
            chain.append(followers[chain[-1]].pop(0))
        if len(chain) > 1:
            chains.append(chain)
        starts += [node for node, rest in followers.items() if rest and node not in starts]
    return chains


def _text(scenario: Scenario, fact: Fact) -> str:
    if fact.kind == "deadline" and fact.owner == "item" and scenario.item_by_id[fact.id].date:
        return _fixed(scenario, scenario.item_by_id[fact.id])
    if fact.kind == "deadline":
        date = limit(scenario, fact)
        passed = ", which has passed" if end_of(date) <= scenario.plan_from else ""
        return f"{owner_name(scenario, fact)} must be finished by {wording.when(date)}{passed}"
    if fact.owner == "person" or fact.kind in ("holidays", "focus"):
        return people_words.text(scenario, fact)
    if fact.kind == "release" and fact.owner == "project":
        project = scenario.project_by_id[fact.id]
        assert project.not_before is not None
        start = wording.when(project.not_before)
        return f"project {project.name or project.id} may not start before {start}"
    item = scenario.item_by_id[fact.id]
    if fact.kind == "release":
        return f"{item.name} {_released(item)}"
    if fact.kind == "fit":
        return f"{item.name} must fit into one sprint of who does it"
    if fact.kind == "assign":
        return _assigned(scenario, item)
    if fact.kind == "resource":
        resource = scenario.resource_by_id[fact.other]
        return (
            f"{item.name} holds {item.resources[resource.id]} of the {resource.capacity} "
            f"{resource.name or resource.id}"
        )
    if fact.kind == "link":
        links = [link for link in item.after if link.item == fact.other]
        return "; ".join(_link(item, link) for link in links)
    return _work(scenario, item)


def _fixed(scenario: Scenario, item: WorkItem) -> str:
    """Say what the fixed date of a milestone asks of what comes before it."""
    assert item.date is not None
    passed = ", which has passed" if beginning(item.date) < scenario.plan_from else ""
    by = "by then" if isinstance(item.date, dt.datetime) else "before that day begins"
    fixed = f"{item.name} is fixed to {wording.when(item.date)}{passed}"
    return f"{fixed}: what it comes after must be done {by}"


def owner_name(scenario: Scenario, fact: Fact) -> str:
    """Name what a deadline is about."""
    if fact.owner == "calendar":
        return "everything (calendar.end)"
    if fact.owner == "project":
        project = scenario.project_by_id[fact.id]
        return f'project {project.id} "{project.name}"' if project.name else f"project {project.id}"
    return scenario.item_by_id[fact.id].name


def limit(scenario: Scenario, fact: Fact) -> When:
    """Return the date of a deadline."""
    return scenario.deadline_of(fact.owner, fact.id)


def _link(item: WorkItem, link: Link) -> str:
    ends = {"FS": "starts after {} finishes", "SS": "starts after {} starts"}
    ends |= {"FF": "finishes after {} finishes", "SF": "finishes after {} starts"}
    lag = link.lag.elapsed + " elapsed" if isinstance(link.lag, ElapsedLag) else link.lag
    return f"{item.id} {ends[link.type].format(link.item)}" + (f", lag {lag}" if lag else "")


def _work(scenario: Scenario, item: WorkItem) -> str:
    parts = []
    for need in item.staffing:
        able = scenario.candidates(item, need)
        only = "only " if len(able) == need.people else ""
        people = f"{need.people} of " if need.people > 1 else ""
        share = (
            f" at {wording.whole_percent(need.share)} of the time of" if need.share < 1 else " by"
        )
        parts.append(f"{_effort(need)}{share} {only}{people}{names(able)}")
    if item.elapsed:
        parts.append(f"{item.elapsed} of calendar time")
    takes = "still takes" if item.is_started else "takes"
    if not parts:
        return f"{item.name} has to happen"
    together = sum(need.people for need in item.staffing) > 1 and not item.goes_on_apart
    behind = ", who start together" if together else ""
    return f"{item.name} {takes} " + " and ".join(parts) + behind


def _assigned(scenario: Scenario, item: WorkItem) -> str:
    """Say whom assign and avoid leave to an item."""
    said = []
    if item.assign:
        said.append(f"only {names([scenario.person_by_id[one] for one in item.assign])} may do it")
    if item.avoid:
        said.append(f"{names([scenario.person_by_id[one] for one in item.avoid])} may not do it")
    return f"{item.name}: {' and '.join(said)}"


def _released(item: WorkItem) -> str:
    said = []
    if item.date is not None and not item.is_started:
        said.append(f"is fixed to {wording.when(item.date)} and cannot come before")
    if item.not_before is not None and not item.is_started:
        said.append(f"may not start before {wording.when(item.not_before)}")
    said += [
        f"waits for {one.what}, expected {wording.when(one.expected)}"
        for one in item.waits_for
        if one.expected is not None
    ]
    return " and ".join(said)


def _effort(need: Need) -> str:
    effort = need.effort
    if isinstance(effort, ThreePoint):
        return f"{effort.low}/{effort.likely}/{effort.high}"
    return str(effort)
