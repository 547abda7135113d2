"""Names the entries of the kernel's arrays.

All integers of a problem are one array ``flat``, all those of a schedule one array ``state``;
the parameters of the search are a third one, ``settings``. The first entries of ``flat`` and
``state`` are numbers by the names below: a size, or where a list begins, so that
``flat[flat[RELEASE] + a]`` is the release of activity a. So each function takes few arguments.

The lists are by activity a, item ("node"), need n, candidate c (a person for a need), arrow k,
term and source; ``*_PTR`` is where the stretch of each begins in the list of what it has. A
``*_ROW`` is where a table begins in the array ``tables`` (``values`` for sources); -1 is none,
or for arrows the identity.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from allocator.problem.activity import Endpoint

SlotArray = npt.NDArray[np.int32]
"""Slots in 32 bits: finish tables of large teams are long."""

AT_START, AT_WORK_END, AT_ELAPSED_END = range(3)
"""Numbers of the endpoints of an activity; the elapsed end is a function of the start."""
ENDPOINTS = {
    Endpoint.START: AT_START,
    Endpoint.WORK_END: AT_WORK_END,
    Endpoint.ELAPSED_END: AT_ELAPSED_END,
}
UNREACHABLE = 1 << 30
"""Slot that stands for "never" in finish tables; no sum of a few slots is as large."""
NO_VALUE = -(1 << 40)
"""Less than any value that a term measures; what has happened may lie before the plan's start."""
ANYBODY, TEAM_ONLY = -1, -2
"""Entries of LOCK that are no candidate: every candidate may fill the need, or those in TEAM."""

# Of a problem: its numbers, then the places of its lists.
(
    HORIZON,  # slots of the axis
    WHOLE,  # a person's whole time, in units of shares
    ACTIVITIES,  # items that take time
    PEOPLE,
    WEIGHT_FIRST,  # 1 where the first tier is what people weigh: cost or preference
    DROPPABLES,  # activities that may be dropped
    NODES,  # items, milestones included
    TERMS,  # of all tiers, and the deadlines
    TIERS,  # and one more, for the deadlines
    COST_TIER,  # place of a tier among them, -1 without it
    VALUE_TIER,
    WORDS,  # words that resources lie in, see ``packed_capacities``
    GROUPS,  # projects, and items without one
    MAKESPAN_TIER,
    RELEASE,  # by activity: first slot in which it may start
    GROUP,  # by activity: its project
    NODE_OF,  # by activity: its item
    NEED_PTR,  # by activity: its needs
    NEED_COUNT,  # by need: how many people
    NEED_SHARE,  # by need: share of their time
    CAND_PTR,  # by need: its candidates
    CAND_PERSON,  # by candidate: the person
    CAND_ROW,  # by candidate: finish table
    CAND_LEAST,  # by candidate: fewest slots that it takes
    CAND_COST,  # by candidate: cost
    CAND_OTHER,  # by candidate: effort of somebody who is not preferred
    CAND_WEIGHT,  # by candidate: what they weigh in the first tier, where that is about people
    CAND_RANK,  # by candidate: who comes first among equals, as new or not preferred
    SCARCITY,  # by person: rank by how much work counts on them
    HOLD_ROW,  # by activity: when its elapsed time is over, a table
    DEMAND_PTR,  # by activity: its demands on resources
    DEMAND_WORD,  # by demand: word of the resource
    DEMAND_BITS,  # bits that it must not set, 0 if it never has room
    DEMAND_AMOUNT,  # by demand: what it adds to the word
    INTO_PTR,  # by activity: arrows that hold it back
    INTO,  # their numbers
    OUT_PTR,  # by activity: arrows that it holds others back by
    OUT,  # their numbers
    ARROW_SOURCE,  # by arrow: the activity waited for, -1 for a fixed instant
    ARROW_ENDPOINT,  # by arrow: which endpoint of it
    ARROW_SUCC,  # by arrow: who waits
    ARROW_TO,  # by arrow: endpoints of who waits, two, -1 for none
    ARROW_ROW,  # by arrow: tables of the least value, two
    ARROW_LENGTH,  # by arrow: length of a table
    FOLLOWER_PTR,  # by activity: those that wait for it
    FOLLOWER,  # their numbers
    WAITING,  # by activity: for how many it waits
    NODE_ORDER,  # items in the order of the links
    NODE_VALUE,  # by item: what it weighs that it is dropped
    REQUIRE_PTR,  # by item: what must be planned with it
    REQUIRE,  # their numbers
    DROPPABLE,  # activities that may be dropped
    TERM_TIER,  # by term: place of its tier
    TERM_WEIGHT,  # by term
    TERM_DUE,  # by term: in ticks
    SOURCE_PTR,  # by term: its sources
    SOURCE_NODE,  # by source: item that must be planned for it
    SOURCE_ACTIVITY,  # by source: -1 for a fixed instant
    SOURCE_ENDPOINT,  # by source: which endpoint of it
    SOURCE_ROW,  # by source: what is measured, a table in ``values``
    GROUP_PTR,  # by project: its activities
    GROUP_LIST,  # their numbers
    GROUP_DUE,  # by project: boundary up to which it is not late, 0 without a date
    TIER_PTR,  # by tier: its terms
    TARDINESS_TIER,
    CAND_ORDER,  # by need: its candidates, the best first
    RESOURCE_BOOKINGS,  # what is booked of resources
    RESOURCE_BOOKED,  # by booking: word, first slot, slot after the last, amount
    PERSON_BOOKINGS,  # number of bookings of people
    PERSON_BOOKED,  # by booking of a person: person, first slot, slot after the last, amount
    STABILITY_TIER,
    BASELINE_START,  # by activity: start in the baseline, -1 without one
    CAND_CHANGE,  # by candidate: what it weighs that they are new
    NODE_CHANGE,  # by item: what it weighs that it is dropped
    GOAL,  # by tier: the value at or below which it counts as met
    COST_BASE,  # what items cost about which nothing is decided
    PREFERENCE_TIER,
    PREFERENCE_BASE,  # effort of others on items about which nothing is decided
    EMPTY_WORD,  # by word: what stands in it where nothing is in use
    WHOLE_TIME,  # 1 where every need takes people's whole time and nobody is booked
    NEED_CLASSES,  # classes of needs that the same people can fill
    CLASS_OF,  # by need: its class
    CLASS_PTR,  # by class: its people
    CLASS_ORDER,  # their positions among the candidates, the best first
    CLASS_PERSON,  # who they are, in the same order
    QUEUE_PTR,  # by class: its queue of activities that are ready
    MEMBER_PTR,  # by person: the classes that they are in
    MEMBER_CLASS,  # their numbers
    MEMBER_RANK,  # the person's place in the order of each
    PLAIN,  # by activity: 1 where one person does it and nothing else is asked
    TAIL,  # by activity: fewest slots of the longest chain that begins with it
    STIRS,  # by slot: 1 where somebody begins to work or something booked ends
    MEASURE_PTR,  # by activity: the sources that read it
    MEASURE,  # their numbers
    SOURCE_TERM,  # by source: its term
    SOURCE_REST,  # by source: fewest slots that the term lasts after the activity
    PAIRED,  # 1 where activities ask who is on others
    PAIR_PTR,  # by activity: its pairs with others
    PAIR_OTHER,  # by pair: the other activity, or a person who must be on it
    PAIR_KIND,  # by pair: what it asks, see ``who_may``
    LIMITED,  # 1 where people may be on so many items at a time
    MAX_ITEMS,  # by person: how many
    PROFILES,  # profiles of people: of shares in use, and where LIMITED of items
    BUDGETS,  # of projects, goals and limits
    BUDGET_TIER,
    BUDGET_OF,  # by activity: the budget that it counts towards, -1 without one
    BUDGET_ROOM,  # by budget: what its activities may cost
    BUDGET_PART,  # by budget: a 10,000th of it, 0 where it is a goal
    CHOICES,  # activities of which one of several needs is filled
    CHOICE_FIRST,  # by activity: the first of these needs, -1 where all are filled
    CHOICE_LAST,  # by activity: the need after the last of them
    RULED,  # by activity: 1 where there are rules about who is put together, or takes over
    COMMON_PTR,  # by activity: limits of time in common, -1 without any
    COMMON_ROW,  # by two of its candidates: last boundaries of the earlier end, a table, or -1
    HANDOVER_PTR,  # by activity: its handovers
    HANDOVER_PRED,  # by handover: the activity before it, -1 where its people are given
    HANDOVER_STRICT,  # by handover: 1 where no morning will do
    GIVEN_PTR,  # by handover: places of people who are given
    GIVEN_PLACE,  # their numbers
    PERSON_PLACE,  # by person: number of the place
    MORNING_ROW,  # by person: 1 in the first slots of days, a table, or -1
    FLAT_HEAD,  # entries in front of the lists
) = range(122)

# Of a schedule: places of its lists. START to DROPPED are what a schedule is and what is copied;
# the rest is room to work in.
(
    PROFILE_PTR,  # by person: their profile
    PROFILE_STEPS,  # by person: steps of the profile
    STEP_SLOT,  # by step: slot from which it holds
    STEP_SHARE,  # by step: share in use
    START,  # by activity: start slot, -1 where dropped
    END,  # by activity: boundary at which its people are done
    HELD,  # by activity: boundary until which it holds resources
    WHO,  # by place of a need: candidate
    DROPPED,  # by item: 1 where dropped
    WHO_PTR,  # by need: its places
    LOCK,  # by need: its one candidate, ANYBODY or TEAM_ONLY
    TEAM,  # by candidate: 1 where locked to the need with others
    NEXT_FIT,  # by candidate: first slot that fits, as far as known
    PLACE_OF,  # by person: place that they fill while a team is matched
    CHOSEN,  # by place: candidate while a team is matched
    SEEN,  # by person: mark while something is looked for
    PATH,  # places on the way while a team is matched
    LINK_FLOORS,  # by arrow of an activity: least end and start
    PENDING,  # by activity: for how many it still waits
    HEAP,  # activities that can be placed next
    HEAP_KEY,  # by activity: its key in the heap
    GROUP_END,  # by project: latest end in a backward pass
    WORD_USE,  # by word and slot: what is in use
    BASELINE_FLOOR,  # by activity: slot of the baseline before which it is not placed
    EVENT,  # by slot: 0 nothing, 1 something ends, 2 and more the last activity that can start
    EVENT_NEXT,  # by activity: what EVENT held before it
    BUSY,  # by person: boundary until which they work
    DONE,  # by slot: one more than the place of a need whose person is done there, the last
    DONE_NEXT,  # by place of a need: what DONE held before it
    QUEUE,  # by class: plain activities that are ready, a heap
    QUEUE_SIZE,  # by class
    CLOSED,  # by class: 1 where nobody is free
    FIRST_FREE,  # by class: place in its order before which nobody is free
    OPEN_CLASSES,  # those that may start something now
    LATE,  # by term: how much it has reached beyond its due
    BARRED,  # by person: above 0 where they may not be on the activity to be placed
    REQUIRED,  # by person: above 0 where they must be on it
    BUDGET_COST,  # by budget: what its activities cost
    ALTERNATIVE,  # by activity: the one need that may be filled of those to choose from, -1 any
    CLOSED_NEED,  # by need: 1 where another one is filled in its place
    STATE_HEAD,  # entries in front of the lists
) = range(41)

# Of the parameters: numbers that steer the search, see ``settings``.
(
    HISTORY_LENGTH,  # steps back that a schedule is compared with
    MAX_PARALLEL,  # activities up to which the parallel scheme is used
    GAIN_BETTER,  # what a choice gains by a better schedule
    GAIN_BEST,  # and by one better than all
    GAIN_MEMORY,  # choices after which a gain has faded
    MAX_MOVED,  # activities moved at once
    MOVE_REACH,  # parts of the plan's length by which an activity is moved at most
    PROJECT_REACH,  # the same for a project
    PERSON_REACH,  # the same for what a person does
    MAX_SPAN,  # parts of the plan's length in a stretch of time
    MAX_HANDED_OVER,  # activities given to others at once
    MAX_CHAIN,  # activities of a chain
    MAX_RETURNED,  # activities put back to the baseline at once
    RETURN_REACH,  # parts of the horizon around one put back
    CHILD_RATE,  # one in how many activities of a child is moved
    CHILD_REACH,  # parts of the plan's length by which it is moved at most
    MIN_ORDER_DEVIATION,  # least deviation of places in an order
    ORDER_DEVIATIONS,  # how many deviations from there on
    WHOLE_PROJECT_TENTHS,  # tenths of the orders in which projects move as a whole
    PROJECT_ODDS,  # one in how many projects then moves, three choices
    _PROJECT_ODDS_2,
    _PROJECT_ODDS_3,
    FEW_TENTHS,  # tenths of the schedules in which a few activities move
    MAX_FEW,  # activities that then move
    FEW_DEVIATION,  # deviation of their places
    ALL_DEVIATION,  # deviation of places where all move
    MAX_FEW_RESOURCES,  # activities that move where only resources are scarce
    RESOURCE_DEVIATION,  # least part of an order that is the deviation of their places
    RESOURCE_DEVIATIONS,  # how many parts from there on
    ORDER_HISTORY,  # steps back that an order of projects is compared with
    LARGEST_SHIFT,  # parts of the span of keys that the largest shift of a project is
    SHIFT_STEPS,  # how many widths of shifts there are, each half the one before
    EXCHANGE_TENTHS,  # tenths of the shifts after which two projects change places
    ITEM_TENTHS,  # tenths of the steps that move one activity within its project
    SETTINGS_SIZE,  # entries
) = range(35)
