"""The chain that leads to a subject: from its finish back to a beginning."""

from __future__ import annotations

from collections.abc import Mapping

from allocator.analysis.why.reason import Reason
from allocator.explain.why.graph import BindingGraph
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
    while name is not None and name not in seen:
        seen.add(name)
        reasons = sorted(graph.reasons(name), key=lambda r: _rank(r, days, seen))
        steps.append(_step(graph, name, reasons))
        leads = [r.item for r in reasons if r.item is not None and r.item in graph.binding.dates]
        name = next((item for item in leads if item not in seen), None)
    return tuple(steps)


def _rank(reason: Reason, days: Mapping[str, float], seen: set[str]) -> tuple[bool, float, int]:
    order = _ORDER.index(reason.kind) if reason.kind in _ORDER else len(_ORDER)
    return reason.item in seen, -days.get(reason.item or "", 0.0), order


def _step(graph: BindingGraph, name: str, reasons: list[Reason]) -> ChainStep:
    first = next(iter(reasons), None)
    start, finish = graph.binding.dates[name]
    text = (
        "it could begin earlier, and nothing would be gained" if first is None else first.sentence
    )
    return ChainStep(
        item=name,
        title=graph.scenario.item_by_id[name].title,
        start=start,
        finish=finish,
        kind="free" if first is None else _KINDS.get(first.kind, first.kind),
        text=text,
        also=tuple(reason.sentence for reason in reasons[1:]),
    )
