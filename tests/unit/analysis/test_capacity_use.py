"""Who is next in line, against looking at all that follow one by one."""

from __future__ import annotations

import random
from fractions import Fraction

from allocator.analysis.capacity_use import CapacityUse, successions
from support.plans import when


def _slowly(holds: list[CapacityUse], capacity: Fraction) -> set[tuple[str, str]]:
    found = set()
    for hold in holds:
        later = sorted({other.start for other in holds if other.start >= hold.finish})
        for instant in later:
            held = sum(o.amount for o in holds if o.start <= instant < o.finish)
            if held + hold.amount > capacity:
                found |= {(hold.item, o.item) for o in holds if o.start == instant}
                break
    return found


def test_the_first_collision_is_found() -> None:
    draw = random.Random(3)
    start = when("12-01 09:00")
    for _ in range(400):
        capacity = draw.choice((1, 2, 4))
        holds = []
        for number in range(draw.randint(1, 9)):
            first = draw.randint(0, 12)
            last = first + draw.randint(0, 5)
            amount = Fraction(draw.randint(1, 2 * capacity), 2)
            at = [start.replace(hour=0) + (when("12-02 00:00") - when("12-01 00:00")) * n
                  for n in (first, last)]  # fmt: skip
            holds.append(CapacityUse(str(number), at[0], at[1], amount))
        pairs = {(a.item, b.item) for a, b in successions(holds, Fraction(capacity))}
        assert pairs == _slowly(holds, Fraction(capacity))
