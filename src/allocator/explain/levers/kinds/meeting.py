"""A meeting that does not take place, or a duty that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.counterfactuals.meetings import without_meetings, without_rota
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import FAR, Ground


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield the meetings and rotas of people who could be of use."""
    scenario = ground.scenario
    distances = {person.id: distance for person, distance in ground.people()}
    for meeting in scenario.meetings:
        attendees = scenario.attendees[meeting.id]
        near = min((distances.get(name, FAR) for name in attendees), default=FAR)
        if near < FAR:
            yield LeverCandidate(
                "meeting",
                f"{meeting.name} does not take place",
                without_meetings([meeting.id]),
                near,
                needs_search=True,
            )
    for rota in scenario.rota:
        near = min((distances.get(name, FAR) for name in rota.people), default=FAR)
        if near < FAR:
            yield LeverCandidate(
                "duty", f"Nobody has {rota.name}", without_rota(rota.id), near, needs_search=True
            )
