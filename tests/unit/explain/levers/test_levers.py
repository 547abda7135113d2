"""Levers: of each kind the one that is known to help is found, with its days; decoys are not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from allocator import planner
from allocator.domain import Plan
from allocator.errors import InputError
from allocator.explain.levers import LeversAnswer, levers
from allocator.explain.params import LeverParams
from allocator.explain.subjects import subject_of
from allocator.explain.trials import Trials
from allocator.scenario.changes.changed import changed
from support.plans import scenario

pytestmark = pytest.mark.usefixtures("compiled_search")

PARAMS = LeverParams(
    quick_steps=50,
    search_steps=100,
    steps=100,
    seeds=2,
    futures=200,
    verified=20,
    whole_items=1,
)


def planned(**fields: Any) -> Plan:
    return planner.solve(
        scenario(**fields), planner.SolveOptions(time_limit=5, workers=1, reproducible=True)
    ).plan


def found(plan: Plan, what: str = "M", **options: Any) -> LeversAnswer:
    with Trials(plan, workers=1) as trials:
        return levers(trials, what, seconds=60, params=PARAMS, top=40, **options)


def days(answer: LeversAnswer, kind: str) -> dict[str, float]:
    return {lever.text: lever.days for lever in answer.levers if lever.kind == kind}


ANA = {"id": "ana", "name": "Ana", "role": "Data Scientist", "skills": {"ml": 3}}
BO = {"id": "bo", "name": "Bo", "skills": {"sql": 3}}


def one_expert_plan() -> Plan:
    """Two items of Ana's before a milestone that is late; Bo has work of his own."""
    return planned(
        people=[ANA, BO],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d"},
            {"id": "B", "needs": {"ml": 2}, "effort": "4d"},
            {"id": "M", "kind": "milestone", "after": ["A", "B"], "due": "2026-12-04"},
            {"id": "Z", "title": "Decoy", "needs": "sql", "effort": "3d", "due": "2026-12-03"},
        ],
    )


@pytest.fixture(scope="module")
def one_expert() -> LeversAnswer:
    return found(one_expert_plan())


def test_a_second_expert_halves_the_work(one_expert: LeversAnswer) -> None:
    people = days(one_expert, "person")
    assert people == {"One more Data Scientist like Ana from Tue 1 Dec 2026": 4.0}


def test_somebody_free_who_learns_the_skill_helps_as_far_as_he_is_free(
    one_expert: LeversAnswer,
) -> None:
    # He does his own three days first, and then B: a day earlier than Ana alone. A search that
    # lets his own work wait gains more, at most what a second expert gains.
    assert list(days(one_expert, "skill")) == ["Bo learns ml at level 2"]
    assert 1.0 <= days(one_expert, "skill")["Bo learns ml at level 2"] < 4.0


def test_cuts_and_estimates_gain_their_days(one_expert: LeversAnswer) -> None:
    assert days(one_expert, "cut") == {"Cut A": 4.0, "Cut B": 4.0}
    # A fifth of 4 d is 6.4 h; work takes whole slots of an hour.
    assert set(days(one_expert, "estimate").values()) == {0.75}


def test_decoys_are_told_as_tried_and_not_as_levers(one_expert: LeversAnswer) -> None:
    assert not [lever for lever in one_expert.levers if "Decoy" in lever.text]
    assert {"Cut Z Decoy": 0.0}.items() <= {t.text: t.days for t in one_expert.tried}.items()


def test_the_best_comes_first_and_every_gain_is_beyond_the_noise(one_expert: LeversAnswer) -> None:
    for cuts in (False, True):
        part = [lever.days for lever in one_expert.levers if lever.cuts_scope == cuts]
        assert part == sorted(part, reverse=True)
    gains = [lever.days for lever in one_expert.levers]
    assert min(gains) > one_expert.noise == 0.0
    assert one_expert.ended == "all"
    assert one_expert.candidates == len(one_expert.levers) + len(one_expert.tried) - len(
        days(one_expert, "both")
    )


def test_the_lateness_of_everything_is_told(one_expert: LeversAnswer) -> None:
    second = next(lever for lever in one_expert.levers if lever.kind == "person")
    assert second.weighted_hours == 4 * 8


def one_chain(**fields: Any) -> Plan:
    """Ana alone does an item of five days before a milestone."""
    person = fields.pop("person", {})
    item = fields.pop("item", {})
    return planned(
        people=[{**ANA, **person}, BO],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "5d", **item},
            {"id": "M", "kind": "milestone", "after": ["A"]},
        ],
        **fields,
    )


def test_an_absence_is_a_lever() -> None:
    off = {"from": "2026-12-02", "to": "2026-12-04"}
    assert max(days(found(one_chain(person={"time_off": [off]})), "absence").values()) == 3.0


def test_more_time_of_the_day_and_of_the_week_are_levers() -> None:
    half = found(one_chain(person={"capacity": 0.5}))
    # 5 days at 50 % are 10 days, at 70 % 57.14 hours: 7.25 days in whole slots.
    assert days(half, "capacity") == pytest.approx(
        {"Ana has 70 % of the day for planned work, not 50 %": 2.75}, abs=0.126
    )
    part = found(one_chain(person={"workdays": ["mon", "tue", "wed"]}))
    assert days(part, "workdays") == {"Ana works on all working days of the team": 2.0}


def test_joining_earlier_is_a_lever() -> None:
    late = found(one_chain(person={"from": "2026-12-07"}))
    text = "Ana is there from the beginning, not from Mon 7 Dec 2026"
    assert days(late, "joining") == {text: 4.0}


def test_what_is_waited_for_is_a_lever() -> None:
    waits = {"waits_for": [{"what": "labels", "expected": "2026-12-14"}]}
    answer = found(one_chain(item=waits))
    assert list(days(answer, "wait").values()) == [5.0]
    assert list(days(found(one_chain(item={"not_before": "2026-12-14"})), "wait").values()) == [5.0]


def test_two_who_share_the_work_need_half_of_the_time() -> None:
    plan = planned(
        people=[ANA, {**ANA, "id": "cy", "name": "Cy"}],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d"},
            {"id": "M", "kind": "milestone", "after": ["A"]},
        ],
    )
    assert days(found(plan), "share") == {"Two people share A, half of the work each": 2.0}


def test_an_overlap_gains_half_of_the_first_item() -> None:
    plan = planned(
        people=[ANA, BO],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d"},
            {"id": "B", "needs": "sql", "effort": "4d", "after": "A"},
            {"id": "M", "kind": "milestone", "after": ["B"]},
        ],
    )
    assert days(found(plan), "overlap") == {"B begins 2 d before A ends": 2.0}


def test_a_larger_resource_is_a_lever() -> None:
    plan = planned(
        resources=[{"id": "gpu", "name": "GPUs", "capacity": 1}],
        items=[
            {"id": "A", "elapsed": "2d", "resources": {"gpu": 1}},
            {"id": "B", "elapsed": "2d", "resources": {"gpu": 1}},
            {"id": "M", "kind": "milestone", "after": ["A", "B"]},
        ],
    )
    assert days(found(plan), "resource") == {"1 more of GPUs: 2, not 1": 2.0}


def test_everybody_who_is_able_may_do_what_one_is_assigned_to() -> None:
    plan = planned(
        people=[ANA, {**ANA, "id": "cy", "name": "Cy"}],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d", "assign": ["ana"]},
            {"id": "B", "needs": {"ml": 2}, "effort": "4d", "assign": ["ana"]},
            {"id": "M", "kind": "milestone", "after": ["A", "B"]},
        ],
    )
    assert set(days(found(plan), "assignment").values()) == {4.0}


def test_the_author_may_review_and_more_is_done_at_a_time() -> None:
    plan = planned(
        people=[{**ANA, "max_items": 1}, {**ANA, "id": "bo", "name": "Bo", "from": "2026-12-14"}],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d"},
            {"id": "B", "needs": {"ml": 2}, "effort": "1d", "after": "A", "not_same_as": "A"},
            {"id": "M", "kind": "milestone", "after": ["B"]},
        ],
    )
    assert days(found(plan), "pairing") == {"The same people may do B and A": 5.0}
    plan = planned(
        people=[{**ANA, "max_items": 1}],
        items=[
            {"id": name, "needs": [{"skills": {"ml": 2}, "share": 0.5}], "effort": "2d"}
            for name in ("A", "B")
        ]
        + [{"id": "M", "kind": "milestone", "after": ["A", "B"]}],
    )
    assert days(found(plan), "pairing") == {"Ana may be on 2 items at a time": 4.0}


def test_everybody_may_do_what_somebody_is_preferred_for() -> None:
    plan = planned(
        people=[ANA, {**ANA, "id": "cy", "name": "Cy"}],
        items=[
            {"id": "X", "needs": "ml", "effort": "3d", "assign": ["ana"], "priority": 9},
            {"id": "M", "needs": "ml", "effort": "1d", "prefer": ["ana"]},
        ],
        objectives=["preference", "flow"],
    )
    assert days(found(plan), "pairing") == {"M is done by whoever can (prefer)": 3.0}


def test_two_with_a_limit_may_be_on_more_only_together() -> None:
    plan = planned(
        max_items=1,
        people=[ANA, {**ANA, "id": "cy", "name": "Cy"}],
        items=[
            {"id": "A", "needs": [{"skills": "ml", "share": 0.5, "people": 2}], "effort": "1d",
             "priority": 9},
            {"id": "M", "needs": [{"skills": "ml", "share": 0.5, "people": 2}], "effort": "1d"},
        ],
    )  # fmt: skip
    text = "Everybody with max_items may be on one item more at a time"
    assert days(found(plan), "pairing") == {text: 2.0}


FAR = {**BO, "timezone": "America/Sao_Paulo", "day_start": "07:00"}


def test_no_morning_to_wait_for_and_no_time_in_common_are_levers() -> None:
    plan = planned(
        calendar={"timezone": "America/New_York"},
        people=[ANA, {**BO, "timezone": "America/Sao_Paulo"}],
        items=[
            {"id": "A", "needs": "ml", "effort": "2h"},
            {"id": "M", "needs": "sql", "effort": "4h", "after": [{"item": "A", "handover": True}]},
        ],
        objectives=["makespan"],
    )
    assert days(found(plan), "handover") == {"M is taken over from A at any time of the day": 0.5}
    plan = planned(
        calendar={"timezone": "America/New_York"},
        people=[{**BO, "id": "cy"}, FAR, {**BO, "id": "di", "capacity": 0.5}],
        items=[
            {"id": "M", "needs": [{"skills": "sql", "people": 2}], "effort": "3d", "overlap": "6h"}
        ],
        objectives=["makespan"],
    )
    assert days(found(plan), "common_time") == {"M asks for no time in common (overlap)": 3.0}


def test_a_fixed_start_is_moved_or_left_open() -> None:
    plan = planned(
        people=[ANA],
        items=[
            {"id": "W", "needs": "ml", "effort": "1d", "fixed": "2026-12-09"},
            {"id": "M", "needs": "ml", "effort": "1d", "after": "W"},
        ],
    )
    assert days(found(plan), "deadline") == {
        "The fixed start Wed 9 Dec 2026 of W is left open": 6.0,
        "The fixed start Wed 9 Dec 2026 of W is a week earlier": 5.0,
    }


def test_other_work_may_come_before_what_is_under_way() -> None:
    plan = planned(
        now="2026-12-02T09:00",
        people=[ANA],
        items=[
            {"id": "W", "needs": "ml", "effort": "5d", "state": "in_progress", "people": ["ana"],
             "started": "2026-12-01", "remaining": "4d", "uninterrupted": True},
            {"id": "M", "needs": "ml", "effort": "1d", "due": "2026-12-02"},
        ],
    )  # fmt: skip
    text = "Other work may come before W goes on (uninterrupted)"
    assert days(found(plan), "interruption") == {text: 4.0}


def test_one_more_shares_what_some_share() -> None:
    plan = planned(
        people=[{**ANA, "id": name} for name in ("ana", "bo", "cy")],
        items=[{"id": "M", "effort": "6d", "needs": [{"skills": "ml", "people":
                {"from": 1, "to": 2}}]}],
    )  # fmt: skip
    text = "Up to 3 people share M, not only 2"
    assert days(found(plan), "share") == {text: 1.0}


def test_a_priority_lets_it_go_first_and_somebody_pays() -> None:
    plan = planned(
        people=[ANA],
        objectives=["tardiness"],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d", "due": "2026-12-04", "priority": 2},
            {"id": "B", "needs": {"ml": 2}, "effort": "4d", "due": "2026-12-04", "priority": 1},
        ],
    )
    answer = found(plan, "B")
    first = next(lever for lever in answer.levers if lever.kind == "priority")
    assert first.days == 4.0
    assert [(late.id, late.days) for late in first.pays] == [("A", 4.0)]
    assert first.weighted_hours == -4 * 8 * (2 - 1)


def test_an_optional_item_is_left_out() -> None:
    plan = planned(
        people=[ANA],
        projects=[{"id": "p", "priority": 2}],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d", "project": "p"},
            {"id": "O", "needs": {"ml": 2}, "effort": "2d", "optional": True, "project": "p"},
        ],
    )
    assert days(found(plan, "p"), "drop") == {"Leave out the optional O": 2.0}


def test_a_deadline_that_takes_precedence_is_a_lever() -> None:
    plan = planned(
        people=[ANA],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d", "due": "2026-12-04", "priority": 9},
            {"id": "B", "needs": {"ml": 2}, "effort": "4d", "deadline": "2026-12-04"},
        ],
    )
    assert set(days(found(plan, "A"), "deadline").values()) == {4.0}


def test_costs_are_those_of_the_work_and_of_all_the_time_of_somebody_new() -> None:
    plan = one_chain(person={"rate": 100, "capacity": 0.5})
    answer = found(plan)
    cuts = {lever.text: lever.cost for lever in answer.levers}
    assert cuts["A fifth less work on A"] == pytest.approx(-0.2 * 5 * 8 * 100)
    shared = next(lever for lever in answer.levers if lever.kind == "capacity")
    assert shared.cost == 0.0
    two = planned(
        people=[{**ANA, "rate": 100}],
        items=[{"id": name, "needs": {"ml": 2}, "effort": "2d"} for name in ("A", "B")],
    )
    person = next(lever for lever in found(two, "ana").levers if lever.kind == "person")
    assert person.cost == 2 * 8 * 100


def test_the_chance_grows_where_something_is_uncertain() -> None:
    plan = planned(
        people=[ANA],
        uncertainty={"range": 80},
        items=[
            {
                "id": "A",
                "needs": {"ml": 2},
                "effort": {"low": "3d", "likely": "4d", "high": "6d"},
            },
            {"id": "M", "kind": "milestone", "after": ["A"], "due": "2026-12-04"},
        ],
    )
    answer = found(plan)
    assert answer.chance is not None and 0 < answer.chance < 1
    shorter = next(lever for lever in answer.levers if lever.kind == "estimate")
    assert shorter.chance is not None and shorter.chance > 0.1


def test_every_change_can_be_made_and_needs_nothing_else(one_expert: LeversAnswer) -> None:
    made = scenario(
        people=[ANA, BO],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "4d"},
            {"id": "B", "needs": {"ml": 2}, "effort": "4d"},
            {"id": "M", "kind": "milestone", "after": ["A", "B"], "due": "2026-12-04"},
            {"id": "Z", "title": "Decoy", "needs": "sql", "effort": "3d", "due": "2026-12-03"},
        ],
    )
    for lever in one_expert.levers:
        assert changed(made, lever.change) != made


def test_unknown_things_are_refused() -> None:
    with pytest.raises(InputError, match='did you mean "M"'):
        found(one_chain(), "MM")


def test_stopped_trials_tell_what_is_known() -> None:
    with Trials(one_chain(), workers=1) as trials:
        trials.stop.set()
        answer = levers(trials, "M", seconds=60, params=PARAMS)
    assert (answer.levers, answer.ended) == ((), "interrupted")


def test_each_lever_is_what_its_change_file_reaches_with_the_same_steps(
    tmp_path: Path, one_expert: LeversAnswer
) -> None:
    import allocator

    plan = one_expert_plan()
    result = allocator.LeversResult.of(one_expert)
    assert not result.save(tmp_path / "out.csv")[1:]
    more = result.model_copy(update={"levers": (*result.levers, result.levers[0])})
    left = more.save(tmp_path)[-1]
    files = result.save(tmp_path)
    assert left not in files and not left.exists()
    assert [file.name for file in files] == ["levers.csv", "levers.json", *result.file_names()]
    (tmp_path / "scenario.json").write_text(plan.scenario.model_dump_json(by_alias=True))
    for file, lever in zip(files[2:], one_expert.levers, strict=True):
        made = allocator.load(tmp_path / "scenario.json", changes=[file])
        for seed, finish in zip(one_expert.seeds, lever.finishes, strict=True):
            again = allocator.solve(made, steps=one_expert.steps, seed=seed, start=plan).plan
            assert subject_of(again, "M").finish(again.items) == finish, lever.text


def test_the_command_writes_json_text_and_files(
    tmp_path: Path, one_expert: LeversAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from click.testing import CliRunner

    import allocator
    from allocator.cli.commands import group
    from allocator.planfile.folder import write_folder

    write_folder(one_expert_plan(), tmp_path / "plan")
    runner = CliRunner()
    asked = ["levers", str(tmp_path / "plan"), "M", "--top", "2", "--workers", "1"]
    said = runner.invoke(group, [*asked, "--json", "-o", str(tmp_path / "out")])
    assert said.exit_code == 0
    document = json.loads(said.stdout)
    assert document["levers"][0]["days"] == 4.0
    # Two that keep the scope, and the cuts of A and B after them.
    assert [lever["cuts_scope"] for lever in document["levers"]] == [False, False, True, True]
    assert {"kind", "text", "days", "weighted_hours", "cost", "change"} <= set(
        document["levers"][0]
    )
    assert document["command"].startswith("allocator plan SCENARIO --with ")
    assert len(list((tmp_path / "out").glob("0*.yaml"))) == 4
    told = allocator.LeversResult.of(one_expert)
    monkeypatch.setattr("allocator.api.levers.levers", lambda *_, **__: told)
    text = runner.invoke(group, [*asked, "-o", str(tmp_path / "levers.csv")]).stdout
    assert "One more Data Scientist like Ana" in text
    assert max(map(len, text.splitlines())) <= 80 + len(str(tmp_path)) * 2
    assert len((tmp_path / "levers.csv").read_text().splitlines()) == 1 + len(told.levers)


def test_an_end_of_the_time_is_told_and_not_that_nothing_helps() -> None:
    import allocator
    from allocator.cli.levers_text import levers_text

    with Trials(one_chain(), workers=1) as trials:
        answer = levers(trials, "M", seconds=0.001, params=PARAMS)
    assert answer.candidates < answer.possible
    said = " ".join(levers_text(allocator.LeversResult.of(answer), "", show_all=False).split())
    assert f"the time ended before {answer.possible} of {answer.possible} changes" in said
    assert "none lets it end earlier" not in said


def test_what_blocks_work_is_over_a_week_earlier() -> None:
    blocked = {"blocked": {"by": "legal", "until": "2026-12-14"}}
    answer = found(one_chain(item=blocked))
    assert days(answer, "wait") == {"A is no longer blocked a week before Mon 14 Dec 2026": 5.0}


def test_what_keeps_the_scope_comes_first(one_expert: LeversAnswer) -> None:
    kinds = [lever.kind for lever in one_expert.levers]
    assert kinds[0] == "person"
    assert kinds[-2:] == ["cut", "cut"]
    cutting = [lever.cuts_scope for lever in one_expert.levers]
    assert cutting == sorted(cutting)


def test_what_was_only_tried_briefly_is_not_told_as_gaining_nothing() -> None:
    import allocator
    from allocator.cli.levers_text import levers_text
    from allocator.explain.levers.models import TriedChange

    end = dt.datetime(2026, 12, 4, 17, tzinfo=dt.UTC)
    tried = (
        TriedChange(kind="cut", text="Cut A", days=8.0),
        TriedChange(kind="cut", text="Cut B", days=-5.0),
        TriedChange(kind="cut", text="Cut C", days=0.0, verified=True),
    )
    answer = LeversAnswer(
        what="M",
        kind="milestone",
        title="Live",
        finish=end,
        without_change=(end,),
        tried=tried,
        candidates=3,
        possible=3,
    )
    said = " ".join(levers_text(allocator.LeversResult.of(answer), "", show_all=False).split())
    assert "not planned to the end - Cut A " in said
    assert "Gains nothing in a brief search - Cut B " in said
    assert "Planned to the end, and gains nothing - Cut C " in said
    assert "none lets it end earlier" not in said


def test_two_earliest_starts_that_hide_behind_each_other_are_a_lever_together() -> None:
    plan = planned(
        people=[ANA, BO],
        items=[
            {"id": "A", "needs": {"ml": 2}, "effort": "2d", "not_before": "2026-12-16"},
            {"id": "B", "needs": "sql", "effort": "2d", "not_before": "2026-12-16"},
            {"id": "M", "kind": "milestone", "after": ["A", "B"]},
        ],
    )
    waits = [days for text, days in days_of_pairs(found(plan)) if "may start" in text]
    assert waits == [5.0]


def days_of_pairs(answer: LeversAnswer) -> list[tuple[str, float]]:
    return list(days(answer, "both").items())


def test_what_is_done_is_told_as_done_and_nothing_is_tried() -> None:
    import allocator
    from allocator.cli.levers_text import levers_text

    done = {
        "state": "done",
        "started": "2026-11-24",
        "finished": "2026-11-26",
        "people": ["ana"],
    }
    answer = found(one_chain(item=done), "A")
    assert answer.is_over
    assert answer.candidates == 0
    said = " ".join(levers_text(allocator.LeversResult.of(answer), "", show_all=False).split())
    assert said.endswith("nothing can bring it earlier.")
