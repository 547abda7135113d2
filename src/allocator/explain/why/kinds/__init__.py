"""The kinds of causes, one class each; of equally near ones the first is tried first."""

from __future__ import annotations

from allocator.explain.why.kinds.absences import Away, Holiday, PartTime, SprintFocus
from allocator.explain.why.kinds.across_zones import HandedOver, TimeInCommon
from allocator.explain.why.kinds.budget import BudgetLimitReached
from allocator.explain.why.kinds.dates import BlockedItem, Frozen, Release, SprintBorder, WaitsFor
from allocator.explain.why.kinds.elsewhere import (
    EarlierDate,
    GoesOnFirst,
    OptionalWork,
    Priority,
    ResourceFull,
)
from allocator.explain.why.kinds.kind import CauseKind
from allocator.explain.why.kinds.meetings import InMeetings, OnDuty
from allocator.explain.why.kinds.people import Assigned, Busy, OnlyOneWithSkill
from allocator.explain.why.kinds.rules_about_people import (
    ItemsAtOnce,
    OtherPeople,
    PreferredPeople,
    SharedByFew,
)
from allocator.explain.why.kinds.work import Lag, LongWork, Predecessor, Together

KINDS: tuple[CauseKind, ...] = (
    Frozen(),
    WaitsFor(),
    BlockedItem(),
    Release(),
    Away(),
    GoesOnFirst(),
    OtherPeople(),
    ItemsAtOnce(),
    PreferredPeople(),
    SharedByFew(),
    OnlyOneWithSkill(),
    Assigned(),
    Together(),
    BudgetLimitReached(),
    OptionalWork(),
    Busy(),
    ResourceFull(),
    SprintBorder(),
    HandedOver(),
    TimeInCommon(),
    SprintFocus(),
    InMeetings(),
    OnDuty(),
    PartTime(),
    Holiday(),
    EarlierDate(),
    Priority(),
    Lag(),
    Predecessor(),
    LongWork(),
)

__all__ = ["KINDS", "CauseKind"]
