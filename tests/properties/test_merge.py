"""Merging random scenarios with random edits on both sides loses nothing, and ends."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from allocator.errors import MergeConflictError
from allocator.scenario.merge import merge_scenario
from allocator.scenario.merge.text_tree import read_tree
from support.written_scenarios import LISTS, Data, Hand, edited, import_text, pulled

SEEDS = range(60)
NOTHING = object()


class Case:
    """The three sides of a merge."""

    def __init__(self, seed: int) -> None:
        rng = random.Random(seed)
        self.base = pulled(rng)
        self.mine = edited(rng, self.base, "HAND", rng.randrange(6))
        self.theirs = edited(rng, self.base, "NEW", rng.randrange(6))
        self.hand = Hand(rng)
        self.mine_text = self.hand.text(self.mine)
        noted = rng.random() < 0.5
        self.base_text = import_text(self.base, noted=noted)
        self.theirs_text = import_text(self.theirs, noted=noted)

    def merged(self, prefer: Any = None) -> str:
        return merge_scenario(
            self.mine_text, self.theirs_text, self.base_text, file="s.yaml", prefer=prefer
        ).text


def atoms(data: Data) -> dict[tuple[str, ...], Any]:
    """Return a scenario as its smallest values by path; lists that are sets by entry."""
    return dict(_atoms(data, ()))


def _atoms(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if len(path) == 1 and path[0] in ("people", "items"):
        for entry in value:
            yield (*path, str(entry["id"])), True
            for key, inner in entry.items():
                yield from _atoms(inner, (*path, str(entry["id"]), key))
    elif isinstance(value, dict) and not (len(path) == 3 and path[0] == "items"):
        for key, inner in value.items():
            yield from _atoms(inner, (*path, key))
    elif isinstance(value, list) and path[-1] in LISTS:
        for inner in value:
            yield (*path, str(inner)), True
    else:
        yield path, value


def entry_of(path: tuple[str, ...]) -> tuple[str, ...]:
    return path[:2] if path[0] in ("people", "items") else path[:1]


def same(one: Any, other: Any) -> bool:
    return (one is other) or (str(one) == str(other) and NOTHING not in (one, other))


def expected(case: Case) -> tuple[dict[tuple[str, ...], Any], set[tuple[str, ...]]]:
    """Return what must come out where no entry is gone on one side, and the conflicts."""
    base, mine, theirs = atoms(case.base), atoms(case.mine), atoms(case.theirs)
    wanted, conflicts = {}, set()
    for path in {**base, **mine, **theirs}:
        b, m, t = (side.get(path, NOTHING) for side in (base, mine, theirs))
        if same(m, t) or same(b, t):
            value = m
        elif same(b, m):
            value = t
        else:
            value = m
            conflicts.add(path)
        if value is not NOTHING:
            wanted[path] = value
    return wanted, conflicts


def gone_entries(case: Case) -> set[tuple[str, ...]]:
    """Return the items that one side has removed."""
    names = [{("items", e["id"]) for e in s["items"]} for s in (case.base, case.mine, case.theirs)]
    return (names[0] - names[1]) | (names[0] - names[2])


@pytest.mark.parametrize("start", range(0, len(SEEDS), 30))
def test_every_change_of_one_side_arrives_and_conflicts_are_what_both_changed(start: int) -> None:
    conflicts_met = merges = 0
    for seed in SEEDS[start : start + 30]:
        case = Case(seed)
        wanted, conflicts = expected(case)
        apart = gone_entries(case)
        try:
            text = case.merged()
        except MergeConflictError as error:
            listed = {c.path for c in error.conflicts}
            assert {p for p in listed if entry_of(p) not in apart} == {
                p for p in conflicts if entry_of(p) not in apart
            }, seed
            assert listed, seed
            conflicts_met += 1
            text = case.merged("scenario")
        else:
            assert not {p for p in conflicts if entry_of(p) not in apart}, seed
            merges += 1
        found = atoms(read_tree(text).data())
        for path in {**wanted, **found}:
            if entry_of(path) not in apart:
                assert same(wanted.get(path, NOTHING), found.get(path, NOTHING)), (seed, path)
    assert conflicts_met and merges


def test_the_tracker_wins_only_where_it_is_preferred() -> None:
    for seed in SEEDS:
        case = Case(seed)
        _, conflicts = expected(case)
        found, theirs = atoms(read_tree(case.merged("tracker")).data()), atoms(case.theirs)
        for path in conflicts - {p for p in conflicts if entry_of(p) in gone_entries(case)}:
            assert same(found.get(path, NOTHING), theirs.get(path, NOTHING)), (seed, path)


def test_a_second_merge_changes_no_byte() -> None:
    for seed in SEEDS:
        case = Case(seed)
        for prefer in ("tracker", "scenario"):
            once = case.merged(prefer)
            again = merge_scenario(once, case.theirs_text, case.theirs_text, file="s.yaml")
            assert again.text == once, seed
            assert not again.conflicts


def test_items_gone_on_one_side_go_only_if_the_other_has_left_them_alone() -> None:
    for seed in SEEDS:
        case = Case(seed)
        found = {e["id"] for e in read_tree(case.merged("scenario")).data()["items"]}
        sides = [{e["id"]: e for e in s["items"]} for s in (case.base, case.mine, case.theirs)]
        base, mine, theirs = sides
        for name in base:
            if name not in theirs and name in mine and mine[name] != base[name]:
                assert name in found, (seed, name)
            if name not in mine:
                assert name not in found, (seed, name)
        assert (mine.keys() - base.keys()) | (theirs.keys() - base.keys()) <= found


def test_comments_stay_and_entries_that_do_not_change_keep_their_bytes() -> None:
    for seed in SEEDS:
        case = Case(seed)
        text = case.merged("scenario")
        lost = [c for c in case.hand.comments if case.mine_text.count(c) and c not in text]
        assert not lost, (seed, lost)
        tree, new = read_tree(case.mine_text), read_tree(text)
        for section in ("people", "items"):
            old_pair, new_pair = tree.pair(section), new.pair(section)
            assert old_pair and new_pair
            after = {e.data()["id"]: e for e in new_pair[1].entries}
            for entry in old_pair[1].entries:
                kept = after.get(entry.data()["id"])
                if kept is not None and kept.data() == entry.data():
                    before = case.mine_text[entry.start : entry.end]
                    assert text[kept.start : kept.end] == before, seed


def test_without_changes_in_the_tracker_the_file_stays_to_the_byte() -> None:
    for seed in SEEDS:
        case = Case(seed)
        text = merge_scenario(case.mine_text, case.base_text, case.base_text, file="s.yaml").text
        assert text == case.mine_text, seed
