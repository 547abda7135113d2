"""Paragraphs 1 to 5: slots, team days, when people work, W."""

from __future__ import annotations

from support.oracle.cases.build import FRIDAY, Case, case, person, work


def _availability(first: str, last: str, capacity: float) -> list[dict[str, object]]:
    return [{"from": first, "to": last, "capacity": capacity}]


CASES: list[Case] = [
    case("1 a day of work", {"makespan": 8}, work("1d")),
    case("1 work ends with a slot", {"makespan": 8}, work("2h"), calendar={"slot": "1d"}),
    case(
        "1 a continuous calendar knows no weekend",
        {"makespan": 32},
        work("30h"),
        calendar={"start": "2026-01-10", "continuous": True},
        finish={"A": "2026-01-11T08:00"},
    ),
    case(
        "2 no work at the weekend",
        {"makespan": 16},
        work("2d"),
        calendar=FRIDAY,
        finish={"A": "2026-01-12T17:00"},
    ),
    case(
        "2 no work on a holiday",
        {"makespan": 16},
        work("2d"),
        calendar={"holidays": {"dates": ["2026-01-06"]}},
        finish={"A": "2026-01-07T17:00"},
    ),
    case(
        "3 own workdays, Saturday too",
        {"makespan": 40},
        work("2d"),
        people=[person("ana", workdays=["tue", "sat"])],
        finish={"A": "2026-01-10T17:00"},
    ),
    case(
        "3 own holidays instead of the team's",
        {"makespan": 8},
        work("2d"),
        people=[person("ana", holidays={"dates": ["2026-01-07"]})],
        calendar={"holidays": {"dates": ["2026-01-06"]}},
        finish={"A": "2026-01-06T17:00"},
    ),
    case(
        "3 time off takes every slot that it touches",
        {"makespan": 12},
        work(),
        people=[person("ana", time_off=[{"from": "2026-01-05T12:59", "to": "2026-01-05T13:01"}])],
    ),
    case(
        "3 time off leaves the slot that ends where it begins",
        {"makespan": 12},
        work("1d"),
        people=[person("ana", time_off=[{"from": "2026-01-05T13:00", "to": "2026-01-05T13:01"}])],
    ),
    case(
        "3 and 16 time off to a date has that day in it",
        {"makespan": 20},
        work(),
        people=[person("ana", time_off=[{"from": "2026-01-05", "to": "2026-01-06"}])],
    ),
    case(
        "3 nobody works in a slot that begins before they join",
        {"makespan": 8},
        work(),
        people=[person("ana", **{"from": "2026-01-05T09:01"})],
    ),
    case(
        "3 and 16 who joins on a date works from its first slot",
        {"makespan": 12},
        work(),
        people=[person("ana", **{"from": "2026-01-06"})],
    ),
    case(
        "3 nobody works in a slot that ends after they leave",
        None,
        work("1d"),
        people=[person("ana", to="2026-01-05T16:59")],
    ),
    case(
        "3 and 16 the last day is worked",
        {"makespan": 8},
        work("1d"),
        people=[person("ana", to="2026-01-05")],
    ),
    case(
        "3 a slot that begins outside the window has the usual capacity",
        {"makespan": 8},
        work("1d"),
        people=[
            person("ana", availability=_availability("2026-01-05T10:00", "2026-01-05T13:00", 0.5))
        ],
    ),
    case(
        "3 the window in which a slot begins gives its capacity",
        {"makespan": 12},
        work("1d"),
        people=[
            person("ana", availability=_availability("2026-01-05T09:00", "2026-01-05T09:01", 0.5))
        ],
    ),
    case(
        "3 the window replaces the capacity, up as well as down",
        {"makespan": 4},
        work(),
        people=[
            person("ana", capacity=0.5, availability=_availability("2026-01-05", "2026-01-05", 1))
        ],
    ),
    case(
        "3 capacity 0 is away",
        {"makespan": 12},
        work(),
        people=[person("ana", availability=_availability("2026-01-05", "2026-01-05", 0))],
        finish={"A": "2026-01-06T13:00"},
    ),
    case(
        "3 own workdays count in a continuous calendar",
        {"makespan": 192},
        work("2d"),
        people=[person("ana", workdays=["mon"])],
        calendar={"continuous": True},
        finish={"A": "2026-01-13T00:00"},
    ),
    case(
        "4 no slot begins before the start",
        {"makespan": 7},
        work(),
        calendar={"start": "2026-01-05T10:00"},
        finish={"A": "2026-01-05T17:00"},
    ),
    case("5 W counts part of a slot", {"makespan": 5}, {"elapsed": "5h"}),
    case("5 W rests at night", {"makespan": 8}, {"elapsed": "11h"}),
    case("5 W rests at the weekend", {"makespan": 8}, {"elapsed": "2d"}, calendar=FRIDAY),
    case(
        "5 W runs before the start of the plan",
        {"tardiness": 16},
        work("1d", due="2026-01-01"),
    ),
]
