"""The chain that leads to a subject: from its finish back to a beginning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from allocator.analysis.why.reason import Reason
from allocator.explain.why.graph import BindingGraph
from allocator.explain.why.kinds.free_people import holds
from allocator.explain.why.models import ChainStep

_KINDS = {"link": "predecessor", "expected": "waits_for", "now": "start"}
"""Reasons that the chain calls by another name."""

_ORDER = ("frozen", "busy", "resource", "link", "sprint", "expected", "release", "away", "now")
"""Of several reasons the chain follows the first."""


def chain_of(graph: BindingGraph, days: Mapping[str, float]) -> tuple[ChainStep, ...]:
    """Return the chain that leads to a subject.

    Parameters
    ----------
    graph
        What binds the subject.
    days
        By item, the most that a cause gains which holds it: where several items hold another one,
        the chain follows the one that counts most.
    """
    steps: list[ChainStep] = []
    name = next(iter(graph.last), None)
    seen: set[str] = set()
    rank = _Ranking(graph, days)
    while name is not None and name not in seen:
        seen.add(name)
        reasons = rank.ordered(name, seen)
        steps.append(_step(graph, name, reasons))
        leads = [r.item for r in reasons if r.item is not None and r.item in graph.binding.dates]
        name = next((item for item in leads if item not in seen), None)
    return tuple(steps)


class _Ranking:
    """Says which of the reasons of an item a chain follows.

    One that holds whoever does the item, that leads on to something that binds, and that counts
    most.
    """

    def __init__(self, graph: BindingGraph, days: Mapping[str, float]) -> None:
        self._graph, self._days = graph, days
        self._bound: dict[str, bool] = {}

    def ordered(self, item_id: str, seen: set[str]) -> list[Reason]:
        """Return the reasons of an item, the one that the chain follows first."""
        return sorted(self._graph.reasons(item_id), key=lambda one: self._rank(item_id, one, seen))

    def _rank(
        self, item_id: str, reason: Reason, seen: set[str]
    ) -> tuple[bool, bool, bool, float, int]:
        order = _ORDER.index(reason.kind) if reason.kind in _ORDER else len(_ORDER)
        other = reason.item
        leads_on = other is None or self._is_bound(other)
        days = self._days.get(other or "", 0.0)
        return other in seen, not holds(self._graph, item_id, reason), not leads_on, -days, order

    def _is_bound(self, item_id: str) -> bool:
        """Whether a chain from an item can end at something that holds it."""
        if item_id not in self._bound:
            self._bound[item_id] = False  # where it leads back to itself
            found = self._graph.reasons(item_id) if item_id in self._graph.binding.dates else ()
            self._bound[item_id] = any(r.item is None or self._is_bound(r.item) for r in found)
        return self._bound[item_id]


def _step(graph: BindingGraph, name: str, reasons: list[Reason]) -> ChainStep:
    first = next(iter(reasons), None)
    start, finish = graph.binding.dates[name]
    text = (
        "it could begin earlier, but the plan gains nothing by that"
        if first is None
        else first.sentence
    )
    return ChainStep(
        item=name,
        title=graph.scenario.item_by_id[name].title,
        start=start,
        finish=finish,
        kind="free" if first is None else _KINDS.get(first.kind, first.kind),
        text=text,
        also=tuple(_others(text, reasons[1:])),
    )


def _others(text: str, reasons: Iterable[Reason]) -> Iterator[str]:
    """Yield the sentences of reasons that none before them has said."""
    said, absence = [text], text.split(", and before that ")[0]
    for reason in reasons:
        sentence = reason.sentence.removeprefix(f"{absence}, and ")
        if not any(sentence in other for other in said):
            said.append(sentence)
            yield sentence
