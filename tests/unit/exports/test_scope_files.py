"""What to leave out is written as it was found, and the answer says it in a sentence."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest

from allocator.analysis.scope_text import scope_sentences
from allocator.cli.scope_text import scope_text
from allocator.domain.scope_front import DroppableItem, ScopeFront, ScopePoint, WantedDate
from allocator.errors import InputError
from allocator.exports.scope.files import WRITERS, write_scope
from allocator.views import scope_points


def point(dropped: tuple[str, ...], value: float, day: int, **more: Any) -> ScopePoint:
    """A point that reaches the date on a day of December; it is wanted by the 4th."""
    given = {"keeps": day <= 4, "hours_past": 8.0 * max(0, day - 4), **more}
    return ScopePoint(
        dropped=dropped,
        value_kept=value,
        days=(dt.date(2026, 12, day),),
        weighted_hours=0.0,
        change={"remove": {"items": list(dropped)}, "links": "relink"},
        **given,
    )


def front(*points: ScopePoint, **more: Any) -> ScopeFront:
    best = next((k for k, each in enumerate(points) if each.keeps), None)
    return ScopeFront(
        wanted=(
            WantedDate(
                kind="milestone",
                id="M",
                title="Live",
                by=dt.date(2026, 12, 4),
                planned=dt.date(2026, 12, 9),
            ),
        ),
        candidates=(
            DroppableItem(id="A", title="=Nice | to have", value=2, drops=("A", "B")),
            DroppableItem(id="B", value=1, drops=("B",)),
        ),
        points=points,
        best=best,
        weighted_hours=12.0,
        **more,
    )


NOTHING, ONE, BOTH = point((), 3, 8), point(("B",), 2, 7), point(("A", "B"), 0, 4)


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        (
            front(NOTHING, ONE, BOTH),
            "Leave out A =Nice | to have and B (worth 3 of 3): Live is done on Fri 4 Dec 2026 "
            "(wanted by Fri 4 Dec 2026, in the plan Wed 9 Dec 2026).",
        ),
        (
            front(point((), 3, 3)),
            "Nothing has to be left out: Live is done on Thu 3 Dec 2026 "
            "(wanted by Fri 4 Dec 2026, in the plan Wed 9 Dec 2026).",
        ),
        (
            front(NOTHING, ONE, proved_impossible=True),
            "No plan keeps Live by Fri 4 Dec 2026, whatever of the 2 items is left out; the "
            "earliest found is Live on Mon 7 Dec 2026, without B.",
        ),
        (
            front(NOTHING),
            "Nothing that was tried keeps Live by Fri 4 Dec 2026; the earliest found is Live "
            "on Tue 8 Dec 2026, with nothing left out.",
        ),
        (
            front(point((), 3, 4, chance=0.4, keeps=False), confidence=0.85),
            "Nothing that was tried keeps Live by Fri 4 Dec 2026 with a chance of 85 %; the "
            "highest chance found is 40 %, with nothing left out.",
        ),
        (
            front(point(("B",), 2, 3, chance=0.9), confidence=0.85),
            "Leave out B (worth 1 of 3): Live is done on Thu 3 Dec 2026 (wanted by Fri 4 Dec "
            "2026, in the plan Wed 9 Dec 2026) and that is kept with a chance of 90 % (85 % "
            "asked for).",
        ),
    ],
)
def test_the_answer_is_a_sentence(found: ScopeFront, answer: str) -> None:
    assert scope_sentences(found)[0] == answer


def test_the_text_has_a_row_for_each_point_a_star_and_what_goes_with_an_item() -> None:
    text = scope_text(front(NOTHING, ONE, BOTH))
    assert "0 of 3*" in text and "as planned" in text
    assert "Without A goes what comes after it: B." in text
    assert max(map(len, text.splitlines())) <= 80


def test_a_folder_gets_all_forms_and_the_change_of_each_point(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    found = front(NOTHING, ONE, BOTH)
    names = {path.name for path in write_scope(found, tmp_path / "out")}
    changes = {f"change-{number}.json" for number in (1, 2, 3)}
    assert names == {*(f"scope{end}" for end in WRITERS), *changes}
    told = json.loads((tmp_path / "out" / "change-3.json").read_text("utf-8"))
    assert told == BOTH.change
    assert ScopeFront.model_validate_json((tmp_path / "out" / "scope.json").read_text()) == found
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "scope.csv").read_text())))
    assert [(row["dropped"], row["value_kept"], row["M"], row["keeps"]) for row in rows] == [
        ("", "3", "2026-12-08", "false"),
        ("B", "2", "2026-12-07", "false"),
        ("A; B", "0", "2026-12-04", "true"),
    ]
    assert (tmp_path / "out" / "scope.png").read_bytes().startswith(b"\x89PNG")
    assert "wanted by 4 Dec" in (tmp_path / "out" / "scope.svg").read_text("utf-8")
    assert "Nice \\| to have" in (tmp_path / "out" / "scope.md").read_text("utf-8")


def test_another_ending_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.md, \.csv, \.json, \.png or \.svg"):
        write_scope(front(NOTHING), tmp_path / "x.xlsx")


def test_the_table_has_a_column_for_each_date() -> None:
    table = scope_points(front(NOTHING, ONE, BOTH))
    assert table["keeps"].to_list() == [False, False, True]
    assert table["M"].dt.day.to_list() == [8, 7, 4]
