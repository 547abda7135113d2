"""What sections show of a plan, and what is wrong with what their markers ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.analysis.risk_register import risk_register
from allocator.documents.kinds import KINDS
from allocator.documents.rewrite import RewrittenDocument, rewritten
from allocator.documents.source import SectionSource
from allocator.domain import Plan, Scenario
from allocator.domain.requirements import (
    DraftRecord,
    MatchedRequirement,
    Requirement,
    RequirementsHead,
)
from support import forecasts, report_plans
from support.plans import entry, plan_of, scenario, solo


def small() -> Plan:
    """Ana labels, then Bo decides, then Ana trains; a risk hits both of her items."""
    subject = scenario(
        people=[
            {"id": "ana", "name": "Ana | Souza", "team": "data"},
            {"id": "bo", "name": "Bo <!-- Chen"},
        ],
        projects=[{"id": "CH", "name": "Churn"}, {"id": "UP", "name": "Uplift"}],
        items=[
            {"id": "A", "title": "Label | it", "project": "CH", "effort": "2d", "assign": ["ana"]},
            {"id": "D", "title": "Go or stop", "project": "CH", "effort": "1d", "after": "A",
             "type": "Decision", "assign": ["bo"]},
            {"id": "B", "title": "Train", "project": "CH", "effort": "2d", "after": "D",
             "assign": ["ana"], "labels": ["release 1"],
             "waits_for": {"what": "Legal approves", "kind": "decision", "owner": "bo",
                           "expected": "2026-12-03"}},
            {"id": "M", "title": "Live", "project": "CH", "kind": "milestone", "after": "B",
             "due": "2026-12-04"},
            {"id": "U", "title": "Other", "project": "UP", "effort": "1d", "assign": ["bo"]},
        ],
        risks=[
            {"id": "R1", "title": "Noise", "chance": 0.5, "hits": ["A"], "effort": 0.5},
            {"id": "R2", "title": "Late data", "chance": 0.3, "hits": ["A", "B"], "owner": "ana",
             "delay": {"low": "1d", "likely": "5d", "high": "9d"}},
            {"id": "R3", "title": "Elsewhere", "chance": 0.9, "hits": ["U"], "delay": "1d"},
        ],
    )  # fmt: skip
    return plan_of(
        subject,
        [
            solo("A", "ana", "12-01 09:00", "12-02 17:00", hours=16),
            solo("D", "bo", "12-03 09:00", "12-03 17:00", hours=8),
            solo("B", "ana", "12-04 09:00", "12-07 17:00", hours=16),
            entry("M", "12-07 17:00", "12-07 17:00"),
            solo("U", "bo", "12-01 09:00", "12-01 17:00", hours=8),
        ],
    )


SOURCE = SectionSource(small())


def document(words: str, source: SectionSource = SOURCE) -> RewrittenDocument:
    return rewritten(f"<!-- allocator: {words} -->\n<!-- /allocator -->\n", "a.md", source)


def section(words: str, source: SectionSource = SOURCE) -> list[str]:
    result = document(words, source)
    assert not result.findings, result.findings
    return result.text.splitlines()[2:-2]


def wrong(words: str, source: SectionSource = SOURCE) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.message, one.hint) for one in document(words, source).findings]


def test_dates_hold_the_plan_against_what_was_asked_for() -> None:
    assert section("dates project=CH") == [
        "| what | planned | due or hard | late | state |",
        "| --- | --- | --- | --- | --- |",
        "| **Churn** | Mon 7 Dec 2026 |  |  |  |",
        "| M Live | Mon 7 Dec 2026 | Fri 4 Dec 2026 | 1 d | planned, 1 d late |",
    ]


def test_dates_of_chosen_items() -> None:
    assert section("dates items=B,A columns=what,planned") == [
        "| what | planned |",
        "| --- | --- |",
        "| A Label \\| it | Wed 2 Dec 2026 |",
        "| B Train | Mon 7 Dec 2026 |",
    ]
    assert section('dates label="release 1" columns=what')[2:] == ["| B Train |"]
    assert section("dates items=U project=CH") == ["Nothing has dates."]


def test_owners_are_named_and_text_of_users_stays_text() -> None:
    assert section("owners project=CH most=2") == [
        "| item | who | start | finish | state |",
        "| --- | --- | --- | --- | --- |",
        "| A Label \\| it | Ana \\| Souza | Tue 1 Dec 2026 | Wed 2 Dec 2026 | planned |",
        "| D Go or stop | Bo \\<!-- Chen | Thu 3 Dec 2026 | Thu 3 Dec 2026 | planned |",
        "",
        "And 1 more.",
    ]


def test_people_have_what_is_next() -> None:
    assert section("people project=CH columns=person,next,until")[2:] == [
        "| Ana \\| Souza | A Label \\| it (Tue 1 Dec 2026), B Train (Fri 4 Dec 2026) "
        "| Mon 7 Dec 2026 |",
        "| Bo \\<!-- Chen | D Go or stop (Thu 3 Dec 2026) | Thu 3 Dec 2026 |",
    ]


def test_a_time_of_day_is_told_with_its_zone() -> None:
    for zone, told in (("Europe/Berlin", " Europe/Berlin"), (None, "")):
        of = scenario(
            calendar={"timezone": zone}, people=[{"id": "ana"}], items=[{"id": "A", "effort": "6h"}]
        )
        plan = plan_of(of, [solo("A", "ana", "12-01 09:00", "12-01 15:00", hours=6)])
        assert section("people columns=person,until", SectionSource(plan))[2:] == [
            f"| ana | Tue 1 Dec 2026 15:00{told} |"
        ]


def test_items_have_dates_and_states() -> None:
    assert section("items project=CH columns=id,finish,due,state")[2:] == [
        "| A | Wed 2 Dec 2026 |  | planned |",
        "| D | Thu 3 Dec 2026 |  | planned |",
        "| B | Mon 7 Dec 2026 |  | planned |",
        "| M | Mon 7 Dec 2026 | Fri 4 Dec 2026 | planned, 1 d late |",
    ]


def test_without_requirements_the_matrix_has_the_items() -> None:
    assert section("matrix project=UP") == [
        "| items | start | finish | state |",
        "| --- | --- | --- | --- |",
        "| U Other | Tue 1 Dec 2026 | Tue 1 Dec 2026 | planned |",
    ]


def with_requirements() -> Plan:
    """Of the small plan, A and B meet CH-R1, D meets CH-R1 and CH-R2."""
    plan = small()
    labels = {"A": ["requirement:CH-R1"], "B": ["requirement:CH-R1"],
              "D": ["requirement:CH-R1", "requirement:CH-R2"]}  # fmt: skip
    raw = plan.scenario.model_dump(mode="json", exclude_defaults=True)
    for item in raw["items"]:
        item["labels"] = labels.get(item["id"], [])
    return plan.model_copy(update={"scenario": Scenario.model_validate(raw)})


def test_the_matrix_traces_requirements_by_labels() -> None:
    source = SectionSource(with_requirements())
    assert section("matrix", source) == [
        "| requirement | items | start | finish | state |",
        "| --- | --- | --- | --- | --- |",
        "| CH-R1 | A, D, B | Tue 1 Dec 2026 | Mon 7 Dec 2026 | planned |",
        "| CH-R2 | D | Thu 3 Dec 2026 | Thu 3 Dec 2026 | planned |",
        "",
        "Without a requirement: M, U.",
    ]
    assert section("matrix project=UP", source)[2] == (
        "| U Other | Tue 1 Dec 2026 | Tue 1 Dec 2026 | planned |"
    )


def test_the_matrix_of_a_draft_has_what_nothing_meets(tmp_path: Path) -> None:
    record = DraftRecord(
        document="churn.md",
        head=RequirementsHead(project="CH"),
        requirements=(
            MatchedRequirement(
                requirement=Requirement(id="CH-R2", text="A *go* or stop | twice"), items=("D",)
            ),
            MatchedRequirement(requirement=Requirement(id="CH-R9", text="Fast", priority="could")),
        ),
    )
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "draft.json").write_text(record.model_dump_json(by_alias=True), "utf-8")
    text = "<!-- allocator: matrix project=CH draft=drafts -->\n<!-- /allocator -->\n"
    page, source = str(tmp_path / "page.md"), SectionSource(with_requirements())
    result = rewritten(text, page, source)
    assert not result.findings
    rows = [line.split(" | ")[:4] for line in result.text.splitlines() if line.startswith("| CH")]
    assert rows == [
        ["| CH-R2", "A go or stop \\| twice", "must", "D"],
        ["| CH-R9", "Fast", "could", ""],
        ["| CH-R1", "", "", "A, D, B"],
    ]
    assert "without work" in result.text and "Without a requirement: M." in result.text
    wrong_folder = rewritten(text.replace("drafts", "draft"), page, source).findings
    assert [one.code for one in wrong_folder] == ["wrong-section-option"]


def test_risks_are_ordered_by_exposure() -> None:
    """R2: 0.3 x 5 d = 1.5 d; R1: 0.5 x 50 % of 2 person-days = 0.5; R3: 0.9 x 1 d = 0.9 d."""
    assert [one.risk.id for one in risk_register(small())] == ["R2", "R3", "R1"]
    assert section("risks project=CH")[2:] == [
        "| R2 Late data | 30 % | 1d to 9d later, likely 5d | 1.5 d | A Label \\| it, B Train "
        "| Ana \\| Souza |",
        "| R1 Noise | 50 % | 50 % more effort | 0.5 person-days | A Label \\| it |  |",
    ]


def test_a_risk_of_what_is_over_is_none() -> None:
    plan = small()
    done = [one.model_copy(update={"state": "done"}) for one in plan.items]
    over = plan.model_copy(update={"items": tuple(done)})
    assert risk_register(over) == ()
    assert section("risks", SectionSource(over)) == [
        "No risk is listed that could still hit any of it."
    ]


def test_decisions_have_owner_and_dates() -> None:
    assert section("decisions project=CH")[2:] == [
        "| Legal approves | decision | Bo \\<!-- Chen | Fri 4 Dec 2026 | Thu 3 Dec 2026 "
        "| B Train |",
        "| D Go or stop | decision | Bo \\<!-- Chen | Fri 4 Dec 2026 | Thu 3 Dec 2026 | B Train |",
    ]
    assert section("decisions project=UP") == ["Nothing is waited for."]


def test_status_counts_only_what_it_is_about() -> None:
    lines = section("status project=CH")
    assert lines[0] == (
        "Status of Tue 1 Dec 2026. Projects: 1 late. Milestones: 1 late. Work items: 4 planned."
    )
    assert "Uplift" not in "\n".join(lines) and "**Churn**" in lines[4]
    assert "Uplift" in "\n".join(section("status"))


def test_a_forecast_adds_its_dates() -> None:
    plan = small()
    forecast = forecasts.forecast_of(plan)
    source = SectionSource(plan, forecast)
    assert "50 % by" in section("dates", source)[0]
    assert "50 % by" not in section("dates", SectionSource(plan))[0]


def test_what_a_marker_cannot_ask_for_is_told_with_what_it_can() -> None:
    assert wrong("dats")[0][::2] == ("unknown-section", 'did you mean "dates"?')
    assert wrong("status columns=what")[0][0] == "unknown-section-option"
    assert wrong("dates project=CX") == [
        ("wrong-section-option", 'the plan has no project "CX"', "projects: CH, UP")
    ]
    assert wrong("dates items=A,Z,Y most=0 columns=plan,what done=1") == [
        ("wrong-section-option", 'the plan has no item "Z"', "items: A, D, B, M, U"),
        ("wrong-section-option", 'the plan has no item "Y"', "items: A, D, B, M, U"),
        ("wrong-section-option", 'most is a number of rows, not "0"', "write most=10"),
        ("wrong-section-option", 'the section has no column "plan"', 'did you mean "planned"?'),
        (
            "unknown-section-option",
            'a section dates has no option "done"',
            "its options: project, items, label, columns, most",
        ),
    ]
    assert wrong("dates columns=p85")[0][1] == "column p85 shows a forecast, and the plan has none"
    assert wrong("sprint")[0][0] == "wrong-section-option"


@pytest.mark.parametrize(
    "words",
    ["", "=x", "status CH", "status project=CH, UP", 'dates label="a', "dates most=1 most=2"],
)
def test_a_marker_that_cannot_be_read_is_told(words: str) -> None:
    assert [one[0] for one in wrong(words)] == ["unreadable-marker"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_of_a_rich_plan_and_of_an_empty_one(kind: str) -> None:
    for plan in (report_plans.rich(), report_plans.hostile()):
        source = SectionSource(plan)
        words = "sprint sprint=all" if kind == "sprint" else kind
        text = f"<!-- allocator: {words} -->\n<!-- /allocator -->\n"
        first = rewritten(text, "a.md", source)
        if not (kind == "sprint" and plan.scenario.sprints is None):
            assert not first.findings
            assert rewritten(first.text, "a.md", source).text == first.text


def test_an_empty_plan_has_sentences() -> None:
    empty = SectionSource(plan_of(Scenario.model_validate(
        {"version": 1, "name": "Empty", "calendar": {"start": "2026-12-01"}, "people": [],
         "items": []}), []))  # fmt: skip
    for kind in KINDS.keys() - {"sprint"}:
        assert section(kind, empty)


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.columns])
def test_every_column_can_be_asked_for(kind: str) -> None:
    for column in KINDS[kind].columns:
        if not column.of_forecast:
            head = section(f"{kind} columns={column.name}")[0]
            assert column.heading in head


def test_costs_are_those_of_the_report() -> None:
    assert section("costs") == ["Nothing has a cost, as nobody has a rate."]
    lines = section("costs", SectionSource(report_plans.rich()))
    assert lines[0].startswith("| project | ") and "| Churn \\<model\\> | 1,360 |" in lines[2]
