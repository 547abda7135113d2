"""Repairs texts that a comma cuts in two: ``{title: Retrain, second attempt, effort: 3d}``.

Between braces YAML takes what follows a comma for the next field, and one without a colon for a
field that is left empty. None is ever meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from allocator.errors import Finding, Place
from allocator.scenario.text.located import LocatedDict, LocatedList, Position, Step, path_text
from allocator.scenario.text.scalars import plain, plain_key
from allocator.wording import shorten

_LISTS: Final = frozenset(
    {
        *("needs", "skills", "after", "labels", "assign", "avoid", "prefer", "people", "waits_for"),
        *("not_same_as", "same_as", "attendees", "roles", "teams", "projects", "except"),
        *("without", "hits", "every"),
        *("workdays", "objectives", "dates", "ics", "remove"),
    }
)
"""Fields that hold several names, which are written between brackets."""

_TEXTS: Final = frozenset({"title", "name", "what", "role", "type"})
"""Fields that hold text for the reader, which is written in quotes if it has a comma."""


@dataclass(frozen=True)
class LooseText:
    """A piece of text that stands between commas, without a colon.

    Attributes
    ----------
    text
        As it was written.
    at
        Where it begins.
    before
        The field that stands before it; None where it comes first.
    """

    text: str
    at: Position
    before: Step | None


def repair_loose_texts(
    entry: LocatedDict, loose_texts: Sequence[LooseText], path: Sequence[Step]
) -> Iterator[Finding]:
    """Put each piece back to the field that it was cut off from, and yield what is wrong.

    Parameters
    ----------
    entry
        The map, without the pieces; it is changed, so that nothing else follows from them.
    loose_texts
        The pieces, in the order in which they stand.
    path
        Of the map, in its document.
    """
    for before, group in groupby(loose_texts, key=lambda loose: loose.before):
        pieces = list(group)
        start = entry.get(before) if before is not None else None
        if before in _TEXTS and not isinstance(start, (dict, list)) and start is not None:
            yield _text(entry, str(before), [str(start), *(loose.text for loose in pieces)], path)
        elif before in _LISTS and isinstance(start, (str, int)):
            yield _list(entry, str(before), str(start), pieces, path)
        elif _is_decimal(start, pieces[0]):
            yield _decimal(entry, before, f"{start}.{pieces[0].text}", path)
        else:
            yield from (_alone(entry, loose, path) for loose in pieces)


def doubt_comment(
    entry: LocatedDict, field: Step | None, comment: str, path: Sequence[Step]
) -> Finding | None:
    """Return a doubt about a comment behind a text for the reader, such as ``Fix #12``.

    Parameters
    ----------
    entry, path
        The map in which the text stands, and its path.
    field
        Of the text; None where there is none.
    comment
        With its sign.
    """
    if field is None or field not in _TEXTS or not isinstance(entry.get(field), str):
        return None
    at = entry.values_at[field]
    whole = f"{entry[field]} {comment}"
    quote = '"' if '"' not in whole else "'"
    return Finding(
        code="comment-after-text",
        message=f'{_owner(entry)}{field}: it ends before "{shorten(comment)}", which is a comment',
        hint=f"if it belongs to it, put it in quotes: {field}: {quote}{shorten(whole)}{quote}",
        place=Place(entry.file, *at, path_text([*path, field])),
        subjects=_subjects(entry),
        severity="warning",
    )


def _text(entry: LocatedDict, field: str, pieces: list[str], path: Sequence[Step]) -> Finding:
    whole = ", ".join(pieces)
    at = entry.values_at[field]
    entry.put(field, whole, entry.keys_at[field], at)
    quote = '"' if '"' not in whole else "'"
    return Finding(
        code="loose-comma",
        message=(
            f'{_owner(entry)}{field}: a comma cuts it after "{shorten(pieces[0])}": '
            f'"{shorten(pieces[1])}" stands alone behind it'
        ),
        hint=f"put it in quotes: {field}: {quote}{shorten(whole, most=200)}{quote}",
        place=Place(entry.file, *at, path_text([*path, field])),
        subjects=_subjects(entry),
    )


def _list(
    entry: LocatedDict, field: str, first: str, pieces: list[LooseText], path: Sequence[Step]
) -> Finding:
    at = entry.values_at[field]
    whole = LocatedList(entry.file, at)
    whole.put(entry[field], at)
    for loose in pieces:
        whole.put(loose.text, loose.at)
    entry.put(field, whole, entry.keys_at[field], at)
    entry.is_whole = False
    names = ", ".join([first, *(loose.text for loose in pieces)])
    return Finding(
        code="loose-comma",
        message=f"{_owner(entry)}{field}: a comma ends it after {shorten(first)}; "
        f'"{shorten(pieces[0].text)}" stands alone behind it',
        hint=f"put brackets around them: {field}: [{shorten(names, most=200)}]",
        place=Place(entry.file, *at, path_text([*path, field])),
        subjects=_subjects(entry),
    )


def _is_decimal(start: object, piece: LooseText) -> bool:
    return type(start) is int and piece.text[:1].isdecimal()


def _decimal(entry: LocatedDict, field: Step | None, number: str, path: Sequence[Step]) -> Finding:
    assert field is not None
    at = entry.values_at[field]
    entry.put(field, plain(number), entry.keys_at[field], at)
    return Finding(
        code="decimal-comma",
        message=f"{_owner(entry)}{field}: a comma cuts the number in two",
        hint=f"write a point: {field}: {shorten(number)}",
        place=Place(entry.file, *at, path_text([*path, str(field)])),
        subjects=_subjects(entry),
    )


def _alone(entry: LocatedDict, loose: LooseText, path: Sequence[Step]) -> Finding:
    name, colon, value = loose.text.partition(":")
    if colon and value:
        hint = f"put a space after the colon: {shorten(name)}: {shorten(value)}"
        entry.put(plain_key(name.strip()), plain(value.strip()), loose.at, loose.at)
    else:
        hint = f"write its value behind a colon, {shorten(loose.text)}: ..., or remove it"
        entry.is_whole = False
    return Finding(
        code="loose-text",
        message=f'{_owner(entry)}"{shorten(loose.text)}" stands where a field and its value belong',
        hint=hint,
        place=Place(entry.file, *loose.at, path_text([*path, loose.text])),
        subjects=_subjects(entry),
    )


def _owner(entry: LocatedDict) -> str:
    """Return what the message begins with: the id of what the map describes, if it has one."""
    name = entry.get("id")
    return f'"{shorten(str(name))}", ' if isinstance(name, (str, int)) else ""


def _subjects(entry: LocatedDict) -> tuple[str, ...]:
    name = entry.get("id")
    return (str(name),) if isinstance(name, (str, int)) else ()
