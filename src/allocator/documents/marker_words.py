"""Reads what the opening marker of a section says: ``dates project=CH columns=what,due``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from allocator.errors import Finding, Place
from allocator.wording import shorten

_OPTION = re.compile(r"""\s*([A-Za-z][\w-]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"']+)(?=\s|$)""")
_KIND = re.compile(r"\s*([A-Za-z][\w-]*)(?=\s|$)")


@dataclass(frozen=True)
class MarkerWords:
    """What an opening marker says.

    Attributes
    ----------
    kind
        What the section shows.
    options
        Values by option, as they are written, without quotes.
    """

    kind: str
    options: dict[str, str]


def marker_words(words: str, place: Place) -> tuple[MarkerWords | None, list[Finding]]:
    """Return what an opening marker says, and what of it cannot be read.

    Parameters
    ----------
    words
        What stands behind ``allocator:``.
    place
        Where it stands.
    """
    kind = _KIND.match(words)
    if kind is None:
        text = f'"{shorten(words)}" does not say what the section shows'
        hint = "write a kind of section first, for example <!-- allocator: status project=CH -->"
        return None, [Finding(code="unreadable-marker", message=text, hint=hint, place=place)]
    options: dict[str, str] = {}
    findings = []
    at = kind.end()
    while words[at:].strip():
        option = _OPTION.match(words, at)
        if option is None:
            findings.append(_unreadable(words[at:].strip(), place))
            break
        name, value = option[1].lower(), option[2].strip("\"'").strip()
        if name in options:
            findings.append(_twice(name, place))
        options[name] = value
        at = option.end()
    return MarkerWords(kind[1].lower(), options), findings


def _unreadable(rest: str, place: Place) -> Finding:
    return Finding(
        code="unreadable-marker",
        message=f'"{shorten(rest)}" is no option of a section',
        hint="write name=value; several values with commas and without spaces, or in quotes: "
        'project=CH,PAY label="release 1"',
        place=place,
    )


def _twice(name: str, place: Place) -> Finding:
    return Finding(
        code="unreadable-marker",
        message=f'the option "{shorten(name)}" is given twice',
        hint=f"give it once, several values with commas: {name}=A,B",
        place=place,
    )
