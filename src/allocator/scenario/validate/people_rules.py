"""Checks what items ask of each other's people: that they have some, and that it can be kept."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping

from allocator.domain import WorkItem
from allocator.domain.pair_choices import LeftOut, PairChoices
from allocator.domain.pairs import ItemPair, has_people, item_pairs, places
from allocator.errors import Finding
from allocator.scenario.shape.naming_fields import SAME_PEOPLE
from allocator.scenario.text.located import Step
from allocator.scenario.validate.context import Context, called, label
from allocator.wording import enumerated, shorten


def names(context: Context) -> Iterator[Finding]:
    """Yield items that name themselves, or another one twice in one of the two lists."""
    for path, item in context.parts.items():
        for field in SAME_PEOPLE:
            seen: set[str] = set()
            for number, other in enumerate(getattr(item, field)):
                fault = _fault_of_name(item, field, other, seen)
                seen.add(other)
                if fault is not None:
                    code, text, hint = fault
                    where = (*path, field, number)
                    yield context.parts.finding(
                        f"{label(item)} {text}", where, hint, code=code, subjects=(item.id, other)
                    )


def _fault_of_name(
    item: WorkItem, field: str, other: str, seen: set[str]
) -> tuple[str, str, str] | None:
    """Return code, message and hint of what is wrong with a name in one of the lists."""
    if other == item.id:
        return _coded(f"names itself in {field}", "name another item", code="paired-with-itself")
    if other in seen:
        text = f'names "{shorten(other)}" twice in {field}'
        return _coded(text, "name it once", code="item-twice")
    return None


def _coded(message: str, hint: str, *, code: str) -> tuple[str, str, str]:
    return code, message, hint


def of_shared(context: Context) -> Iterator[Finding]:
    """Yield items that are to have the same people, where it is open how many they are."""
    known = context.scenario.item_by_id
    for path, item in context.parts.items():
        for number, name in enumerate(item.same_as):
            other = known.get(name)
            shared = next((one for one in (item, other) if one is not None and one.choice), None)
            if shared is not None:
                yield context.parts.finding(
                    f'{label(item)} is to have the same people as "{shorten(name)}", and it is '
                    f"open how many people share {shorten(shared.id)}",
                    (*path, "same_as", number),
                    "say how many they are, as in people: 2, or remove same_as",
                    code="same-as-of-shared",
                    subjects=(item.id, name),
                )


def contradictions(context: Context) -> Iterator[Finding]:
    """Yield two items that are to have different people, and the same by other items."""
    for pair in _pairs(context):
        chain = None if pair.same else _common(context, pair)
        if chain is None:
            continue
        one, other = pair.first, pair.second
        text = f'is to have other people than "{shorten(other.id)}" (not_same_as), and the same'
        hint = "remove one of the two"
        if len(chain) > 2:
            text += f" by same_as: {' = '.join(map(shorten, chain))}"
            hint = f"remove one of these, or {shorten(other.id)} from not_same_as"
        yield context.parts.finding(
            f"{label(one)} {text}",
            _path(context, one, "not_same_as", other),
            hint,
            code="same-and-not-the-same",
            subjects=tuple(chain),
            severity="error" if _all_kept(context, chain) else "warning",
        )


def _all_kept(context: Context, names: list[str]) -> bool:
    return not any(name in context.droppable for name in names)


def nobody_left(context: Context) -> Iterator[Finding]:
    """Yield items which nobody is left to do for what items ask of each other's people."""
    if not {"people", "items"} <= context.parts.sound or not _pairs(context):
        return
    if any(True for _ in contradictions(context)):
        return
    choices = PairChoices(context.scenario.scope)
    known = {item.id: path for path, item in context.parts.items()}
    items = context.scenario.scope.item_by_id
    short = {
        name: left_out
        for name, left_out in choices.left_out.items()
        if _is_short(context, choices, items[name])
    }
    for group in _linked(short):
        name = min(group, key=lambda one: len(short[one]))
        item, left_out = items[name], short[name]
        field = next(iter(left_out.values())).field
        yield context.parts.finding(
            f"{label(item)} {_too_few_words(context, item, left_out)}{context.consequence(item)}",
            (*known[name], field),
            "let others do one of these items, or take the rule away",
            code="nobody-left-by-pairs",
            subjects=(name, *dict.fromkeys(why.other for why in left_out.values())),
            severity=context.severity(item),
        )


def _linked(short: Mapping[str, Mapping[str, LeftOut]]) -> Iterator[list[str]]:
    """Yield the items that have nobody because of each other together, each in its order."""
    beside: dict[str, set[str]] = {name: set() for name in short}
    for name, left_out in short.items():
        for other in {why.other for why in left_out.values()} & short.keys():
            beside[name].add(other)
            beside[other].add(name)
    reached: set[str] = set()
    for name in short:
        waiting = [] if name in reached else [name]
        group: set[str] = set()
        while waiting:
            one = waiting.pop()
            if one not in group:
                group.add(one)
                waiting += beside[one]
        if group:
            yield [one for one in short if one in group]
        reached |= group


def _is_short(context: Context, choices: PairChoices, item: WorkItem) -> bool:
    """Return whether a need that enough people could fill has too few left."""
    possible = choices.possible[item.id]
    needs = item.least_needs
    able = [[p.id for p in context.scenario.candidates(item, need)] for need in needs]
    enough = all(len(a) >= need.people for a, need in zip(able, needs, strict=True))
    left = [len(possible.intersection(a)) for a in able]
    short = any(k < need.people for k, need in zip(left, needs, strict=True))
    return enough and (short or len(possible) < places(item))


def _too_few_words(context: Context, item: WorkItem, left_out: Mapping[str, LeftOut]) -> str:
    """Say who is left out of an item by which rules."""
    by_rule: defaultdict[LeftOut, list[str]] = defaultdict(list)
    for person in context.scenario.people:
        if person.id in left_out:
            by_rule[left_out[person.id]].append(called(person))
    parts = [
        f"{rule.field} {shorten(rule.other)} leaves out {enumerated(people, most=13)}"
        for rule, people in by_rule.items()
    ]
    nobody = "nobody is" if places(item) == 1 else "too few people are"
    return f"has nobody who may do it: {enumerated(parts, most=5)}, and {nobody} left"


def history(context: Context) -> Iterator[Finding]:
    """Yield items that ask for other people, or the same, than those who have been on them."""
    known = context.scenario.item_by_id
    for path, item in context.parts.items():
        for field in SAME_PEOPLE:
            for number, name in enumerate(getattr(item, field)):
                other = known.get(name)
                text = None if other is None else _of_the_past(item, field, other)
                if text is not None:
                    yield context.parts.finding(
                        f"{label(item)} {text[1]}",
                        (*path, field, number),
                        text[2],
                        code=text[0],
                        subjects=(item.id, name),
                        severity="warning",
                    )


def _of_the_past(item: WorkItem, field: str, other: WorkItem) -> tuple[str, str, str] | None:
    """Return code, message and hint of a rule that asks nothing, or was broken."""
    for one in (item, other):
        which = "itself" if one is item else f'"{shorten(one.id)}"'
        if one.is_done and not one.people and not one.is_milestone:
            text = f"asks in {field} who did {which}, and nothing says who that was"
            return _coded(text, f"add people to {shorten(one.id)}", code="done-by-nobody-known")
        if not one.is_done and not one.staffing:
            text = f"names {which} in {field}, on which nobody works"
            if one is item:
                text = f"has {field}, and nobody works on it"
            return _coded(text, "it asks nothing; remove it", code="pair-without-people")
    if not (has_people(item) and has_people(other)):
        return None
    few, many = sorted((set(item.people), set(other.people)), key=len)
    wrong = sorted(few & many if field == "not_same_as" else few - many)
    if not wrong:
        return None
    who = enumerated(map(shorten, wrong), most=5)
    are = "is" if len(wrong) == 1 else "are"
    text = f'names "{shorten(other.id)}" in {field}, but {who} {are} on both'
    if field == "same_as":
        text = f'names "{shorten(other.id)}" in {field}, but {who} {are} on one of the two alone'
    hint = "that is history; remove the rule, or correct people"
    return _coded(text, hint, code="pair-broken-before")


def _pairs(context: Context) -> list[ItemPair]:
    if not any(item.not_same_as or item.same_as for item in context.scenario.items):
        return []
    return list(item_pairs(context.scenario))


def _path(context: Context, one: WorkItem, field: str, other: WorkItem) -> tuple[Step, ...]:
    for path, item in context.parts.items():
        if item.id == one.id:
            return (*path, field, getattr(item, field).index(other.id))
    return ("items",)


class _Below:
    """Items whose people are among those of others, by same_as."""

    def __init__(self, pairs: list[ItemPair]) -> None:
        self._below: dict[str, list[str]] = defaultdict(list)
        for one, other, same in pairs:
            if same and places(one) and places(other):
                if places(one) <= places(other):
                    self._below[other.id].append(one.id)
                if places(other) <= places(one):
                    self._below[one.id].append(other.id)

    def chains(self, start: str) -> dict[str, list[str]]:
        """Return by item below another one the chain that leads there."""
        found = {start: [start]}
        queue = deque([start])
        while queue:
            name = queue.popleft()
            for lower in self._below[name]:
                if lower not in found:
                    found[lower] = [*found[name], lower]
                    queue.append(lower)
        return found


def _common(context: Context, pair: ItemPair) -> list[str] | None:
    """Return a chain of same_as from one item to the other with people who are on both."""
    below = _Below(_pairs(context))
    mine, theirs = below.chains(pair.first.id), below.chains(pair.second.id)
    both = [[*mine[name], *theirs[name][-2::-1]] for name in mine if name in theirs]
    return min(both, key=len, default=None)
