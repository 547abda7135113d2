"""Keeps what people have written in the files of the last draft, and says what stayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

from allocator.drafting.fragment_parts import PartKey, fragment_parts
from allocator.drafting.last_draft import LastDraft
from allocator.drafting.three_way import (
    MergedText,
    merge_lines,
    merge_markdown,
    merge_parts,
)
from allocator.errors import InputError, MergeConflictError, ScenarioError
from allocator.scenario.text.document import read_document
from allocator.wording import enumerated

SPECIFICATION: Final = "specification.md"
SCENARIO: Final = "scenario.yaml"
"""The files in which people write."""

PreferredSide = Literal["mine", "document"]
"""Whose lines of scenario.yaml count where both have changed them."""


def merged_scenario(
    last: LastDraft, folder: Path, fresh: str, prefer: PreferredSide | None
) -> MergedText:
    """Return the part of a scenario with what people have written in it.

    Parameters
    ----------
    last
        The files of the last draft, as they are now.
    folder
        Where they lie.
    fresh
        The part as it is made now.
    prefer
        Whose lines count where both sides have changed them.

    Raises
    ------
    MergeConflictError
        Both sides have changed the same lines, and ``prefer`` does not say whose count.
    InputError
        What people have written cannot be read, or not be told apart.
    """
    base, mine = last.made(SCENARIO), last.normalised(SCENARIO)
    if base is None or mine is None:
        return MergedText(fresh.split("\n"))
    ends = mine[len(mine.rstrip("\n")) :]
    old, own, new = (fragment_parts(text.rstrip("\n")) for text in (base, mine, fresh))
    _put_back_fields(old, own, new)
    merged = merge_parts(old, own, new)
    if merged.conflicts and prefer is None:
        raise MergeConflictError("\n".join(_conflict_lines(merged, folder / SCENARIO)))
    if prefer == "document":
        for key in own.keys() & new.keys():
            decided = merge_lines(old.get(key, []), new[key], own[key]).lines
            old[key] = own[key] = new[key] = decided
        merged = merge_parts(old, own, new)
    merged.lines += [""] * len(ends or "\n")
    _check_readable(merged.text, mine, folder / SCENARIO)
    return merged


def _put_back_fields(
    old: Mapping[PartKey, list[str]],
    own: dict[PartKey, list[str]],
    new: Mapping[PartKey, list[str]],
) -> None:
    """Write the fields again that people have taken away with all entries, where new ones come."""
    for name in dict.fromkeys(key[0] for key in new if key not in old and key not in own):
        head = (name, "", 0)
        if name and head in new and head not in own:
            own[head] = new[head]


def _check_readable(merged: str, mine: str, path: Path) -> None:
    """Refuse a file of people's in which entries are not written so that they can be told apart.

    Raises
    ------
    InputError
        It is; ScenarioError where it was no YAML before.
    """
    read_document(mine, file=str(path))
    try:
        read_document(merged, file=str(path))
    except ScenarioError:
        raise InputError(
            f"{path} is written in a way that a draft cannot keep",
            hint="begin each project and use on a line of its own, as the draft did; or move the "
            "file away, draft again, and put your changes in",
        ) from None


def _conflict_lines(merged: MergedText, path: Path) -> Iterable[str]:
    yield f"{path}: the document and you have changed the same lines:"
    for one in merged.conflicts:
        yield from (f"  line {one.line}, yours:", *_quoted(one.mine))
        yield from ("  the document's:", *_quoted(one.theirs))
    yield (
        "    hint: change these lines by hand so that they say both, and draft again with "
        "--prefer mine; --prefer document takes the document's"
    )


def _quoted(lines: Iterable[str]) -> list[str]:
    return [f"    {line}" for line in lines] or ["    (nothing)"]


def merged_specification(last: LastDraft, fresh: str) -> MergedText:
    """Return the specification with what people have written in it."""
    base, mine = last.made(SPECIFICATION), last.normalised(SPECIFICATION)
    if base is None or mine is None:
        return MergedText(fresh.split("\n"))
    return merge_markdown(base, mine, fresh)


def kept_notes(name: str, merged: MergedText) -> Iterable[str]:
    """Yield where what people have written, or taken away, keeps out what the document gives now.

    Parameters
    ----------
    name
        Of the file.
    merged
        What it will hold.
    """
    for one in merged.conflicts:
        now = " / ".join(line.strip() for line in one.theirs if line.strip()) or "nothing"
        yield f"{name}, line {one.line}: what you wrote stays; the document now gives: {now}"
    if merged.outlived:
        named = _named(merged.outlived)
        yield f"{name}: you have written in {named}, which stays although the document lacks it now"
    if merged.withheld:
        named = _named(merged.withheld)
        yield f"{name}: you have taken {named} away, which stays so; the document has changed there"


def _named(keys: Iterable[tuple[object, ...]]) -> str:
    """Write the names of parts of a text, without how often they stand further up."""
    return enumerated(dict.fromkeys(" ".join(str(one) for one in key[:-1] if one) for key in keys))
