"""Other words for the fields of uncertainty: ranges, tries that fail, risks and promises."""

from __future__ import annotations

from typing import Final

SynonymRows = tuple[tuple[str | None, str, str], ...]
"""Field, the words for it, and a hint where it is more than the field's name."""

_NO_FIELD: Final = "there is no field for it; leave it out"
UNPLANNED: Final = "write absence: {days_per_year: 5}, the working days that nobody knows of before"
"""The hint for words about absences that are not planned."""

UNCERTAINTY: Final[dict[str, SynonymRows]] = {
    "DateRange": (
        ("low", "min minimum earliest best optimistic from first", ""),
        ("likely", "most_likely expected mode mean mid probable median", ""),
        ("high", "max maximum latest worst pessimistic to last", ""),
    ),
    "Uncertainty": (
        ("range", "ranges interval coverage confidence percent quantiles", "write range: 80"),
        ("calibration", "calibrated calibrate history file", ""),
        ("absence", "absences sick sick_days sickness unplanned_absence", UNPLANNED),
        ("scope", "scope_growth growth creep scope_creep", "write scope: {growth: 0.3}"),
    ),
    "UnplannedAbsence": (
        ("days_per_year", "days per_year days_a_year rate yearly annual", ""),
        ("spell", "length duration each how_long", ""),
    ),
    "ScopeGrowth": (
        ("growth", "rate share factor percent amount", ""),
        ("from", "basis of per every", ""),
        ("until", "end to till last", ""),
    ),
    "IfFails": (
        ("repeat", "retries retry tries attempts times again max", ""),
        ("effort", "share factor cost size", ""),
        ("redo", "rework redone reopen", ""),
        ("then", "fallback instead else do next after start", ""),
        ("drop", "skip cancel remove without", ""),
        ("stop", "abort end kill stop_project gate", ""),
    ),
    "Risk": (
        ("id", "key number ref", ""),
        ("title", "name summary what text event", ""),
        ("chance", "probability likelihood p prob risk percent", ""),
        ("hits", "items item affects impacts on tasks work_items", ""),
        ("delay", "days duration impact_days lag slip time", ""),
        ("effort", "impact extra more work cost", ""),
        ("owner", "who responsible assignee", ""),
        (None, "description notes note comment mitigation", _NO_FIELD),
    ),
    "Promise": (
        ("milestone", "item id what key of", ""),
        ("by", "date due deadline until on when", ""),
        ("confidence", "chance probability certainty sure percent p", ""),
        (None, "description notes note comment to customer owner", _NO_FIELD),
    ),
}
"""By the name of the model: what people write for its fields."""
