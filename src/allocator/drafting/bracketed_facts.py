"""Reads what stands in the brackets behind the id of a requirement: ``(must; model, L)``."""

from __future__ import annotations

import re
from typing import Final

from allocator.drafting.written_requirement import FIELD_NAMES, WrittenRequirement, priority_meant

_SIZE: Final = re.compile(r"X{0,4}[SL]|M")
_NAMED: Final = re.compile(
    r"(?P<name>[A-Za-z][\w #-]*?)\s*(?P<sign>[:=])\s*(?P<value>.*)", re.DOTALL
)
"""A field in brackets with its value."""
_WORDED: Final = re.compile(
    r"(?P<name>after|depends(?: on)?|blocked by|size|template|tags?|labels|priority|prio|with)"
    r"\s+(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
PROSE: Final = ("text", "title", "acceptance")
"""Fields of text."""
_SET: Final = ("template", "size", "after", "priority", "tags")
_LISTED: Final = ("after", "tags", "with")
"""Fields that go on behind a comma."""


def names_priority(brackets: str) -> bool:
    """Whether a priority stands in brackets, not by a single letter alone."""
    words = (word.strip() for word in brackets.replace(";", ",").split(","))
    return any(len(word) > 1 and priority_meant(word) is not None for word in words)


def put_facts(written: WrittenRequirement, brackets: str) -> None:
    """Add what stands in the brackets behind an id; sizes last, as they may be priorities.

    Parameters
    ----------
    written
        The requirement, which is changed.
    brackets
        What stands between them; empty where there are none.
    """
    facts = [one.strip() for one in brackets.split(";")]
    for fact in sorted(facts, key=lambda one: _SIZE.fullmatch(one) is not None):
        _put_fact(written, fact)


def _put_fact(written: WrittenRequirement, fact: str) -> None:
    """Add what stands between two semicolons.

    A single S or M is a size where there is a priority, and a priority where there is none.
    """
    is_size = _SIZE.fullmatch(fact) is not None and "priority" in written.cells
    if priority_meant(fact) is not None and not is_size:
        written.put("priority", fact)
        return
    name, value = _named(fact)
    if name and FIELD_NAMES.get(name) in (*PROSE, None):
        written.put(name, value)
        return
    before = ""
    for word in fact.split(","):
        if word.strip():
            before = _put_word(written, word.strip(), before)


def _put_word(written: WrittenRequirement, word: str, before: str) -> str:
    """Add a word between commas, and return the field that what follows may belong to."""
    name, value = _named(word)
    known = FIELD_NAMES.get(name, "") if name else ""
    if name:
        written.put(name, value)
    elif "=" in word:
        written.put("with", word)
    elif before == "tags":
        known = before
        written.put(before, word)
    elif _SIZE.fullmatch(word):
        written.put("size", word)
    elif priority_meant(word) is not None:
        written.put("priority", word)
    else:
        known = before
        written.put(before or "tags", word)
    return known if known in _LISTED else ""


def _named(fact: str) -> tuple[str, str]:
    """Return the field that a fact names and its value; empty where it names none.

    What is set by a sign of equality is a parameter, but for fields that templates do not have.
    """
    match = _NAMED.fullmatch(fact)
    if match is not None and (match["sign"] == ":" or match["name"].casefold() in _SET):
        return match["name"].casefold(), match["value"]
    match = _WORDED.fullmatch(fact) if match is None or match["sign"] == "=" else None
    return (match["name"].casefold(), match["value"]) if match is not None else ("", fact)
