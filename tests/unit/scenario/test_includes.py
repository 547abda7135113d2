"""Included files: what is put together, where it stands, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.domain.canonical import fingerprint
from allocator.errors import Finding, ScenarioError
from allocator.scenario import load, loads
from allocator.scenario.load import Loaded
from allocator.scenario.merge import merge_scenario

HEAD = """\
name: whole
calendar: {start: 2026-12-01}
people: [{id: ana, skills: {python: 3}}]
"""
PART = """\
projects: [{id: churn, name: Churn}]
items:
- {id: B, project: churn, needs: python, effort: 2d, after: A}
"""
OWN = "items: [{id: A, needs: python, effort: 1d}]\n"


def write(folder: Path, **files: str) -> Path:
    """Write files, their folders made, and return the scenario among them."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "scenario.yaml"


def included(folder: Path, **files: str) -> Loaded:
    return load(write(folder, **files))


def refused(folder: Path, **files: str) -> tuple[Finding, ...]:
    with pytest.raises(ScenarioError) as caught:
        included(folder, **files)
    return caught.value.findings


def test_it_is_the_same_scenario_as_in_one_file(tmp_path: Path) -> None:
    parts = included(tmp_path, scenario=HEAD + OWN + "include: [part.yaml]\n", part=PART).scenario
    assert [item.id for item in parts.items] == ["A", "B"]
    whole = (
        HEAD
        + "projects: [{id: churn, name: Churn}]\nitems:\n"
        + (
            "- {id: A, needs: python, effort: 1d}\n"
            "- {id: B, project: churn, needs: python, effort: 2d, after: A}\n"
        )
    )
    assert fingerprint(parts) == fingerprint(loads(whole).scenario)


def test_the_order_of_fields_does_not_matter(tmp_path: Path) -> None:
    """A scenario may hold nothing but its parts; parts may hold parts, beside them."""
    text = "include: [parts/all.yaml]\n"
    parts = "include: [team/head.yaml, items.yaml]\n"
    found = included(
        tmp_path, scenario=text, parts__all=parts, parts__team__head=HEAD, parts__items=OWN
    )
    assert found.scenario.name == "whole"
    assert [item.id for item in found.scenario.items] == ["A"]


def test_a_finding_stands_in_the_file_of_its_entry(tmp_path: Path) -> None:
    part = "items:\n- {id: B, needs: python, effort: 2d}\n- {id: C, needs: python, effort: 3q}\n"
    (finding,) = refused(tmp_path, scenario=HEAD + OWN + "include: part.yaml\n", part=part)
    assert (Path(str(finding.file)).name, finding.line) == ("part.yaml", 3)
    assert finding.path == "items[1].effort"


def test_the_same_id_in_two_files_names_both(tmp_path: Path) -> None:
    (finding,) = refused(tmp_path, scenario=HEAD + OWN + "include: [part.yaml]\n", part=OWN)
    assert finding.code == "id-taken"
    assert (Path(str(finding.file)).name, finding.line) == ("part.yaml", 1)
    assert f"on line 4 of {tmp_path / 'scenario.yaml'}" in finding.message


def test_the_same_use_in_two_files_names_both(tmp_path: Path) -> None:
    uses = "use: [{template: dashboard, id: X}]\n"
    found = refused(tmp_path, scenario=HEAD + uses + "include: [part.yaml]\n", part=uses)
    taken = next(one for one in found if one.code == "id-taken")
    assert f"on line 4 of {tmp_path / 'scenario.yaml'}" in taken.message


def test_uses_of_an_included_file_find_projects_of_the_scenario(tmp_path: Path) -> None:
    own = "projects: [{id: churn}]\ninclude: [draft/part.yaml]\n"
    part = "use: [{template: own.yaml, id: X, project: churn, labels: 'requirement:R1'}]\n"
    template = (
        "template: own\ntitle: Own\nitems: [{id: one, title: One, needs: python, effort: 1d}]\n"
    )
    found = included(tmp_path, scenario=HEAD + own, draft__part=part, draft__own=template).scenario
    (item,) = found.items
    assert (item.id, item.project) == ("X-one", "churn")
    assert "requirement:R1" in item.labels


def test_what_is_wrong_with_an_included_use_stands_there(tmp_path: Path) -> None:
    own = "use: [{template: dashboard, id: X}]\ninclude: [part.yaml]\n"
    part = "use:\n- {template: model, id: Y, size: XXL}\n- {template: model, id: Z, project: no}\n"
    found = refused(tmp_path, scenario=HEAD + own, part=part)
    size, project = (one for one in found if one.code in ("unknown-size", "unknown-project"))
    assert (Path(str(size.file)).name, size.line, size.path) == ("part.yaml", 2, "use[0].size")
    assert (Path(str(project.file)).name, project.line) == ("part.yaml", 3)


def test_files_that_an_included_file_names_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "items.csv").write_text("id,needs,effort\nA,python,1d\n", "utf-8")
    (tmp_path / "team" / "ana.ics").write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20261201T000000Z\n"
        "SUMMARY:Off\nDTSTART;VALUE=DATE:20261207\nEND:VEVENT\nEND:VCALENDAR\n",
        "utf-8",
    )
    own = "name: whole\ncalendar: {start: 2026-12-01}\ninclude: [team/all.yaml]\n"
    part = "people: [{id: ana, skills: {python: 3}, time_off: {ics: ana.ics}}]\nitems: items.csv\n"
    found = included(tmp_path, scenario=own, team__all=part).scenario
    assert [item.id for item in found.items] == ["A"]
    assert len(found.people[0].time_off) == 1


@pytest.mark.parametrize(
    ("include", "part", "code", "file"),
    [
        ("include: [part.yaml, part.yaml]", OWN, "included-twice", "scenario.yaml"),
        ("include: [part.yaml]", OWN + "include: [scenario.yaml]", "included-twice", "part.yaml"),
        ("include: [part.yaml]", OWN + "name: other", "field-in-two-files", "part.yaml"),
        ("include: [items.csv]", OWN, "include-not-yaml", "scenario.yaml"),
        ("include: [../part.yaml]", OWN, "file-outside-folder", "scenario.yaml"),
        ("include: [prat.yaml]", OWN, "missing-file", "scenario.yaml"),
        ("include: {a: b}", OWN, "not-a-list", "scenario.yaml"),
        ("include: [part.yaml]", "[1, 2]", "no-fields", "part.yaml"),
        ("include: [part.yaml]", OWN + "itmes: []", "unknown-field", "part.yaml"),
    ],
)
def test_what_cannot_be_included_is_told_where_it_stands(
    tmp_path: Path, include: str, part: str, code: str, file: str
) -> None:
    found = refused(tmp_path, scenario=HEAD + include + "\n", part=part)
    told = next(one for one in found if one.code == code)
    assert Path(str(told.file)).name == file
    assert told.line


@pytest.mark.parametrize(
    ("scenario", "include"),
    [
        (HEAD, "[prat.yaml]"),
        (HEAD + "resources: [{id: gpu, capacity: 2}]\n", "[prat.yaml, part.yaml]"),
        ("name: whole\n", "[part.yaml, broken.yaml]"),
        (HEAD + "use: [{template: model, id: M, project: x}]\n", "[items.csv]"),
    ],
)
def test_what_an_included_file_lacks_is_all_that_is_told(
    tmp_path: Path, scenario: str, include: str
) -> None:
    """Told besides: no items, people who can do none, resources that nobody holds."""
    broken = "items: [{id: A"
    files = {"scenario": f"{scenario}include: {include}\n", "part": PART, "broken": broken}
    found = refused(tmp_path, **files)
    assert len(found) == 1
    assert found[0].code in ("missing-file", "include-not-yaml", "not-yaml")


def test_a_field_that_two_files_give_alike_is_no_fault(tmp_path: Path) -> None:
    part = OWN + "calendar: {start: 2026-12-01}\nversion: 1\n"
    assert included(tmp_path, scenario=HEAD + "version: 1\ninclude: part.yaml\n", part=part)


def test_changes_find_included_entries(tmp_path: Path) -> None:
    path = write(tmp_path, scenario=HEAD + OWN + "include: [part.yaml]\n", part=PART)
    (tmp_path / "change.yaml").write_text(
        "update: {B: {effort: 4d}}\nremove: [A]\nlinks: relink\n", "utf-8"
    )
    found = load(path, changes=[tmp_path / "change.yaml"]).scenario
    assert [(item.id, item.effort) for item in found.items] == [("B", "4d")]


def test_a_text_without_a_folder_cannot_include() -> None:
    with pytest.raises(ScenarioError) as caught:
        loads(HEAD + "include: [part.yaml]\n")
    assert "file-without-folder" in {finding.code for finding in caught.value.findings}


def test_all_items_of_a_use_have_its_priority_labels_and_leave() -> None:
    use = "use: [{template: dashboard, id: X, priority: 0, optional: true, labels: [a, b]}]\n"
    skills = HEAD.replace("{python: 3}", "[product, analytics, data-engineering, design]")
    try:
        items = loads(skills + use).scenario.items
    except ScenarioError as error:
        pytest.fail(str(error))
    assert {item.priority for item in items} == {0}
    assert all(item.optional and {"a", "b"} <= set(item.labels) for item in items)


def test_a_pull_leaves_included_files_alone(tmp_path: Path) -> None:
    base = HEAD + "items:\n- {id: A, needs: python, effort: 1d}\n"
    mine = base + "include: [part.yaml]\n"
    theirs = base.replace("1d", "2d")
    merged = merge_scenario(mine, theirs, base, file="scenario.yaml").text
    assert merged == theirs + "include: [part.yaml]\n"
    path = write(tmp_path, scenario=merged, part=PART)
    assert [(item.id, item.effort) for item in load(path).scenario.items] == [
        ("A", "2d"),
        ("B", "2d"),
    ]
