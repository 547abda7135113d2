"""What has changed between two drafts of a document, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from allocator.domain.requirements import DraftRecord, MatchedRequirement, Requirement
from allocator.domain.templates import value_text
from allocator.wording import count, enumerated, shorten

_FIELDS: Final = (
    *("text", "title", "priority", "tags", "template", "size", "given", "after"),
    *("acceptance", "notes", "other"),
)
_WORDS: Final = {"given": "with"}


def change_lines(before: DraftRecord, after: DraftRecord, there: Collection[str]) -> list[str]:
    """Return what changed since the last draft: requirements, then items that come and go.

    Parameters
    ----------
    before, after
        The two drafts.
    there
        Ids of all items of the part of a scenario, also of uses that the document lacks now.
    """
    old, new = _by_id(before), _by_id(after)
    lines = [*_head_lines(before, after)]
    for name, one in new.items():
        if name not in old:
            lines.append(f"{name} is new: {shorten(one.requirement.text)}")
        elif changed := list(_changes(old[name], one)):
            lines.append(f"{name} has changed: {'; '.join(changed)}")
    lines += [
        f"{name} is gone: {shorten(one.requirement.text)}"
        for name, one in old.items()
        if name not in new
    ]
    return [*lines, *_item_lines(old, new, there)]


def _by_id(record: DraftRecord) -> dict[str, MatchedRequirement]:
    return {one.requirement.id: one for one in record.requirements}


def _head_lines(before: DraftRecord, after: DraftRecord) -> Iterator[str]:
    old, new = (one.head.model_dump(mode="json", by_alias=True) for one in (before, after))
    changed = [_change(name, old[name], new[name]) for name in new if old[name] != new[name]]
    if changed:
        yield f"the document itself: {'; '.join(changed)}"


def _changes(old: MatchedRequirement, new: MatchedRequirement) -> Iterator[str]:
    was, now = old.requirement, new.requirement
    for name in _FIELDS:
        if getattr(was, name) != getattr(now, name):
            yield _change(_WORDS.get(name, name), _value(was, name), _value(now, name))
    if old.template != new.template and was.template == now.template:
        yield _change("template taken", old.template, new.template)


def _value(asked: Requirement, name: str) -> Any:
    value = getattr(asked, name)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={value_text(one)}" for key, one in value.items())
    return ", ".join(value) if isinstance(value, tuple) else value


def _change(name: str, old: Any, new: Any) -> str:
    before, after = (
        shorten(str(one)) if one not in (None, "", {}) else "none" for one in (old, new)
    )
    return f"{name} {before} -> {after}"


def _item_lines(
    old: Mapping[str, MatchedRequirement],
    new: Mapping[str, MatchedRequirement],
    there: Collection[str],
) -> Iterator[str]:
    before, after = (_all_items(one.values()) for one in (old, new))
    come = [name for name in after if name not in before]
    gone = [name for name in before if name not in after and name not in there]
    if come:
        yield f"{_items_do(len(come), 'come')}: {enumerated(come, most=6)}"
    if gone:
        yield f"{_items_do(len(gone), 'go')}: {enumerated(gone, most=6)}"


def _items_do(number: int, verb: str) -> str:
    singular = {"come": "comes", "go": "goes"}
    return f"{count(number, 'item')} {singular[verb] if number == 1 else verb}"


def _all_items(matched: Iterable[MatchedRequirement]) -> dict[str, None]:
    return {item: None for one in matched for item in one.items}
