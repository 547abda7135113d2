"""Days off from iCalendar files: every form that real files have, and what is wrong, with place."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.errors import ScenarioError
from allocator.scenario import dump, load, loads
from allocator.scenario.companions.ics_days import WORKED

CALENDARS = Path(__file__).resolve().parents[4] / "shared" / "data" / "calendars"
SCENARIO = """\
name: Test
calendar: {{start: {start}, holidays: {holidays}}}
people:
  - {{id: ana, skills: [a], time_off: {time_off}}}
items:
  - {{id: A, needs: a, effort: 3d}}
"""


def events(*each: str, head: str = "") -> str:
    """Return a calendar of events, each given by its lines."""
    body = "".join(
        f"BEGIN:VEVENT\n{textwrap.dedent(event).strip()}\nEND:VEVENT\n" for event in each
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x\n{head}{body}END:VCALENDAR\n"


class Files:
    """Scenarios with calendars beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, text: str | None = None, *, start="2026-01-01", holidays="{}", time_off="[]"):
        if text is not None:
            (self.folder / "x.ics").write_bytes(text.replace("\n", "\r\n").encode())
        path = self.folder / "s.yaml"
        path.write_text(SCENARIO.format(start=start, holidays=holidays, time_off=time_off), "utf-8")
        return load(path)

    def time_off(self, text: str, **options: str) -> list[tuple[str, str]]:
        """Return the times off that a calendar gives."""
        loaded = self.load(text, time_off="{ics: x.ics}", **options)
        (person,) = loaded.scenario.people
        return [(str(time.start), str(time.end)) for time in person.time_off]

    def holidays(self, text: str, **options: str) -> tuple[list[str], list[str]]:
        """Return the holidays that a calendar gives, and the warnings about them."""
        loaded = self.load(text, holidays="{ics: x.ics}", **options)
        days = [str(day) for day in loaded.scenario.calendar.holidays.dates]
        return days, [str(warning) for warning in loaded.warnings]

    def errors(self, text: str) -> list[str]:
        """Return what is wrong with a calendar, from its name on."""
        with pytest.raises(ScenarioError) as caught:
            self.load(text, time_off="{ics: x.ics}")
        return [str(f).rpartition(str(self.folder) + "/")[2] for f in caught.value.findings]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


# An event, and the times off that it gives.
FORMS = {
    "exclusive end": ("DTSTART;VALUE=DATE:20260321\nDTEND;VALUE=DATE:20260323", [("21", "22")]),
    "no end": ("DTSTART;VALUE=DATE:20260321", [("21", "21")]),
    "end equal to start": (
        "DTSTART;VALUE=DATE:20260321\nDTEND;VALUE=DATE:20260321",
        [("21", "21")],
    ),
    "a date without VALUE": ("DTSTART:20260321\nDTEND:20260322", [("21", "21")]),
    "duration": ("DTSTART;VALUE=DATE:20260321\nDURATION:P2D", [("21", "22")]),
    "shown as free": ("DTSTART;VALUE=DATE:20260321\nTRANSP:TRANSPARENT", [("21", "21")]),
    "cancelled": ("DTSTART;VALUE=DATE:20260321\nSTATUS:CANCELLED", []),
    "part of a day": (
        "DTSTART:20260321T100000\nDTEND:20260321T113000",
        [("21 10:00:00", "21 11:30:00")],
    ),
    "seconds count as the minute": (
        "DTSTART:20260321T100030\nDTEND:20260321T113001",
        [("21 10:00:00", "21 11:31:00")],
    ),
    "midnight to midnight": ("DTSTART:20260321T000000\nDTEND:20260323T000000", [("21", "22")]),
    "duration of a time": (
        "DTSTART:20260321T100000\nDURATION:PT90M",
        [("21 10:00:00", "21 11:30:00")],
    ),
    "a time zone is its own clock": (
        "DTSTART;TZID=America/Sao_Paulo:20260321T100000\nDTEND;TZID=America/Sao_Paulo:20260321T110000",
        [("21 10:00:00", "21 11:00:00")],
    ),
    "a zone by Microsoft's name": (
        "DTSTART;TZID=W. Europe Standard Time:20260321T100000\n"
        "DTEND;TZID=W. Europe Standard Time:20260321T110000",
        [("21 10:00:00", "21 11:00:00")],
    ),
    "rule with exceptions": (
        "DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=WEEKLY;COUNT=4\n"
        "EXDATE;VALUE=DATE:20260309,20260316",
        [("02", "02"), ("23", "23")],
    ),
    "further dates": (
        "DTSTART;VALUE=DATE:20260302\nRDATE;VALUE=DATE:20260310,20260320",
        [("02", "02"), ("10", "10"), ("20", "20")],
    ),
    "days that touch run together": (
        "DTSTART;VALUE=DATE:20260302\nRRULE:FREQ=DAILY;COUNT=5",
        [("02", "06")],
    ),
}


@pytest.mark.parametrize(("event", "days"), FORMS.values(), ids=FORMS)
def test_time_off_of_every_form_of_event(files, event, days):
    expected = [tuple(f"2026-03-{day}" for day in pair) for pair in days]
    assert files.time_off(events(event)) == expected


def test_changed_and_cancelled_dates_of_a_series(files):
    series = "UID:1\nDTSTART;VALUE=DATE:20260302\nRRULE:FREQ=WEEKLY;COUNT=3"
    moved = "UID:1\nRECURRENCE-ID;VALUE=DATE:20260309\nDTSTART;VALUE=DATE:20260311"
    gone = "UID:1\nRECURRENCE-ID;VALUE=DATE:20260316\nDTSTART;VALUE=DATE:20260316\nSTATUS:CANCELLED"
    days = [start for start, _ in files.time_off(events(series, moved, gone))]
    assert days == ["2026-03-02", "2026-03-11"]


def test_events_that_share_a_uid_or_have_none_all_count(files):
    same = [f"UID:1\nDTSTART;VALUE=DATE:202603{day}" for day in ("02", "04")]
    none = [f"DTSTART;VALUE=DATE:202603{day}" for day in ("06", "10")]
    days = [start[-2:] for start, _ in files.time_off(events(*same, *none))]
    assert days == ["02", "04", "06", "10"]


def test_times_in_utc_are_read_in_the_zone_of_the_file(files):
    event = "DTSTART:20260321T100000Z\nDTEND:20260321T110000Z"
    named = events(event, head="X-WR-TIMEZONE:America/Sao_Paulo\n")
    assert files.time_off(named) == [("2026-03-21 07:00:00", "2026-03-21 08:00:00")]
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19701025T030000\n"
        "TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    assert files.time_off(events(event, head=zone)) == [
        ("2026-03-21 11:00:00", "2026-03-21 12:00:00")
    ]
    loaded = files.load(events(event), time_off="{ics: x.ics}")
    assert str(loaded.scenario.people[0].time_off[0].start) == "2026-03-21 10:00:00"
    (warning,) = loaded.warnings
    assert "times are in UTC (1)" in warning.message
    assert warning.line == 4


BERLIN = "X-WR-TIMEZONE:Europe/Berlin\n"
WEEKLY = "DURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3"

# Series that run over the end of summer time on 25 October 2026, and the times that they give.
OVER_THE_CLOCK_CHANGE = {
    "in UTC it recurs in UTC": (
        [f"DTSTART:20261019T110000Z\n{WEEKLY}"],
        ["10-19 13:00", "10-26 12:00", "11-02 12:00"],
    ),
    "a day of the week is that of UTC": (
        [f"DTSTART:20261018T233000Z\n{WEEKLY};BYDAY=SU"],
        ["10-19 01:30", "10-26 00:30", "11-02 00:30"],
    ),
    "in a zone it recurs on its clock": (
        [f"DTSTART;TZID=Europe/Berlin:20261019T130000\n{WEEKLY}"],
        ["10-19 13:00", "10-26 13:00", "11-02 13:00"],
    ),
    "without a zone it recurs on every clock": (
        [f"DTSTART:20261019T130000\n{WEEKLY}"],
        ["10-19 13:00", "10-26 13:00", "11-02 13:00"],
    ),
    "a series in UTC, excepted in a zone": (
        [f"DTSTART:20261019T110000Z\n{WEEKLY}\nEXDATE;TZID=Europe/Berlin:20261026T120000"],
        ["10-19 13:00", "11-02 12:00"],
    ),
    "a series in a zone, excepted in UTC": (
        [f"DTSTART;TZID=Europe/Berlin:20261019T130000\n{WEEKLY}\nEXDATE:20261026T120000Z"],
        ["10-19 13:00", "11-02 13:00"],
    ),
    "a series without a zone, excepted in UTC": (
        [f"DTSTART:20261019T130000\n{WEEKLY}\nEXDATE:20261026T120000Z"],
        ["10-19 13:00", "11-02 13:00"],
    ),
    "whole days, excepted at their midnight in UTC": (
        [f"DTSTART;VALUE=DATE:20261019\n{WEEKLY[14:]}\nEXDATE:20261025T230000Z"],
        ["10-19 00:00", "11-02 00:00"],
    ),
    "a further date in another zone": (
        ["DTSTART:20261019T110000Z\nDURATION:PT1H\nRDATE;TZID=America/New_York:20261026T080000"],
        ["10-19 13:00", "10-26 13:00"],
    ),
    "one of a series in UTC moved by its time in a zone": (
        [
            f"UID:1\nDTSTART:20261019T110000Z\n{WEEKLY}",
            "UID:1\nRECURRENCE-ID;TZID=Europe/Berlin:20261026T120000\n"
            "DTSTART:20261027T080000Z\nDURATION:PT1H",
        ],
        ["10-19 13:00", "10-27 09:00", "11-02 12:00"],
    ),
    "an end in another zone lies on the clock of the start": (
        ["DTSTART;TZID=Europe/Berlin:20261019T130000\nDTEND;TZID=America/New_York:20261019T090000"],
        ["10-19 13:00"],
    ),
}


@pytest.mark.parametrize(
    ("series", "starts"), OVER_THE_CLOCK_CHANGE.values(), ids=OVER_THE_CLOCK_CHANGE
)
def test_series_over_the_change_of_the_clocks_are_where_the_standard_puts_them(
    files, series, starts
):
    spans = [(start[5:], end[5:]) for start, end in files.time_off(events(*series, head=BERLIN))]
    assert [f"{start} 00:00"[:11] for start, _ in spans] == starts


def test_an_end_in_another_zone_keeps_the_length_of_the_event(files):
    event = (
        "DTSTART;TZID=America/New_York:20260321T200000\nDTEND;TZID=Europe/Berlin:20260322T080000"
    )
    assert files.time_off(events(event)) == [("2026-03-21 20:00:00", "2026-03-22 03:00:00")]


def test_the_zone_of_a_file_may_have_the_name_that_microsoft_gives_it(files):
    event = "DTSTART:20260321T100000Z\nDTEND:20260321T110000Z"
    named = events(event, head="X-WR-TIMEZONE:W. Europe Standard Time\n")
    assert files.time_off(named) == [("2026-03-21 11:00:00", "2026-03-21 12:00:00")]


def test_a_zone_that_nobody_knows_is_warned_of_and_not_refused(files):
    event = "DTSTART:20260321T100000Z\nDTEND:20260321T110000Z"
    text = events(event, head="X-WR-TIMEZONE:Mars/Base\n")
    loaded = files.load(text, time_off="{ics: x.ics}")
    assert "times are in UTC (1)" in loaded.warnings[0].message


def test_repeated_events_end_with_the_plan_or_after_ten_years(files):
    yearly = events("DTSTART;VALUE=DATE:20201224\nRRULE:FREQ=YEARLY")
    days, warnings = files.holidays(yearly)
    assert days == [f"{year}-12-24" for year in range(2025, 2037)]
    assert warnings == []
    files.folder.joinpath("s.yaml").write_text(
        SCENARIO.format(start="2026-01-01, end: 2026-06-30", holidays="{ics: x.ics}", time_off="[]")
    )
    ended = load(files.folder / "s.yaml").scenario.calendar.holidays.dates
    assert [day.year for day in ended] == [2025, 2026, 2027]


def test_holidays_are_whole_days_and_the_rest_is_warned_of(files):
    days, warnings = files.holidays(
        events("SUMMARY:Closed early\nDTSTART:20261224T120000\nDTEND:20261226T080000")
    )
    assert days == ["2026-12-25"]
    (warning,) = warnings
    assert re.search(r'x\.ics:4:1: warning: event "Closed early" of 2026-12-24 is not a', warning)


def test_files_stand_beside_what_is_written_out(files):
    files.load(events("DTSTART;VALUE=DATE:20260506"))
    (files.folder / "y.ics").write_text(events("DTSTART;VALUE=DATE:20260507"), "utf-8")
    loaded = files.load(
        holidays="{country: CH, dates: [2026-05-04], ics: [x.ics, y.ics]}",
        time_off="[{from: 2026-06-01, to: 2026-06-02}, {ics: x.ics}]",
    )
    calendar = loaded.scenario.calendar.holidays
    assert calendar.country == "CH"
    assert [str(day) for day in calendar.dates] == ["2026-05-04", "2026-05-06", "2026-05-07"]
    starts = [str(time.start) for time in loaded.scenario.people[0].time_off]
    assert starts == ["2026-06-01", "2026-05-06"]


def test_in_csv_cells_files_are_named_by_their_ending(files):
    files.load(events("DTSTART;VALUE=DATE:20260506"))
    (files.folder / "team.csv").write_text(
        "id,skills,time_off,holidays\nana,a,2026-06-01; x.ics,CH; x.ics\n", "utf-8"
    )
    text = SCENARIO.format(start="2026-01-01", holidays="{}", time_off="[]")
    before, _, after = text.partition("people:\n")
    people = "people: team.csv\n" + after[after.index("items:") :]
    (files.folder / "s.yaml").write_text(before + people, "utf-8")
    (person,) = load(files.folder / "s.yaml").scenario.people
    assert [str(time.start) for time in person.time_off] == ["2026-06-01", "2026-05-06"]
    assert person.holidays.country == "CH"
    assert [str(day) for day in person.holidays.dates] == ["2026-05-06"]


def test_the_scenario_stands_for_itself_once_it_is_read(files):
    event = "DTSTART:20260506T090000\nDTEND:20260506T120000"
    loaded = files.load(events(event), holidays="{ics: x.ics}", time_off="{ics: x.ics}")
    text = dump(loaded.scenario)
    assert ".ics" not in text
    assert loads(text).scenario == loaded.scenario


def test_json_scenarios_name_files_too(files):
    files.load(events("DTSTART;VALUE=DATE:20260506"))
    path = files.folder / "s.json"
    path.write_text(
        '{"name": "x", "calendar": {"start": "2026-01-01", "holidays": {"ics": "x.ics"}},'
        ' "people": [{"id": "a", "time_off": {"ics": "x.ics"}}],'
        ' "items": [{"id": "A", "effort": "1d", "du": 3}]}',
        "utf-8",
    )
    with pytest.raises(ScenarioError, match='unknown field "du"') as caught:
        load(path)
    assert [finding.line for finding in caught.value.findings] == [1]
    path.write_text(path.read_text("utf-8").replace(', "du": 3', ""), "utf-8")
    assert len(load(path).scenario.people[0].time_off) == 1


@pytest.mark.parametrize("words", WORKED)
def test_a_moved_day_of_work_is_no_holiday_in_any_language(files, words):
    name = f"{words.capitalize()} (x)"
    days, warnings = files.holidays(events(f"SUMMARY:{name}\nDTSTART;VALUE=DATE:20260425"))
    assert days == []
    assert any(f'event "{name}"' in warning and "Saturday" in warning for warning in warnings)


def test_a_moved_day_of_work_is_known_by_its_mark_and_matters_only_on_a_day_off(files):
    event = "SUMMARY:x\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\nDTSTART;VALUE=DATE:202604{}"
    days, warnings = files.holidays(events(event.format("24"), event.format("25")))
    assert days == []
    assert len([w for w in warnings if "day of work" in w]) == 1


# What is wrong: the calendar, and how the finding begins.
WRONG = {
    "no calendar": ("hello\n", "x.ics:1:1: error: this is not an iCalendar file"),
    "cut off": ("BEGIN:VCALENDAR\nVERSION:2.0\n", "x.ics:2:1: error: the file ends before END"),
    "nested wrongly": (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n",
        "x.ics:3:1: error: END:VCALENDAR where END:VEVENT belongs",
    ),
    "no such date": (
        events("SUMMARY:x\nDTSTART;VALUE=DATE:20261345"),
        'x.ics:6:1: error: event "x": DTSTART cannot be read',
    ),
    "no start": (events("SUMMARY:x"), 'x.ics:4:1: error: event "x": DTSTART is missing'),
    "end before start": (
        events("DTSTART;VALUE=DATE:20260110\nDTEND;VALUE=DATE:20260105"),
        'x.ics:6:1: error: event "": its end 2026-01-05 lies before its start 2026-01-10',
    ),
    "two starts": (
        events("DTSTART;VALUE=DATE:20260110\nDTSTART;VALUE=DATE:20260105"),
        'x.ics:5:1: error: event "": DTSTART is given twice',
    ),
    "negative duration": (
        events("DTSTART;VALUE=DATE:20260110\nDURATION:-P2D"),
        'x.ics:6:1: error: event "": its DURATION is negative',
    ),
    "odd rule": (
        events("DTSTART;VALUE=DATE:20260110\nRRULE:FREQ=SOMETIMES"),
        'x.ics:6:1: error: event "": RRULE cannot be read',
    ),
    "every second": (
        events("DTSTART:20260110T100000\nRRULE:FREQ=SECONDLY"),
        'x.ics:6:1: error: event "": it is repeated with FREQ "SECONDLY"',
    ),
    "every minute": (
        events(
            "DTSTART:20260110T100000\nRRULE:FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60)))
        ),
        'x.ics:6:1: error: event "": it is repeated more than 24 times a day',
    ),
    "no step": (
        events("DTSTART;VALUE=DATE:20260110\nRRULE:FREQ=MONTHLY;INTERVAL=0"),
        'x.ics:6:1: error: event "": its INTERVAL is not above zero',
    ),
    "odd exception": (
        events("DTSTART;VALUE=DATE:20260110\nRRULE:FREQ=DAILY\nEXDATE:foo"),
        'x.ics:7:1: error: event "": EXDATE cannot be read',
    ),
    "beyond all years": (
        events("DTSTART;VALUE=DATE:00010110"),
        'x.ics:5:1: error: event "": DTSTART is in the year 1',
    ),
    "too many": (
        events(*["DTSTART;VALUE=DATE:20260110\nRRULE:FREQ=DAILY"] * 6),
        "s.yaml:4:44: error: x.ics: more than 20,000 events",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_line(files, text, message):
    (found,) = files.errors(text)
    assert found.startswith(message)
    assert "\n    hint: " in found


def test_all_that_is_wrong_is_said_at_once(files):
    bad = events("DTSTART;VALUE=DATE:20261345", "SUMMARY:y")
    (files.folder / "x.ics").write_text(bad, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        files.load(
            holidays="{ics: [x.ics, nope.ics, ../up.ics, a.txt]}", time_off="{ics: x.ics, to: 3}"
        )
    said = [finding.message for finding in caught.value.findings]
    assert len(said) == 6
    for words in ("cannot be read", "DTSTART is missing", "no such file", "not lie beside"):
        assert len([message for message in said if words in message]) == 1
    assert '"to" beside ics' in said[-3]
    assert any("name of an iCalendar file" in message for message in said)


def test_lines_and_components_that_are_passed_over_are_warned_of(files):
    text = events("DTSTART;VALUE=DATE:20260110\nDESCRIPTION:one\ntwo and more")
    text = text.replace("BEGIN:VEVENT", "BEGIN:VTODO\nEND:VTODO\nBEGIN:VEVENT", 1)
    days, warnings = files.holidays(text)
    assert days == ["2026-01-10"]
    assert len(warnings) == 2
    assert "holds 1 VTODO" in warnings[0]
    assert '"two and more" is no line' in warnings[1]


def test_a_calendar_of_years_gone_by_is_warned_of(files):
    days, warnings = files.holidays(events("DTSTART;VALUE=DATE:20160110"))
    assert days == []
    assert "no event in the file (1) lies after 2026-01-01" in warnings[0]


def test_a_scenario_that_is_no_file_names_no_calendar():
    text = SCENARIO.format(start="2026-01-01", holidays="{ics: x.ics}", time_off="[]")
    with pytest.raises(ScenarioError, match="the scenario itself is no file"):
        loads(text)


def test_events_with_a_wrong_calendar_add_no_finding_of_their_own(files):
    files.load(events("DTSTART;VALUE=DATE:20260110"))
    with pytest.raises(ScenarioError) as caught:
        files.load(start="soon", holidays="{ics: x.ics}")
    assert len(caught.value.findings) == 1


REAL = {
    # name: (first day of the plan, events that are days of work, whole days)
    "belarus_production_calendar.ics": ("2026-01-01", 1, 11),
    "company_holidays_vizz.ics": ("2026-01-01", 0, 10),
    "us_holidays_many_years.ics": ("1996-06-01", 0, None),
}


@pytest.mark.skipif(not CALENDARS.is_dir(), reason="../shared/data/calendars is not there")
@pytest.mark.parametrize("name", REAL)
def test_real_calendars_give_the_days_that_a_plain_search_finds(files, name):
    start, worked, count = REAL[name]
    text = (CALENDARS / name).read_text("utf-8")
    (files.folder / "x.ics").write_bytes((CALENDARS / name).read_bytes())
    blocks = re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", text, re.DOTALL)
    wanted = set()
    for block in blocks:
        first, last = (
            dt.datetime.strptime(found, "%Y%m%d").date()
            for found in re.findall(r"^DT(?:START|END)[^:\n]*:(\d{8})\s*$", block, re.MULTILINE)
        )
        if "SUMMARY:Рабочий день" not in block:
            wanted |= {first + dt.timedelta(days=n) for n in range((last - first).days)}
    from_year = int(start[:4]) - 1
    wanted = {day for day in wanted if from_year <= day.year <= from_year + 11}
    loaded = files.load(start=start, holidays="{ics: x.ics}")
    assert set(loaded.scenario.calendar.holidays.dates) == wanted
    assert count is None or len(wanted) == count
    assert len([w for w in loaded.warnings if "day of work" in w.message]) == worked


@pytest.mark.skipif(not CALENDARS.is_dir(), reason="../shared/data/calendars is not there")
def test_a_real_series_across_the_change_of_the_clocks(files):
    (files.folder / "x.ics").write_bytes((CALENDARS / "dst_recurring.ics").read_bytes())
    loaded = files.load(start="2019-01-01", time_off="{ics: x.ics}")
    mondays = [dt.datetime(2019, 3, 4, 0, 30) + dt.timedelta(weeks=n) for n in range(8)]
    kept = [day for day in mondays if day.date().isoformat() not in ("2019-03-11", "2019-03-25")]
    times = loaded.scenario.people[0].time_off
    assert [time.start for time in times] == kept
    assert {time.end - time.start for time in times} == {dt.timedelta(minutes=30)}


VALUES = st.sampled_from(
    (
        *("20260105", "20260105T100000", "20260105T100000Z", "20260230", "P1D", "-PT1H", "P", ""),
        *("FREQ=DAILY", "FREQ=YEARLY;BYDAY=1MO", "FREQ=WEEKLY;UNTIL=20260301", "COUNT=3", "FREQ="),
        *("FREQ=MONTHLY;INTERVAL=0", "FREQ=DAILY;COUNT=-1", "20260105,20260107", "1", "x"),
        *("20260105/P1D", "20260105T100000/20260105T110000", "99991231", "00010101", "CANCELLED"),
    )
)
NAMES = st.sampled_from(
    (
        *("DTSTART", "DTSTART;VALUE=DATE", "DTEND", "DTEND;VALUE=DATE", "DURATION", "RRULE"),
        *("RDATE", "RDATE;VALUE=PERIOD", "EXDATE", "EXDATE;VALUE=DATE", "RECURRENCE-ID", "UID"),
        *("DTSTART;TZID=Europe/Berlin", "DTEND;TZID=Nowhere", "STATUS", "SEQUENCE", "SUMMARY"),
    )
)
EVENT = st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=6)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(each=st.lists(EVENT, min_size=1, max_size=3))
def test_no_event_makes_the_reader_crash(files, each):
    text = events(*["\n".join(map(":".join, lines)) for lines in each])
    try:
        files.load(text, time_off="{ics: x.ics}", holidays="{ics: x.ics}")
    except ScenarioError as error:
        assert all(finding.hint for finding in error.findings)


def test_times_of_people_elsewhere_are_put_on_the_teams_clock(files: Files) -> None:
    """Whole days are days of theirs; times are instants, whatever clock they are written on."""
    text = events(
        "DTSTART;VALUE=DATE:20260105\nDTEND;VALUE=DATE:20260106\nSUMMARY:Off",
        "DTSTART:20260107T140000\nDTEND:20260107T180000\nSUMMARY:Floating",
        "DTSTART:20260108T130000Z\nDTEND:20260108T170000Z\nSUMMARY:In UTC",
        "DTSTART;TZID=America/Chicago:20260109T070000\n"
        "DTEND;TZID=America/Chicago:20260109T110000\nSUMMARY:Written in Chicago",
    )
    (files.folder / "x.ics").write_bytes(text.replace("\n", "\r\n").encode())
    path = files.folder / "s.yaml"
    path.write_text(
        "name: Test\n"
        "calendar: {start: 2026-01-01, timezone: America/New_York}\n"
        "people: [{id: bea, timezone: Europe/Berlin, time_off: {ics: x.ics}}]\n"
        "items: [{id: A, effort: 3d}]\n",
        "utf-8",
    )
    loaded = load(path)
    (person,) = loaded.scenario.people
    assert [(str(off.start), str(off.end)) for off in person.time_off] == [
        ("2026-01-05", "2026-01-05"),
        ("2026-01-07 08:00:00", "2026-01-07 12:00:00"),
        ("2026-01-08 08:00:00", "2026-01-08 12:00:00"),
        ("2026-01-09 08:00:00", "2026-01-09 12:00:00"),
    ]
    assert "UTC" not in "".join(str(warning) for warning in loaded.warnings)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART;TZID=Europe/Berlin:20261019T090000", "DTEND;TZID=Europe/Berlin:20261019T170000"),
        ("DTSTART:20261019T090000", "DTEND:20261019T170000"),
        ("DTSTART:20261019T090000Z", "DTEND:20261019T170000Z"),
    ],
)
def test_a_rule_until_a_date_gives_the_times_of_that_day(files: Files, start: str, end: str):
    """Met before: the last of them, on Tuesday 27 October, was not there."""
    rule = "RRULE:FREQ=DAILY;BYDAY=MO,TU;UNTIL=20261027"
    off = files.time_off(events(f"{start}\n{end}\n{rule}"))
    assert [first[:10] for first, _ in off] == [f"2026-10-{day}" for day in (19, 20, 26, 27)]


def test_a_zone_that_nobody_knows_is_told(files: Files):
    start = "DTSTART;TZID=Our Office:20261210T130000\nDTEND;TZID=Our Office:20261210T150000"
    loaded = files.load(events(start), time_off="{ics: x.ics}")
    assert [w.line for w in loaded.warnings if w.code == "unknown-event-zone"] == [4]
    known = start.replace("Our Office", "W. Europe Standard Time")
    loaded = files.load(events(known), time_off="{ics: x.ics}")
    assert not [w for w in loaded.warnings if w.code == "unknown-event-zone"]
