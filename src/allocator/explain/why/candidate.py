"""Something that may hold WHAT, before it is tried."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

from allocator.explain.counterfactuals.change import Change
from allocator.explain.trials import WhatIf
from allocator.explain.why.models import CauseName


@dataclass(frozen=True)
class CauseCandidate:
    """Something that may hold WHAT.

    Attributes
    ----------
    kind
        Of which kind it is.
    text
        A sentence about the plan, which holds as the plan is; without a full stop.
    remedy
        What takes it away, as a noun phrase: ``a second person with causal``.
    change
        The same as a change of the scenario.
    item
        The item that it holds.
    depth
        How many steps before the finish of WHAT that is.
    """

    kind: CauseName
    text: str
    remedy: str
    change: Change
    item: str
    depth: int = 0

    @cached_property
    def key(self) -> str:
        """Tells changes apart."""
        return json.dumps(self.change, sort_keys=True)

    @property
    def about(self) -> str:
        """Tells what candidates are about: the same one in two plans has the same."""
        return f"{self.kind} {self.remedy}"

    @property
    def trial(self) -> WhatIf:
        """What is planned to try it."""
        return WhatIf(self.key, change=self.change)
