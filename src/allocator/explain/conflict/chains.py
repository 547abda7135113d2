"""Joins links into chains."""

from __future__ import annotations

from collections.abc import Sequence


def chains(links: Sequence[tuple[str, ...]]) -> list[list[str]]:
    """Join links (successor, predecessor) into chains, from first to last."""
    followers: dict[str, list[str]] = {}
    for succ, pred in links:
        followers.setdefault(pred, []).append(succ)
    targets = {succ for succ, _ in links}
    found = []
    starts = [pred for pred in followers if pred not in targets]
    while starts:
        chain = [starts.pop(0)]
        while followers.get(chain[-1]):
            chain.append(followers[chain[-1]].pop(0))
        if len(chain) > 1:
            found.append(chain)
        starts += [node for node, rest in followers.items() if rest and node not in starts]
    return found
