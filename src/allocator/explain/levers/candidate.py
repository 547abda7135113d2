"""A change that could help, before it is tried."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from allocator.explain.counterfactuals.change import Change
from allocator.explain.trials import WhatIf


@dataclass(frozen=True)
class LeverCandidate:
    """A change to try.

    Attributes
    ----------
    kind
        Of lever.
    text
        The change as a sentence without a full stop.
    change
        As ``--with`` takes it.
    distance
        Steps from what is asked about along what holds it in the plan; large where it is not held.
    needs_search
        Whether it helps only where other work is planned anew, as with one more person.
    cuts_scope
        Whether work is left undone that is not optional.
    """

    kind: str
    text: str
    change: Change
    distance: int
    needs_search: bool = False
    cuts_scope: bool = False

    @property
    def cuts_work(self) -> bool:
        """Whether it makes work less; of equal gains one that does not is preferred."""
        return self.kind in ("cut", "drop", "estimate")

    @cached_property
    def trial(self) -> WhatIf:
        """The trial of it."""
        return WhatIf(f"{self.kind}: {self.text}", change=self.change)
