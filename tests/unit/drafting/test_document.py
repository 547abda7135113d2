"""Requirements documents: what is read of tables, lists and front matter, and what is refused."""

from __future__ import annotations

import pytest

from allocator.domain.requirements import Requirement
from allocator.drafting.document import RequirementsDocument, requirements_in
from allocator.errors import Finding, ScenarioError

HEAD = "---\ntitle: Churn\nproject: CH\n---\n"


def read(body: str, head: str = HEAD) -> RequirementsDocument:
    return requirements_in(head + body, "prd.md", "prd.md")


def only(body: str, head: str = HEAD) -> Requirement:
    (found,) = read(body, head).requirements
    return found


def refused(body: str, head: str = HEAD) -> list[tuple[str, int | None]]:
    with pytest.raises(ScenarioError) as caught:
        read(body, head)
    return [(finding.code, finding.line) for finding in caught.value.findings]


def table(*rows: str) -> str:
    header = rows[0]
    return "\n".join([header, "|" + "---|" * (header.count("|") - 1), *rows[1:], ""])


def test_a_table_is_read_whatever_the_order_of_its_columns() -> None:
    found = only(
        table(
            "| Size | Depends on | ID | Requirement | MoSCoW | Labels | With | Acceptance |",
            "| L | CH-R0, PL-1 | CH-R1 | Score \\| rank *all* | Should have | model; nlp | gpus=4, "
            "labels=yes, shadow=7d | AUC of 0.8 |",
        )
    )
    assert found.id == "CH-R1"
    assert found.text == "Score | rank *all*"
    assert (found.priority, found.tags, found.size) == ("should", ("model", "nlp"), "L")
    assert found.after == ("CH-R0", "PL-1")
    assert found.given == {"gpus": 4, "labels": True, "shadow": "7d"}
    assert found.acceptance == "AUC of 0.8"
    assert found.line == 7


def test_a_list_says_the_same_in_brackets_and_below() -> None:
    found = only(
        "# Requirements\n\n"
        "- **CH-R1** (must; model, L; after CH-R0; gpus=4): Score\n  all customers\n"
        "  - Acceptance: AUC of 0.8\n  - not for *new* ones\n"
    )
    assert (found.id, found.text) == ("CH-R1", "Score all customers")
    assert (found.priority, found.tags, found.size) == ("must", ("model",), "L")
    assert (found.after, found.given) == (("CH-R0",), {"gpus": 4})
    assert found.acceptance == "AUC of 0.8"
    assert found.notes == ("not for *new* ones",)


@pytest.mark.parametrize(
    ("line", "name", "priority"),
    [
        ("- CH-R1: Score", "CH-R1", "must"),
        ("* [ ] CH-R1 (could) Score", "CH-R1", "could"),
        ("1. R1 (won't): Score", "R1", "won't"),
        ("- R1 – Score", "R1", "must"),
        ("- CHURN-SCORE (P2): Score", "CHURN-SCORE", "should"),
        ("- R1 (urgent; model): Score", "R1", "must"),
        ("- R1 (Major): Score", "R1", "should"),
        ("- R1 (model; optional): Score", "R1", "could"),
        ("2. FR-2 Score", "FR-2", "must"),
    ],
)
def test_entries_of_a_list_may_be_written_in_several_ways(
    line: str, name: str, priority: str
) -> None:
    found = only(f"## Functional requirements\n\n{line}\n")
    assert (found.id, found.text, found.priority) == (name, "Score", priority)


def test_lists_elsewhere_count_where_their_ids_are_the_project_s() -> None:
    found = read("# Plan\n\n- CH-R1: Score\n- Q3: review of 2027\n- no requirement\n")
    assert [one.id for one in found.requirements] == ["CH-R1"]


def test_what_else_the_document_says_is_kept_with_its_headings() -> None:
    found = read("# Churn\n\nWhy.\n\n## Goals\n\nMore.\n\n## Requirements\n\n- CH-R1: Score\n")
    assert [(text.titles, text.text) for text in found.texts] == [
        (("Churn",), "Why."),
        (("Churn", "Goals"), "More."),
    ]


def test_what_is_not_used_is_told_and_kept() -> None:
    body = table("| id | requirement | effort | |", "| CH-R1 | Score | 3 weeks | x |")
    found = read(body, "---\nproject: CH\nstatus: draft\nauthors: [ana]\n---\n")
    assert found.other == {"status": "draft", "authors": ["ana"]}
    assert found.requirements[0].other == {"effort": "3 weeks", "": "x"}
    assert "status, authors" in found.notes[0]
    assert "effort (line 6)" in found.notes[1]


def test_a_title_and_a_project_follow_from_the_rest() -> None:
    found = read("# Churn score\n\n## Requirements\n\n- CH-R1: Score\n- CH-R2: Test\n", head="")
    assert (found.head.title, found.head.name, found.head.project) == (*["Churn score"] * 2, "CH")


def test_a_requirement_of_a_negative_heading_is_none() -> None:
    found = read("# Requirements\n\n- CH-R1: A\n\n# Non-requirements\n\n- nothing to see\n")
    assert len(found.requirements) == 1


def test_everything_is_told_in_one_go_with_its_line() -> None:
    body = "# Requirements\n\n" + table(
        "| id | requirement | priority | with | after |",
        "| CH-R1 | Score | shoud | | |",
        "| | Test | | | |",
        "| CH-R3 | | | | |",
        "| CH-R1 | Again | must | gpus | |",
        "| CH-R5 | Late | | | CH-R5 |",
        "| CH-R6 | Bar | a | | | too | many |",
    )
    assert refused(body) == [
        ("unknown-priority", 9),
        ("requirement-without-id", 10),
        ("requirement-without-text", 11),
        ("id-taken", 12),
        ("parameter-without-value", 12),
        ("after-itself", 13),
        ("too-many-cells", 14),
        ("unknown-priority", 14),
    ]


@pytest.mark.parametrize(
    ("body", "head", "code", "line"),
    [
        ("# Requirements\n\n- Score all\n", HEAD, "requirement-without-id", 7),
        ("# Requirements\n\n| id | what for |\n|--|--|\n", HEAD, "requirements-without-column", 7),
        ("# Nothing\n", HEAD, "no-requirements", None),
        ("# Requirements\n\n- R1: Score\n", "", "requirements-without-project", 1),
        ("# Requirements\n\n- R1: Score\n", "---\nproject: CH\n", "open-front-matter", 1),
        ("# Requirements\n\n- R1: Score\n", "---\n- a\n---\n", "no-fields", 2),
        ("# Requirements\n\n- R1: Score\n", "---\nproject: [\n---\n", "not-yaml", 3),
        ("# Requirements\n\n- R1: Score\n", "---\nx: 1\nproject: {a: 1}\n---\n", "invalid-id", 3),
        (
            "# Requirements\n\n- R1 (after R2): A\n- R2 (after R1): B\n",
            HEAD,
            "cycle",
            7,
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(
    body: str, head: str, code: str, line: int | None
) -> None:
    assert refused(body, head)[0] == (code, line)


def test_lines_count_alike_with_other_ends() -> None:
    body = "# Requirements\r\n\r\n- Score all\r\n"
    assert refused(body, HEAD.replace("\n", "\r\n")) == [("requirement-without-id", 7)]


def test_findings_name_the_file() -> None:
    with pytest.raises(ScenarioError) as caught:
        read("# Requirements\n\n- Score all\n")
    (finding,) = caught.value.findings
    assert isinstance(finding, Finding)
    assert finding.file == "prd.md"


def test_requirements_below_others_are_requirements_too() -> None:
    found = read("# Requirements\n\n- CH-R1: A\n  - CH-R1.1 (could): B\n    - a note\n- CH-R2: C\n")
    names = [(one.id, one.priority, one.line) for one in found.requirements]
    assert names == [("CH-R1", "must", 7), ("CH-R1.1", "could", 8), ("CH-R2", "must", 10)]
    assert found.requirements[1].notes == ("a note",)


def test_tables_with_ids_that_are_no_requirements_are_told() -> None:
    body = "# Plan\n\n" + table("| Ref | who |", "| US-1 | ana |") + "\n- CH-R1: Score\n"
    assert "line 7" in read(body).notes[-1]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("model, after X-R6", {"tags": ("model",), "after": ("X-R6",)}),
        ("model, after X-R6, X-R7, L", {"after": ("X-R6", "X-R7"), "size": "L"}),
        ("after: X-R6; size: S; model", {"after": ("X-R6",), "size": "S", "tags": ("model",)}),
        ("depends on X-R6; prio could", {"after": ("X-R6",), "priority": "could"}),
        ("template=model; size=L", {"template": "model", "size": "L", "given": {}}),
        ("template: model", {"template": "model"}),
        ("model; with gpus=2, labels=yes", {"given": {"gpus": 2, "labels": True}}),
        ("model, gpus=2, labels=yes", {"given": {"gpus": 2, "labels": True}, "tags": ("model",)}),
        ("owner: ana; colour: red; model", {"other": {"owner": "ana", "colour": "red"}}),
        ("owner: ana; colour: red; model", {"tags": ("model",)}),
        ("model; see (note)", {"tags": ("model", "see (note)")}),
        ("S; must; model", {"priority": "must", "size": "S"}),
        ("model; S", {"priority": "should", "size": ""}),
        ("tags nlp, high", {"tags": ("nlp", "high"), "priority": "must"}),
    ],
)
def test_brackets_hold_fields_or_tags(facts: str, expected: dict[str, object]) -> None:
    found = only(f"# Requirements\n\n- CH-R1 ({facts}): Score\n")
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("CH-R1: (could; model, S) Predict", ("Predict", "could", ("model",), "S")),
        ("CH-R1 - (must): Predict", ("Predict", "must", (), "")),
        ("CH-R1: (beta) Predict", ("(beta) Predict", "must", (), "")),
        ("CH-R1 (should): (could be) Predict", ("(could be) Predict", "should", (), "")),
    ],
)
def test_brackets_behind_the_colon_hold_fields_where_a_priority_is_among_them(
    entry: str, expected: tuple[str, str, tuple[str, ...], str]
) -> None:
    """What could be done was taken for what must be."""
    found = only(f"# Requirements\n\n- {entry}\n")
    assert (found.text, found.priority, found.tags, found.size) == expected


def test_what_comes_before_twice_comes_before_once() -> None:
    found = only("# Requirements\n\n- CH-R2 (must; after CH-R1, CH-R1 and CH-R3): A\n")
    assert found.after == ("CH-R1", "CH-R3")


def test_fields_in_brackets_that_are_none_are_told() -> None:
    found = read("# Requirements\n\n- CH-R1 (must; owner: ana; model): Score\n")
    assert found.notes == (
        "fields in brackets that are not used, kept in draft.json: owner (line 7)",
    )


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("- CH-R1 (must; should; model): Score", "field-twice"),
        ("- CH-R1 (must; model; S; L): Score", "field-twice"),
        ("- CH-R1 (must; model): Score\n  - Priority: could", "field-twice"),
        ("- CH-R1 (must; gpus=1; gpus=2): Score", "field-twice"),
        ("- CH-R1 (must; model: Score", "open-bracket"),
        ("- CH-R1: Score\n- ch-r1: Test", "id-taken"),
        ("- CH-R1: Score\n- CH-R2 (after ch-r1): Test", "unknown-item"),
        ("| id | requirement |\n|--|--|\n| CH R1 | Score |", "invalid-id"),
        ("| id | # | requirement |\n|--|--|--|\n| CH-R1 | CH-R2 | Score |", "column-twice"),
        ("- CH R1 (model): Score", "requirement-without-id"),
    ],
)
def test_what_is_said_twice_or_in_two_ways_is_refused(entry: str, code: str) -> None:
    assert code in [found for found, _ in refused(f"# Requirements\n\n{entry}\n")]


def test_the_same_priority_twice_is_one() -> None:
    assert only("# Requirements\n\n- CH-R1 (must; high; model): Score\n").priority == "must"


def test_an_id_that_is_spelled_otherwise_is_suggested() -> None:
    with pytest.raises(ScenarioError) as caught:
        read("# Requirements\n\n- CH-R1: Score\n- CH-R2 (after ch-r1): Test\n")
    assert caught.value.findings[0].hint == 'did you mean "CH-R1"?'


def test_a_link_in_the_place_of_an_id_is_the_id() -> None:
    body = table(
        "| id | requirement | after |", "| [CH-R1](http://a) | A *b* | [CH-R0](http://b) |"
    )
    found = read(f"{body}\n# Requirements\n\n- [CH-R2](http://c) (must): Test\n")
    assert [one.id for one in found.requirements] == ["CH-R1", "CH-R2"]
    assert (found.requirements[0].text, found.requirements[0].after) == ("A *b*", ("CH-R0",))


def test_priorities_in_other_words_are_told() -> None:
    words = ("P0", "P1", "P2", "P3", "high", "Should have")
    body = "".join(f"- CH-R{number} ({one}): Score\n" for number, one in enumerate(words))
    found = read(f"# Requirements\n\n{body}")
    assert [one.priority for one in found.requirements] == [
        *("must", "must", "should", "could", "must", "should")
    ]
    assert found.notes == (
        "priorities in other words: P0 is read as must, P1 is read as must, P2 is read as should, "
        "P3 is read as could, high is read as must",
    )


def test_text_that_looks_like_requirements_is_told() -> None:
    body = table("| id | requirement |", "| CH-R1 | A |")
    found = read(
        f"# Requirements\n\n{body}\n| CH-R2 | B |\n\n<!-- - CH-R0: no -->\n\n```\n- CH-R3: C\n"
    )
    assert [one.id for one in found.requirements] == ["CH-R1"]
    assert found.notes[-1].endswith("line 11, 16")


def test_code_that_swallows_requirements_is_told() -> None:
    found = read(
        "# Requirements\n\n- CH-R1: A\n\n# Plan\n\n```\ncode\n\n# More\n\n- CH-R2: B\n- Q3\n"
    )
    assert found.notes[-1].endswith("line 16")


def test_all_circles_are_told() -> None:
    lines = ("R1 (after R2)", "R2 (after R1)", "R3 (after R4)", "R4 (after R3)")
    body = "".join(f"- {line}: A\n" for line in lines)
    assert [code for code, _ in refused(f"# Requirements\n\n{body}")] == ["cycle", "cycle"]


def test_a_budget_may_be_a_limit() -> None:
    found = read("# Requirements\n\n- CH-R1: A\n", "---\nproject: CH\nbudget: {limit: 100}\n---\n")
    assert found.head.budget is not None
    assert not isinstance(found.head.budget, float)
    assert found.head.budget.limit == 100
