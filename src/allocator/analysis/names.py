"""How people and projects are called in tables that people read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from allocator.domain import Scenario


def people_names(scenario: Scenario) -> dict[str, str]:
    """Return the name of each person by id; who has none has the id."""
    return _made_distinct((person.id, person.name or person.id) for person in scenario.people)


def project_names(scenario: Scenario) -> dict[str, str]:
    """Return the name of each project by id; what has none has the id."""
    return _made_distinct((project.id, project.name or project.id) for project in scenario.projects)


def _made_distinct(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Add the id to names that several have: ``Ana Souza (ana2)``."""
    pairs = list(pairs)
    often = Counter(name for _, name in pairs)
    return {key: name if often[name] == 1 else f"{name} ({key})" for key, name in pairs}
