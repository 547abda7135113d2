"""Where things lie in the kernel's arrays.

All integers of a problem are one array ``flat``, all those of a schedule one array ``state``.
The first entries of each are numbers by the names below: a size, or where a list begins, so that
``flat[flat[RELEASE] + a]`` is the release of activity a. numba passes an array as seven
arguments and a tuple of sixty arrays as four hundred, which made every call of a small function
twenty times as long as its work.

The lists are by activity a, item ("node"), need n, candidate c (a person for a need), arrow k,
term and source; ``*_PTR`` is where the stretch of each begins in the list of what it has. A
``*_ROW`` is where a table begins in the array ``tables`` (``values`` for sources); -1 is none,
or for arrows the identity. Parts are 0 START, 1 PEOPLE, 2 ELAPSED as in the problem.
"""

from __future__ import annotations

BEYOND = 1 << 30
"""Stands for NEVER: no slot, and no sum of a few slots, is as large."""
NOTHING = -(1 << 40)
"""Less than any value that a term measures; what has happened may lie before the plan's start."""

# Of a problem: numbers
HORIZON = 0
WHOLE = 1
ACTIVITIES = 2
PEOPLE = 3
COST_FIRST = 4
DROPPABLES = 5
NODES = 6
TERMS = 7
TIERS = 8
COST_TIER = 9
VALUE_TIER = 10
WORDS = 11  # words that resources lie in, see ``words``
GROUPS = 12
MAKESPAN_TIER = 13
# Of a problem: lists
RELEASE = 14
GROUP = 15
NODE_OF = 16
NEED_PTR = 17
NEED_COUNT = 18
NEED_SHARE = 19
CAND_PTR = 20
CAND_PERSON = 21
CAND_ROW = 22
CAND_LEAST = 23
CAND_COST = 24
SCARCITY = 25
HOLD_ROW = 26
DEMAND_PTR = 27
DEMAND_WORD = 28
DEMAND_BITS = 29  # bits that it must not set, 0 if it never has room
DEMAND_AMOUNT = 30
INTO_PTR = 31
INTO = 32
OUT_PTR = 33
OUT = 34
ARROW_SOURCE = 35
ARROW_PART = 36
ARROW_SUCC = 37
ARROW_TO = 38
ARROW_ROW = 39
ARROW_LENGTH = 40
FOLLOWER_PTR = 41
FOLLOWER = 42
WAITING = 43
NODE_ORDER = 44
NODE_VALUE = 45
REQUIRE_PTR = 46
REQUIRE = 47
DROPPABLE = 48
TERM_TIER = 49
TERM_WEIGHT = 50
TERM_DUE = 51
SOURCE_PTR = 52
SOURCE_NODE = 53
SOURCE_ACTIVITY = 54
SOURCE_PART = 55
SOURCE_ROW = 56
GROUP_PTR = 57
GROUP_LIST = 58
GROUP_DUE = 59
TIER_PTR = 60
TARDINESS_TIER = 61
CAND_ORDER = 62
BOOKINGS = 63
BOOKED = 64  # by booking: word, first slot, slot after the last, amount
TAKEN = 65  # number of bookings of people
TAKEN_BY = 66  # by booking of a person: person, first slot, slot after the last, amount
STABILITY_TIER = 67
BASE = 68  # by activity: start in the baseline, -1 without one
CAND_CHANGE = 69  # by candidate: what it weighs that they are new
NODE_CHANGE = 70  # by item: what it weighs that it is dropped
GOAL = 71  # by tier: the value at or below which it counts as met
COST_BASE = 72  # what items cost about which nothing is decided
SLACK = 73  # by word: what stands in it where nothing is in use
FLAT_HEAD = 74

# Of a schedule: lists; START to DROPPED are what a schedule is, the rest is room to work in
PTR = 0
COUNT = 1
TIME = 2
USE = 3
START = 4
END = 5
HELD = 6
WHO = 7
DROPPED = 8
WHO_PTR = 9
LOCK = 10
TEAM = 11
NEXT_FIT = 12
PLACE_OF = 13
CHOSEN = 14
SEEN = 15
PATH = 16
FLOORS = 17
LEFT = 18
HEAP = 19
HEAP_KEY = 20
GROUP_END = 21
HELD_USE = 22
FLOOR = 23  # by activity: slot before which it is not placed, so that it keeps to the baseline
STATE_HEAD = 24
