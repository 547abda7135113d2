"""Merging what people wrote into what is made anew."""

from __future__ import annotations

from allocator.drafting.three_way import merge_lines, merge_markdown


def merged(base: str, mine: str, theirs: str) -> tuple[str, int]:
    found = merge_lines(base.split(), mine.split(), theirs.split())
    return " ".join(found.lines), len(found.conflicts)


def test_what_one_side_alone_changed_counts() -> None:
    assert merged("a b c d e", "a b X d e", "a b c d Y") == ("a b X d Y", 0)
    assert merged("a b c", "a c", "a b c d") == ("a c d", 0)
    assert merged("a b c", "a N b c", "a b") == ("a N b", 0)


def test_lines_beside_each_other_are_not_the_same_lines() -> None:
    """The line of a requirement that is gone stayed, where the next one had been filled in."""
    assert merged("a b TODO", "a b mine", "a c TODO") == ("a c mine", 0)
    assert merged("a b TODO d", "a b mine d", "a TODO d") == ("a mine d", 0)
    assert merged("a b", "a b N", "a X") == ("a X N", 0)
    assert merged("a b c", "a N b c", "a X c") == ("a N X c", 0)


def test_lines_put_in_at_the_same_place_are_told() -> None:
    assert merged("a b", "a M b", "a T b") == ("a M b", 1)
    assert merged("a b c", "a M c", "a b T c") == ("a M T c", 0)


def test_what_both_changed_alike_is_no_conflict() -> None:
    assert merged("a b c", "a X c", "a X c") == ("a X c", 0)


def test_what_both_changed_otherwise_stays_mine_and_is_told() -> None:
    found = merge_lines(["a", "b", "c"], ["a", "X", "c"], ["a", "Y", "c"])
    assert found.lines == ["a", "X", "c"]
    (conflict,) = found.conflicts
    assert (conflict.line, conflict.mine, conflict.theirs) == (2, ("X",), ("Y",))


BASE = "# T\n\n## A\n\nTODO a\n\n## B\n\nTODO b\n\n## C\n\nc\n"


def test_a_section_that_was_written_in_stays_when_it_is_made_no_more() -> None:
    mine = BASE.replace("TODO b", "Written by hand")
    theirs = "# T\n\n## A\n\nTODO a\n\n## C\n\nc\n"
    assert "## B\n\nWritten by hand\n" in merge_markdown(BASE, mine, theirs).text
    assert "## B" not in merge_markdown(BASE, BASE, theirs).text


def test_a_new_section_comes_behind_the_one_that_it_is_made_after() -> None:
    mine = BASE.replace("## B", "## Mine\n\nx\n\n## B")
    theirs = BASE.replace("## C", "## New\n\nn\n\n## C")
    text = merge_markdown(BASE, mine, theirs).text
    titles = [line for line in text.split("\n") if line.startswith("## ")]
    assert titles == ["## A", "## Mine", "## B", "## New", "## C"]


def test_a_section_that_was_taken_away_stays_away() -> None:
    mine = BASE.replace("## B\n\nTODO b\n\n", "")
    assert "## B" not in merge_markdown(BASE, mine, BASE.replace("TODO b", "TODO bb")).text


def test_headings_in_code_are_none() -> None:
    mine = BASE.replace("TODO a", "```\n## B\n```")
    theirs = BASE.replace("TODO b", "TODO bb")
    text = merge_markdown(BASE, mine, theirs).text
    assert text == mine.replace("TODO b", "TODO bb")


def test_other_parts_of_a_section_are_brought_up_to_date() -> None:
    base = "## R\n\n- Size: M\n- Items: 3\n- Design: TODO\n"
    mine = base.replace("TODO", "dbt")
    theirs = base.replace("Size: M", "Size: L")
    assert merge_markdown(base, mine, theirs).text == (
        "## R\n\n- Size: L\n- Items: 3\n- Design: dbt\n"
    )
