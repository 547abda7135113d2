"""Constraints of a conflict in the planner's words, with ids and dates."""

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
from allocator.explain.conflict import people_sentences
from allocator.explain.conflict.constraints import Constraint

MAX_NAMED_PEOPLE = 4


@dataclass(frozen=True)
class ConflictMember:
    """A constraint of a conflict, as a sentence.

    Attributes
    ----------
    kind
        deadline, item, link, release, fit, assign, resource, workdays, holidays, capacity,
        focus or absence.
    ids
        Ids of the items, people, projects or resources that it concerns.
    text
        The sentence.
    """

    kind: str
    ids: tuple[str, ...]
    text: str
    plain: bool = False
    """Whether it is written as part of a chain: a finish-start link without lag, or a milestone."""


def name_list(people: Sequence[Person]) -> str:
    """Write people as a choice: ``Ana, Bo or Cleo``; long lists are shortened."""
    return wording.joined((one.name or one.id for one in people), "or", most=MAX_NAMED_PEOPLE + 1)


def conflict_member(scenario: Scenario, constraint: Constraint) -> ConflictMember:
    """Write a constraint as a sentence."""
    ids = tuple(name for name in (constraint.id, constraint.other) if name)
    return ConflictMember(
        constraint.kind, ids, _text(scenario, constraint), _is_plain(scenario, constraint)
    )


def _is_plain(scenario: Scenario, constraint: Constraint) -> bool:
    if constraint.kind == "item":
        return scenario.item_by_id[constraint.id].is_milestone
    if constraint.kind != "link":
        return False
    links = [k for k in scenario.item_by_id[constraint.id].after if k.item == constraint.other]
    return all(link.type is LinkType.FS and not has_lag(link) for link in links)


def sentences(members: Sequence[ConflictMember]) -> list[str]:
    """Return the sentences of a conflict, with plain links joined into chains."""
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


def _text(scenario: Scenario, constraint: Constraint) -> str:
    if (
        constraint.kind == "deadline"
        and constraint.owner == "item"
        and scenario.item_by_id[constraint.id].date
    ):
        return _fixed(scenario, scenario.item_by_id[constraint.id])
    if constraint.kind == "deadline":
        date = deadline_date(scenario, constraint)
        passed = ", which has passed" if end_of(date) <= scenario.plan_from else ""
        return (
            f"{owner_name(scenario, constraint)} must be finished by {wording.when(date)}{passed}"
        )
    if constraint.owner == "person" or constraint.kind in ("holidays", "focus"):
        return people_sentences.sentence(scenario, constraint)
    if constraint.kind == "release" and constraint.owner == "project":
        project = scenario.project_by_id[constraint.id]
        assert project.not_before is not None
        start = wording.when(project.not_before)
        return f"project {project.name or project.id} may not start before {start}"
    item = scenario.item_by_id[constraint.id]
    if constraint.kind == "release":
        return f"{item.name} {_released(item)}"
    if constraint.kind == "fit":
        return f"{item.name} must fit into one sprint of who does it"
    if constraint.kind == "assign":
        return _assigned(scenario, item)
    if constraint.kind == "resource":
        resource = scenario.resource_by_id[constraint.other]
        return (
            f"{item.name} holds {item.resources[resource.id]} of the {resource.capacity} "
            f"{resource.name or resource.id}"
        )
    if constraint.kind == "link":
        links = [link for link in item.after if link.item == constraint.other]
        return "; ".join(_link(item, link) for link in links)
    return _work(scenario, item)


def _fixed(scenario: Scenario, item: WorkItem) -> str:
    """Write the fixed date of a milestone as a deadline of its predecessors."""
    assert item.date is not None
    passed = ", which has passed" if beginning(item.date) < scenario.plan_from else ""
    by = "by then" if isinstance(item.date, dt.datetime) else "before that day begins"
    fixed = f"{item.name} is fixed to {wording.when(item.date)}{passed}"
    return f"{fixed}: what it comes after must be done {by}"


def owner_name(scenario: Scenario, constraint: Constraint) -> str:
    """Name the item, the project or the calendar that a deadline belongs to."""
    if constraint.owner == "calendar":
        return "everything (calendar.end)"
    if constraint.owner == "project":
        project = scenario.project_by_id[constraint.id]
        return f'project {project.id} "{project.name}"' if project.name else f"project {project.id}"
    return scenario.item_by_id[constraint.id].name


def deadline_date(scenario: Scenario, constraint: Constraint) -> When:
    """Return the date of a deadline."""
    return scenario.deadline_of(constraint.owner, constraint.id)


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
        parts.append(f"{_effort(need)}{share} {only}{people}{name_list(able)}")
    if item.elapsed:
        parts.append(f"{item.elapsed} of calendar time")
    takes = "still takes" if item.is_started else "takes"
    if not parts:
        return f"{item.name} has to happen"
    together = sum(need.people for need in item.staffing) > 1 and not item.goes_on_apart
    behind = ", who start together" if together else ""
    return f"{item.name} {takes} " + " and ".join(parts) + behind


def _assigned(scenario: Scenario, item: WorkItem) -> str:
    """Write who may and may not do an item, by assign and avoid."""
    said = []
    if item.assign:
        said.append(
            f"only {name_list([scenario.person_by_id[one] for one in item.assign])} may do it"
        )
    if item.avoid:
        said.append(
            f"{name_list([scenario.person_by_id[one] for one in item.avoid])} may not do it"
        )
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
