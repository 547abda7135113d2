"""Merging a scenario with what the tracker says: what stays, comes in, goes, and is asked."""

from __future__ import annotations

import pytest

from allocator.errors import InputError, MergeConflictError
from allocator.scenario.merge import merge_scenario

BASE = """\
# Imported from a.csv.
version: 1
name: Shop
calendar:
  start: 2026-10-19
now: 2026-10-20

people:
  - {id: mia, skills: [sql]}
  - {id: bo, skills: {ml: 2}}

items:
  - id: DS-1
    title: Clean
    effort: 5d
  - id: DS-2
    title: Train
    effort: 2d # guessed: no estimate
    guessed: true
    after: [DS-1]
    due: 2026-11-20
  - id: DS-3
    title: Score
    effort: 1d
"""


def merged(mine: str, theirs: str, base: str | None = BASE, **options: object) -> str:
    return merge_scenario(mine, theirs, base, file="s.yaml", **options).text  # type: ignore[arg-type]


def conflicts(mine: str, theirs: str, base: str | None = BASE) -> dict[str, tuple[object, object]]:
    with pytest.raises(MergeConflictError) as raised:
        merged(mine, theirs, base)
    return {"/".join(c.path): (c.mine, c.theirs) for c in raised.value.conflicts}


def without(text: str, name: str) -> str:
    """Return the text without an item, which is the last one or followed by another."""
    start = text.index(f"  - id: {name}\n")
    end = text.find("  - id: ", start + 5)
    return text[:start] + (text[end:] if end > 0 else "")


def test_the_tracker_changes_a_value_and_the_comment_of_the_import_with_it() -> None:
    theirs = BASE.replace("2d # guessed: no estimate\n    guessed: true", "3d # from the points")
    mine = BASE.replace("title: Clean", "title: Clean   # ask Tom")
    assert merged(mine, theirs) == theirs.replace("title: Clean", "title: Clean   # ask Tom")


def test_effort_written_by_hand_stays_while_progress_comes_in() -> None:
    mine = BASE.replace("effort: 5d", "effort: 8d  # with reviews\n    needs: sql")
    progress = (
        "    state: in_progress\n    started: 2026-10-20\n    remaining: 3d\n    people: [mia]\n"
    )
    theirs = BASE.replace("    effort: 5d\n", "    effort: 5d\n" + progress)
    expected = mine.replace("with reviews\n", "with reviews\n" + progress)
    assert merged(mine, theirs) == expected


def test_both_values_are_told_with_the_line_and_prefer_decides() -> None:
    mine, theirs = (
        BASE.replace("effort: 5d", "effort: 8d"),
        BASE.replace("effort: 5d", "effort: 6d"),
    )
    assert conflicts(mine, theirs) == {"items/DS-1/effort": ("8d", "6d")}
    with pytest.raises(MergeConflictError) as raised:
        merged(mine, theirs)
    assert (
        's.yaml:15: DS-1 "Clean", effort: 8d in the scenario, 6d in the tracker, before 5d'
        in str(raised.value)
    )
    assert merged(mine, theirs, prefer="tracker") == theirs
    assert merged(mine, theirs, prefer="scenario") == mine


def test_done_in_the_tracker_and_a_rest_written_by_hand_are_asked_for() -> None:
    """Each is sound alone; together they were an error that no plan could be made of."""
    started = "    state: in_progress\n    started: 2026-10-20\n"
    base = BASE.replace("    effort: 5d\n", "    effort: 5d\n" + started)
    mine = base.replace("started: 2026-10-20\n", "started: 2026-10-20\n    remaining: 4d\n")
    theirs = base.replace("in_progress", "done").replace(
        "started: 2026-10-20\n", "started: 2026-10-20\n    finished: 2026-10-23\n"
    )
    assert set(conflicts(mine, theirs, base)) == {
        "items/DS-1/state",
        "items/DS-1/finished",
        "items/DS-1/remaining",
    }
    assert merged(mine, theirs, base, prefer="scenario") == mine
    assert "remaining" not in merged(mine, theirs, base, prefer="tracker")


def test_an_item_that_is_gone_goes_and_the_comments_around_it_stay() -> None:
    mine = BASE.replace("  - id: DS-3", "  # the last one\n  - id: DS-3")
    assert merged(mine, without(BASE, "DS-3")) == without(BASE, "DS-3") + "  # the last one\n"


@pytest.mark.parametrize(
    "hand",
    [
        ("effort: 1d", "effort: 4d"),
        ("effort: 1d", "effort: 1d # seen with Ana"),
        ("after: [DS-1]", "after: [DS-1, DS-3]"),
    ],
)
def test_an_item_that_is_gone_is_asked_for_if_people_have_written_on_it(
    hand: tuple[str, str],
) -> None:
    mine, theirs = BASE.replace(*hand), without(BASE, "DS-3")
    assert set(conflicts(mine, theirs)) == {"items/DS-3"}
    assert merged(mine, theirs, prefer="scenario") == mine
    assert "DS-3" not in merged(mine, theirs, prefer="tracker")


def test_a_person_who_is_gone_stays_while_the_scenario_names_them() -> None:
    mine = BASE.replace("title: Score", "title: Score\n    assign: [bo]")
    theirs = BASE.replace("  - {id: bo, skills: {ml: 2}}\n", "")
    assert merged(mine, theirs) == mine
    assert merged(BASE, theirs) == theirs


def test_what_was_removed_by_hand_stays_away_until_the_tracker_changes_it() -> None:
    mine = without(BASE, "DS-3")
    assert merged(mine, BASE) == mine
    theirs = BASE.replace("title: Score", "title: Score all")
    assert set(conflicts(mine, theirs)) == {"items/DS-3"}
    assert "Score all" in merged(mine, theirs, prefer="tracker")


def test_many_items_gone_at_once_are_asked_for() -> None:
    items = "".join(f"  - id: X-{n}\n    effort: 1d\n" for n in range(30))
    base = BASE + items
    with pytest.raises(MergeConflictError, match="30 items of 33 are gone"):
        merged(base, BASE, base)
    assert merged(base, BASE, base, prefer="tracker") == BASE


def test_without_an_earlier_pull_nothing_is_removed_and_what_differs_is_asked_for() -> None:
    mine = BASE.replace("effort: 5d", "effort: 8d").replace("now: 2026-10-20\n", "")
    theirs = without(BASE.replace("2026-10-20", "2026-10-27"), "DS-3")
    assert set(conflicts(mine, theirs, None)) == {"items/DS-1/effort"}
    text = merged(mine, theirs, None, prefer="scenario")
    assert "now: 2026-10-27" in text and "DS-3" in text and "8d" in text


def test_a_field_with_a_comment_that_the_tracker_drops_leaves_the_comment() -> None:
    mine = BASE.replace("due: 2026-11-20", "due: 2026-11-20 # promised to Kim")
    theirs = BASE.replace("    due: 2026-11-20\n", "")
    assert "    # due was 2026-11-20: promised to Kim\n" in merged(mine, theirs)


def test_an_entry_of_a_list_that_the_tracker_drops_leaves_its_comment() -> None:
    mine = BASE.replace("after: [DS-1]", "after:\n      - DS-1  # as Kim says\n      - X")
    theirs = BASE.replace("    after: [DS-1]\n", "")
    assert "    after:\n      # was DS-1: as Kim says\n      - X\n" in merged(mine, theirs)


def test_json_stays_json() -> None:
    mine = '{"calendar": {"start": "2026-10-19"}, "items": [{"id": "A", "effort": "2d"}]}'
    base = "calendar: {start: 2026-10-19}\nitems:\n  - {id: A, effort: 2d}\n"
    theirs = (
        "calendar: {start: 2026-10-19}\nitems:\n  - {id: A, effort: 3d}\n  - {id: B, title: b}\n"
    )
    assert merged(mine, theirs, base) == (
        '{"calendar": {"start": "2026-10-19"}, '
        '"items": [{"id": "A", "effort": "3d"}, {"id": "B", "title": "b"}]}'
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (BASE[BASE.index("items:") :], "items: items.csv\n", "keeps its items in items.csv"),
        ("id: DS-2", "id: DS-1", "cannot be told apart: DS-1"),
        ("effort: 5d", "effort: 5d\n    bad", "not YAML"),
    ],
)
def test_a_scenario_that_cannot_be_merged_says_why(old: str, new: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        merged(BASE.replace(old, new, 1), BASE.replace("Clean", "Cleaned"))


def test_an_alias_that_a_merge_would_break_is_refused_or_kept() -> None:
    mine = BASE.replace("effort: 5d", "effort: &e 5d").replace("effort: 1d", "effort: *e")
    base = BASE.replace("effort: 1d", "effort: 5d")
    assert merged(mine, base.replace("Clean", "Cleaned"), base) == mine.replace("Clean", "Cleaned")
    with pytest.raises(InputError, match="anchors"):
        merged(mine, base.replace("effort: 5d", "effort: 7d", 1), base)


@pytest.mark.parametrize("section", ["people", "projects", "risks", "promises"])
def test_a_section_that_is_no_list_is_left_to_the_checks(section: str) -> None:
    """It ended the command with a traceback; what is wrong with it, the scenario's findings say."""
    lines = [line for line in BASE.splitlines() if not line.startswith(("people:", "  - {id:"))]
    mine = "\n".join([*lines, f"{section}: 5", ""])
    base = "\n".join([*lines, ""])
    assert f"{section}: 5" in merged(mine, base.replace("effort: 5d", "effort: 6d"), base)


def test_messages_call_a_table_a_table() -> None:
    theirs = BASE.replace("title: Clean", "title: Clean all")
    found = merge_scenario(BASE, theirs, BASE, file="s.yaml", source="the table")
    assert "changed in the table, 1 value: title 1" in found.report
    mine = BASE.replace("title: Clean", "title: Clean up")
    with pytest.raises(MergeConflictError) as raised:
        merge_scenario(mine, theirs, BASE, file="s.yaml", source="the table")
    said = str(raised.value)
    assert "changed both in s.yaml and in the table since the last import" in said
    assert "tracker" not in said.replace("--prefer tracker", "")
