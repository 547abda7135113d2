"""An absence that is taken away, or moved to after what is asked about."""

from __future__ import annotations

import math
from collections.abc import Iterator

from allocator import wording
from allocator.domain.quantities import beginning, end_of
from allocator.explain.counterfactuals.absences import (
    moved_time_off,
    without_availability,
    without_time_off,
)
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground

_WEEK = 7


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the absences, and the times of less work, between now and its end."""
    for person, distance in ground.people():
        if distance >= FAR:
            continue
        who = ground.person_name(person)
        for off in person.time_off:
            if end_of(off.end) <= ground.begins or beginning(off.start) >= ground.ends:
                continue
            period = wording.period(off.start, off.end)
            later = math.ceil((ground.ends - beginning(off.start)).days / _WEEK + 1) * _WEEK
            yield LeverCandidate(
                "absence",
                f"{who} works from {period}"
                if off.start != off.end
                else f"{who} works on {period}",
                without_time_off(ground.scenario, person.id, off),
                distance,
                needs_search=True,
            )
            yield LeverCandidate(
                "absence",
                f"{who} is away {wording.count(later // _WEEK, 'week')} later than {period}",
                moved_time_off(ground.scenario, person.id, off, later),
                distance + 1,
                needs_search=True,
            )
        for window in person.availability:
            usual = window.capacity >= person.capacity
            if (
                usual
                or end_of(window.end) <= ground.begins
                or beginning(window.start) >= ground.ends
            ):
                continue
            yield LeverCandidate(
                "absence",
                f"{who} has {wording.whole_percent(person.capacity)} of the day for planned work "
                f"from {wording.period(window.start, window.end)} too, not "
                f"{wording.whole_percent(window.capacity)}",
                without_availability(ground.scenario, person.id, window),
                distance,
                needs_search=True,
            )
