"""Which sets of items are tried to be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from allocator.explain.scope.candidates import DropChoice

Dropped = frozenset[str]
"""Items that are left out together, with all that goes with them."""

Tried = Callable[[Sequence[Dropped]], list[float | None]]
"""Returns the hours past the wanted dates that sets of items reach; None without a plan."""


def prefixes(choice: DropChoice) -> list[Dropped]:
    """Return what is left out of a priority list: nothing, the last item, the last two, ..."""
    names = [each.id for each in choice.items]
    found = [choice.closed(names[first:]) for first in range(len(names), -1, -1)]
    return list(dict.fromkeys(found))


def all_sets(choice: DropChoice, most: int) -> list[Dropped] | None:
    """Return all sets that can be left out; None where there are more than a number of them."""
    found: dict[Dropped, None] = {}
    names = [each.id for each in choice.items]
    for size in range(len(names) + 1):
        for some in combinations(names, size):
            found[choice.closed(some)] = None
            if len(found) > most:
                return None
    return list(found)


def promising_sets(choice: DropChoice, tried: Tried) -> Iterator[Dropped]:
    """Yield sets that are tried one step after another, until the dates are kept.

    Nothing is left out first. In each step the item is left out as well that brings the dates
    nearest for each unit of its value; where none does, that of the least value. At the end each
    item that was left out is taken back, the most valuable first, as long as the dates are kept.

    Parameters
    ----------
    tried
        Tries sets; those that it has tried before cost nothing.
    """
    dropped: Dropped = frozenset()
    (past,) = tried([dropped])
    yield dropped
    while past is None or past > 0:
        steps = list(dict.fromkeys(choice.closed([*dropped, each.id]) for each in choice.items))
        steps = [step for step in steps if step != dropped]
        if not steps:
            return
        reached = tried(steps)
        dropped, past = _best_step(choice, dropped, past, list(zip(steps, reached, strict=True)))
        yield from steps
    yield from _taken_back(choice, dropped, tried)


def _best_step(
    choice: DropChoice,
    dropped: Dropped,
    past: float | None,
    steps: Sequence[tuple[Dropped, float | None]],
) -> tuple[Dropped, float | None]:
    def gain(step: tuple[Dropped, float | None]) -> tuple[float, float]:
        lost = choice.value_of(step[0]) - choice.value_of(dropped)
        if step[1] is None:
            return (float("-inf"), -lost)
        won = 1.0 if past is None else max(0.0, past - step[1])
        return (won / max(lost, 1e-9), -lost)

    return max(steps, key=gain)


def _taken_back(choice: DropChoice, dropped: Dropped, tried: Tried) -> Iterator[Dropped]:
    for each in sorted(choice.items, key=lambda item: -item.value):
        if each.id not in dropped:
            continue
        less = frozenset(name for name in dropped if name != each.id)
        if choice.closed(less) != less:
            continue  # something that is left out would bring it back out
        (past,) = tried([less])
        yield less
        if past == 0:
            dropped = less


def value_front(
    choice: DropChoice, reached: Sequence[tuple[Dropped, float]]
) -> list[tuple[Dropped, float]]:
    """Return the sets of which no other keeps more value and comes nearer to the dates.

    The one that keeps most value comes first; of equals the one that leaves fewest items out.
    """
    order = sorted(
        reached, key=lambda one: (choice.value_of(one[0]), one[1], len(one[0]), sorted(one[0]))
    )
    front: list[tuple[Dropped, float]] = []
    for one in order:
        if not front or one[1] < front[-1][1]:
            front.append(one)
    return front
