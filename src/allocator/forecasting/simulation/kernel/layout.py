"""Names the entries of the kernel's arrays.

As in ``heuristics/kernel/layout.py``: ``flat[flat[BY_RANK] + k]`` is the entry of rank k. What is
known of an entry lies together in its record: ``flat[flat[RECORDS] + entry * RECORD + RELEASE]``.
Named tuples of arrays were tried first: numba counts the references of every array in a tuple
whenever a part of it is taken, which made a future seven times as long.

``flat`` holds integers of the model, ``tables`` calendars and tables of links (32 bits), ``reals``
estimates, ``state`` one future and room to work in.
"""

from __future__ import annotations

NEVER = 1 << 30
"""A time that does not come; the horizon of an axis around the clock."""

NOTHING = -1

SHIFT, LOW = 5, 31
"""32 people lie in a word of bits: person p is bit p & LOW of word p >> SHIFT."""

RECORD = 16
"""Entries of a record, in ``flat`` and in ``state``."""

(
    RELEASE, RANK, NEED_PTR, DEMAND_PTR, OUT_START, OUT_WORK, OUT_ELAPSED, WAITING, END_WAITING,
    SIMPLE,  # 1 where one person does it, without resources or sprints
    APART,  # 1 where each of its people goes on when they work
    BOUND,  # 1 where links hold its finish
    LEAST_END,  # where links of what is past hold its finish
    DROP_PTR,
    RESERVES,  # 1 where it may hold people back who wait for the others of its team
    BEGIN,  # row of slots in which it may begin; NOTHING where it may in any
) = range(16)  # fmt: skip
"""A record in ``flat``; OUT_* are where the links out of each part begin. One more record ends the
last stretches."""

(
    START, END, HELD, REASON, FLOOR, FLOOR_BY, WAITS, END_FLOOR, END_WAITS,
    OVER,  # 1 where its work is over, but not what holds its end
    NEWLY_READY,  # 1 where it has got ready since the last look
    DELAY,  # team slots still to go by once links and releases let it start
    SKIPPED, FAILS, DROPPED,  # 1 where so in this future
) = range(15)  # fmt: skip
"""A record in ``state``."""

(
    ENTRIES, ACTIVITIES, PLACES, PEOPLE, RESOURCES, WORDS, HORIZON, WIDTH, WHOLE, TEAM_SLOTS,
    RECORDS, BY_RANK, NEED_SHARE, CERTAIN, PLACE_PTR, NEED_OF,
    CAND_PTR, CAND_PERSON, CAND_SCORE, CAND_LATEST, CAND_WHOLE,
    DEMAND_RESOURCE, DEMAND_AMOUNT, CAPACITY, DROPS,
    SUCC, INTO, ROW,
    OF_PERSON, INV_PTR, MASK, NEED_MASK, WORKS, RESERVED_PTR, RESERVED,
    RESERVED_SHARE, MAX_ITEMS,
    HAS_PLAN,  # 1 where a plan is followed as long as all goes as planned
    PLAN_START, PLAN_HELD, PLAN_RELEASE,  # by entry; NEVER of what the plan has not
    PLAN_WHO, PLAN_PLACE_END,  # by place; NOTHING and NEVER of what the plan has not
    CUM, INV, TEAM_NXT, TEAM_CUM, TEAM_INV, LATEST, TABLES, STARTS, BEGINS,
    CAND_UNITS, ELAPSED,
    FLAT_HEAD,
) = range(55)  # fmt: skip
"""Numbers, then lists of ``flat``, places in ``tables`` (CUM to BEGINS) and in ``reals``."""

(
    HEAP_SIZE, READY_SIZE, NEXT_WAKE, NEXT_CHANGE, BEYOND, NEW_ENTRIES, COMPLEX, HOLDING,
    ON_PLAN,  # 1 as long as all goes as planned
    PLAN_WAKE,  # when the plan's next event is looked for
    HEAP, READY, STATES,
    WHO, HOLDER, PLACE_END, PATH, CHOSEN,  # by place
    USE, FREE_SINCE, LAST, SPELL, CHANGE, SEEN, NEXT_RESERVED, EXPECTED, HOLD_UNTIL,  # by person
    ITEMS,  # by person
    ROOM_LEFT, GIVEN_AT, GIVEN_BY,  # by resource
    FREE, ABLE, FRESH, AWAY,  # by word of people
    STATE_HEAD,
) = range(36)  # fmt: skip
"""Numbers and lists of ``state``. HOLDING is whether anybody is held back for a team. Places:
HOLDER is the entry, WHO the candidate. People: USE is the share in use, ITEMS on how many
entries they are, FREE_SINCE and LAST when
they got free and from what, SPELL the first spell of absence that is not over, NEXT_RESERVED the
first reservation to come, CHANGE when one of both changes next, EXPECTED when they are free by the
estimate, HOLD_UNTIL when a team is expected that they are held back for (NEVER: none)."""

PART_START, PART_WORK, PART_ELAPSED = 0, 1, 2
"""As START, WORK_END and ELAPSED_END in ``simulation/arrays.py``."""

HOLDS_END = 1
"""As INTO_END there."""
