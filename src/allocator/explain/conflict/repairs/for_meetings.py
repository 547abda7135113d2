"""Loosens what meetings and duties take of people's time."""

from __future__ import annotations

from collections.abc import Iterator

from allocator.explain.conflict.repairs.loosening import LoosenedConstraint, Loosening


def meeting(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that a meeting does not take place."""
    name = subject.constraint.id
    for found in subject.scenario.meetings:
        if found.id == name:
            yield Loosening(f"leave out {found.name}", {"remove": {"meetings": [name]}})


def rota(subject: LoosenedConstraint) -> Iterator[Loosening]:
    """Yield that nobody has a duty."""
    name = subject.constraint.id
    for found in subject.scenario.rota:
        if found.id == name:
            yield Loosening(f"let nobody have {found.name}", {"remove": {"rota": [name]}})
