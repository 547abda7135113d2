"""The work of all terms of a tier, with what limits it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from allocator.bounds.capacity_inequalities import CapacityInequalities
from allocator.bounds.finish_bound import FinishBound
from allocator.bounds.period_grid import TermWork
from allocator.bounds.work import Work
from allocator.problem.timeline import IntArray


@dataclass(frozen=True)
class SharedWork:
    """The work of all terms.

    Attributes
    ----------
    work, load, inequalities
        Pieces, the same as arrays, and what capacity allows.
    term_works
        The terms with the work that their finishes wait for.
    """

    work: Work
    inequalities: CapacityInequalities
    load: FinishBound
    term_works: tuple[TermWork, ...]

    @cached_property
    def pieces(self) -> IntArray:
        """All pieces that some finish waits for, each once."""
        return np.unique(np.concatenate([each.pieces for each in self.term_works]))
