"""Life-cycle templates: what a use of one comes to, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from allocator.cli.commands import group
from allocator.domain import Scenario, ThreePoint
from allocator.errors import Finding, ScenarioError
from allocator.scenario import dump
from allocator.scenario.load import load, loads
from allocator.scenario.templates import all_templates, expand_template
from allocator.scenario.templates.library import read_template, shipped_template, template_names

SKILLS = [
    *("analytics", "data-engineering", "engineering", "labelling", "ml", "mlops", "product"),
    "statistics",
]
TRIO = """
template: trio
title: Three in a row
sizes: {S: 0.5, M: 1, L: 3}
parameters:
  twice: {default: yes, means: whether the middle is done}
  gpus: {default: 0, means: what the last one holds}
  wait: {default: 7d, means: how long is waited}
items:
- {id: first, title: First, needs: ml, effort: 2d}
- id: middle
  title: Middle
  when: twice
  needs: {ml: 2}
  effort: {low: 1d, likely: 2d, high: 3d}
  after: first
- {id: pause, title: "Wait {wait}", elapsed: "{wait}", after: {item: middle, lag: 1d}}
- id: last
  title: Last
  needs: {skills: {ml: 1}, people: 1}
  effort: 1d
  scales: false
  resources: {gpu: "{gpus}"}
  after: [pause, middle]
"""


def used(tmp_path: Path, *uses: dict[str, Any], **fields: Any) -> Scenario:
    """Return a scenario that uses templates, among them trio.yaml."""
    (tmp_path / "trio.yaml").write_text(TRIO, "utf-8")
    data = {
        "name": "used",
        "calendar": {"start": "2026-12-01"},
        "people": [
            {"id": name, "skills": dict.fromkeys([*SKILLS, "deep learning"], 3)}
            for name in ("ana", "bo")
        ],
        "resources": [{"id": "gpu", "capacity": 8}],
        "use": list(uses),
        **fields,
    }
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps(data), "utf-8")
    return load(path).scenario


def trio(**fields: Any) -> dict[str, Any]:
    return {"template": "trio.yaml", "id": "T", **fields}


def before(scenario: Scenario, item: str) -> list[str]:
    return [link.item for link in scenario.item_by_id[item].after]


@pytest.mark.parametrize("name", template_names())
@pytest.mark.parametrize("size", ["S", "XL"])
def test_what_comes_with_the_program_can_be_used(tmp_path: Path, name: str, size: str) -> None:
    """Every shipped template gives a sound scenario, with every flag on and off."""
    parameters = shipped_template(name).template.parameters
    flags = [key for key, one in parameters.items() if isinstance(one.default, bool)]
    for value in (True, False):
        found = used(
            tmp_path,
            {"template": name, "id": "X", "size": size, "with": dict.fromkeys(flags, value)},
        )
        assert all(item.id.startswith("X-") and item.title for item in found.items)
        assert found.items[-1].after


def test_a_shipped_template_names_its_sources_and_tags() -> None:
    for name in template_names():
        template = shipped_template(name).template
        assert template.template == name
        assert template.sources
        assert template.tags
        assert template.about


def test_ids_titles_project_and_labels(tmp_path: Path) -> None:
    found = used(
        tmp_path, trio(title="Churn", project="churn", group="EP-1"), projects=[{"id": "churn"}]
    )
    first = found.item_by_id["T-first"]
    assert (first.title, first.project, first.group) == ("Churn: First", "churn", "EP-1")
    assert first.labels == ("template:trio", "size:M", "estimate:trio@1/first")
    assert found.item_by_id["T-pause"].title == "Churn: Wait 7d"


def test_a_skill_that_nobody_has_is_named_in_the_use(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        used(tmp_path, trio(), people=[{"id": "ana", "skills": {"mll": 3}}])
    hints = {one.hint for one in caught.value.findings if one.code == "unknown-skill"}
    assert hints == {
        'add it to a person, or say in the use of template "trio" what you call it, '
        "for example skills: {ml: mll}"
    }
    found = used(tmp_path, trio(skills={"ml": "mll"}), people=[{"id": "ana", "skills": {"mll": 3}}])
    assert found.item_by_id["T-first"].needs[0].skills == {"mll": 0}


def test_a_skill_that_the_use_itself_asks_for_is_the_users_own(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        used(tmp_path, trio(items={"first": {"needs": "cobol"}}))
    hints = {one.hint for one in caught.value.findings if one.code == "unknown-skill"}
    assert hints == {"add it to a person, or drop it here"}


def test_sizes_multiply_the_efforts_that_grow(tmp_path: Path) -> None:
    found = used(tmp_path, trio(size="L"))
    assert found.item_by_id["T-first"].effort == "6d"
    assert found.item_by_id["T-middle"].effort == ThreePoint(low="3d", likely="6d", high="9d")
    assert found.item_by_id["T-last"].effort == "1d"


def test_parameters_stand_in_for_their_names(tmp_path: Path) -> None:
    found = used(tmp_path, trio(**{"with": {"gpus": 4, "wait": "3d"}}))
    assert found.item_by_id["T-pause"].elapsed == "3d"
    assert found.item_by_id["T-last"].resources == {"gpu": 4}


def test_nothing_is_held_where_a_parameter_is_none(tmp_path: Path) -> None:
    assert used(tmp_path, trio()).item_by_id["T-last"].resources == {}


@pytest.mark.parametrize(
    ("use", "message"),
    [
        ("{template: labelling, id: L, with: {people: 0}}", "needs.people: must be at least 1"),
        ("{template: experiment, id: E, with: {tries: 0}}", "if_fails.repeat: must be at least 1"),
    ],
)
def test_none_of_what_there_must_be_is_refused(tmp_path: Path, use: str, message: str) -> None:
    """No people were taken for one, as no GPUs are taken for none."""
    assert any(message in found[2] for found in told(tmp_path, f"use: [{use}]\n"))


@pytest.mark.parametrize("left_out", [{"with": {"twice": "no"}}, {"without": "middle"}])
def test_what_is_left_out_is_bridged(tmp_path: Path, left_out: dict[str, Any]) -> None:
    """What came after it comes after what it came after."""
    found = used(tmp_path, trio(**left_out))
    assert "T-middle" not in found.item_by_id
    assert before(found, "T-pause") == ["T-first"]
    assert before(found, "T-last") == ["T-pause", "T-first"]


def test_the_first_ones_come_after_what_the_use_says(tmp_path: Path) -> None:
    own = {"id": "PL-1", "needs": "ml", "effort": "1d"}
    found = used(tmp_path, trio(after={"item": "PL-1", "lag": "1d"}), items=[own])
    assert before(found, "T-first") == ["PL-1"]
    assert found.item_by_id["T-first"].after[0].lag == "1d"
    assert before(found, "T-middle") == ["T-first"]
    assert found.items[0].id == "PL-1"


def test_skills_are_called_as_the_team_calls_them(tmp_path: Path) -> None:
    found = used(tmp_path, trio(skills={"ml": "deep learning"}))
    assert found.item_by_id["T-first"].needs[0].skills == {"deep learning": 0}
    assert found.item_by_id["T-middle"].needs[0].skills == {"deep learning": 2}
    assert found.item_by_id["T-last"].needs[0].skills == {"deep learning": 1}


def test_fields_of_single_items_can_be_replaced(tmp_path: Path) -> None:
    found = used(tmp_path, trio(size="L", items={"first": {"effort": "5d", "assign": ["ana"]}}))
    assert found.item_by_id["T-first"].effort == "5d"
    assert found.item_by_id["T-first"].assign == ("ana",)


def test_a_template_can_be_used_twice(tmp_path: Path) -> None:
    found = used(tmp_path, trio(), trio(id="U", after="T-last"))
    assert before(found, "U-first") == ["T-last"]
    assert len(found.items) == 8


def test_changes_apply_to_its_items(tmp_path: Path) -> None:
    """A change finds the items of a template by their ids."""
    used(tmp_path, trio())
    change = tmp_path / "change.yaml"
    change.write_text("update: {T-first: {effort: 9d}}", "utf-8")
    found = load(tmp_path / "scenario.json", changes=[change]).scenario
    assert found.item_by_id["T-first"].effort == "9d"


def test_a_scenario_with_templates_is_written_out_in_items(tmp_path: Path) -> None:
    found = used(tmp_path, trio())
    assert loads(dump(found)).scenario == found


@pytest.mark.parametrize(
    ("use", "code", "path"),
    [
        ({"template": "modle", "id": "X"}, "unknown-template", "use[0].template"),
        (trio(size="XXL"), "unknown-size", "use[0].size"),
        (trio(**{"with": {"gpu": 4}}), "unknown-parameter", "use[0].with"),
        (trio(**{"with": {"gpus": "four"}}), "wrong-parameter", "use[0].with.gpus"),
        (trio(**{"with": {"twice": 3}}), "wrong-parameter", "use[0].with.twice"),
        (trio(without=["frist"]), "unknown-template-item", "use[0].without"),
        (trio(items={"frist": {}}), "unknown-template-item", "use[0].items"),
        (trio(items={"first": {"effort": "3q"}}), "not-an-amount", "use[0].items.first.effort"),
        (trio(items={"first": {"foo": 1}}), "unknown-field", "use[0].items.first.foo"),
        (trio(project="nope"), "unknown-project", "use[0].project"),
        (trio(**{"with": {"gpus": -3}}), "number-too-small", "use[0].with.gpus"),
        (trio(**{"with": {"wait": "0d"}}), "amount-not-above-zero", "use[0].with.wait"),
        (trio(**{"with": {"gpus": 99}}), "resource-too-small", "use[0].with.gpus"),
        (
            trio(items={"first": {"kind": "milestone"}}),
            "milestone-with-length",
            "use[0].items.first",
        ),
        ({"template": "../trio.yaml", "id": "X"}, "file-outside-folder", "use[0].template"),
    ],
)
def test_what_is_wrong_with_a_use_is_told_where_it_stands(
    tmp_path: Path, use: dict[str, Any], code: str, path: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        used(tmp_path, use)
    found = {(finding.code, finding.path) for finding in caught.value.findings}
    assert any(finding_path == path for _, finding_path in found), found
    if code != "not-an-amount":
        assert (code, path) in found


def test_a_name_for_a_skill_that_nothing_needs_is_warned_of(tmp_path: Path) -> None:
    used(tmp_path, trio(skills={"mll": "deep learning"}))
    warnings = load(tmp_path / "scenario.json").warnings
    (found,) = (one for one in warnings if one.code == "unneeded-skill-name")
    assert found.path == "use[0].skills.mll"
    assert found.hint == 'did you mean "ml"?'
    assert found.file == str(tmp_path / "scenario.json")


def test_all_uses_are_looked_at(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        used(tmp_path, trio(size="XXL"), {"id": "X"}, {"template": "no", "id": "Y"})
    assert {str(one.path)[:6] for one in caught.value.findings} >= {"use[0]", "use[1]", "use[2]"}


def test_two_uses_have_two_ids(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        used(tmp_path, trio(), trio())
    errors = [one for one in caught.value.findings if one.severity == "error"]
    assert [(one.code, one.path) for one in errors] == [("id-taken", "use[1].id")]


def run(*arguments: str) -> Any:
    return CliRunner().invoke(group, ["template", *arguments])


def test_expanded_items_are_those_of_the_scenario(tmp_path: Path) -> None:
    """What ``template expand`` writes plans as what ``use`` puts in."""
    found = used(tmp_path, trio(size="L", title="Churn", **{"with": {"gpus": 4}}))
    made = run(
        *("expand", str(tmp_path / "trio.yaml"), "--id", "T", "--size", "L"),
        *("--title", "Churn", "--with", "gpus=4", "--json"),
    )
    items = json.loads(made.stdout)["items"]
    data = {**json.loads((tmp_path / "scenario.json").read_text("utf-8")), "items": items}
    del data["use"]
    assert loads(json.dumps(data)).scenario == found


def test_changes_add_uses_of_templates(tmp_path: Path) -> None:
    """Their items are new entries, of projects of the scenario too."""
    (tmp_path / "change.yaml").write_text(
        "add:\n  projects: [{id: new}]\n  items: [{id: Z, needs: ml, effort: 1d}]\n"
        "  use:\n  - {template: trio.yaml, id: U, project: new, after: T-last}\n"
        "update: {U-first: {effort: 9d}}\n",
        "utf-8",
    )
    used(tmp_path, trio())
    found = load(tmp_path / "scenario.json", changes=[tmp_path / "change.yaml"]).scenario
    assert {"T-first", "U-first", "Z"} <= found.item_by_id.keys()
    assert found.item_by_id["U-first"].effort == "9d"
    assert found.item_by_id["U-first"].project == "new"


def test_what_is_wrong_with_an_added_use_stands_in_the_changes(tmp_path: Path) -> None:
    (tmp_path / "change.yaml").write_text(
        "add:\n  use:\n  - {template: trio.yaml, id: U, size: XXL}\n", "utf-8"
    )
    used(tmp_path, trio())
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "scenario.json", changes=[tmp_path / "change.yaml"])
    (finding,) = (one for one in caught.value.findings if one.severity == "error")
    assert (finding.code, finding.path, finding.line) == ("unknown-size", "add.use[0].size", 3)


def told(tmp_path: Path, text: str) -> list[tuple[str, int | None, str]]:
    """Return code, line and message of all that is said of a scenario."""
    head = "name: used\ncalendar: {start: 2026-12-01}\n"
    skills = ", ".join(f"{name}: 3" for name in SKILLS)
    path = tmp_path / "scenario.yaml"
    path.write_text(f"{head}people: [{{id: ana, skills: {{{skills}}}}}]\n{text}", "utf-8")
    (tmp_path / "trio.yaml").write_text(TRIO, "utf-8")
    try:
        findings: tuple[Finding, ...] = load(path).warnings
    except ScenarioError as error:
        findings = error.findings
    assert {one.file for one in findings} <= {str(path)}
    return [(one.code, one.line, one.message) for one in findings]


def test_links_and_ids_of_a_use_are_wrong_where_it_stands(tmp_path: Path) -> None:
    """They were told at "template model:21:3"."""
    text = """use:
- {template: model, id: A, without: [launch]}
- {template: experiment, id: B, after: Z-9}
items: [{id: A-train, needs: ml, effort: 1d}]
"""
    assert [one[:2] for one in told(tmp_path, text)] == [("id-taken", 5), ("unknown-item", 6)]


def test_a_skill_of_templates_that_nobody_has_is_one_error_at_a_use(tmp_path: Path) -> None:
    """Each item of each use was told, at "template model:31:46"."""
    uses = "use:\n- {template: model, id: A, skills: {ml: ML}}\n- {template: experiment, id: B}\n"
    found = told(tmp_path, f"{uses}- {{template: trio.yaml, id: C}}\n")
    assert [one[0] for one in found] == ["unknown-skill"]
    assert found[0][1] == 5
    assert found[0][2].startswith('work item "A-baseline" needs the skill "ML", which nobody has')
    assert "so do 6 more: A-features, A-train, A-evaluate, A-card" in found[0][2]


def test_items_of_a_use_keep_their_ids(tmp_path: Path) -> None:
    (found,) = told(tmp_path, "use: [{template: trio.yaml, id: T, items: {middle: {id: two}}}]\n")
    assert found[0] == "template-item-renamed"
    assert 'called "T-middle"' in found[2]


@pytest.mark.parametrize(
    ("use", "code", "words"),
    [
        ("items: {middle: {title: x}}, without: [middle]", "template-item-left-out", "(without)"),
        (
            "items: {middle: {due: 2027-01-08}}, with: {twice: no}",
            "template-item-left-out",
            "twice: yes",
        ),
        ("with: {wait: 2d}, without: [pause]", "idle-parameter", "wait means nothing"),
    ],
)
def test_what_a_use_says_of_nothing_is_warned_of(
    tmp_path: Path, use: str, code: str, words: str
) -> None:
    """A due date given to an item that was left out was lost without a word."""
    (found,) = told(tmp_path, f"use: [{{template: trio.yaml, id: T, {use}}}]\n")
    assert found[0] == code
    assert words in found[2]


@pytest.mark.parametrize(
    ("use", "hint"),
    [
        ("template: trio.yaml, with: {wait: 2d}, without: [pause]", "take pause out of without"),
        ("template: model, with: {ab_test: no, traffic: 2d}", "set ab_test to yes"),
        (
            "template: model, with: {ab_test: no, traffic: 2d}, without: [ab]",
            "take ab out of without",
        ),
    ],
)
def test_an_idle_parameter_is_told_with_what_lets_it_count(
    tmp_path: Path, use: str, hint: str
) -> None:
    told(tmp_path, f"use: [{{id: T, {use}}}]\n")
    warnings = load(tmp_path / "scenario.yaml").warnings
    (found,) = (one for one in warnings if one.code == "idle-parameter")
    name = "wait" if "wait" in use else "traffic"
    assert found.hint == f"{hint}, or take {name} out"


@pytest.mark.parametrize(
    ("value", "message", "hint"),
    [
        ('{gpus: "2"}', 'gpus is a number, and "2" is not', "gpus: 2"),
        ("{wait: yes}", "wait is a text such as 14d, and yes is not", "wait: 7d"),
    ],
)
def test_values_are_told_as_they_are_written(
    tmp_path: Path, value: str, message: str, hint: str
) -> None:
    """ "gpus is a number, and 2 is not" could not be understood, "True" nobody had written."""
    text = f"use: [{{template: trio.yaml, id: T, with: {value}}}]\n"
    assert [one[2] for one in told(tmp_path, text)] == [message]
    with pytest.raises(ScenarioError, match=hint):
        load(tmp_path / "scenario.yaml")


@pytest.mark.parametrize(
    ("use", "code"),
    [
        ("{template: trio.yaml, id: T}", "not-a-list"),
        ("[{template: trio.yaml, id: T, size: Q}]", "unknown-size"),
        ("[{template: tri.yaml, id: T}]", "missing-file"),
    ],
)
def test_a_wrong_use_is_one_mistake(tmp_path: Path, use: str, code: str) -> None:
    """No work items, people who can do none of them and idle GPUs were told of besides."""
    head = "resources: [{id: gpu, capacity: 8}]\n"
    after = ", after: T-last" if use.startswith("[") else ""
    text = f"{head}items: [{{id: A, needs: ml, effort: 1d{after}}}]\nuse: {use}\n"
    assert [one[0] for one in told(tmp_path, text)] == [code]


def test_a_wrong_use_in_changes_is_one_mistake(tmp_path: Path) -> None:
    (tmp_path / "trio.yaml").write_text(TRIO, "utf-8")
    text = "name: x\ncalendar: {start: 2026-12-01}\npeople: [{id: ana, skills: {ml: 3}}]\n"
    (tmp_path / "s.yaml").write_text(f"{text}items: [{{id: A, needs: ml, effort: 1d}}]\n", "utf-8")
    change = "add:\n  use: [{template: trio.yaml, id: T, size: Q}]\n"
    change += "  items: [{id: B, needs: ml, effort: 1d, after: [T-last, A]}]\n"
    (tmp_path / "c.yaml").write_text(change, "utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "s.yaml", changes=[tmp_path / "c.yaml"])
    assert [one.code for one in caught.value.findings] == ["unknown-size"]


def test_optional_items_of_a_use_are_never_dropped_in_one_warning(tmp_path: Path) -> None:
    text = "use: [{template: trio.yaml, id: T, optional: true}]\n"
    text += "items: [{id: A, needs: ml, effort: 1d, after: T-last}]\n"
    (found,) = told(tmp_path, text)
    assert found[0] == "never-dropped"
    assert found[2].startswith("4 items are optional")
    assert found[2].endswith("T-first, T-middle, T-pause, T-last")


def test_an_id_that_is_there_twice_in_a_template_is_named(tmp_path: Path) -> None:
    text = TRIO.replace("id: pause", "id: first")
    with pytest.raises(ScenarioError) as caught:
        read_template(text, "trio.yaml")
    (found,) = caught.value.findings
    assert found.message == 'the id "first" of an item of the template is already taken on line 10'


def test_what_stands_for_no_parameter_is_told(tmp_path: Path) -> None:
    """In a title it stayed as it was, and of an effort only its form was told."""
    text = TRIO.replace("Wait {wait}", "Wait {weit}").replace("scales: false", "scales: maybe")
    with pytest.raises(ScenarioError) as caught:
        read_template(text, "trio.yaml")
    assert [(one.code, one.hint) for one in caught.value.findings] == [
        ("unknown-parameter", 'did you mean "wait"?'),
        ("not-true-or-false", "write scales: false where the effort is the same at every size"),
    ]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "trio.yaml").write_text(TRIO, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["list", "FOLDER"], "list takes no name; templates of your own: --folder"),
        (["list", "--size", "L"], "--size means nothing to list"),
        (["show", "model", "--size", "L"], "goes with allocator template expand"),
        (["show", "model", "-o", "x"], "--output means nothing to show"),
        (["expand", "model", "--id", "A", "--yaml"], "--yaml means nothing to expand"),
        (
            ["expand", "model", "--id", "A", "--with", "gpus=1", "--with", "gpus=2"],
            "more than once",
        ),
    ],
)
def test_nothing_of_a_command_is_passed_over(own: Path, words: list[str], said: str) -> None:
    given = [str(own) if word == "FOLDER" else word for word in words]
    found = CliRunner().invoke(group, ["template", *given])
    assert found.exit_code != 0
    assert said in str(found.exception)


def test_what_is_wrong_with_an_option_has_no_line(own: Path) -> None:
    """It was told at "the use of the template:1:52"."""
    with pytest.raises(ScenarioError) as caught:
        expand_template("model", None, {"id": "A", "size": "Q"})
    assert str(caught.value).startswith('error: template "model" has no size "Q"')


def test_templates_of_a_folder_are_shown_by_name_and_all_mistakes_are_told(own: Path) -> None:
    shown = CliRunner().invoke(group, ["template", "show", "trio", "--folder", str(own)])
    assert "trio: Three in a row" in shown.output
    (own / "a.yaml").write_text("x: [", "utf-8")
    (own / "b.yaml").write_text("template: b\n", "utf-8")
    with pytest.raises(ScenarioError) as caught:
        all_templates(own)
    assert {Path(str(one.file)).name for one in caught.value.findings} == {"a.yaml", "b.yaml"}
