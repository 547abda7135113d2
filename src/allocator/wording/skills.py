"""Skills that work needs.

============================== ==============================
call                           gives
============================== ==============================
``skills(need)``               ``python at level 3 and sql``
``skill_at_level("sql", 0)``   ``sql``
============================== ==============================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allocator.wording.lists import joined

if TYPE_CHECKING:
    from allocator.domain import Need


def skills(need: Need) -> str:
    """Write the skills that a need asks for: ``python at level 3 and sql``."""
    if not need.skills:
        return "no particular skill"
    return joined(skill_at_level(skill, level) for skill, level in need.skills.items())


def skill_at_level(skill: str, level: int) -> str:
    """Write a skill with its least level; level 0 is any."""
    return f"{skill} at level {level}" if level > 0 else skill
