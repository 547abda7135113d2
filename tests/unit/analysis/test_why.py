"""Why items moved and changed hands: each kind of reason on plans made by hand."""

from __future__ import annotations

from typing import Any

from allocator.analysis.compare import compare
from allocator.analysis.why.reason import Why
from allocator.domain import Plan, PlanItem
from support.plans import dropped, entry, plan_of, scenario, solo, when, works

TUE, WED, THU, FRI = (
    (f"12-0{day} 09:00", f"12-0{day} 17:00") for day in (1, 2, 3, 4)
)  # 2026-12-01 is a Tuesday
MON = ("12-07 09:00", "12-07 17:00")
TASK: dict[str, Any] = {"effort": "1d"}
PEOPLE = [{"id": "ana", "name": "Ana"}, {"id": "bob", "name": "Bob"}]


def day(item: str, dates: tuple[str, str], person: str = "ana") -> PlanItem:
    return solo(item, person, *dates, hours=8)


def plan(items: dict[str, dict[str, Any]], *entries: PlanItem, **fields: Any) -> Plan:
    """A plan of a scenario with these items, ana, bob and further fields."""
    listed = [{"id": name, **TASK, **item} for name, item in items.items()]
    return plan_of(scenario(items=listed, **{"people": PEOPLE, **fields}), entries)


def moved(old: Plan, new: Plan, item: str) -> Why:
    return next(move.why for move in compare(old, new).moved if move.id == item)


def hands(old: Plan, new: Plan) -> Why:
    (change,) = compare(old, new).reassigned
    return change.why


CHAIN: dict[str, dict[str, Any]] = {"A": {}, "B": {"after": ["A"]}}


def test_a_predecessor_that_ends_later_and_its_changed_estimate() -> None:
    old = plan(CHAIN, day("A", TUE), day("B", WED, "bob"))
    longer = {**CHAIN, "A": {"effort": "2d"}}
    new = plan(longer, solo("A", "ana", TUE[0], WED[1], hours=16), day("B", THU, "bob"))
    why = moved(old, new, "B")
    assert why.sentence == (
        "A, which it comes after, ends Wed 2 Dec 2026 (was Tue 1 Dec 2026), "
        "as the effort of A is 2d, was 1d"
    )
    assert (why.reason.kind, why.reason.item, why.reason.until) == ("link", "A", when(WED[1]))
    assert why.cause is not None
    assert (why.cause.section, why.cause.id, why.cause.field) == ("items", "A", "effort")
    why = moved(old, new, "A")
    assert why.reason.kind == "length"
    assert why.sentence == (
        "it begins as before and takes until Wed 2 Dec 2026, as the effort of A is 2d, was 1d"
    )


def test_a_lag_counts_and_a_new_link_is_the_cause() -> None:
    old = plan({"A": {}, "B": {}}, day("A", TUE), day("B", TUE, "bob"))
    linked = {"A": {}, "B": {"after": [{"item": "A", "lag": "1d"}]}}
    why = moved(old, plan(linked, day("A", TUE), day("B", THU, "bob")), "B")
    assert why.sentence == (
        "A, which it comes after, ends Tue 1 Dec 2026 (lag 1d); that link is new"
    )


def test_an_item_that_is_new_or_gone_is_the_cause_rather_than_the_link_to_it() -> None:
    short = {"B": {}}
    one = plan(short, day("B", TUE, "bob"))
    both = plan(CHAIN, day("A", TUE), day("B", WED, "bob"))
    assert moved(one, both, "B").sentence == (
        "A, which it comes after, ends Tue 1 Dec 2026, as A is new"
    )
    assert moved(both, one, "B").sentence == "it no longer comes after A, as A is gone"


def test_a_person_at_work_on_a_new_item() -> None:
    old = plan({"A": {}}, day("A", TUE))
    new = plan({"A": {}, "N": {}}, day("N", TUE), day("A", WED))
    why = moved(old, new, "A")
    assert why.sentence == "Ana works on N until Tue 1 Dec 2026, as N is new"
    assert (why.reason.kind, why.reason.person, why.reason.item) == ("busy", "ana", "N")


def test_a_deadline_that_pushed_another_item_before_it() -> None:
    old = plan({"A": {}, "Z": {}}, day("A", TUE), day("Z", WED))
    pulled = {"A": {}, "Z": {"deadline": "2026-12-01"}}
    why = moved(old, plan(pulled, day("Z", TUE), day("A", WED)), "A")
    assert why.sentence == (
        "Ana works on Z until Tue 1 Dec 2026, as the deadline of Z is Tue 1 Dec 2026, was none"
    )


def test_an_absence_and_what_held_before_it() -> None:
    ill = [{**PEOPLE[0], "time_off": [{"from": "2026-12-02", "to": "2026-12-03"}]}, PEOPLE[1]]
    old = plan(CHAIN, day("A", TUE, "bob"), day("B", WED))
    new = plan(CHAIN, day("A", TUE, "bob"), day("B", FRI), people=ill)
    why = moved(old, new, "B")
    assert why.reason.kind == "away"
    assert why.sentence == (
        "Ana is away on Thu 3 Dec 2026 (off from Wed 2 Dec 2026 to Thu 3 Dec 2026), which is new"
    )
    before = plan(CHAIN, day("A", MON, "bob"), day("B", FRI), people=ill)
    assert not [r for r in compare(new, before).moved if r.id == "B"]
    early = plan({"A": {}, "B": {}}, day("A", TUE, "bob"), day("B", TUE), people=ill)
    late = plan(CHAIN, day("A", TUE, "bob"), day("B", FRI), people=ill)
    why = moved(early, late, "B")
    assert (why.reason.kind, why.reason.item) == ("link", "A")
    assert "and before that A, which it comes after, ends Tue 1 Dec 2026" in why.sentence


def test_dates_before_which_nothing_starts() -> None:
    old = plan({"A": {}}, day("A", TUE))
    at = plan({"A": {"not_before": "2026-12-03"}}, day("A", THU))
    assert moved(old, at, "A").sentence == (
        "it may not start before Thu 3 Dec 2026, "
        "as the earliest start of A is Thu 3 Dec 2026, was none"
    )
    now = plan({"A": {}}, day("A", WED), now="2026-12-02")
    why = moved(old, now, "A")
    assert why.sentence == (
        "nothing is planned before now, Wed 2 Dec 2026, as time has gone on since Tue 1 Dec 2026"
    )
    project = {"projects": [{"id": "p", "not_before": "2026-12-02"}]}
    was = plan({"A": {"project": "p"}}, day("A", TUE), projects=[{"id": "p"}])
    held = plan({"A": {"project": "p"}}, day("A", WED), **project)
    assert moved(was, held, "A").sentence == (
        "its project may not start before Wed 2 Dec 2026, "
        "as the earliest start of project p is Wed 2 Dec 2026, was none"
    )
    waits = {"A": {"waits_for": [{"what": "labels {x}", "expected": "2026-12-04"}]}}
    why = moved(old, plan(waits, day("A", FRI)), "A")
    assert why.sentence.startswith("labels (x) is expected Fri 4 Dec 2026")
    assert why.reason.kind == "expected"


def test_a_resource_that_another_item_holds() -> None:
    gpu = {"resources": [{"id": "gpu", "capacity": 1}]}
    both = {"A": {"resources": {"gpu": 1}}, "B": {"resources": {"gpu": 1}}}
    old = plan(both, day("A", TUE), day("B", WED, "bob"), **gpu)
    why = moved(old, plan(both, day("A", WED), day("B", TUE, "bob"), **gpu), "A")
    assert why.sentence == "gpu is held by B until Tue 1 Dec 2026"
    assert (why.reason.kind, why.reason.resource, why.reason.item) == ("resource", "gpu", "B")
    assert why.cause is None


def test_a_sprint_border() -> None:
    old = plan({"A": {"effort": "2d"}}, solo("A", "ana", TUE[0], WED[1], hours=16))
    sprints = {
        "fit": True,
        "list": [
            {"from": "2026-12-01", "to": "2026-12-01"},
            {"name": "Two", "from": "2026-12-02", "to": "2026-12-06"},
        ],
    }
    new = plan({"A": {"effort": "2d"}}, solo("A", "ana", WED[0], THU[1], hours=16), sprints=sprints)
    assert moved(old, new, "A").sentence == (
        "it lies within one sprint, and Two begins Wed 2 Dec 2026, as the sprints changed"
    )


def test_history() -> None:
    old = plan({"A": {}}, day("A", TUE))
    done = {"A": {"state": "done", "started": "2026-12-02", "finished": "2026-12-02"}}
    stands = entry("A", *WED, state="done")
    why = moved(old, plan(done, stands, now="2026-12-04"), "A")
    assert why.reason.kind == "done"
    assert why.sentence == "it was done on Wed 2 Dec 2026, as A was done later than planned"
    runs = {"A": {"effort": None, "elapsed": "2d", "state": "in_progress", "started": "2026-12-02"}}
    was = plan({"A": {"effort": None, "elapsed": "2d"}}, entry("A", TUE[0], "12-03 09:00"))
    lasts = entry("A", WED[0], "12-04 09:00", state="in_progress")
    why = moved(was, plan(runs, lasts, now="2026-12-03"), "A")
    assert why.reason.kind == "running"
    assert why.sentence.startswith("it has run since Wed 2 Dec 2026, as ")


def test_earlier_because_a_predecessor_ends_earlier() -> None:
    shorter = {**CHAIN, "A": {"effort": "2d"}}
    old = plan(shorter, solo("A", "ana", TUE[0], WED[1], hours=16), day("B", THU, "bob"))
    new = plan(CHAIN, day("A", TUE), day("B", WED, "bob"))
    why = moved(old, new, "B")
    assert why.sentence == (
        "A, which it waited for until Wed 2 Dec 2026, now ends Tue 1 Dec 2026, "
        "as the effort of A is 1d, was 2d"
    )
    assert why.reason.former


def test_earlier_because_an_item_is_gone_or_a_link_is() -> None:
    old = plan({"A": {}, "B": {}}, day("A", TUE), day("B", WED))
    assert moved(old, plan({"B": {}}, day("B", TUE)), "B").sentence == (
        "A, on which Ana worked until Tue 1 Dec 2026, is no longer planned, as A is gone"
    )
    old = plan(CHAIN, day("A", TUE), day("B", WED, "bob"))
    new = plan({"A": {}, "B": {}}, day("A", TUE), day("B", TUE, "bob"))
    assert moved(old, new, "B").sentence == "it no longer comes after A"


def test_earlier_because_the_other_comes_later_or_is_with_somebody_else() -> None:
    old = plan({"A": {}, "B": {}}, day("A", TUE), day("B", WED))
    swapped = plan({"A": {}, "B": {}}, day("B", TUE), day("A", WED))
    assert moved(old, swapped, "B").sentence == (
        "A, on which Ana worked until Tue 1 Dec 2026, now comes later, on Wed 2 Dec 2026"
    )
    other = plan({"A": {}, "B": {}}, day("A", TUE, "bob"), day("B", TUE))
    assert moved(old, other, "B").sentence == (
        "A, on which Ana worked until Tue 1 Dec 2026, is now with Bob"
    )


def test_nothing_holds_it() -> None:
    old = plan({"A": {}}, day("A", TUE))
    late = plan({"A": {}}, day("A", THU))
    assert moved(old, late, "A").sentence == "nothing holds it there"
    assert moved(late, old, "A").sentence == "nothing held it back in the old plan either"


def test_other_people() -> None:
    old = plan({"A": {}}, day("A", TUE))
    with_bob = day("A", TUE, "bob")
    gone = plan({"A": {}}, with_bob, people=[PEOPLE[1]])
    assert hands(old, gone).sentence == "ana is no longer there, as Ana is gone"
    unfit = plan({"A": {"avoid": ["ana"]}}, with_bob)
    assert hands(old, unfit).sentence == (
        "Ana may not do it: its needs, assign, avoid or people leave them out, "
        "as A avoids ana, avoided nobody"
    )
    ill = [{**PEOPLE[0], "time_off": [{"from": "2026-12-01", "to": "2026-12-01"}]}, PEOPLE[1]]
    assert hands(old, plan({"A": {}}, with_bob, people=ill)).reason.kind == "away"
    busy = plan({"A": {}, "N": {}}, with_bob, day("N", TUE))
    assert hands(old, busy).sentence == "Ana works on N until Tue 1 Dec 2026, as N is new"
    leaving = [{**PEOPLE[0], "to": "2026-12-01"}, PEOPLE[1]]
    longer = solo("A", "bob", TUE[0], WED[1], hours=16)
    two_days = plan({"A": {"effort": "2d"}}, solo("A", "ana", TUE[0], WED[1], hours=16))
    why = hands(two_days, plan({"A": {"effort": "2d"}}, longer, people=leaving))
    assert why.sentence == (
        "Ana leaves after Tue 1 Dec 2026, before it could be done, which is new"
    )  # it was said that she could do it as well
    free = plan({"A": {}}, with_bob)
    assert hands(old, free).sentence == "Ana could do it as well, and is not needed for it"
    half = [{**PEOPLE[0], "capacity": 0.5}, PEOPLE[1]]
    slow = plan({"A": {}}, solo("A", "ana", TUE[0], WED[1], hours=8), people=half)
    quick = plan({"A": {}}, with_bob, people=half)
    assert hands(slow, quick).sentence == "Ana could do it too, and would take longer"


def test_an_absence_on_the_way_counts_before_a_new_due_date() -> None:
    """It was said of B that the due date of A, undone without effect, had moved it."""
    items = {"A": {}, "B": {"after": "A"}}
    old = plan(items, day("A", TUE), day("B", WED, "bob"))
    ill = [{**PEOPLE[0], "time_off": [{"from": "2026-12-01", "to": "2026-12-01"}]}, PEOPLE[1]]
    dues = {"A": {"due": "2026-12-20"}, "B": {"after": "A", "due": "2026-12-31"}}
    new = plan(dues, day("A", WED), day("B", THU, "bob"), people=ill)
    why = moved(old, new, "B")
    assert why.cause is not None
    assert (why.cause.section, why.cause.id) == ("people", "ana")
    alone = plan(dues, day("A", WED), day("B", THU, "bob"))
    why = moved(old, alone, "B")
    assert why.cause is not None
    assert (why.cause.id, why.cause.field) == ("A", "due")


def test_more_people() -> None:
    two = {"A": {"needs": [{"people": 2}]}}
    team = entry("A", *TUE, works("ana", *TUE, hours=8), works("bob", *TUE, hours=8))
    why = hands(plan({"A": {}}, day("A", TUE)), plan(two, team))
    assert why.sentence == (
        "it takes 2 people, as A needs 2 people with no particular skill, needed anybody"
    )


def test_the_chain_leads_over_several_items_and_people() -> None:
    """N is new with ana; she does A later, B waits for A, and bob does C after B."""
    items: dict[str, dict[str, Any]] = {"A": {}, "B": {"after": ["A"]}, "C": {}}
    old = plan(items, day("A", TUE), day("B", WED, "bob"), day("C", THU, "bob"))
    new = plan(
        {**items, "N": {}},
        *(day("N", TUE), day("A", WED), day("B", THU, "bob"), day("C", FRI, "bob")),
    )
    why = moved(old, new, "C")
    assert why.sentence == ("Bob works on B until Thu 3 Dec 2026; behind it, by way of A: N is new")
    assert why.cause is not None and why.cause.through == ("B", "A")


def test_milestones_that_moved_are_told_why() -> None:
    items: dict[str, dict[str, Any]] = {
        "A": {},
        "M": {"effort": None, "kind": "milestone", "after": ["A"]},
    }
    old = plan(items, day("A", TUE), entry("M", TUE[1], TUE[1]))
    new = plan(items, day("A", WED), entry("M", WED[1], WED[1]))
    (date,) = compare(old, new).dates
    assert date.why is not None
    assert date.why.sentence == (
        "A, which it comes after, ends Wed 2 Dec 2026 (was Tue 1 Dec 2026): nothing holds it there"
    )


def dated(old: Plan, new: Plan, name: str) -> Why | None:
    return next(date.why for date in compare(old, new).dates if date.id == name)


PROJECT: dict[str, Any] = {"projects": [{"id": "p"}]}
THREE: dict[str, dict[str, Any]] = {
    "A": {"project": "p"},
    "B": {"project": "p", "after": ["A"]},
    "C": {"project": "p", "after": ["B"]},
}


def test_a_later_project_tells_what_it_waits_for_in_the_end() -> None:
    """N is new with ana; so A is later, and B and C, with which the project ends."""
    old = plan(THREE, day("A", TUE), day("B", WED, "bob"), day("C", THU, "bob"), **PROJECT)
    new = plan(
        {**THREE, "N": {}},
        *(day("N", TUE), day("A", WED), day("B", THU, "bob"), day("C", FRI, "bob")),
        **PROJECT,
    )
    why = dated(old, new, "p")
    assert why is not None
    assert why.sentence == (
        "C ends last, on Fri 4 Dec 2026 (was Thu 3 Dec 2026); in the end it waits for A: "
        "Ana works on N until Tue 1 Dec 2026, as N is new"
    )
    assert (why.reason.kind, why.reason.item, why.reason.origin) == ("last", "C", "A")
    assert why.cause is not None and why.cause.id == "N"
    assert dated(new, new, "p") is None


def test_a_project_that_ends_with_a_new_item_or_earlier_without_one() -> None:
    short = {key: THREE[key] for key in ("A", "B")}
    one = plan(short, day("A", TUE), day("B", WED, "bob"), **PROJECT)
    three = plan(THREE, day("A", TUE), day("B", WED, "bob"), day("C", THU, "bob"), **PROJECT)
    later, earlier = dated(one, three, "p"), dated(three, one, "p")
    assert later is not None and earlier is not None
    assert later.sentence == "C ends last, on Thu 3 Dec 2026, as C is new"
    assert earlier.sentence == "C, which ended last, is no longer planned, as C is gone"


def test_an_earlier_project_tells_what_let_its_last_item_go_forward() -> None:
    longer = {**THREE, "A": {"project": "p", "effort": "2d"}}
    old = plan(
        longer,
        solo("A", "ana", TUE[0], WED[1], hours=16),
        day("B", THU, "bob"),
        day("C", FRI, "bob"),
        **PROJECT,
    )
    new = plan(THREE, day("A", TUE), day("B", WED, "bob"), day("C", THU, "bob"), **PROJECT)
    why = dated(old, new, "p")
    assert why is not None
    assert why.sentence == (
        "C, which ended last, now ends Thu 3 Dec 2026: B, which it waited for until "
        "Thu 3 Dec 2026, now ends Wed 2 Dec 2026; behind it: the effort of A is 1d, was 2d"
    )
    assert why.reason.former


def test_other_hands_that_take_longer() -> None:
    slow = [PEOPLE[0], {**PEOPLE[1], "capacity": 0.5}, {"id": "cy", "name": "Cy"}]
    old = plan({"A": {}, "N": {}}, day("A", TUE), day("N", TUE, "cy"), people=slow)
    new = plan(
        {"A": {}, "N": {"assign": ["ana"]}},
        solo("A", "bob", TUE[0], WED[1], hours=8),
        day("N", TUE),
        people=slow,
    )
    assert moved(old, new, "A").sentence == (
        "it begins as before, with Bob in place of Ana, and takes until Wed 2 Dec 2026, "
        "as N is for ana, was for anybody"
    )


STARTED = {"state": "in_progress", "started": "2026-12-01"}


def test_progress_is_a_cause_only_where_it_was_not_as_planned() -> None:
    """A took two days where one was planned; else B is later for no change of the scenario."""
    old = plan(CHAIN, day("A", TUE), day("B", WED, "bob"))
    done = {"state": "done", "started": "2026-12-01", "finished": "2026-12-02"}
    late = plan(
        {**CHAIN, "A": {**TASK, **done}},
        entry("A", TUE[0], WED[1], works("ana", TUE[0], WED[1], hours=16), state="done"),
        day("B", THU, "bob"),
        now="2026-12-03",
    )
    assert moved(old, late, "B").sentence == (
        "A, which it comes after, ends Wed 2 Dec 2026 (was Tue 1 Dec 2026), "
        "as A was done later than planned"
    )
    done["finished"] = "2026-12-01"
    punctual = plan(
        {**CHAIN, "A": {**TASK, **done}},
        entry("A", *TUE, works("ana", *TUE, hours=8), state="done"),
        day("B", THU, "bob"),
        now="2026-12-03",
    )
    assert moved(old, punctual, "B").sentence == (
        "nothing is planned before now, Thu 3 Dec 2026, as time has gone on since Tue 1 Dec 2026"
    )


def test_what_is_in_progress_goes_on_longer() -> None:
    long = {**CHAIN, "A": {"effort": "2d"}}
    old = plan(long, solo("A", "ana", TUE[0], WED[1], hours=16), day("B", THU, "bob"))

    def progress(remaining: str, finish: str, hours: float, after: tuple[str, str]) -> Plan:
        goes_on = works("ana", WED[0], finish, hours=hours)
        return plan(
            {**long, "A": {"effort": "2d", **STARTED, "remaining": remaining, "people": ["ana"]}},
            entry("A", TUE[0], finish, goes_on, state="in_progress"),
            day("B", after, "bob"),
            now="2026-12-02",
        )

    more = progress("2d", THU[1], 16, FRI)
    assert moved(old, more, "A").sentence == (
        "it is in progress and takes until Thu 3 Dec 2026, "
        "as A has more left than planned, 16 h rather than 8 h"
    )
    assert moved(old, more, "B").sentence == (
        "A (in progress), which it comes after, ends Thu 3 Dec 2026 (was Wed 2 Dec 2026), "
        "as A has more left than planned, 16 h rather than 8 h"
    )
    as_planned = progress("1d", WED[1], 8, FRI)
    why = moved(old, as_planned, "B")
    assert why.cause is None, why.sentence


def test_what_was_begun_at_another_time_still_goes_on_longer_for_what_is_left() -> None:
    """A was begun at noon instead of in the morning; that it has more left explains the delay."""
    old = plan({"A": {"effort": "2d"}}, solo("A", "ana", TUE[0], WED[1], hours=16))

    def progress(remaining: str, finish: str, hours: float) -> Plan:
        started = {**STARTED, "started": "2026-12-01T13:00", "people": ["ana"]}
        goes_on = works("ana", WED[0], finish, hours=hours)
        return plan(
            {"A": {"effort": "2d", **started, "remaining": remaining}},
            entry("A", "12-01 13:00", finish, goes_on, state="in_progress"),
            now="2026-12-02",
        )

    assert moved(old, progress("2d", THU[1], 16), "A").sentence == (
        "it is in progress and takes until Thu 3 Dec 2026, "
        "as A has more left than planned, 16 h rather than 8 h"
    )
    assert moved(old, progress("1d", WED[1], 8), "A").sentence == (
        "nothing is planned before now, Wed 2 Dec 2026, as time has gone on since Tue 1 Dec 2026"
    )


def test_frozen_items_say_so() -> None:
    baseline = [{"item": "N", "start": "2026-12-01T09:00", "people": ["ana"], "frozen": True}]
    old = plan({"A": {}, "N": {}}, day("A", TUE), day("N", WED))
    new = plan({"A": {}, "N": {}}, day("N", TUE), day("A", WED), baseline=baseline)
    assert moved(old, new, "A").sentence == "Ana works on N (frozen) until Tue 1 Dec 2026"
    baseline[0]["start"] = "2026-12-03T09:00"
    held = plan({"A": {}, "N": {}}, day("A", TUE), day("N", THU), baseline=baseline)
    why = moved(old, held, "N")
    assert why.reason.kind == "frozen"
    assert why.sentence == "it is frozen, and the baseline has it on Thu 3 Dec 2026"


def test_plans_edited_by_hand_are_compared_all_the_same() -> None:
    old = plan({"A": {}}, day("A", TUE))
    odd = old.model_copy(update={"items": (day("A", WED, "nobody"), dropped("Z"), day("X", TUE))})
    found = compare(old, odd)
    assert [move.id for move in found.moved] == ["A"]
    assert compare(odd, odd.model_copy(update={"items": (day("X", WED),)})).moved[0].why.sentence


def test_that_time_has_gone_on_counts_only_where_nothing_else_does() -> None:
    """B is late for what precedes it: A, which could not begin before now, and N, which is new."""
    old = plan(CHAIN, day("A", TUE), day("B", WED, "bob"))
    late = plan(CHAIN, day("A", WED), day("B", THU, "bob"), now="2026-12-02")
    told = "A, which it comes after, ends Wed 2 Dec 2026 (was Tue 1 Dec 2026)"
    why = moved(old, late, "B")
    assert why.sentence == f"{told}; behind it: time has gone on since Tue 1 Dec 2026"
    both = {**CHAIN, "N": {}}
    new = plan(both, day("N", WED), day("A", THU), day("B", FRI, "bob"), now="2026-12-02")
    why = moved(old, new, "B")
    assert why.cause is not None and why.cause.id == "N"
