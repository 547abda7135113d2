"""What check says of meetings and rotas."""

from __future__ import annotations

from typing import Any

from allocator.errors import Finding, ScenarioError
from allocator.scenario.load import loads

HEAD = """
name: x
calendar: {start: 2026-12-01, timezone: Europe/Berlin}
people:
- {id: ana, role: engineer, team: a, skills: [python]}
- {id: bo, role: engineer, skills: [python], timezone: America/New_York}
items: [{id: A, effort: 3d, needs: python}]
"""


def findings(text: str, head: str = HEAD) -> list[Finding]:
    try:
        return list(loads(head + text).warnings)
    except ScenarioError as error:
        return list(error.findings)


def codes(text: str, **options: Any) -> list[str]:
    return [finding.code for finding in findings(text, **options)]


def test_all_errors_are_told_at_once() -> None:
    text = """
meetings:
- {id: a, every: fortnight, at: "25:00", length: 1h, attendees: [ana]}
- {id: b, every: mon, at: "9:00", length: 1h, attendees: {roles: [enginer], people: [cy]}}
- {id: c, every: mon, at: "9:00", length: 1h, attendees: {teams: [x], projects: [p]}}
rota: [{id: r, people: [an], first: 2026-12-07, takes: 2}]
"""
    found = findings(text)
    assert {finding.code for finding in found} >= {
        *("bad-recurrence", "not-a-time-of-day", "unknown-role", "unknown-person"),
        *("unknown-team", "unknown-project"),
    }
    assert any(finding.hint == 'did you mean "engineer"?' for finding in found)
    assert any("takes" in finding.message for finding in found)


def test_a_meeting_outside_the_hours_counts_with_summer_time() -> None:
    """11:00 in New York is 17:00 in Berlin but for two weeks in March, when it is 16:00."""
    text = """
meetings:
- {id: m, every: mon, at: "11:00", length: 1h, timezone: America/New_York, attendees: [ana, bo]}
"""
    (found,) = findings(text)
    assert found.code == "meeting-outside-hours"
    assert found.subjects == ("m", "ana")
    assert "lasts from 17:00 to 18:00 for ana in Europe/Berlin" in found.message
    assert "24 of 26 times until Sun 6 Jun 2027, first on Mon 7 Dec 2026" in found.message


def test_who_does_not_work_that_day_is_not_asked() -> None:
    head = HEAD.replace("team: a,", "team: a, workdays: [tue, wed],")
    text = '\nmeetings: [{id: m, every: day, at: "9:00", length: 30m, attendees: [ana]}]\n'
    assert codes(text, head=head) == []


def test_a_share_is_warned_of_from_above_it_on() -> None:
    text = '\nmeetings: [{id: m, every: day, at: "9:00", length: 2h, attendees: [ana]}]\n'
    assert codes(text) == []
    assert codes(text + "meeting_share: 0.24\n") == ["many-meetings"]


def late(text: str) -> Finding | None:
    """Return that Ana cannot do a day's work on the first day of the plan."""
    head = HEAD.replace("effort: 3d", "effort: 1d, assign: [ana], deadline: 2026-12-01")
    return next((one for one in findings(text, head=head) if one.code == "too-much-work"), None)


def test_work_for_which_a_meeting_leaves_too_little_time() -> None:
    text = '\nmeetings: [{id: m, every: tue, at: "09:00", length: 1h, attendees: [ana]}]\n'
    found = late(text)
    assert late("") is None
    assert found is not None
    assert found.message.endswith('without meeting "m" ana would be done in time')
    assert (found.hint or "").startswith('let ana miss meeting "m", or move a date')


def test_work_for_which_a_duty_leaves_too_little_time() -> None:
    found = late("\nrota: [{id: r, people: [ana], first: 2026-11-30, takes: 0.5}]\n")
    assert found is not None
    assert found.message.endswith('without rota "r" ana would be done in time')


def test_a_meeting_is_not_blamed_for_what_is_late_without_it() -> None:
    head = HEAD.replace("effort: 3d", "effort: 9d, assign: [ana], deadline: 2026-12-01")
    text = '\nmeetings: [{id: m, every: tue, at: "09:00", length: 1h, attendees: [ana]}]\n'
    (found,) = (one for one in findings(text, head=head) if one.code == "too-much-work")
    assert "meeting" not in found.message + (found.hint or "")


def test_meetings_that_take_all_of_a_persons_time() -> None:
    text = '\nmeetings: [{id: m, every: day, at: "09:00", length: 8h, attendees: [ana]}]\n'
    (found,) = (one for one in findings(text) if one.code == "never-at-work")
    assert found.message.endswith('no working time within the plan: meeting "m" takes all of it')
    assert found.hint == "let them miss some of that, or let it take less"


def test_what_may_as_well_stay_is_not_blamed() -> None:
    """An hour of work is too much for a day of meetings, and not for half an hour of them."""
    text = """
meetings:
- {id: day, every: day, at: "09:00", length: 8h, attendees: [ana]}
- {id: daily, every: day, at: "09:00", length: 30m, attendees: [ana]}
rota: [{id: r, people: [ana], first: 2026-11-30, takes: 0.1}]
"""
    (idle,) = (one for one in findings(text) if one.code == "never-at-work")
    assert idle.message.endswith(': meeting "day" takes all of it')
    head = HEAD.replace("effort: 3d", "effort: 1h, assign: [ana], deadline: 2026-12-01")
    (found,) = (one for one in findings(text, head=head) if one.code == "too-much-work")
    assert found.message.endswith('; without meeting "day" ana would be done in time')


def test_a_rule_that_cannot_be_read_is_one_error() -> None:
    for rule in ("FREQ=HOURLY", "FREQ=WEEKLY;COUNT=0"):
        text = f'{{id: m, rule: "{rule}", at: "10:00", length: 1h, attendees: [ana]}}'
        assert codes(f"\nmeetings: [{text}]\n") == ["bad-recurrence"]


def monthly(rule: str) -> list[str]:
    head = HEAD.replace("2026-12-01", "2026-12-31")
    text = f'{{id: m, {rule}, at: "10:00", length: 1h, attendees: [ana]}}'
    found = findings(f"\nmeetings: [{text}]\n", head=head)
    return [one.message for one in found if one.code == "months-without-day"]


def test_months_without_the_day_of_a_meeting() -> None:
    (message,) = monthly("every: month, from: 2026-12-31")
    assert "is on day 31 of a month" in message
    assert message.endswith("first in Feb 2027")
    assert monthly("rule: FREQ=MONTHLY;BYMONTHDAY=30") == [message.replace("day 31", "day 30")]
    assert not monthly("rule: FREQ=MONTHLY;BYMONTHDAY=-1")
    assert not monthly("every: month, from: 2026-12-31, until: 2027-01-31")
    assert not monthly("every: month, from: 2027-01-28")
    assert not monthly("rule: FREQ=MONTHLY;INTERVAL=12, from: 2026-12-31")


def test_who_is_away_for_all_of_a_turn() -> None:
    head = HEAD.replace("team: a,", "team: a, time_off: [{from: 2026-12-14, to: 2026-12-20}],")
    text = "\nrota: [{id: r, people: [bo, ana], first: 2026-12-07, takes: 0.5}]\n"
    (found,) = findings(text, head=head)
    assert (found.code, found.subjects) == ("away-on-duty", ("r", "ana"))
    assert "the turn from Mon 14 Dec 2026" in found.message


def test_a_scenario_without_zone_has_no_meetings_with_one() -> None:
    head = HEAD.replace(", timezone: Europe/Berlin", "").replace(", timezone: America/New_York", "")
    text = """
meetings: [{id: m, every: mon, at: "9:00", length: 1h, timezone: Asia/Tokyo, attendees: [ana]}]
"""
    assert codes(text, head=head) == ["zone-without-team-zone"]


def test_it_reads_back_as_it_was_written() -> None:
    from allocator.scenario.write.dump import dump

    text = """
meetings:
- {id: 1, every: [mon, thu], at: "09:00", length: 1h, attendees: [ana]}
- id: b
  rule: FREQ=MONTHLY;BYDAY=1TU
  at: "10:30"
  length: 45m
  timezone: America/New_York
  until: 2027-03-31
  except: [2027-01-05]
  attendees: {roles: [engineer], teams: [a]}
rota: [{id: r, title: On call, people: [ana, bo], first: 2026-12-07, every: 3d, takes: 0.5}]
meeting_share: 0.5
"""
    scenario = loads(HEAD + text).scenario
    written = dump(scenario)
    assert "attendees: [ana]" in written
    assert loads(written).scenario == scenario


def test_changes_take_people_off_and_meetings_out(tmp_path: Any) -> None:
    text = """
meetings:
- {id: m, every: mon, at: "9:00", length: 1h, attendees: [ana, bo]}
- {id: n, every: mon, at: "9:30", length: 1h, attendees: {people: [ana, bo]}}
rota: [{id: r, people: [ana, bo], first: 2026-12-07, takes: 0.5}]
"""
    change = tmp_path / "change.yaml"
    change.write_text("remove: [bo]\nupdate: {m: {length: 30m}}\n", "utf-8")
    loaded = loads(HEAD + text, changes=[change])
    assert [sorted(m.attendees.people) for m in loaded.scenario.meetings] == [["ana"], ["ana"]]
    assert loaded.scenario.rota[0].people == ("ana",)
    assert loaded.scenario.meetings[0].length == "30m"
    assert [finding.code for finding in loaded.warnings].count("taken-off-list") == 3


def test_a_meeting_that_begins_within_hours_is_told_with_its_end() -> None:
    """ "begins at 16:30, outside their hours 09:00 to 17:00" was not to be understood."""
    text = """
meetings:
- {id: m, every: mon, at: "16:30", length: 1h, attendees: [ana]}
- {id: n, every: day, from: 2026-12-02, until: 2026-12-02, at: "16:00", length: 9h, attendees: ana}
"""
    first, second = (one.message for one in findings(text))
    assert "lasts from 16:30 to 17:30 for ana" in first
    assert "lasts from 16:00 to Thu 01:00 for ana" in second
    assert second.endswith("outside their hours 09:00 to 17:00: on Wed 2 Dec 2026")


def test_an_exception_that_leaves_out_nothing_is_warned_of() -> None:
    text = """
meetings:
- {id: m, every: mon, at: "9:00", length: 1h, attendees: ana, except: [2026-12-07, 2026-12-08]}
- {id: n, every: 2w, from: 2026-12-07, until: 2027-01-11, at: "9:00", length: 1h, attendees: ana,
   except: [2026-12-14, 2026-12-21, 2027-01-18]}
"""
    found = findings(text)
    assert {one.code for one in found} == {"exception-without-meeting"}
    assert [one.path for one in found] == [
        *("meetings[0].except[1]", "meetings[1].except[0]", "meetings[1].except[2]"),
    ]


def test_who_is_never_at_a_meeting_is_told() -> None:
    """Somebody who had left before the first one was not missed."""
    head = HEAD.replace("role: engineer, team: a,", "to: 2026-12-18,")
    text = """
meetings:
- {id: m, every: mon, from: 2026-12-21, at: "15:00", length: 1h, attendees: [ana, bo]}
- {id: n, every: sun, at: "10:00", length: 1h, attendees: bo}
- {id: o, every: mon, at: "15:00", length: 1h, attendees: [ana, bo]}
"""
    found = findings(text, head=head)
    assert [(one.code, one.subjects) for one in found] == [
        ("never-at-meeting", ("m", "ana")),
        ("never-at-meeting", ("n", "bo")),
    ]


def test_turns_of_somebody_who_has_left_are_told_so() -> None:
    head = HEAD.replace("role: engineer, team: a,", "to: 2026-12-18,")
    text = "\nrota: [{id: r, people: [ana], first: 2026-12-07, takes: 0.5}]\n"
    (found,) = findings(text, head=head)
    assert found.message == 'rota "r": ana has left before the turn from Mon 21 Dec 2026'
    assert found.hint is not None
    assert found.hint.startswith("end the rota with until")


def hints(fields: str, section: str = "meetings: [{id: m, attendees: ana, ") -> str:
    (found,) = findings(f"\n{section}{fields}}}]\n")
    return found.hint or ""


def test_other_words_for_how_often_and_how_long_are_understood() -> None:
    at = 'at: "9:00", length: 1h'
    assert hints(f"every: fortnight, {at}") == "write every: 2w, and from"
    assert hints(f"every: weekly, {at}") == "write every: week, and from"
    assert hints(f"every: FREQ=WEEKLY;BYDAY=MO, {at}") == "write rule: FREQ=WEEKLY;BYDAY=MO"
    at = 'every: mon, at: "9:00"'
    assert hints(f"{at}, length: 90") == "write 90m for minutes, or 90h for hours"
    assert hints(f"{at}, length: 0m") == "give a length above zero, for example 30m"


def test_days_in_other_words_are_understood() -> None:
    at = 'at: "9:00", length: 1h'
    assert hints(f"every: Mondays, {at}") == "write every: mon"
    assert hints(f"every: mon and thu, {at}") == "write every: [mon, thu]"
    assert hints(f"every: mon, thu, {at}") == "put brackets around them: every: [mon, thu]"
    assert hints(f"rule: every monday, {at}") == "write every: mon, in place of rule"
    assert hints('every: mon, start: "9:00", length: 1h').startswith("write the time of day as at")
    both = "meetings: [{id: m, every: mon, at: '9:00', length: 1h, "
    assert hints("attendees: ana, bo", both) == "put brackets around them: attendees: [ana, bo]"


def test_turns_in_other_words_are_understood() -> None:
    """ "takes: 4h" was answered with: write 4."""
    rota = "rota: [{id: r, first: 2026-12-07, "
    assert hints("people: ana, takes: 4h", rota).startswith("write the share of their capacity")
    assert hints("people: ana, takes: 0.5, every: week", rota) == "write 1w"
    assert "in the order of their turns" in hints("teams: [a], takes: 0.5", rota)


def test_a_project_that_does_not_exist_is_one_error() -> None:
    """That nobody is at its meeting was told besides."""
    text = """
meetings: [{id: m, every: mon, at: "9:00", length: 1h, attendees: {projects: [p]}}]
"""
    assert codes(text) == ["unknown-project"]
