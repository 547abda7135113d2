"""Reads plain scalars by the core schema of YAML 1.2, and nothing more.

``NO``, ``yes``, ``on``, ``09:00`` and ``2026-12-01`` stay text, so that a country is a
country; numbers are decimal. https://yaml.org/spec/1.2.2/#103-core-schema
"""

from __future__ import annotations

import re

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_MAX_NUMBER_CHARACTERS = 64


def plain(text: str) -> str | int | float | bool | None:
    """Return the value of an unquoted scalar.

    Parameters
    ----------
    text
        As it was written. Numbers of more than 64 characters stay text.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    first = text[0]
    if first not in "+-.0123456789" or len(text) > _MAX_NUMBER_CHARACTERS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def plain_key(text: str) -> str | int:
    """Return an unquoted key of a map: a whole number or a text, never a constant.

    Parameters
    ----------
    text
        As it was written.
    """
    return int(text) if len(text) <= _MAX_NUMBER_CHARACTERS and _INTEGER.fullmatch(text) else text
