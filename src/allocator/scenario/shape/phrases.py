"""The words for what pydantic and the models find wrong, and for what would be right."""

from __future__ import annotations

KINDS = {
    "string_type": ("a text", 'put it in quotes: "{value}"'),
    "int_type": ("a whole number", None),
    "int_parsing": ("a whole number", None),
    "int_from_float": ("a whole number", None),
    "float_type": ("a number", None),
    "float_parsing": ("a number", None),
    "finite_number": ("a finite number", None),
    "bool_type": ("true or false", None),
    "bool_parsing": ("true or false", None),
    "greater_than": ("above {gt}", "give a number above {gt}"),
    "greater_than_equal": ("at least {ge}", "give a number at least {ge}"),
    "less_than": ("below {lt}", "give a number below {lt}"),
    "less_than_equal": ("at most {le}", "give a number at most {le}"),
    "literal_error": ("{expected}", None),
    "enum": ("{expected}", None),
    "tuple_type": ("a list", "write [ ] around the entries, or each on a line after a dash"),
    "list_type": ("a list", "write [ ] around the entries, or each on a line after a dash"),
    "dict_type": ("a map of names and values", "write it as {{name: value}}"),
    "model_type": ("a map of fields", "write it as {{{example}}}"),
}
"""By pydantic's type of error: what was expected, and the hint where it is more than that."""

STAND_INS = {"name": "-", "calendar": {"start": "2000-01-01"}, "items": ()}
"""Fields that a scenario must have, to look at the others without them."""

IDS = {"people": "ana", "resources": "gpu", "projects": "churn"}
"""Examples of ids, by section."""

SECTIONS = frozenset({"people", "items", "resources", "projects", "baseline"})
"""Lists whose entries are maps."""

PARTS_OF_A_WHOLE = frozenset({"share", "capacity"})
"""Fields of people, needs and sprints that are fractions of a day, at most 1."""

BOUNDS = frozenset({"gt", "ge", "lt", "le"})
"""Names of pydantic's numeric bounds."""

EXAMPLES = {
    "calendar": "start: 2026-12-01",
    "capacity": "capacity: 8",
    "elapsed": "elapsed: 14d",
    "finished": "finished: 2026-12-03",
    "from": "from: 2026-12-21",
    "high": "high: 6d",
    "holidays": "country: US",
    "item": "item: PAY-11",
    "items": "items: [{id: PAY-12, effort: 3d}]",
    "likely": "likely: 3d",
    "low": "low: 2d",
    "name": "name: Churn model launch",
    "sprints": "length: 2w, first: 2026-12-01, count: 8",
    "start": "start: 2026-12-01",
    "time_off": "from: 2026-12-21, to: 2027-01-01",
    "to": "to: 2027-01-01",
    "what": "what: legal approval",
}
"""What a field may look like."""

HINTS = {
    "above zero": "give an amount above zero, for example 3d",
    "an id ": "give a short text, for example PAY-12",
    "at least one working day": "name the days, for example [mon, tue, wed]",
    "before its not_before": "move one of the two dates",
    "does not divide": "choose a slot and day_hours that go together, for example 1h and 8",
    "is not a number of whole days": "give whole days or weeks, for example 10d or 2w",
    "is empty: its end": "swap the two dates, or move one of them",
    "is not a date that exists": "write a day that exists, as year-month-day: 2026-12-01",
    "leaves before joining": "swap from and to, or move one of them",
    "named twice": "name each once",
    "not optional": "add optional: true, or leave value out",
    "overlap": "let each end before the next begins",
    "runs past midnight": "begin earlier, or work fewer hours",
    "subdivision needs": "add the country, for example country: US",
    "whole minutes": "give hours such as 7.5 or 8",
}
"""What would be right, by what stands in the message of a model that does not say it."""

BESIDE_SKILLS = {
    field: f"{field} stands here among the skills; write needs: [{{{{skills: ..., {field}: ...}}}}]"
    for field in ("people", "effort", "share", "skills")
}
"""Hints, with braces doubled, where a field of a need has got among its skills."""

WHOLE = {"calendar": "calendar: {start: 2026-12-01}"}
"""Examples of fields with their names, where the example of their content is another."""

NUMBERS = frozenset({"int_type", "int_parsing", "int_from_float", "float_type", "float_parsing"})
"""Pydantic's types of errors about what is no number."""

NUMBERS_OF = {
    "priority": "priority is a number that weighs lateness: 2 counts twice as much as 1",
    "rate": "write the cost of an hour, for example rate: 95",
    "proficiency": "levels are whole numbers: proficiency: {1: 0.5, 3: 1.0}",
    "value": "write what it is worth as a number, in any unit that all items share",
}
"""Hints for numbers that people write in words."""
