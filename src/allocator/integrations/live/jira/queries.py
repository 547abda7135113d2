"""Puts queries of Jira together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_QUOTED_OR_ORDER: Final = re.compile(
    r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\border\s+by\b", re.IGNORECASE | re.DOTALL
)


def without_order(jql: str) -> str:
    """Return a query without its ``ORDER BY``; words in quotes are not one."""
    for match in _QUOTED_OR_ORDER.finditer(jql):
        if match[0][0] not in "\"'":
            return jql[: match.start()].strip()
    return jql.strip()


def in_order_of_keys(jql: str) -> str:
    """Return a query in an order that does not change while its pages are read."""
    return f"{without_order(jql)} ORDER BY key ASC".strip()


def changed_since(jql: str, hours: int) -> str:
    """Return a query of those of its issues that were updated in the last hours.

    A span counts on the clock of the server, whatever the time zones of account and machine.
    """
    bare = without_order(jql)
    both = f"({bare}) AND " if bare else ""
    return f'{both}updated >= "-{hours}h" ORDER BY key ASC'


def with_keys(keys: Iterable[str]) -> str:
    """Return a query of issues by key."""
    return f"key in ({', '.join(f'{chr(34)}{key}{chr(34)}' for key in keys)}) ORDER BY key ASC"
