"""Paragraphs 23 to 33: sprints, and what has happened."""

from __future__ import annotations

from typing import Any

from support.oracle.cases.build import PAIR, Case, after, by, case, person, stone, work

DAYS = [{"from": "2026-01-05", "to": "2026-01-06"}, {"from": "2026-01-07", "to": "2026-01-08"}]
"""Two sprints: Monday and Tuesday, Wednesday and Thursday."""
FIT: dict[str, Any] = {"list": DAYS, "fit": True}
TUESDAY = "2026-01-06"


def done(started: str, finished: str, **more: Any) -> dict[str, Any]:
    """Return an item of four hours that is done."""
    return work(state="done", started=started, finished=finished, **more)


def runs(started: str = "2026-01-05", **more: Any) -> dict[str, Any]:
    """Return an item of four hours in progress, unless told."""
    more = {"effort": "4h", **more} if "elapsed" not in more else more
    return {"state": "in_progress", "started": started, **more}


CASES: list[Case] = [
    case(
        "24 a focus factor stretches work",
        {"makespan": 16},
        work("1d"),
        sprints={"length": "1w", "first": "2026-01-05", "count": 1, "capacity": 0.5},
    ),
    case(
        "24 in the sprint only",
        {"makespan": 16},
        work("1.5d"),
        sprints={"length": "1d", "first": "2026-01-05", "count": 1, "capacity": 0.5},
    ),
    case(
        "25 work that fits does not cross a border",
        {"makespan": 20},
        work(),
        work("1.5d", after=after("A")),
        sprints={"length": "1d", "first": "2026-01-05", "count": 1, "fit": True},
    ),
    case(
        "25 other work does", {"makespan": 16}, work(), work("1.5d", after=after("A")), sprints=DAYS
    ),
    case(
        "25 an item may say so itself",
        {"makespan": 28},
        work("1.5d"),
        work("1.5d", fit=True, after=after("A")),
        sprints=DAYS,
    ),
    case(
        "25 the first sprint has a border at its beginning",
        {"makespan": 16},
        work("1.5d", not_before="2026-01-05T10:00"),
        sprints={"length": "1d", "first": "2026-01-07", "count": 1, "fit": True},
    ),
    case(
        "23 who is in no team follows none",
        {"makespan": 12},
        work("1.5d"),
        sprints={"teams": {"a": {"length": "1d", "first": "2026-01-05", "count": 1}}, "fit": True},
    ),
    case(
        "25 between sprints that do not touch there is no such work",
        {"makespan": 24},
        work("1d", not_before=TUESDAY),
        sprints={
            "list": [
                {"from": "2026-01-05", "to": "2026-01-05"},
                {"from": "2026-01-07", "to": "2026-01-08"},
            ],
            "fit": True,
        },
    ),
    case("26 nothing is planned before now", {"makespan": 12}, work(), now=TUESDAY),
    case("26 nor a milestone", {"tardiness": 0, "flow": 8}, stone(), now=TUESDAY),
    case(
        "26 what is expected holds back",
        {"makespan": 12},
        work(waits_for=[{"what": "data", "expected": TUESDAY}]),
    ),
    case(
        "27 dates of the past are the ends of working hours",
        {"tardiness": 8},
        done("2026-01-05", TUESDAY, due="2026-01-05"),
        now="2026-01-07",
    ),
    case(
        "27 on the day of now they are now",
        {"tardiness": 4},
        done("2026-01-05", TUESDAY, due="2026-01-05"),
        now="2026-01-06T13:00",
    ),
    case(
        "28 what has been started is not dropped",
        {"value": 0, "makespan": 12},
        runs(optional=True),
        now=TUESDAY,
    ),
    case(
        "29 links into what has been started are history",
        {"makespan": 12},
        runs(after=after("B"), assign=["ana"]),
        by("bob"),
        people=PAIR,
        now=TUESDAY,
    ),
    case(
        "29 but for those on its finish",
        {"makespan": 20},
        by("bob", "1.5d"),
        runs(after=after("A", "FF"), people=["ana"]),
        people=PAIR,
        now=TUESDAY,
        finish={"B": "2026-01-07T13:00"},
    ),
    case(
        "29 nor those of one whose people have nothing left to do",
        {"makespan": 12},
        by("bob"),
        runs(
            after=after("A", "SF"),
            effort="4h",
            elapsed="4h",
            people=["ana"],
            remaining={"ana": "0h"},
        ),
        people=PAIR,
        now=TUESDAY,
        finish={"B": "2026-01-06"},
    ),
    case(
        "30 links of others count from what was",
        {"makespan": 16},
        done("2026-01-05", "2026-01-05T13:00"),
        work(after=after("A", lag="1d")),
        now=TUESDAY,
    ),
    case(
        "30 what is done costs nothing and takes nobody",
        {"cost": 400, "makespan": 12},
        done("2026-01-05", "2026-01-05", people=["ana"]),
        work(),
        people=[person("ana", rate=100)],
        now=TUESDAY,
    ),
    case(
        "30 nor has it a deadline",
        {"makespan": 8},
        done("2026-01-05", "2026-01-05", deadline="2026-01-05T09:00"),
        now=TUESDAY,
    ),
    case(
        "31 what remains is planned",
        {"makespan": 12},
        runs(effort="9d", remaining="4h"),
        now=TUESDAY,
        finish={"A": "2026-01-06T13:00"},
    ),
    case("31 all of it if nothing is said", {"makespan": 16}, runs(effort="1d"), now=TUESDAY),
    case(
        "31 its not_before is history, what it awaits is not",
        {"makespan": 20},
        runs(not_before="2026-01-20", waits_for=[{"what": "data", "expected": "2026-01-07"}]),
        now=TUESDAY,
    ),
    case(
        "31 links count from its start",
        {"makespan": 12},
        runs(assign=["ana"]),
        by("bob", after=after("A", "SS", "1d")),
        people=PAIR,
        now=TUESDAY,
    ),
    case(
        "31 elapsed time counts from its start",
        {"makespan": 20},
        runs(elapsed="2d"),
        work(after=after("A")),
        now=TUESDAY,
        finish={"A": "2026-01-07T09:00", "B": "2026-01-07T13:00"},
    ),
    case(
        "31 and is over now at the earliest",
        {"makespan": 12},
        runs(elapsed="2h"),
        work(after=after("A")),
        now=TUESDAY,
        finish={"A": "2026-01-06T00:00"},
    ),
    case(
        "32 what runs holds its resources until it is over",
        {"makespan": 20},
        runs(elapsed="2d", resources={"gpu": 1}),
        work(resources={"gpu": 1}),
        resources=[{"id": "gpu", "capacity": 1}],
        now=TUESDAY,
    ),
    case(
        "32 also before it is taken up",
        {"makespan": 28, "flow": 48},
        runs(elapsed="30h", effort="4h", people=["bob"], resources={"gpu": 1}),
        by("ana", resources={"gpu": 1}),
        people=[person("ana"), person("bob", time_off=[{"from": TUESDAY, "to": "2026-01-07"}])],
        resources=[{"id": "gpu", "capacity": 1}],
        now=TUESDAY,
        finish={"A": "2026-01-08T13:00", "B": "2026-01-07T13:00"},
    ),
    case(
        "33 its people do it, at the speed of the skills they have",
        {"makespan": 16},
        runs(needs={"python": 3, "sql": 1}, people=["ana"]),
        people=[person("ana", skills={"sql": 1}), person("bob", skills={"python": 3, "sql": 3})],
        proficiency={1: 0.5, 3: 1.0},
        now=TUESDAY,
    ),
    case(
        "54 what blocks holds back until its day",
        {"makespan": 12},
        work(blocked={"by": "legal", "until": TUESDAY}),
    ),
    case(
        "54 until an instant of the day",
        {"makespan": 16},
        work(blocked={"until": "2026-01-06T13:00"}),
    ),
    case("54 nothing is known without a day", {"makespan": 4}, work(blocked="legal")),
    case(
        "54 what is in progress does not go on",
        {"makespan": 20},
        runs(not_before="2026-01-20", blocked={"by": "legal", "until": "2026-01-07"}),
        now=TUESDAY,
    ),
    case(
        "54 the later of what it waits for and of what blocks it",
        {"makespan": 20},
        work(
            waits_for=[{"what": "data", "expected": TUESDAY}],
            blocked={"by": "legal", "until": "2026-01-07"},
        ),
    ),
    case(
        "54 a milestone too",
        {"tardiness": 0, "flow": 8},
        stone(blocked={"by": "legal", "until": TUESDAY}),
    ),
    case(
        "54 what is done is not blocked",
        {"tardiness": 0},
        done("2026-01-05", "2026-01-05", due="2026-01-05", blocked={"until": "2026-01-07"}),
        now=TUESDAY,
    ),
    case(
        "55 what is promised is expected",
        {"makespan": 12},
        work(waits_for=[{"what": "data", "promised": TUESDAY}]),
    ),
    case(
        "55 but where it is expected on another day",
        {"makespan": 20},
        work(waits_for=[{"what": "data", "promised": TUESDAY, "expected": "2026-01-07"}]),
    ),
]
