"""Calendars, read back by another library; an import of the next file updates the first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import vobject

from allocator.analysis.reader_clock import ReaderClock
from allocator.domain import Plan
from allocator.errors import InputError
from allocator.exports import FORMATS
from allocator.exports.page.headline import headline
from allocator.exports.rag_rows import rag_table
from allocator.exports.status_page import status_page
from allocator.exports.xlsx import workbook
from support import report_plans
from support.plans import entry, plan_of, scenario, solo


def export(plan: Plan, target: Path) -> list[Path]:
    return FORMATS["ics"].write(plan, target)


def events(path: Path) -> dict[str, Any]:
    """Return the events by UID, as another program reads them."""
    text = path.read_bytes().decode("utf-8")
    assert "\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    return {event.uid.value: event for event in vobject.readOne(text).vevent_list}


def test_every_item_is_an_event_on_its_days(tmp_path: Path) -> None:
    plan = report_plans.rich()
    export(plan, tmp_path / "plan.ics")
    found = events(tmp_path / "plan.ics")
    dates = {
        uid: (event.dtstart.value, event.dtend.value - dt.timedelta(days=1))
        for uid, event in found.items()
    }
    assert dates == {
        f"{entry.id}@allocator": (entry.start.date(), entry.finish.date())
        for entry in plan.items
        if entry.start is not None and entry.finish is not None
    }
    assert found["T-3@allocator"].summary.value == "Train the model"
    assert "People: Bo Chen" in found["T-3@allocator"].description.value
    assert found["T-3@allocator"].categories.value == ["Churn <model>"]


def test_a_finish_at_midnight_is_the_end_of_the_day_before(tmp_path: Path) -> None:
    plan = report_plans.rich()
    entries = [
        entry.model_copy(update={"finish": dt.datetime(2026, 12, 19)})
        if entry.id == "T-4"
        else entry
        for entry in plan.items
    ]
    export(plan.model_copy(update={"items": tuple(entries)}), tmp_path / "plan.ics")
    assert events(tmp_path / "plan.ics")["T-4@allocator"].dtend.value == dt.date(2026, 12, 19)


def test_a_folder_gets_a_calendar_for_everybody_with_work(tmp_path: Path) -> None:
    written = export(report_plans.rich(), tmp_path / "people")
    assert sorted(path.name for path in written) == ["ana.ics", "bo.ics", "cy.ics"]
    mine = events(tmp_path / "people" / "cy.ics")
    assert set(mine) == {"U-1/cy@allocator", "X-1/cy@allocator"}


def test_the_same_plan_again_changes_nothing(tmp_path: Path) -> None:
    export(report_plans.rich(), tmp_path / "plan.ics")
    first = (tmp_path / "plan.ics").read_bytes()
    export(report_plans.rich(), tmp_path / "plan.ics")
    assert (tmp_path / "plan.ics").read_bytes() == first


def test_only_what_has_changed_gets_the_next_sequence(tmp_path: Path) -> None:
    export(report_plans.earlier(), tmp_path / "plan.ics")
    export(report_plans.rich(), tmp_path / "plan.ics")
    sequences = {u: int(e.sequence.value) for u, e in events(tmp_path / "plan.ics").items()}
    assert {uid for uid, sequence in sequences.items() if sequence} == {
        "T-4@allocator",
        "M-1@allocator",
    }
    assert set(sequences.values()) == {0, 1}


def test_what_is_gone_is_cancelled_and_stays_so(tmp_path: Path) -> None:
    plan = report_plans.rich()
    export(plan, tmp_path / "plan.ics")
    less = plan.model_copy(update={"items": plan.items[:-1]})
    for _ in range(2):
        export(less, tmp_path / "plan.ics")
        gone = events(tmp_path / "plan.ics")["X-1@allocator"]
        assert (gone.status.value, gone.sequence.value) == ("CANCELLED", "1")
    export(plan, tmp_path / "plan.ics")
    back = events(tmp_path / "plan.ics")["X-1@allocator"]
    assert (back.status.value, back.sequence.value) == ("CONFIRMED", "2")


def test_a_person_without_work_any_more_gets_it_cancelled(tmp_path: Path) -> None:
    plan = report_plans.rich()
    export(plan, tmp_path)
    kept = [entry for entry in plan.items if entry.id not in ("U-1", "X-1")]
    written = export(plan.model_copy(update={"items": tuple(kept)}), tmp_path)
    assert tmp_path / "cy.ics" in written
    assert {e.status.value for e in events(tmp_path / "cy.ics").values()} == {"CANCELLED"}


@pytest.mark.parametrize("old", [b"", b"not a calendar", b"BEGIN:VCALENDAR\r\n", b"\xff\xfe"])
def test_what_is_no_calendar_is_written_over(tmp_path: Path, old: bytes) -> None:
    (tmp_path / "plan.ics").write_bytes(old)
    export(report_plans.rich(), tmp_path / "plan.ics")
    assert len(events(tmp_path / "plan.ics")) == 7


def test_what_a_tracker_may_hold_is_text(tmp_path: Path) -> None:
    plan = report_plans.hostile()
    export(plan, tmp_path / "plan.ics")
    found = events(tmp_path / "plan.ics")
    for number, title in enumerate(report_plans.HOSTILE):
        summary = found[f"H-{number}@allocator"].summary.value
        assert summary[:20] == "".join(c if c.isprintable() else " " for c in title)[:20]


def test_ids_with_any_signs_make_file_names_and_uids(tmp_path: Path) -> None:
    plan = report_plans.rich()
    text = plan.model_dump_json(by_alias=True).replace('"bo"', '"../bo chen/ü"')
    written = export(Plan.model_validate_json(text), tmp_path / "people")
    assert all(path.parent == tmp_path / "people" for path in written)
    assert "bo-chen-ü.ics" in {path.name for path in written}
    assert "T-3/..%2Fbo%20chen%2F%C3%BC@allocator" in events(tmp_path / "people" / "bo-chen-ü.ics")


def zoned() -> Plan:
    """A day of Bea's in Berlin, who works from 3:00 to 11:00 in New York."""
    of = scenario(
        calendar={"timezone": "America/New_York"},
        people=[{"id": "ana"}, {"id": "bea", "timezone": "Asia/Tokyo"}],
        items=[
            {"id": "A", "effort": "4h", "assign": ["ana"]},
            {"id": "B", "effort": "4h", "assign": ["bea"]},
        ],
    )
    items = [
        solo("A", "ana", "12-01 09:00", "12-01 13:00", hours=4),
        solo("B", "bea", "12-01 19:00", "12-01 23:00", hours=4),
    ]
    return plan_of(of, items)


def test_everybodys_own_calendar_is_in_their_time(tmp_path: Path) -> None:
    """Seven in the evening in New York is nine in the morning of the next day in Tokyo."""
    export(zoned(), tmp_path / "people")
    (work,) = events(tmp_path / "people" / "bea.ics").values()
    assert work.dtstart.value == dt.date(2026, 12, 2)
    assert "Wed 2 Dec 2026 09:00 to Wed 2 Dec 2026 13:00 (Asia/Tokyo)" in work.description.value
    assert "X-WR-TIMEZONE:Asia/Tokyo" in (tmp_path / "people" / "bea.ics").read_text("utf-8")


def test_one_calendar_is_in_the_readers_time(tmp_path: Path) -> None:
    export(zoned(), tmp_path / "plan.ics")
    work = events(tmp_path / "plan.ics")["B@allocator"]
    assert work.dtstart.value == dt.date(2026, 12, 1)
    assert "19:00" in work.description.value
    FORMATS["ics"].write(zoned(), tmp_path / "berlin.ics", timezone="Europe/Berlin")
    work = events(tmp_path / "berlin.ics")["B@allocator"]
    assert work.dtstart.value == dt.date(2026, 12, 2)
    assert "01:00 to Wed 2 Dec 2026 05:00 (Europe/Berlin)" in work.description.value


def test_a_milestone_on_another_clock_has_the_time_and_the_day_of_that_clock(
    tmp_path: Path,
) -> None:
    """Told was the end of the plan's day, 24:00, whatever the time was there."""
    of = scenario(
        calendar={"timezone": "America/New_York"},
        people=[{"id": "ana"}],
        items=[
            {"id": "A", "effort": "8h"},
            {"id": "M", "kind": "milestone", "after": "A"},
        ],
    )
    items = [
        solo("A", "ana", "12-01 09:00", "12-01 17:00", hours=8),
        entry("M", "12-01 17:00", "12-01 17:00"),
    ]
    plan = plan_of(of, items)
    FORMATS["ics"].write(plan, tmp_path / "tokyo.ics", timezone="Asia/Tokyo")
    told = events(tmp_path / "tokyo.ics")["M@allocator"].description.value
    assert "Wed 2 Dec 2026 07:00 (Asia/Tokyo)" in told


def test_whose_time_it_is_is_told(tmp_path: Path) -> None:
    (note,) = FORMATS["ics"].notes(zoned())
    assert note.startswith("Times are in America/New_York.")
    assert FORMATS["csv"].notes(zoned(), timezone="Europe/Berlin") == [
        "Times are in Europe/Berlin."
    ]
    assert FORMATS["csv"].notes(report_plans.rich()) == []
    with pytest.raises(InputError, match="did you mean"):
        FORMATS["csv"].write(zoned(), tmp_path / "x.csv", timezone="Berlin")
    with pytest.raises(InputError, match="has no time zone"):
        FORMATS["csv"].write(report_plans.rich(), tmp_path / "x.csv", timezone="Europe/Berlin")


def test_tables_are_in_the_readers_time(tmp_path: Path) -> None:
    FORMATS["csv"].write(zoned(), tmp_path / "x.csv", timezone="Asia/Tokyo")
    _, first, second = (tmp_path / "x.csv").read_text("utf-8").splitlines()
    assert "2026-12-01T23:00,2026-12-02T03:00" in first
    assert "2026-12-02T09:00,2026-12-02T13:00" in second
    assert second.endswith("2026-12-02,2026-12-02")


def test_reports_say_whose_time_they_have() -> None:
    of = zoned()
    assert "Times are in America/New_York." in status_page(of)
    table = rag_table(of, None, None, {}, most=8)
    assert headline(of, table, ReaderClock(of)).span.endswith(", times are in America/New_York")
    rows = list(workbook(of)["Legend"].values)
    assert ("Items, Assignments", "start, finish", "all times are in America/New_York") in rows
