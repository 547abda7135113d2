"""Paragraphs 64 to 67: meetings, rotas."""

from __future__ import annotations

from typing import Any

from support.oracle.cases.build import Case, case, person, work


def _meeting(
    every: Any = "day", at: str = "09:00", length: str = "1h", **more: Any
) -> dict[str, Any]:
    return {"id": "M", "every": every, "at": at, "length": length, "attendees": ["ana"], **more}


HOURS = {"slot": "1h"}

CASES: list[Case] = [
    case(
        "66 a meeting takes its part of a slot",
        {"makespan": 8},
        work("4h"),
        meetings=[_meeting()],
        finish={"A": "2026-01-05T17:00"},
    ),
    case(
        "66 what is left of the slots is enough",
        {"makespan": 4},
        work("3h"),
        meetings=[_meeting()],
        finish={"A": "2026-01-05T13:00"},
    ),
    case(
        "66 a slot that is covered whole is none in which they work",
        {"makespan": 2},
        work("1h"),
        meetings=[_meeting()],
        calendar=HOURS,
        finish={"A": "2026-01-05T11:00"},
    ),
    case(
        "66 two meetings at once count once",
        {"makespan": 4},
        work("3h"),
        meetings=[_meeting(), {**_meeting(), "id": "N", "at": "09:30", "length": "30m"}],
    ),
    case(
        "66 work under way goes on through a meeting",
        {"makespan": 3},
        work("2h"),
        meetings=[_meeting(at="10:00")],
        calendar=HOURS,
        finish={"A": "2026-01-05T12:00"},
    ),
    case(
        "66 a meeting outside the hours takes nothing",
        {"makespan": 8},
        work("1d"),
        meetings=[_meeting(at="08:00")],
    ),
    case(
        "66 meetings and a capacity multiply",
        {"makespan": 8},
        work("3h"),
        people=[person("ana", capacity=0.5)],
        meetings=[_meeting()],
    ),
    case(
        "64 every other week counts from its first day",
        {"makespan": 16},
        work("1d"),
        meetings=[_meeting("2w", length="8h", **{"from": "2025-12-22"})],
        finish={"A": "2026-01-06T17:00"},
    ),
    case(
        "64 it does not take place on days that are excepted",
        {"makespan": 8},
        work("1d"),
        meetings=[_meeting(**{"except": ["2026-01-05"]})],
    ),
    case(
        "64 nor after its last day",
        {"makespan": 8},
        work("1d"),
        meetings=[_meeting(until="2026-01-04", **{"from": "2026-01-01"})],
    ),
    case(
        "64 it begins in the local time of its zone",
        {"makespan": 12},
        work("1d"),
        meetings=[_meeting(at="09:00", length="4h", timezone="America/New_York")],
        calendar={"timezone": "Europe/Berlin"},
        finish={"A": "2026-01-06T13:00"},
    ),
    case(
        "65 who may do an item of a project, done or not, attends for it",
        {"makespan": 12},
        work("1d", needs="python"),
        {"effort": "1d", "needs": "python", "state": "done", "project": "P"}
        | {"started": "2026-01-01", "finished": "2026-01-02"},
        people=[person("ana", skills=["python"])],
        projects=[{"id": "P"}],
        meetings=[_meeting(length="4h", attendees={"projects": ["P"]}, until="2026-01-05")],
        finish={"A": "2026-01-06T13:00"},
    ),
    case(
        "65 whom an item names attends alone",
        {"makespan": 8},
        work("1d", needs="python", assign=["bo"]),
        {"effort": "1d", "needs": "python", "project": "P", "assign": ["ana"]},
        people=[person("ana", skills=["python"]), person("bo", skills=["python"])],
        projects=[{"id": "P"}],
        meetings=[_meeting(at="18:00", attendees={"projects": ["P"]})],
    ),
    case(
        "64 a time that the plan's clock skips is later",
        {"makespan": 3},
        work("3h"),
        meetings=[_meeting("sun", at="02:30")],
        calendar={**HOURS, "start": "2026-03-29", "timezone": "Europe/Berlin", "day_hours": 6}
        | {"day_start": "00:00", "workdays": ["sun"]},
        finish={"A": "2026-03-29T03:00"},
    ),
    case(
        "67 a turn takes its share",
        {"makespan": 16},
        work("1d"),
        rota=[{"id": "R", "people": ["ana"], "first": "2026-01-05", "takes": 0.5}],
    ),
    case(
        "67 turns follow each other",
        {"makespan": 12},
        work("1d", assign=["ana"]),
        people=[person("ana"), person("bo")],
        rota=[
            {"id": "R", "people": ["bo", "ana"], "first": "2026-01-04", "every": "1d", "takes": 0.5}
        ],
        finish={"A": "2026-01-06T13:00"},
    ),
    case(
        "67 all of the capacity is away",
        {"makespan": 16},
        work("1d"),
        rota=[
            {"id": "R", "people": ["ana"], "first": "2026-01-05", "takes": 1, "every": "1d"}
            | {"until": "2026-01-05"}
        ],
        finish={"A": "2026-01-06T17:00"},
    ),
]
