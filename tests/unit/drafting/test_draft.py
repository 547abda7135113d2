"""Drafts: the files that they make, and what stays when a document is drafted again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import allocator
from allocator.api.drafts import DraftResult
from allocator.cli.init import template
from allocator.cli.main import main
from allocator.errors import InputError, MergeConflictError, ScenarioError
from allocator.planfile.plan_json import write_plan
from allocator.scenario import load
from support import sample_plans

ROOT = Path(__file__).resolve().parents[3]
PRD = template("prd")
TEAM = """\
name: Marketing
calendar: {start: 2027-01-04}
people:
- {id: ana, skills: [ml, statistics, labelling, mlops, engineering]}
- {id: cleo, skills: [data-engineering, analytics, product, design]}
resources: [{id: gpu, capacity: 4}]
include: [draft/scenario.yaml]
"""


def draft(folder: Path, text: str = PRD, **options: object) -> DraftResult:
    """Draft a document into folder/draft and write the files."""
    (folder / "prd.md").write_text(text, "utf-8")
    found = allocator.draft(folder / "prd.md", folder / "draft", **options)  # type: ignore[arg-type]
    found.save()
    return found


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_document_to_start_from_is_that_of_the_scenarios() -> None:
    assert (ROOT / "scenarios" / "requirements" / "churn.md").read_text("utf-8") == PRD


def test_the_document_to_start_from_makes_a_sound_part_of_a_scenario(tmp_path: Path) -> None:
    found = draft(tmp_path)
    names = [one.template for one in found.requirements]
    assert names == ["data-pipeline", "model", "ab-test", "dashboard", "llm-feature", "", ""]
    (tmp_path / "scenario.yaml").write_text(TEAM, "utf-8")
    loaded = load(tmp_path / "scenario.yaml")
    assert loaded.warnings == ()
    ids = {item.id for item in loaded.scenario.items}
    assert ids == {item for one in found.requirements for item in one.items}
    score = loaded.scenario.item_by_id["CH-R2-question"]
    assert [link.item for link in score.after] == ["CH-R1-done"]
    assert score.priority == 6, "must, times the project's 2"
    optional = {item.id.rpartition("-")[0] for item in loaded.scenario.items if item.optional}
    assert optional == {"CH-R5"}


def test_every_requirement_is_traced(tmp_path: Path) -> None:
    draft(tmp_path)
    lines = (tmp_path / "draft" / "traceability.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [f"CH-R{n}" for n in range(1, 8)]
    page = (tmp_path / "draft" / "traceability.md").read_text("utf-8")
    assert "without work" in page
    assert "not wanted" in page


def test_a_could_that_a_must_needs_is_not_optional(tmp_path: Path) -> None:
    draft(tmp_path, PRD.replace("- CH-R6 (must)", "- CH-R6 (must; dashboard; after CH-R5)"))
    assert "optional" not in (tmp_path / "draft" / "scenario.yaml").read_text("utf-8")


def test_a_template_is_asked_for_what_it_has(tmp_path: Path) -> None:
    wrong = PRD.replace("labels=yes, gpus=2", "label=yes").replace("| S |", "| XXL |")
    wrong = wrong.replace("(could; llm, S;", "(could; template lmm; size S;")
    with pytest.raises(ScenarioError) as caught:
        draft(tmp_path, wrong)
    found = {finding.code: finding for finding in caught.value.findings}
    assert set(found) == {"unknown-parameter", "unknown-size", "unknown-template"}
    lines = PRD.splitlines()
    for code, name in (("unknown-parameter", "CH-R2"), ("unknown-size", "CH-R3")):
        assert lines[(found[code].line or 0) - 1].startswith(f"| {name} ")
        assert name in found[code].message
    assert not (tmp_path / "draft").exists()


def test_the_same_document_again_changes_nothing(tmp_path: Path) -> None:
    draft(tmp_path)
    again = draft(tmp_path)
    assert again.files == ()
    assert again.changes == ()


def test_what_was_written_stays_and_what_has_changed_is_told(tmp_path: Path) -> None:
    draft(tmp_path)
    folder = tmp_path / "draft"
    edit(
        folder / "specification.md",
        "- Design: TODO: how it is built",
        "- Design: dbt, not how it is built",
    )
    edit(folder / "specification.md", "## Interfaces\n", "## Interfaces\n\n  Our *own* words.\t\n")
    edit(folder / "scenario.yaml", "    size: S\n", "    size: S\n    without: [clean]\n")
    after = PRD.replace("| L | labels=yes", "| XL | labels=yes")
    after = after.replace("- CH-R7 (won't): Scores", "- CH-R8 (must; model): Scores")
    found = draft(tmp_path, after)
    assert found.changes is not None
    assert "CH-R2 has changed: size L -> XL" in found.changes
    assert any(line.startswith("CH-R8 is new") for line in found.changes)
    assert any(line.startswith("CH-R7 is gone") for line in found.changes)
    assert any(line.startswith("17 items come: CH-R8-question") for line in found.changes)
    assert any(line.startswith("1 item goes: CH-R3-clean") for line in found.changes)
    text = (folder / "specification.md").read_text("utf-8")
    assert "dbt, not how it is built" in text
    assert "## Interfaces\n\n  Our *own* words.\t\n" in text
    assert "### CH-R8" in text
    assert "size XL" in text
    part = (folder / "scenario.yaml").read_text("utf-8")
    assert "    without: [clean]\n" in part
    assert "id: CH-R8" in part


def test_lines_that_both_have_changed_are_refused_until_somebody_decides(tmp_path: Path) -> None:
    draft(tmp_path)
    part = tmp_path / "draft" / "scenario.yaml"
    edit(part, "    size: L\n", "    size: S\n")
    before = {path: path.read_bytes() for path in (tmp_path / "draft").iterdir()}
    after = PRD.replace("| L | labels=yes", "| XL | labels=yes")
    with pytest.raises(MergeConflictError) as caught:
        draft(tmp_path, after)
    assert "size: S" in str(caught.value)
    assert "size: XL" in str(caught.value)
    assert {path: path.read_bytes() for path in (tmp_path / "draft").iterdir()} == before
    draft(tmp_path, after, prefer="mine")
    assert "size: XL" not in part.read_text("utf-8")
    last = after.replace("| XL |", "| M |").replace("- CH-R7 (won't)", "- CH-R8 (must; model)")
    draft(tmp_path, last.replace("- CH-R5", "- CH-R9"), prefer="document")
    text = part.read_text("utf-8")
    assert text.count("size: S") == 2, "the test of campaigns, and the assistant"
    assert [name for name in ("CH-R2", "CH-R5", "CH-R8", "CH-R9") if f"id: {name}\n" in text] == [
        *("CH-R2", "CH-R8", "CH-R9")
    ]


def test_what_is_wrong_in_an_edited_part_is_told_there(tmp_path: Path) -> None:
    draft(tmp_path)
    edit(tmp_path / "draft" / "scenario.yaml", "    size: L\n", "    size: XXL\n")
    with pytest.raises(ScenarioError) as caught:
        draft(tmp_path)
    assert str(caught.value.findings[0].file).endswith("scenario.yaml")


def test_an_edited_matrix_is_kept_under_another_name(tmp_path: Path) -> None:
    draft(tmp_path)
    edit(tmp_path / "draft" / "traceability.md", "CH-R6", "CH-R6 (ask Tim)")
    draft(tmp_path)
    folder = tmp_path / "draft"
    assert "ask Tim" in (folder / "traceability.edited.md").read_text("utf-8")
    assert "ask Tim" not in (folder / "traceability.md").read_text("utf-8")


def test_files_of_somebody_else_are_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "scenario.yaml").write_text("name: mine\n", "utf-8")
    with pytest.raises(InputError, match=r"scenario\.yaml"):
        draft(tmp_path)
    (tmp_path / "draft" / "scenario.yaml").unlink()
    draft(tmp_path)
    (tmp_path / "other.md").write_text(PRD, "utf-8")
    with pytest.raises(InputError, match=r"prd\.md"):
        allocator.draft(tmp_path / "other.md", tmp_path / "draft")


def test_a_file_that_is_gone_is_made_anew(tmp_path: Path) -> None:
    draft(tmp_path)
    (tmp_path / "draft" / "specification.md").unlink()
    found = draft(tmp_path)
    assert [file.name for file in found.files] == ["specification.md"]


def test_ends_of_lines_stay_those_of_the_file(tmp_path: Path) -> None:
    draft(tmp_path)
    path = tmp_path / "draft" / "specification.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    draft(tmp_path, PRD.replace("| S | traffic", "| M | traffic"))
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert b"A/B test, size M" in data


def test_templates_of_one_s_own_lie_in_the_folder_of_the_draft(tmp_path: Path) -> None:
    own = tmp_path / "draft" / "templates"
    own.mkdir(parents=True)
    (own / "consent.yaml").write_text(
        "template: consent\ntitle: Consent\ntags: [officer agrees]\n"
        "items: [{id: ask, title: Ask, needs: product, effort: 2d}]\n",
        "utf-8",
    )
    found = draft(tmp_path)
    assert found.requirements[5].template == "templates/consent.yaml"
    (tmp_path / "scenario.yaml").write_text(TEAM, "utf-8")
    assert "CH-R6-ask" in load(tmp_path / "scenario.yaml").scenario.item_by_id


def test_the_command_writes_and_tells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prd, folder = tmp_path / "prd.md", tmp_path / "draft"
    assert main(["init", "--template", "prd", str(prd)]) == 0
    assert main(["draft", str(prd), "-o", str(folder), "--dry-run"]) == 0
    assert not folder.exists()
    assert main(["draft", str(prd), "-o", str(folder)]) == 0
    shown = capsys.readouterr()
    assert "7 requirements, 5 matched to templates, 1 without a template" in shown.out
    assert "include: [draft/scenario.yaml]" in shown.out
    assert "no template fits CH-R6" in shown.err
    assert main(["draft", str(prd), "-o", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in document["requirements"]] == [f"CH-R{n}" for n in range(1, 8)]
    assert document["changes"] == []


def test_a_wrong_document_ends_with_its_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "prd.md").write_text("# Requirements\n\n- Score\n", "utf-8")
    assert main(["draft", str(tmp_path / "prd.md"), "-o", str(tmp_path / "draft")]) == 2
    assert "prd.md:3:1: error: a requirement has no id" in capsys.readouterr().err


def test_a_check_says_whether_the_files_are_up_to_date(tmp_path: Path) -> None:
    draft(tmp_path)
    words = ["draft", str(tmp_path / "prd.md"), "-o", str(tmp_path / "draft"), "--check"]
    edit(tmp_path / "draft" / "specification.md", "TODO", "done")
    assert main(words) == 0
    edit(tmp_path / "prd.md", "| L | labels", "| M | labels")
    assert main(words) == 2
    assert "size: L" in (tmp_path / "draft" / "scenario.yaml").read_text("utf-8")


def test_the_next_draft_has_the_dates_of_the_same_plan(tmp_path: Path) -> None:
    draft(tmp_path)
    plan = sample_plans.plan()
    items = list(plan.scenario.items)
    items[0] = items[0].model_copy(update={"labels": ("requirement:CH-R6",)})
    scenario = plan.scenario.model_copy(update={"items": tuple(items)})
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "plan.json").write_text(
        write_plan(plan.model_copy(update={"scenario": scenario})), "utf-8"
    )
    first = draft(tmp_path, plan=tmp_path / "plan")
    assert first.rows[5].finish is not None
    again = draft(tmp_path)
    assert again.rows == first.rows
    assert again.files == ()
    assert "--plan names another" in again.notes[-1]
    (tmp_path / "plan" / "plan.json").unlink()
    assert "cannot be read" in draft(tmp_path).notes[-1]


def test_what_was_taken_away_stays_away_and_is_told(tmp_path: Path) -> None:
    draft(tmp_path)
    part = tmp_path / "draft" / "scenario.yaml"
    text = part.read_text("utf-8")
    part.write_text(text[: text.index("use:")] + "use: [{template: dashboard, id: X}]\n", "utf-8")
    found = draft(tmp_path, PRD.replace("| L | labels=yes", "| XL | labels=yes"))
    assert "XL" not in part.read_text("utf-8")
    assert any(f"{part.name} has no items for CH-R1, CH-R2" in note for note in found.notes)
    assert any("taken use CH-R2 away" in note for note in found.notes)
    assert found.rows[1].state == "without work"


SMALL = "---\nproject: X\n---\n# Requirements\n\n"


def small(*entries: str, head: str = "") -> str:
    lines = "".join(f"- {entry}\n" for entry in entries)
    return SMALL.replace("---\n#", f"{head}---\n#") + lines


def test_where_use_is_taken_away_it_is_written_again_for_a_new_requirement(tmp_path: Path) -> None:
    first = small("X-R1 (must; dashboard): A")
    draft(tmp_path, first)
    part = tmp_path / "draft" / "scenario.yaml"
    text = part.read_text("utf-8")
    part.write_text(text[: text.index("\nuse:")] + "people: []\n", "utf-8")
    found = draft(tmp_path, first + "- X-R5 (must; dashboard): B\n")
    assert found.requirements[1].items
    assert not found.requirements[0].items
    assert part.read_text("utf-8").count("\nuse:\n") == 1
    assert "people: []" in part.read_text("utf-8")


def test_sections_of_one_s_own_are_no_part_of_the_last_use(tmp_path: Path) -> None:
    both = small("X-R1 (must; dashboard): A", "X-R2 (must; dashboard): B")
    draft(tmp_path, both)
    part = tmp_path / "draft" / "scenario.yaml"
    part.write_text(part.read_text("utf-8") + "items: [{id: OWN, effort: 1d}]\n", "utf-8")
    found = draft(tmp_path, both.replace("- X-R2 (must; dashboard): B\n", ""))
    text = part.read_text("utf-8")
    assert "X-R2" not in text
    assert text.endswith("items: [{id: OWN, effort: 1d}]\n")
    assert found.changes is not None
    assert found.changes[-1].startswith("10 items go: X-R2-")


def test_items_of_a_use_that_stays_do_not_go(tmp_path: Path) -> None:
    both = small("X-R1 (must; dashboard): A", "X-R2 (must; dashboard): B")
    draft(tmp_path, both)
    part = tmp_path / "draft" / "scenario.yaml"
    edit(part, "    id: X-R2\n", "    id: X-R2\n    without: [use]\n")
    draft(tmp_path, both)
    found = draft(tmp_path, both.replace("- X-R2 (must; dashboard): B\n", ""))
    assert "id: X-R2" in part.read_text("utf-8")
    assert found.changes == ("X-R2 is gone: B",)


def test_everything_is_told_in_one_go(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        draft(
            tmp_path,
            small(
                "X-R1 (must; model; gpus=-3): A",
                "X-R2 (must; model; gpus=lots): B",
                "X-R3 (must; model; colour=red): C",
                "X-R4 (must; model; shadow=0d): D",
                "X-R5 (must; model; XXL): E",
                "X-R6 (must; template=nosuch): F",
                "X-R7 (must; model; after X-R7): G",
            ),
        )
    found = [(one.line, one.code) for one in caught.value.findings]
    assert found == [
        (6, "number-too-small"),
        (7, "wrong-parameter"),
        (8, "unknown-parameter"),
        (9, "amount-not-above-zero"),
        (10, "unknown-size"),
        (11, "unknown-template"),
        (12, "after-itself"),
    ]
    said = caught.value.findings[0].message
    assert 'requirement "X-R1"' in said
    assert "X-R1-train" in said


def test_what_nothing_uses_is_told(tmp_path: Path) -> None:
    text = small(
        "X-R1 (must; dashboard, growth): A",
        "X-R2 (must; zebra; gpus=2): B",
        "X-R3 (must): C",
        head="skills: {nosuch: y, analytics: bi}\n",
    )
    notes = "\n".join(draft(tmp_path, text).notes)
    assert "tags that no template has, kept in draft.json: growth (X-R1), zebra (X-R2)" in notes
    assert "parameters mean nothing without a template: those of X-R2" in notes
    assert "no template fits X-R2, X-R3" in notes
    assert "the label of each, as: ['requirement:X-R2']" in notes
    assert "no template of these needs: nosuch" in notes
    part = (tmp_path / "draft" / "scenario.yaml").read_text("utf-8")
    assert "analytics: bi" in part
    assert "nosuch" not in part


def test_a_parameter_on_which_nothing_depends_is_told_where_it_stands(tmp_path: Path) -> None:
    """Only ``allocator check`` of the scenario told, of a line that nobody had written."""
    text = small(
        "X-R1 (must; model; traffic=7d): A", "X-R2 (must; model; ab_test=no, traffic=7d): B"
    )
    found = draft(tmp_path, text)
    assert [note for note in found.notes if "traffic" in note] == [
        "X-R2 (line 7): traffic means nothing here: no item that is left depends on it; "
        "set ab_test to yes, or take traffic out"
    ]
    assert (tmp_path / "draft" / "scenario.yaml").read_text("utf-8").count("traffic: 7d") == 2


def test_a_changed_flag_is_told_as_the_document_writes_it(tmp_path: Path) -> None:
    text = small("X-R1 (must; a/b test; aa_test=yes): A")
    draft(tmp_path, text)
    assert draft(tmp_path, text.replace("=yes", "=no")).changes is not None
    assert "X-R1 has changed: with aa_test=no -> aa_test=yes" in (
        draft(tmp_path, text).changes or ()
    )


def test_a_plan_of_something_else_is_told(tmp_path: Path) -> None:
    assert not any("no items of this draft" in one for one in draft(tmp_path).notes)
    found = draft(tmp_path, plan=sample_plans.plan())
    assert any("no items of this draft" in one for one in found.notes)


def test_a_size_of_the_front_matter_is_wrong_once(tmp_path: Path) -> None:
    """Each requirement was told to be wrong."""
    rows = "".join(f"- A-{n} (model): A model\n" for n in range(9))
    with pytest.raises(ScenarioError) as caught:
        draft(tmp_path, f"---\nproject: A\nsize: XXL\n---\n## Requirements\n\n{rows}")
    (found,) = caught.value.findings
    assert (found.line, found.message) == (3, 'template "model" has no size "XXL"')


def test_a_file_is_no_folder_for_a_draft(tmp_path: Path) -> None:
    (tmp_path / "draft").write_text("x", "utf-8")
    with pytest.raises(InputError, match="is a file; a draft is written into a folder"):
        draft(tmp_path)


def test_text_above_the_first_heading_is_background(tmp_path: Path) -> None:
    """It was met with an IndexError."""
    text = "+++\nwritten = 2027\n+++\n\n## Requirements\n\n- CH-R1: A model of churn\n"
    draft(tmp_path, text)
    written = (tmp_path / "draft" / "specification.md").read_text("utf-8")
    assert "## Background\n\n+++\nwritten = 2027\n+++\n" in written


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "no-requirements"),
        ("## Requirements\n\n- A-1: A model\n- B-1: A model\n", "requirements-without-project"),
        ("---\ntitle: 3\n---\n\n## Requirements\n\n- A-1: A model\n", "not-a-text"),
        ("---\ntitle: x\n\n## Requirements\n\n- A-1: A model\n", "open-front-matter"),
    ],
)
def test_what_is_wrong_with_a_document_is_told_once(tmp_path: Path, text: str, code: str) -> None:
    """ "the YAML tag tag:yaml.org,2002:null is not supported" came besides, of our own text."""
    with pytest.raises(ScenarioError) as caught:
        draft(tmp_path, text)
    assert [one.code for one in caught.value.findings] == [code]


def test_links_that_lead_nowhere_are_told_in_a_line_of_each_kind(tmp_path: Path) -> None:
    rows = "".join(f"- A-{n} (must; model; after A-9 and A-10, X-1): Nr. {n}\n" for n in (1, 2))
    text = f"## Requirements\n\n{rows}- A-9 (won't): Not now\n- A-10: What nobody knows\n"
    found = draft(tmp_path, f"---\nproject: A\nprority: 2\n---\n{text}")
    told = "requirements come after what"
    assert [note for note in found.notes if "come after" in note or "prority" in note] == [
        'not used of the front matter, kept in draft.json: prority (did you mean "priority"?)',
        f"{told} is not wanted (won't), so it is not waited for: A-1 after A-9, A-2 after A-9",
        f"{told} has no work yet, so it is not waited for: A-1 after A-10, A-2 after A-10",
        f"{told} is no requirement, so an item of the scenario: A-1 after X-1, A-2 after X-1",
    ]


def without_text_assistant(text: str) -> str:
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("- CH-R5"))
    return "\n".join(lines[:at] + lines[at + 3 :])


def test_lines_of_requirements_that_are_gone_go_beside_what_was_filled_in(tmp_path: Path) -> None:
    """They stayed in the chapter on the rollout for ever where the next line had been written."""
    draft(tmp_path)
    edit(tmp_path / "draft" / "specification.md", "Way back: TODO", "Way back: the gateway; TODO")
    found = draft(tmp_path, without_text_assistant(PRD))
    written = (tmp_path / "draft" / "specification.md").read_text("utf-8")
    assert "- Way back: the gateway" in written
    assert "CH-R5" not in written
    assert not [note for note in found.notes if "what you wrote stays" in note]


def test_a_draft_here_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "prd.md").write_text(PRD, "utf-8")
    monkeypatch.chdir(tmp_path)
    allocator.draft("prd.md", ".").save()
    part = (tmp_path / "scenario.yaml").read_text("utf-8")
    assert f"include: [{tmp_path.name}/scenario.yaml]" in part


def test_cells_of_the_matrix_are_no_formulas(tmp_path: Path) -> None:
    draft(tmp_path, small("X-R1 (must; dashboard): =HYPERLINK(1)"))
    line = (tmp_path / "draft" / "traceability.csv").read_text("utf-8").splitlines()[1]
    assert line.startswith("X-R1,'=HYPERLINK(1),")


def test_a_limit_of_the_budget_is_the_project_s(tmp_path: Path) -> None:
    draft(tmp_path, small("X-R1 (must; dashboard): A", head="budget: {limit: 100}\n"))
    assert "budget: {limit: 100}" in (tmp_path / "draft" / "scenario.yaml").read_text("utf-8")
