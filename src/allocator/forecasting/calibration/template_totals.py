"""What the items of templates were estimated at, and what they took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from allocator.forecasting.calibration.group_effects import TEMPLATE_GROUPS
from allocator.forecasting.calibration.task_history import NO_TEMPLATE, TaskHistory


@dataclass(frozen=True)
class TemplateTotals:
    """Finished items of a template at a size, or of one item of it.

    Attributes
    ----------
    tasks
        How many there are.
    estimated, taken
        Sums of their estimates and of what they took, in hours.
    """

    tasks: int
    estimated: float
    taken: float


def template_totals(history: TaskHistory) -> dict[str, TemplateTotals]:
    """Return the totals by the names that calibrations have for templates and their items.

    Parameters
    ----------
    history
        Finished tasks.
    """
    found: dict[str, TemplateTotals] = {}
    for group in TEMPLATE_GROUPS:
        names = history.group(group)
        for name in np.unique(names[names != NO_TEMPLATE]):
            own = names == name
            found[str(name)] = TemplateTotals(
                tasks=int(own.sum()),
                estimated=float(history.estimate[own].sum()),
                taken=float(history.actual[own].sum()),
            )
    return found
