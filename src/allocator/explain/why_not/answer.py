"""The answer to why a plan is not otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from allocator.domain import Plan
from allocator.domain.quantities import iso
from allocator.explain.why_not.earliest import EarliestDate
from allocator.explain.why_not.price import Price
from allocator.explain.why_not.refusals import Refusal


@dataclass(frozen=True, kw_only=True)
class WhyNotAnswer:
    """What forbids something, or what it costs.

    Attributes
    ----------
    question
        As it was asked.
    wishes
        What was understood, a sentence each.
    already
        Whether the plan has it so.
    possible
        Whether there is a plan that has it; None where the time did not suffice to decide.
    forbidden_by
        The rules that together, or each by itself, forbid it; empty where it is possible.
    together
        Whether it is these rules together that forbid it, and not each by itself.
    earliest
        By when it can be, where it was asked for by an earlier date.
    price
        What it costs; None where no plan with it is known.
    change
        What asks for it, as ``--with`` takes it.
    plan
        The plan that has it; None where none is known.
    was
        The plan that it is compared with: the one asked about, with the deadlines that it keeps.
    notes
        What else is to be known, a sentence each.
    clock
        Whose the days and times are; empty where all are in one zone.
    """

    question: str
    wishes: tuple[str, ...]
    already: bool = False
    possible: bool | None = None
    forbidden_by: tuple[Refusal, ...] = ()
    together: bool = False
    earliest: EarliestDate | None = None
    price: Price | None = None
    change: Mapping[str, Any] | None = None
    plan: Plan | None = None
    was: Plan | None = None
    notes: tuple[str, ...] = ()
    clock: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data, as ``--json`` prints it, without the plan."""
        return {
            "question": self.question,
            "wishes": list(self.wishes),
            "already": self.already,
            "possible": self.possible,
            "forbidden_by": [asdict(refusal) for refusal in self.forbidden_by],
            "together": self.together,
            "earliest": None if self.earliest is None else _earliest(self.earliest),
            "price": None if self.price is None else _price(self.price),
            "change": None if self.change is None else dict(self.change),
            "notes": list(self.notes),
        }


def _earliest(earliest: EarliestDate) -> dict[str, Any]:
    return {"date": iso(earliest.date), "proved": earliest.proved}


def _price(price: Price) -> dict[str, Any]:
    document = asdict(price)
    for shift in document["dates"]:
        shift["was"], shift["now"] = iso(shift["was"]), iso(shift["now"])
    return document
