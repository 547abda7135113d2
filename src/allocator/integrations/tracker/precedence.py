"""Collects precedence: merges both ends of links, hands down predecessors, finds circles."""

from __future__ import annotations

import graphlib
import itertools
from dataclasses import dataclass, field
from typing import Any, Final

from allocator.domain.natural_order import natural
from allocator.errors import FormatError
from allocator.integrations.tracker.mapping import LinkRule, find
from allocator.integrations.tracker.mapping import Mapping as Rules
from allocator.integrations.tracker.structure import Structure
from allocator.integrations.tracker.ticket import LinkCell, LinkType, Ticket
from allocator.integrations.tracker.vocabulary import link_rule
from allocator.scenario.shape.short_forms import short_id

_MAX_SHOWN_CIRCLES = 20
ELAPSED: Final = " elapsed"
"""Ending of a lag around the clock."""


@dataclass(frozen=True, order=True)
class TicketLink:
    """One ticket waits for another.

    Attributes
    ----------
    before, after
        Keys of predecessor and successor.
    type
        FS, SS, FF or SF.
    lag
        Least wait: ``2d``, ``-1d``, ``3d elapsed``; empty without one.
    """

    before: str
    after: str
    type: str = "FS"
    lag: str = ""

    def entry(self) -> Any:
        """Return the link as an entry of ``after``, in its short form where it has one."""
        name = short_id(self.before)
        if self.type == "FS" and not self.lag:
            return name
        found: dict[str, Any] = {"item": name}
        found |= {"type": self.type} if self.type != "FS" else {}
        if self.lag.endswith(ELAPSED):
            return found | {"lag": {"elapsed": self.lag.removesuffix(ELAPSED)}}
        return found | ({"lag": self.lag} if self.lag else {})


@dataclass
class Precedence:
    """All links between tickets of the files.

    Attributes
    ----------
    edges
        All links, each once, whichever end has it.
    outside
        Waiting tickets by the key of a ticket that is not in the files.
    left_out
        Links to and from tickets that are left out.
    within
        Links between a ticket and its own parts.
    ignored, used
        Number of ignored links by kind, and of used links by kind and direction.
    by_column
        Number of links by column that states their meaning: name, whether the row comes first, and
        type.
    followers
        Number of links to successors that are not in the files.
    cut
        Links that were removed because they closed a circle.
    texts
        Rows by text of a link cell that is neither a key nor a title.
    """

    edges: set[TicketLink] = field(default_factory=set)
    outside: dict[str, list[str]] = field(default_factory=dict)
    left_out: list[TicketLink] = field(default_factory=list)
    within: list[TicketLink] = field(default_factory=list)
    ignored: dict[str, int] = field(default_factory=dict)
    used: dict[str, tuple[LinkRule, int]] = field(default_factory=dict)
    by_column: dict[tuple[str, bool, LinkType | None], int] = field(default_factory=dict)
    followers: int = 0
    cut: list[TicketLink] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def of(self) -> dict[str, list[TicketLink]]:
        """Return the links by successor, with predecessors in natural order."""
        found: dict[str, list[TicketLink]] = {}
        for edge in sorted(self.edges, key=lambda e: (natural(e.before), e.type)):
            found.setdefault(edge.after, []).append(edge)
        return found


def precedence(structure: Structure, rules: Rules) -> Precedence:
    """Collect the links of all tickets.

    Parameters
    ----------
    structure
        The tickets.
    rules
        The mapping, which defines kinds of links.
    """
    found = Precedence()
    for key, node in structure.nodes.items():
        for link_cell in node.ticket.link_cells:
            _take(link_cell, key, structure, rules, found)
    return found


def _take(
    link_cell: LinkCell, key: str, structure: Structure, rules: Rules, found: Precedence
) -> None:
    """Add the links of one cell."""
    others, texts = structure.references.mentioned(link_cell.key, key)
    rule = _rule(link_cell, rules)
    if rule is None:
        number = len(others) + len(texts)
        found.ignored[link_cell.type] = found.ignored.get(link_cell.type, 0) + number
        return
    for text in texts:
        found.texts.setdefault(text, []).append(key)
    if others and link_cell.link is None:
        found.used[link_cell.type] = (
            rule,
            found.used.get(link_cell.type, (rule, 0))[1] + len(others),
        )
    elif others:
        column = (link_cell.type, link_cell.outward, link_cell.link)
        found.by_column[column] = found.by_column.get(column, 0) + len(others)
    is_before = link_cell.outward == (rule.outward == "before")
    for other in others:
        pair = (key, other) if is_before else (other, key)
        _place(TicketLink(*pair, rule.type, link_cell.lag), key, other, is_before, structure, found)


def _rule(link_cell: LinkCell, rules: Rules) -> LinkRule | None:
    """Return the meaning of a link: by its column if that states it, else by its kind."""
    if link_cell.link is not None:
        return LinkRule(outward="before", type=link_cell.link)
    given = find(rules.links, link_cell.type)
    if given is not None:
        return None if given == "ignore" else given
    return link_rule(link_cell.type)


def _place(
    edge: TicketLink, key: str, other: str, is_before: bool, structure: Structure, found: Precedence
) -> None:
    if other in structure.skipped:
        found.left_out.append(edge)
    elif other in structure.nodes:
        related = (
            edge.before == edge.after
            or edge.before in structure.ancestors(edge.after)
            or edge.after in structure.ancestors(edge.before)
        )
        if related:
            found.within.append(edge)
        else:
            found.edges.add(edge)
    elif is_before:
        found.followers += 1
    elif key not in found.outside.setdefault(other, []):
        found.outside[other].append(key)


def hand_down(found: Precedence, structure: Structure) -> None:
    """Let the parts of a ticket wait for what the ticket waits for.

    Links within the same ticket are not handed down.
    """
    waits: dict[str, list[TicketLink]] = {}
    for edge in found.edges:
        waits.setdefault(edge.after, []).append(edge)
    outside: dict[str, list[str]] = {}
    for other, keys in found.outside.items():
        for key in keys:
            outside.setdefault(key, []).append(other)
    for key in structure.nodes:
        for ancestor in structure.ancestors(key):
            for edge in waits.get(ancestor, ()):
                if edge.before != key and edge.type in ("FS", "SS"):
                    found.edges.add(TicketLink(edge.before, key, edge.type, edge.lag))
            for other in outside.get(ancestor, ()):
                if key not in found.outside[other]:
                    found.outside[other].append(key)


def check_circles(found: Precedence, structure: Structure, rules: Rules) -> None:
    """Refuse links that run in a circle, or cut them where the mapping says so.

    A ticket finishes after its parts; this counts as a link that is never removed.

    Raises
    ------
    FormatError
        Links run in circles; all of them are named, with file and line.
    """
    parts = {(child, key) for key, node in structure.nodes.items() for child in node.children}
    circles = []
    while circle := _circle(found.edges, parts):
        pairs = list(itertools.pairwise(circle))
        links = [e for e in found.edges if (e.before, e.after) in pairs and e.type == "FS"]
        last = max(links, key=lambda e: (natural(e.after), natural(e.before)))
        found.edges.remove(last)
        found.cut.append(last)
        circles.append(_from_first(circle))
        if rules.cycles == "error" and len(circles) > _MAX_SHOWN_CIRCLES:
            break
    if circles and rules.cycles == "error":
        raise _circles(circles, structure.nodes[circles[0][0]].ticket)


def _circle(edges: set[TicketLink], parts: set[tuple[str, str]]) -> list[str] | None:
    """Return a circle: keys of which each comes before the next, ending with the first."""
    graph: dict[str, set[str]] = {}
    for before, after in sorted({(e.before, e.after) for e in edges if e.type == "FS"} | parts):
        graph.setdefault(after, set()).add(before)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return [str(key) for key in error.args[1]]
    return None


def _from_first(circle: list[str]) -> list[str]:
    """Return a circle that begins and ends with the first of its keys."""
    first = min(range(len(circle) - 1), key=lambda place: natural(circle[place]))
    return [*circle[first:-1], *circle[: first + 1]]


def _circles(circles: list[list[str]], first: Ticket) -> FormatError:
    lines = [f"  {' before '.join(circle)}" for circle in circles[:_MAX_SHOWN_CIRCLES]]
    lines += (
        [f"  and {len(circles) - _MAX_SHOWN_CIRCLES} more"]
        if len(circles) > _MAX_SHOWN_CIRCLES
        else []
    )
    return FormatError(
        f"{first.place}: links run in a circle:\n"
        + "\n".join(lines)
        + "\n    hint: remove one link of each in the tracker, or write cycles: cut in the mapping,"
        " which leaves the last one out and lists it"
    )
