"""Words for pydantic's errors, and hints that say what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allocator.wording import shorten


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What we say of one of pydantic's types of error.

    Attributes
    ----------
    types
        Pydantic's names.
    code
        Of our finding.
    wanted
        What was expected.
    hint
        What would be right, where it is more than ``wanted``.
    """

    types: tuple[str, ...]
    code: str
    wanted: str
    hint: str | None = None


_WHOLE_NUMBER = ("int_type", "int_parsing", "int_from_float")
_NUMBER = ("float_type", "float_parsing")
_LIST = "write [ ] around the entries, or each on a line after a dash"

KINDS = {
    name: kind
    for kind in (
        Kind(
            types=("string_type",),
            code="not-a-text",
            wanted="a text",
            hint='put it in quotes: "{value}"',
        ),
        Kind(
            types=("string_too_long",),
            code="text-too-long",
            wanted="a text of at most {max_length} characters",
            hint="write it in short",
        ),
        Kind(
            types=("string_too_short", "too_short"),
            code="empty-value",
            wanted="more than nothing",
            hint="write something, or leave it out",
        ),
        Kind(types=_WHOLE_NUMBER, code="not-a-whole-number", wanted="a whole number"),
        Kind(types=_NUMBER, code="not-a-number", wanted="a number"),
        Kind(types=("finite_number",), code="not-a-number", wanted="a finite number"),
        Kind(types=("bool_type", "bool_parsing"), code="not-true-or-false", wanted="true or false"),
        Kind(
            types=("greater_than",),
            code="number-too-small",
            wanted="above {gt}",
            hint="give a number above {gt}",
        ),
        Kind(
            types=("greater_than_equal",),
            code="number-too-small",
            wanted="at least {ge}",
            hint="give a number at least {ge}",
        ),
        Kind(
            types=("less_than",),
            code="number-too-large",
            wanted="below {lt}",
            hint="give a number below {lt}",
        ),
        Kind(
            types=("less_than_equal",),
            code="number-too-large",
            wanted="at most {le}",
            hint="give a number at most {le}",
        ),
        Kind(types=("literal_error", "enum"), code="unknown-value", wanted="{expected}"),
        Kind(types=("tuple_type", "list_type"), code="not-a-list", wanted="a list", hint=_LIST),
        Kind(
            types=("dict_type",),
            code="not-a-map",
            wanted="a map of names and values",
            hint="write it as {{name: value}}",
        ),
        Kind(
            types=("model_type",),
            code="not-a-map",
            wanted="a map of fields",
            hint="write it as {{{example}}}",
        ),
    )
    for name in kind.types
}
"""By pydantic's type of error."""

STAND_INS = {"name": "-", "calendar": {"start": "2000-01-01"}, "items": ()}
"""Fields that a scenario must have, to look at the others without them."""

IDS = {
    "people": "ana",
    "resources": "gpu",
    "projects": "churn",
    "risks": "R1",
    "meetings": "standup",
    "rota": "support",
}
"""Examples of ids, by section."""

SECTIONS = frozenset(
    (
        *("people", "items", "resources", "projects", "baseline", "risks", "promises"),
        *("meetings", "rota"),
    )
)
"""Lists whose entries are maps."""

NAMES_OF_SKILLS = frozenset({"TemplateUse", "RequirementsHead"})
"""Models whose ``skills`` are names for names."""

PARTS_OF_A_WHOLE = frozenset(
    {"share", "capacity", "chance", "succeeds", "confidence", "takes", "meeting_share"}
)
"""Fields that are fractions of a day, or probabilities: at most 1."""

BOUNDS = frozenset({"gt", "ge", "lt", "le"})
"""Names of pydantic's numeric bounds."""

EXAMPLES = {
    "at": 'at: "10:00"',
    "attendees": "attendees: [ana, bo]",
    "by": "by: 2027-01-29",
    "calendar": "start: 2026-12-01",
    "capacity": "capacity: 8",
    "chance": "chance: 0.3",
    "common_factors": "common_factors: {person: 0.27, project: 0.14}",
    "days_per_year": "days_per_year: 5",
    "elapsed": "elapsed: 14d",
    "finished": "finished: 2026-12-03",
    "first": "first: 2026-12-07",
    "from": "from: 2026-12-21",
    "growth": "growth: 0.3",
    "high": "high: 6d",
    "hits": "hits: [PAY-12]",
    "holidays": "country: US",
    "item": "item: PAY-11",
    "items": "items: [{id: PAY-12, effort: 3d}]",
    "length": "length: 30m",
    "levels": "levels: [10, 50, 90]",
    "limit": "limit: 120000",
    "likely": "likely: 3d",
    "low": "low: 2d",
    "name": "name: Churn model launch",
    "people": "people: [ana, bo]",
    "prior": "prior: {source: our first year, counts_as_tasks: 30}",
    "sizes": "sizes: [{estimate: 8h, ratios: [0.6, 1, 2.2]}]",
    "sprints": "length: 2w, first: 2026-12-01, count: 8",
    "start": "start: 2026-12-01",
    "takes": "takes: 0.5",
    "tasks": "tasks: 120",
    "time_off": "from: 2026-12-21, to: 2027-01-01",
    "to": "to: 2027-01-01",
    "what": "what: legal approval",
}
"""What a field may look like."""

NEED_FIELDS_AMONG_SKILLS = {
    field: f"{field} stands here among the skills; write needs: [{{{{skills: ..., {field}: ...}}}}]"
    for field in ("people", "effort", "share", "skills")
}
"""Hints, with braces doubled, where a field of a need has got among its skills."""

WHOLE = {"calendar": "calendar: {start: 2026-12-01}"}
"""Examples of fields with their names, where the example of their content is another."""

NUMBERS = frozenset({*_WHOLE_NUMBER, *_NUMBER})
"""Pydantic's types of errors about what is no number."""

FIELDS_OF_OTHERS = {
    **{
        field: f"{field} is said of a link: after: [{{item: CH-1, {example}}}]"
        for field, example in (("handover", "handover: true"), ("lag", "lag: 2d"))
    },
    **{
        field: f"{field} is said of a person"
        for field in ("capacity", "availability", "time_off", "rate", "role", "absence")
    },
    **{
        field: f"{field} is said of people, and of the calendar for all of them"
        for field in ("workdays", "day_start", "timezone", "holidays")
    },
    **{
        field: f"{field} is said of a need: needs: [{{skills: ml, {field}: 0.5}}]"
        for field in ("share",)
    },
    **{
        field: f"{field} is said of work items"
        for field in (
            *("after", "assign", "avoid", "elapsed", "fixed", "needs", "not_same_as", "optional"),
            *("overlap", "prefer", "same_as", "uninterrupted", "waits_for", "effort", "kind"),
        )
    },
    "max_items": "max_items is said of people, or of the scenario for all of them",
    "budget": "budget is said of a project",
    "not_before": "not_before is said of items and projects",
    "deadline": "deadline is said of items and projects; calendar.end is one for all items",
    "due": "due is said of items and projects",
    "day_hours": "day_hours is said of the calendar",
    "slot": "slot is said of the calendar",
}
"""By the field: hints that say of what it is one, where it stands in something else."""

NUMBERS_OF = {
    "takes": "write the share of their capacity that it takes, for example takes: 0.5",
    "priority": "priority is a number that weighs lateness: 2 counts twice as much as 1",
    "rate": "write the cost of an hour, for example rate: 95",
    "proficiency": "levels are whole numbers: proficiency: {1: 0.5, 3: 1.0}",
    "value": "write what it is worth as a number, in any unit that all items share",
}
"""Hints for numbers that people write in words."""


def shown(value: Any) -> str:
    """Return a value of a document as messages show it.

    Parameters
    ----------
    value
        Plain data.
    """
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, (list, tuple)):
        return "a list"
    return f'"{shorten(value)}"' if isinstance(value, str) else shorten(str(value))
