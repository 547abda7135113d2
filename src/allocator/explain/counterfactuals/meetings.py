"""Changes that leave out meetings and rotas."""

from __future__ import annotations

from collections.abc import Sequence

from allocator.explain.counterfactuals.change import Change


def without_meetings(names: Sequence[str]) -> Change:
    """Return the change that some meetings, by id, do not take place."""
    return {"remove": {"meetings": list(names)}}


def without_rota(name: str) -> Change:
    """Return the change that nobody has a duty."""
    return {"remove": {"rota": [name]}}
