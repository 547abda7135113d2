"""A skill, or a level of one, for somebody who is there."""

from __future__ import annotations

from collections.abc import Iterator

from allocator import wording
from allocator.domain import Need, Person
from allocator.explain.counterfactuals.people import with_skills
from allocator.explain.levers.candidate import LeverCandidate
from allocator.explain.levers.ground import Ground

_LEARNERS = 3
"""People who could learn what a need asks for that are tried, those who lack least first."""
_MAX_SKILLS = 2
"""Skills that somebody could learn for one need."""


def candidates(ground: Ground) -> Iterator[LeverCandidate]:
    """Yield for each need of what holds it the people who lack least of it."""
    seen = set()
    for item in ground.held_by:
        for need in item.staffing:
            for person in _learners(ground, need):
                lacks = ground.scenario.lacks(person, need)
                key = (person.id, tuple(sorted(lacks.items())))
                if key in seen:
                    continue
                seen.add(key)
                learnt = wording.joined(
                    [wording.skill_at_level(skill, level) for skill, level in lacks.items()]
                )
                yield LeverCandidate(
                    "skill",
                    f"{ground.person_name(person)} learns {learnt}",
                    with_skills(ground.scenario, person.id, lacks),
                    ground.distance(item.id),
                    needs_search=True,
                )


def _learners(ground: Ground, need: Need) -> list[Person]:
    """Return the people who lack least of a need, and lack something."""
    lacking = []
    for person in ground.scenario.people:
        lacks = ground.scenario.lacks(person, need)
        if 0 < len(lacks) <= _MAX_SKILLS:
            missing = sum(max(1, v - person.skills.get(k, 0)) for k, v in lacks.items())
            lacking.append((len(lacks), missing, person.id, person))
    return [one[-1] for one in sorted(lacking, key=lambda one: one[:3])[:_LEARNERS]]
