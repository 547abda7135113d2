"""What a kind of causes is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from allocator.explain.why.candidate import CauseCandidate
from allocator.explain.why.graph import BindingGraph


class CauseKind(Protocol):
    """A kind of causes.

    It finds what may hold a subject, says so in a sentence that holds as the plan is, and knows
    the change of the scenario that takes it away. Whether that gains anything is tried after it.
    """

    def candidates(self, graph: BindingGraph) -> Iterator[CauseCandidate]:
        """Yield what of this kind may hold the subject of a graph, the nearest to its end first."""
        ...
