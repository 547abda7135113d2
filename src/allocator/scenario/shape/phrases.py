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

CODES = {
    **dict.fromkeys(("string_type",), "not-a-text"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "not-a-whole-number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "not-a-number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), "not-true-or-false"),
    **dict.fromkeys(("greater_than", "greater_than_equal"), "number-too-small"),
    **dict.fromkeys(("less_than", "less_than_equal"), "number-too-large"),
    **dict.fromkeys(("literal_error", "enum"), "unknown-value"),
    **dict.fromkeys(("tuple_type", "list_type"), "not-a-list"),
    **dict.fromkeys(("dict_type", "model_type"), "not-a-map"),
}
"""Codes of findings, by pydantic's type of error."""

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
