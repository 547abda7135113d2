"""Sprint borders on the axis: until when work may last that must fit into one sprint."""

from __future__ import annotations

import numpy as np

from allocator.domain import Sprint
from allocator.problem.timeline import IntArray, Timeline


class SprintBorders:
    """The borders that people follow, by their sprints.

    Parameters
    ----------
    timeline
        The problem's timeline.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._latest: dict[tuple[Sprint, ...], IntArray] = {}

    def latest(self, sprints: tuple[Sprint, ...]) -> IntArray:
        """Return, shape (H,), the last boundary at which work begun in each slot may end.

        That is the end of the slot's sprint; before the first sprint its beginning, after the
        last one the end of the axis. It is -1 between two sprints that do not touch.

        Parameters
        ----------
        sprints
            In order, at least one. Their borders are midnights, so that no slot crosses one.
        """
        if sprints not in self._latest:
            timeline = self._timeline
            begins = [timeline.first_slot(timeline.minutes(s.begins)) for s in sprints]
            ends = [timeline.first_slot(timeline.minutes(s.ends)) for s in sprints]
            latest = np.full(timeline.horizon, -1, dtype=np.int64)
            latest[: begins[0]] = begins[0]
            for begin, end in zip(begins, ends, strict=True):
                latest[begin:end] = end
            latest[ends[-1] :] = timeline.horizon
            self._latest[sprints] = latest
        return self._latest[sprints]
