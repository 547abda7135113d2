"""Why a scenario has no plan, and what would give one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from allocator.explain.conflict.facts import Fact
from allocator.explain.conflict.repairs import Repair

_MAX_FACTS_SHOWN = 60
"""Facts that are printed where the time did not suffice to show that each is needed."""


@dataclass(frozen=True)
class ConflictMember:
    """One constraint of a conflict; a fact tells one or several.

    Attributes
    ----------
    kind
        deadline, budget, item, people, skills, assign, share, speed, together, not_same_as,
        same_as, max_items, link, handover, overlap, release, frozen, fit, fixed, uninterrupted,
        resource, start, workdays, holidays, capacity, focus, meeting, rota or absence.
    ids
        Ids of the items, people, projects or resources that it concerns.
    which
        Number of a need; date of a holiday; "from", "to", or field and number, of an absence.
    """

    kind: str
    ids: tuple[str, ...]
    which: str = ""


@dataclass(frozen=True)
class Conflict:
    """Constraints that no plan satisfies together, and what resolves all conflicts.

    Attributes
    ----------
    facts
        The constraints as sentences, deadlines first; empty if time ran out before any set was
        confirmed.
    members
        The same constraints one by one.
    people
        Sentences on who is needed for these items, and when they are free.
    repairs
        Changes, each of which by itself gives a plan of the whole scenario.
    minimal
        Whether every constraint is proved necessary: without it a plan was found; of shares,
        without all of them.
    relaxable
        Whether a plan was found that breaks deadlines.
    """

    facts: tuple[Fact, ...]
    members: tuple[ConflictMember, ...]
    people: tuple[str, ...]
    repairs: tuple[Repair, ...]
    minimal: bool
    relaxable: bool = False

    def lines(self) -> list[str]:
        """Return the explanation as lines of text."""
        if not self.facts:
            lines = [
                "No plan keeps every hard deadline and rule, but the time did not suffice to "
                "find out which of them conflict; allow more time (--time-limit)."
            ]
        else:
            lines = ["No plan keeps all of these together:"]
            most = len(self.facts) if self.minimal else _MAX_FACTS_SHOWN
            lines += [f"  - {fact.text}" for fact in self.facts[:most]]
            if len(self.facts) > most:
                lines.append(f"  - and {len(self.facts) - most} more (--json has them all)")
            lines += [f"  {sentence}" for sentence in self.people]
            if not self.minimal:
                lines.append("  (the time did not suffice to show that each of them is needed)")
        return lines + self._advice()

    def _advice(self) -> list[str]:
        """Return what gives a plan, as lines of text."""
        lines = []
        if self.repairs:
            many = len(self.repairs) > 1
            lines.append(f"{'Any one of these' if many else 'This'} gives a plan:")
            lines += [f"  - {repair.text}" for repair in self.repairs]
        if self.relaxable:
            way = "Or plan" if self.repairs else "Plan"
            lines.append(f"{way} with --relax, which breaks deadlines as little as possible.")
        elif self.members and not any(member.kind == "deadline" for member in self.members):
            lines.append("No deadline is part of this, so --relax does not help.")
        if self.repairs:
            each = "each of them" if len(self.repairs) > 1 else "it"
            lines.append(
                f"With --json, {each} comes as a change file (--with; of a re-plan --change)."
            )
        return lines

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain data."""
        return asdict(self)
