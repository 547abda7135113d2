"""Ranges, tries that fail, risks and promises: their forms, and every fault in one go."""

from __future__ import annotations

import pytest

from allocator.errors import ScenarioError
from allocator.scenario import dump, load, loads

HEAD = """\
name: x
calendar: {start: 2026-12-01}
people: [{id: ana, skills: [ml]}]
projects: [{id: P}]
"""
WRONG = """\
items:
 - {id: A, effort: 3d, needs: ml, succeeds: 1.5, if_fails: {repeats: 2, then: [B]}}
 - {id: B, effort: 3d, needs: ml, waits_for: [{what: x, expected: soon}]}
 - {id: C, effort: 3d, needs: ml, if_fails: {then: D}}
 - id: D
   effort: 3d
   needs: ml
   waits_for: [{what: x, expected: {low: 2027-01-03, likely: 2027-01-02, high: 2027-01-05}}]
risks:
 - {id: R, chance: 0, hits: [A], delay: 1d}
 - {id: R, probability: 0.4, hits: [A], delay: {low: 3d, likely: 1d, high: 2}}
 - {id: R2, chance: 0.2, hits: [Z, B, B], effort: 50%}
 - {id: R3, chance: 0.2, hits: [], delay: {low: 3d, likely: 1d, high: 2d}}
promises:
 - {milestone: A, by: x}
 - {milestone: A, by: 2027-01-01, confidence: 85}
 - {project: Q, by: 2027-01-01}
uncertainty: {range: 30, absence: {days_per_year: 3, spel: 1d}}
"""
FOUND = [
    (6, "number-too-large", "items[0].succeeds"),
    (6, "unknown-field", "items[0].if_fails.repeats"),
    (7, "not-a-date", "items[1].waits_for[0].expected"),
    (8, "failure-without-chance", "items[2].if_fails"),
    (12, "range-out-of-order", "items[3].waits_for[0].expected"),
    (14, "number-too-small", "risks[0].chance"),
    (15, "id-taken", "risks[1].id"),
    (15, "unknown-field", "risks[1].probability"),
    (15, "amount-without-unit", "risks[1].delay.high"),
    (16, "unknown-item", "risks[2].hits[0]"),
    (16, "item-twice", "risks[2].hits[2]"),
    (17, "risk-of-nothing", "risks[3].hits"),
    (17, "disordered-estimate", "risks[3].delay"),
    (19, "not-a-date", "promises[0].by"),
    (20, "promised-twice", "promises[1]"),
    (20, "number-too-large", "promises[1].confidence"),
    (21, "unknown-project", "promises[2].project"),
    (22, "number-too-small", "uncertainty.range"),
    (22, "unknown-field", "uncertainty.absence.spel"),
]


def found(text: str, severity: str = "error") -> list[tuple[int | None, str, str | None]]:
    try:
        findings = loads(HEAD + text).warnings
    except ScenarioError as error:
        findings = error.findings
    return [(f.line, f.code, f.path) for f in findings if f.severity == severity]


def test_every_fault_is_told_with_its_line_in_one_go() -> None:
    assert found(WRONG) == FOUND


def experiment(if_fails: str, *others: str, after: str = "[]") -> str:
    first = f"- {{id: A, project: P, effort: 3d, needs: ml, after: {after}, succeeds: 0.5, "
    more = "".join(f"- {{{other}, effort: 3d, needs: ml}}\n" for other in others)
    return f"items:\n{first}if_fails: {if_fails}}}\n{more}"


FAILURES = {
    "nothing": ("{effort: 0.5}", ["id: B"], "failure-without-effect"),
    "redone but not repeated": ("{redo: B, then: C}", ["id: B", "id: C"], "redo-without-repeat"),
    "done and dropped": ("{then: B, drop: B}", ["id: B"], "done-and-dropped"),
    "unknown": ("{then: [B, Y]}", ["id: B"], "unknown-item"),
    "itself": ("{drop: A}", ["id: B"], "fails-into-itself"),
    "twice": ("{drop: [B, B]}", ["id: B"], "item-twice"),
    "redone and after": ("{repeat: 1, redo: B}", ["id: B, after: A"], "redo-of-no-predecessor"),
    "then before": ("{then: B}", ["id: B", "id: C"], None),
    "circle of two": (
        "{then: B}",
        ["id: B, succeeds: 0.5, if_fails: {then: C}", "id: C, succeeds: 0.5, if_fails: {then: A}"],
        "endless-failure",
    ),
    "on two": ("{then: B}", ["id: B", "id: C, succeeds: 0.5, if_fails: {then: B}"], None),
    "number of tries": ("{repeat: 0, then: B}", ["id: B"], "number-too-small"),
}


@pytest.mark.parametrize("name", [name for name in FAILURES if FAILURES[name][2]])
def test_what_is_done_after_failure_is_checked(name: str) -> None:
    if_fails, others, code = FAILURES[name]
    assert code in [found_code for _, found_code, _ in found(experiment(if_fails, *others))]


def test_an_item_is_contingent_on_one() -> None:
    others = ["id: B", "id: C, succeeds: 0.5, if_fails: {then: B}"]
    text = experiment("{then: B}", *others)
    assert [code for _, code, _ in found(text)] == ["contingent-on-two"]


def test_what_comes_before_is_neither_dropped_nor_a_fallback() -> None:
    dropped = experiment("{drop: B}", "id: B", "id: C, after: B", after="[C]")
    assert [code for _, code, _ in found(dropped)] == ["drop-of-a-predecessor"]
    fallback = experiment("{then: B}", "id: B", "id: C, after: B", after="[C]")
    assert [code for _, code, _ in found(fallback)] == ["endless-failure"]


def test_what_waits_for_an_item_waits_for_its_fallback_in_circles_too() -> None:
    """Z1 waits for A, so for F1 if A fails; F1 comes after Z2, which waits for B, so for F2."""
    others = [
        "id: B, succeeds: 0.5, if_fails: {then: F2}",
        "id: Z1, after: A",
        "id: Z2, after: B",
        "id: F1, after: Z2",
        "id: F2, after: Z1",
    ]
    assert [code for _, code, _ in found(experiment("{then: F1}", *others))] == ["endless-failure"]
    assert found(experiment("{then: F1}", *others[:-1], "id: F2")) == []


def test_redoing_over_several_links_is_sound() -> None:
    text = experiment("{repeat: 1, redo: [B, C]}", "id: B", "id: C, after: B", after="[C]")
    assert found(text) == []


def test_stop_needs_a_project() -> None:
    text = experiment("{stop: true}").replace("project: P, ", "")
    assert [code for _, code, _ in found(text)] == ["stop-without-project"]


def test_a_milestone_cannot_fail() -> None:
    text = "items: [{id: M, kind: milestone, succeeds: 0.5}]\n"
    assert [code for _, code, _ in found(text)] == ["milestone-with-length"]


def test_nothing_is_spent_before_the_start() -> None:
    text = "items: [{id: A, effort: 1d, needs: ml, spent: 2h}]\n"
    assert [code for _, code, _ in found(text)] == ["progress-before-start"]


def test_nobody_works_who_is_always_absent() -> None:
    text = "items: [{id: A, effort: 1d, needs: ml}]\nuncertainty: {absence: {days_per_year: %d}}\n"
    assert found(text % 200) == []
    week = HEAD.replace("skills: [ml]", "skills: [ml], workdays: [mon]")
    with pytest.raises(ScenarioError) as error:
        loads(week + text % 60)
    assert [f.code for f in error.value.findings if f.severity == "error"] == ["always-absent"]


def test_scope_grows_in_sprints() -> None:
    text = "items: [{id: A, effort: 1d, needs: ml}]\nuncertainty: {scope: {growth: 0.3}}\n"
    assert [code for _, code, _ in found(text)] == ["scope-without-sprints"]
    sprints = "sprints: {length: 2w, first: 2026-12-01, count: 8}\n"
    assert found(text + sprints) == []


def test_a_risk_of_finished_work_and_a_promise_of_what_may_not_be_done() -> None:
    done = "items: [{id: A, effort: 1d, state: done, started: 2026-11-01, finished: 2026-11-02}]\n"
    risk = "risks: [{id: R, chance: 30%, hits: A, delay: 1d}]\n"
    now = "now: 2026-12-02\n"
    warned = [code for _, code, _ in found(done + risk + now, "warning")]
    assert "risk-of-finished-work" in warned
    promised = experiment("{then: B}", "id: B") + "promises: [{milestone: B, by: 2027-03-01}]\n"
    assert [code for _, code, _ in found(promised)] == ["promise-outside-the-plan"]


SHORT = """\
items:
  - id: A
    effort: 3d
    needs: ml
    project: P
    succeeds: 60%
    if_fails: {repeat: 2, then: B, drop: C}
  - {id: B, effort: 3d, needs: ml, waits_for: [{what: x, expected: 2027-01-15, owner: acme}]}
  - {id: C, effort: 3d, needs: ml}
risks: [{id: 7, chance: 30%, hits: C, effort: 50%}]
promises: [{milestone: A, by: 2027-01-29}, {project: P, by: 2027-02-26, confidence: 90%}]
"""


def test_short_forms_are_read_and_written_back() -> None:
    scenario = loads(HEAD + SHORT).scenario
    first, second, _ = scenario.items
    assert first.succeeds == 0.6
    assert first.if_fails is not None
    assert (first.if_fails.then, first.if_fails.drop) == (("B",), ("C",))
    assert second.waits_for[0].owner == "acme"
    assert (scenario.risks[0].id, scenario.risks[0].chance, scenario.risks[0].effort) == (
        *("7", 0.3, 0.5),
    )
    assert [promise.confidence for promise in scenario.promises] == [0.85, 0.9]
    text = dump(scenario)
    assert loads(text).scenario == scenario
    assert "if_fails: {repeat: 2, then: B, drop: C}" in text
    assert "  - {id: 7, chance: 0.3, hits: C, effort: 0.5}" in text


def test_tables_have_the_same(tmp_path) -> None:
    (tmp_path / "items.csv").write_text(
        "id,effort,needs,succeeds,if_fails,waits_for,state,started,spent\n"
        "A,2d/3d/8d,ml,60%,repeat: 2; effort: 0.5; then: B; drop: C; drop: D,,,,\n"
        "B,1d,ml,,,data: labels @2027-01-11/2027-01-15/2027-02-05,,,\n"
        "C,1d,ml,,,,,,\n"
        "D,1d,ml,,,,,,\n"
        "E,3d,ml,,,,in_progress,2026-11-30,12h\n",
        "utf-8",
    )
    (tmp_path / "people.csv").write_text("id,skills,absence\nana,ml,5 @3d\nbo,ml,8\n", "utf-8")
    head = "name: x\ncalendar: {start: 2026-12-01}\npeople: people.csv\nitems: items.csv\n"
    (tmp_path / "s.yaml").write_text(head, "utf-8")
    scenario = load(tmp_path / "s.yaml").scenario
    fails = scenario.items[0].if_fails
    assert fails is not None
    assert (fails.repeat, fails.effort, fails.then, fails.drop) == (2, 0.5, ("B",), ("C", "D"))
    assert scenario.items[1].waits_for[0].expected.isoformat() == "2027-01-15"  # type: ignore[union-attr]
    assert scenario.items[4].spent == "12h"
    absences = [person.absence for person in scenario.people]
    assert [(a.days_per_year, a.spell) for a in absences if a] == [(5, "3d"), (8, "2d")]


CHANGED = HEAD + SHORT


def changed(tmp_path, changes: str) -> tuple[object, list[str]]:
    (tmp_path / "s.yaml").write_text(CHANGED, "utf-8")
    (tmp_path / "c.yaml").write_text(changes, "utf-8")
    try:
        loaded = load(tmp_path / "s.yaml", changes=[tmp_path / "c.yaml"])
    except ScenarioError as error:
        return None, [f.code for f in error.findings if f.severity == "error"]
    return loaded.scenario, [f.code for f in loaded.warnings]


def test_changes_add_update_and_remove_risks_and_promises(tmp_path) -> None:
    scenario, _ = changed(
        tmp_path,
        "add: {risks: [{id: R9, chance: 0.1, hits: A, delay: 2d}], "
        "promises: [{milestone: C, by: 2027-03-01}]}\n"
        "update: {7: {chance: 0.4}, promises: {A: {by: 2027-02-05}}, uncertainty: {range: 80}}\n"
        "remove: {promises: [P]}\n",
    )
    assert [(r.id, r.chance) for r in scenario.risks] == [("7", 0.4), ("R9", 0.1)]
    promised = [(p.subject, p.by.isoformat()) for p in scenario.promises]
    assert promised == [("A", "2027-02-05"), ("C", "2027-03-01")]
    assert scenario.uncertainty.range == 80


def test_what_names_a_removed_item_is_an_error_or_does_without(tmp_path) -> None:
    _, codes = changed(tmp_path, "remove: [C]\n")
    assert codes.count("removed-but-named") == 2
    scenario, codes = changed(tmp_path, "remove: [C]\nlinks: relink\nupdate: {7: {hits: [B, C]}}\n")
    assert codes.count("taken-off-list") == 2
    assert scenario.items[0].if_fails.drop == ()
    assert scenario.risks[0].hits == ("B",)
    _, codes = changed(tmp_path, "remove: [A]\nlinks: relink\n")
    assert "removed-but-named" in codes


def test_actuals_say_what_was_spent_and_what_has_failed(tmp_path) -> None:
    (tmp_path / "s.yaml").write_text(CHANGED + "now: 2026-12-08\n", "utf-8")
    (tmp_path / "a.csv").write_text(
        "item,state,started,finished,remaining,spent\n"
        "A,failed,2026-12-01,2026-12-04,,3d\nC,in_progress,2026-12-04,,2d,1.5d\n",
        "utf-8",
    )
    scenario = load(tmp_path / "s.yaml", actuals=tmp_path / "a.csv").scenario
    assert (scenario.items[0].state, scenario.items[0].spent) == ("failed", "3d")
    assert scenario.items[2].spent == "1.5d"
