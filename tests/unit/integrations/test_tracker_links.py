"""Columns of links in any language, what they mean, and what is told where that is not known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from allocator.errors import ScenarioError
from allocator.integrations import TRACKERS
from allocator.integrations.jira.column_names import jira_names
from allocator.integrations.tracker.headers import Header
from allocator.integrations.tracker.importer import ImportRequest, import_files, suggest_mapping
from support.jira_csv import Imported, run

HEADER = Header(jira_names())


def export(column: str, cells: dict[str, str], head: str = "Issue key,Summary,Created") -> str:
    """Return an export of three tickets with one more column; ``;`` separates nothing here."""
    rows = [f'D-{n},Step {n},2026-12-01,"{cells.get(f"D-{n}", "")}"' for n in (1, 2, 3)]
    return "\n".join([f'{head},"{column}"', *rows]) + "\n"


def after(made: Imported) -> dict[str, list[str]]:
    return {i.id: [link.item for link in i.after] for i in made.scenario.items if i.after}


WAITS = [
    "Enlace a la incidencia interna (Blocks)",
    "Enlace de incidencia de entrada (Bloquea)",
    "Lien du ticket entrant (Blocks)",
    "Eingehende Verknüpfung (Blockiert)",
    "Link de entrada do item (Bloqueia)",
    "Collegamento in entrata del ticket (Blocks)",
    "Inkomende koppeling (Blokkeert)",
    "Przychodzące łącze zgłoszenia (Blokuje)",
    "Входящая ссылка на задачу (Блокирует)",
    "内向きの課題リンク (Blocks)",
    "传入问题链接（阻塞）",
    "Inward issue link (Blocks (migrated))",
    "Outward issue link (Hängt ab von)",
    "Is blocked by",
    "Custom field (Blocked by)",
    "Vorgänger",
    "Prédécesseurs",
    "Predecesoras",
    "Zależności",
    "前置任务",
]
PRECEDES = [
    "Enlace a la incidencia externa (Blocks)",
    "Lien de ticket sortant (Blocage)",
    "Ausgehende Verknüpfung (Abhängigkeit)",
    "Collegamento in uscita (Blocca)",
    "Исходящая ссылка (Blocks)",
    "外向き課題リンク (Blocks)",
    "Blocks",
    "Nachfolger",
    "Successors",
]


@pytest.mark.parametrize("column", WAITS)
def test_the_row_waits_for_what_the_column_names(tmp_path: Path, column: str) -> None:
    made = run(tmp_path, export(column, {"D-1": "D-2"}))
    assert after(made) == {"D-1": ["D-2"]}


@pytest.mark.parametrize("column", PRECEDES)
def test_what_the_column_names_waits_for_the_row(tmp_path: Path, column: str) -> None:
    made = run(tmp_path, export(column, {"D-1": "D-2"}))
    assert after(made) == {"D-2": ["D-1"]}


def test_spanish_links_inside_and_outside_the_file(tmp_path: Path) -> None:
    text = (
        "Clave de incidencia,Resumen,Estado,Creada,Enlace a la incidencia interna (Blocks)\n"
        "D-2,Entrenar,Por hacer,04/ago/26 11:30 PM,D-1\n"
        "D-1,Preparar,Por hacer,04/ago/26 11:30 PM,\n"
        "D-3,Desplegar,Por hacer,04/ago/26 11:30 PM,INF-7\n"
    )
    made = run(tmp_path, text, order="dmy")
    assert after(made) == {"D-2": ["D-1"]}
    assert [a.what for a in made.scenario.item_by_id["D-3"].waits_for] == ["INF-7"]
    assert "predecessors that are not in the file: 1 (INF-7 (for D-3))" in made.report


def test_a_direction_that_no_word_tells_is_not_guessed() -> None:
    for name in ("Enlace a la incidencia (Blocks)", "Link (interno/externo)", "Fecha interna (x)"):
        assert HEADER.columns([name]).link_columns == []


@pytest.mark.parametrize(
    ("cell", "other"),
    [
        ("D-2, D-3", ["D-2", "D-3"]),
        ("D-2;D-3", ["D-2", "D-3"]),
        ("https://tracker.example.com/browse/D-2", ["D-2"]),
        ("#d-2", ["D-2"]),
        ("D-2 Step 2", ["D-2"]),
        ("D-2: what it was called before; D-3 - Step 3", ["D-2", "D-3"]),
        ("Step 2", ["D-2"]),
        ("step  2; Step 3", ["D-2", "D-3"]),
    ],
)
def test_a_cell_of_links_names_keys_addresses_or_titles(
    tmp_path: Path, cell: str, other: list[str]
) -> None:
    assert after(run(tmp_path, export("Depends on", {"D-1": cell}))) == {"D-1": other}


def test_a_text_that_is_nothing_of_the_kind_is_told_and_nothing_waits_for_it(
    tmp_path: Path,
) -> None:
    made = run(tmp_path, export("Depends on", {"D-1": "budget of the board", "D-2": "D-3"}))
    assert not made.scenario.item_by_id["D-1"].waits_for
    assert after(made) == {"D-2": ["D-3"]}
    assert (
        "1 link to what is neither a key nor the title of one ticket, left out: "
        '"budget of the board" (of D-1)' in made.report
    )


def test_a_title_of_two_tickets_is_told_and_links_to_neither(tmp_path: Path) -> None:
    text = "Issue key,Summary,Created,Depends on\nD-1,Data,2026-12-01,\nD-2,Data,2026-12-01,\n"
    made = run(tmp_path, f"{text}D-3,Train,2026-12-01,Data\n")
    assert after(made) == {}
    assert '"Data" is the title of D-1, D-2: which one is meant is not told' in made.report


@pytest.mark.parametrize("column", ["Viite", "Verwandte Themen", "関連", "Custom field (Gate)"])
def test_a_column_that_is_not_read_and_holds_keys_is_told(tmp_path: Path, column: str) -> None:
    made = run(tmp_path, export(column, {"D-1": "D-2", "D-3": "INF-7 INF-8"}))
    assert after(made) == {}
    told = "is not read, and 2 of its 2 cells look like keys (D-2)"
    assert f'column "{column}" {told}' in made.report
    assert "link_columns: {" in made.report


def test_numbers_of_tickets_in_a_column_that_is_not_read_are_told(tmp_path: Path) -> None:
    text = "ID,Title,State,Viite\n11,A,New,\n12,B,New,11\n13,C,New,12\n"
    (tmp_path / "q.csv").write_text(text, "utf-8")
    written = import_files(TRACKERS["azure-devops"], ImportRequest(files=[tmp_path / "q.csv"]))
    assert 'column "Viite" is not read, and 2 of its 2 cells look like keys' in str(written.report)


@pytest.mark.parametrize("cell", ["17", "UTF-8 and more", "2026-12-01", "follow-up", "a-1"])
def test_other_content_of_a_column_that_is_not_read_is_only_counted(
    tmp_path: Path, cell: str
) -> None:
    made = run(tmp_path, export("Remark", {"D-1": cell}))
    assert "look" not in made.report
    assert "columns that are not read, with the number of their cells: Remark (1)" in made.report


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("before", {"D-1": ["D-2"]}),
        ("after", {"D-2": ["D-1"]}),
        ("{cells: before}", {"D-1": ["D-2"]}),
        ("ignore", {}),
    ],
)
@pytest.mark.parametrize("column", ["Viite", "Custom field (Viite)"])
def test_the_mapping_says_what_a_column_of_links_means(
    tmp_path: Path, column: str, rule: str, expected: dict[str, list[str]]
) -> None:
    text = export(column, {"D-1": "D-2"})
    made = run(tmp_path, text, mapping=f"link_columns: {{viite: {rule}}}")
    assert after(made) == expected
    assert "not read" not in made.report


def test_the_mapping_gives_the_type_and_comes_before_the_words(tmp_path: Path) -> None:
    mapping = "link_columns: {Is blocked by: {cells: after, type: SS}}"
    made = run(tmp_path, export("Is blocked by", {"D-1": "D-2"}), mapping=mapping)
    (link,) = made.scenario.item_by_id["D-2"].after
    assert (link.item, link.type.value) == ("D-1", "SS")
    assert 'column "Is blocked by": the row comes first (SS), 1 mention' in made.report


def test_a_column_of_the_mapping_that_no_file_has_is_told(tmp_path: Path) -> None:
    made = run(tmp_path, export("Viite", {}), mapping="link_columns: {Vite: before}")
    assert 'the mapping names 1 column that no file has: "Vite"' in made.report


def test_a_rule_without_a_direction_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError):
        run(tmp_path, export("Viite", {}), mapping="link_columns: {Viite: {type: SS}}")


def test_the_proposed_mapping_names_the_columns_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    text = export("Viite", {"D-1": "D-2"}).replace('"Viite"', '"Viite",Depends on')
    path.write_text(text.replace('"D-2"', '"D-2",D-3').replace('""', '"",'), "utf-8")
    request = ImportRequest(files=[path])
    proposed = suggest_mapping(TRACKERS["jira"], request)
    assert "Viite: ignore # 1 cell such as D-2" in proposed
    assert "Depends on: before # 1 cell" in proposed
    made = run(tmp_path, path.read_text("utf-8"), mapping=proposed)
    assert made.text == import_files(TRACKERS["jira"], request).text
    assert after(made) == {"D-1": ["D-3"]}


def test_a_csv_file_of_work_items_has_links_too(tmp_path: Path) -> None:
    text = "ID,Title,State,Predecessors,Nachfolger\n11,A,New,,13\n12,B,New,11,\n13,C,New,,\n"
    (tmp_path / "q.csv").write_text(text, "utf-8")
    written = import_files(TRACKERS["azure-devops"], ImportRequest(files=[tmp_path / "q.csv"]))
    assert written.text.count("after: 11") == 2


def test_a_link_among_the_fields_of_columns_is_told_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="link_columns: before, after or ignore"):
        run(tmp_path, export("Viite", {}), mapping="columns: {Viite: before}")


def test_fields_of_an_answer_that_are_not_read_are_told_and_can_be_links(tmp_path: Path) -> None:
    items = [
        {"id": 11, "fields": {"System.Title": "A", "Custom.Gate": ""}},
        {"id": 12, "fields": {"System.Title": "B", "Custom.Gate": "11", "System.Rev": 3}},
    ]
    (tmp_path / "items.json").write_text(json.dumps({"count": 2, "value": items}), "utf-8")
    files = {"files": [tmp_path / "items.json"]}
    report = "\n".join(import_files(TRACKERS["azure-devops"], ImportRequest(**files)).report)
    assert 'column "Custom.Gate" is not read, and its cell looks like a key (11)' in report
    assert "number of their cells: Custom.Gate (1), System.Rev (1)" in report
    (tmp_path / "mapping.yaml").write_text("link_columns: {Custom.Gate: before}\n", "utf-8")
    request = ImportRequest(**files, mapping=tmp_path / "mapping.yaml")
    assert "after: 11" in import_files(TRACKERS["azure-devops"], request).text


def test_relations_of_azure_devops_are_counted_by_type_and_can_be_mapped(tmp_path: Path) -> None:
    def relation(rel: str, number: int) -> dict[str, str]:
        return {"rel": rel, "url": f"https://x/_apis/wit/workItems/{number}"}

    ends = {
        1: [relation("Custom.Gate-Forward", 2), relation("System.LinkTypes.Related", 3)],
        2: [relation("Custom.Gate-Reverse", 1), relation("System.LinkTypes.Duplicate-Forward", 3)],
        3: [relation("ArtifactLink", 1), relation("System.LinkTypes.Remote.Related", 1)],
    }
    items = [
        {"id": number, "fields": {"System.Title": f"T{number}"}, "relations": relations}
        for number, relations in ends.items()
    ]
    (tmp_path / "items.json").write_text(json.dumps({"count": 3, "value": items}), "utf-8")
    files = {"files": [tmp_path / "items.json"]}
    made = import_files(TRACKERS["azure-devops"], ImportRequest(**files))
    report = "\n".join(made.report)
    assert "after:" not in made.text
    assert "ignored: Gate (2), Related (1), Duplicate (1)" in report
    assert "ignored: ArtifactLink (1), System.LinkTypes.Remote.Related (1)" in report
    (tmp_path / "mapping.yaml").write_text("links: {Gate: {outward: before}}\n", "utf-8")
    request = ImportRequest(**files, mapping=tmp_path / "mapping.yaml")
    made = import_files(TRACKERS["azure-devops"], request)
    assert made.text.count("after: 1") == 1
