"""Finds links that can never be kept: of an item to itself, and in a circle."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from itertools import pairwise

from allocator.errors import Finding
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context
from allocator.wording import enumerated, shorten

_MAX_CHAIN_SHOWN = 20


def after_itself(context: Context) -> Iterator[Finding]:
    """Yield each link of an item to itself."""
    for _, name, named in context.references:
        for reference in named:
            is_taken_twice = len(context.parts.ids["items"].get(reference.name, ())) > 1
            if reference.field == "after" and reference.name == name and not is_taken_twice:
                yield context.parts.finding(
                    f'work item "{shorten(name)}" comes after itself',
                    reference.path,
                    "remove the link, or name another item",
                    code="after-itself",
                    subjects=(name,),
                )


def cycles(context: Context) -> Iterator[Finding]:
    """Yield one shortest chain for each group of items that wait for each other.

    Links of every type count: a circle of links is a mistake even where lags would allow it.
    """
    order: dict[str, int] = {}
    after: dict[str, dict[str, tuple[Step, ...]]] = {}
    for index, name, named in context.references:
        if name is not None and name not in order:  # of an id that is taken twice the first
            order[name] = index
            links = after.setdefault(name, {})
            for reference in named:
                if reference.field == "after" and reference.name != name:
                    links.setdefault(reference.name, reference.path)
    for group in groups_in_circles(after):
        first = min(group, key=lambda name: order[name])
        chain = shortest_circle(first, group, after)
        shown = [shorten(name) for name in chain]
        if len(shown) > _MAX_CHAIN_SHOWN:
            shown[_MAX_CHAIN_SHOWN // 2 : -_MAX_CHAIN_SHOWN // 2] = ["..."]
        others = f" ({len(group)} items are tangled in all)" if len(group) > len(chain) - 1 else ""
        yield context.parts.finding(
            f"work items wait for each other in a circle: {' -> '.join(shown)}{others}",
            after[first][chain[-2]],
            "each comes before the next; remove one of the links: "
            + enumerated((f"{shorten(b)} after {shorten(a)}" for a, b in pairwise(chain)), most=7),
            code="cycle",
            subjects=tuple(chain[:-1]),
        )


def shortest_circle(
    start: str, group: set[str], after: Mapping[str, Mapping[str, object]]
) -> list[str]:
    """Return a shortest circle through an item, predecessors first: A, B, C, A."""
    successor: dict[str, str] = {}
    queue = deque([start])
    while queue:
        item = queue.popleft()
        for before in after[item]:
            if before == start:
                chain = [start, item]
                while chain[-1] != start:
                    chain.append(successor[chain[-1]])
                return chain
            if before in group and before not in successor:
                successor[before] = item
                queue.append(before)
    raise AssertionError("an item of a strongly connected group lies on a circle")


def groups_in_circles(after: Mapping[str, Mapping[str, object]]) -> Iterator[set[str]]:
    """Yield the strongly connected groups of two or more items.

    Tarjan (1972), Depth-first search and linear graph algorithms, without recursion.
    """
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    on_stack: set[str] = set()
    for root in after:
        if root in number:
            continue
        work = [(root, iter(after[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while work:
            item, rest = work[-1]
            fresh = None
            for before in rest:
                if before not in after:
                    continue
                if before not in number:
                    fresh = before
                    break
                if before in on_stack:
                    low[item] = min(low[item], number[before])
            if fresh is not None:
                number[fresh] = low[fresh] = len(number)
                stack.append(fresh)
                on_stack.add(fresh)
                work.append((fresh, iter(after[fresh])))
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[item])
            if low[item] == number[item]:
                group = set()
                while item not in group:
                    member = stack.pop()
                    on_stack.discard(member)
                    group.add(member)
                if len(group) > 1:
                    yield group
