"""Exports in other code pages, with times that have units, in Italian, Dutch and Russian."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.domain import Scenario
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files
from allocator.scenario import loads

RUSSIAN = """\
Ключ проблемы;Тема;Тип задачи;Статус;Создано;Исполнитель;Первоначальная оценка
DS-1;Данные;Задача;К выполнению;04.08.2026 11:30;Анна;28800
DS-2;Модель;Задача;В работе;04.08.2026 11:30;Борис;57600
DS-3;Отчёт;Задача;Готово;04.08.2026 11:30;Борис;57600
"""
ITALIAN = """\
Chiave ticket,Riepilogo,Tipo di ticket,Stato,Creato,Data di scadenza,Assegnatario,Principale,\
Collegamento al ticket in ingresso (Blocks)
DS-1,Modello,Epic,Da fare,01/set/26 9:00 AM,30/set/26,Anna,,
DS-2,Dati,Storia,Fatto,01/set/26 9:00 AM,,Anna,DS-1,
DS-3,Addestra,Storia,In corso,01/set/26 9:00 AM,,Bo,DS-1,
DS-4,Servi,Storia,Da fare,01/set/26 9:00 AM,,Bo,DS-1,DS-3
"""


def imported(
    tmp_path: Path, content: bytes, mapping: str = "version: 1\n"
) -> tuple[Scenario, tuple[str, ...]]:
    path, rules = tmp_path / "e.csv", tmp_path / "m.yaml"
    path.write_bytes(content)
    rules.write_text(mapping, encoding="utf-8")
    result = import_files(TRACKERS["jira"], ImportRequest(files=(path,), mapping=rules))
    return loads(result.text).scenario, result.report


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8", "utf-8-sig", "utf-16"])
def test_cyrillic_exports_are_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    """Met before: read as cp1252, without titles, people and states."""
    scenario, _ = imported(tmp_path, RUSSIAN.encode(encoding))
    assert [item.title for item in scenario.items] == ["Данные", "Модель", "Отчёт"]
    assert [item.state for item in scenario.items] == ["todo", "in_progress", "done"]
    assert [person.name for person in scenario.people] == ["Анна", "Борис"]


def test_an_italian_export_keeps_its_epic_links_and_states(tmp_path: Path) -> None:
    """Met before: the epic without parts, its due date and the link lost, all states unknown."""
    scenario, _ = imported(tmp_path, ITALIAN.encode())
    (project,) = scenario.projects
    assert (project.id, str(project.due)) == ("DS-1", "2026-09-30")
    items = {item.id: item for item in scenario.items}
    assert [items[key].state for key in ("DS-2", "DS-3", "DS-4")] == ["done", "in_progress", "todo"]
    assert [link.item for link in items["DS-4"].after] == ["DS-3"]


TIMES = {
    "1d 4h": "1.5d",
    "8h": "1d",
    "2 Tage": "2d",
    "02:30": "150m",
    "1 week, 2 days": "7d",
    "30m": "30m",
    "1.5 jours": "1.5d",
    "3 giorni": "3d",
    "28800": "1d",
}


@pytest.mark.parametrize("cell", TIMES)
def test_times_with_units_are_read(tmp_path: Path, cell: str) -> None:
    """Met before: an effort of 2d, guessed, and the time reported as unread."""
    text = f'Issue key,Summary,Status,Created,Original Estimate\nA-1,X,To Do,2026-09-01,"{cell}"\n'
    scenario, _ = imported(tmp_path, text.encode())
    assert [item.effort for item in scenario.items] == [TIMES[cell]]


def test_a_day_of_the_tracker_is_that_of_the_mapping_and_told(tmp_path: Path) -> None:
    text = "Issue key,Summary,Status,Created,Original Estimate\nA-1,X,To Do,2026-09-01,2d 3h\n"
    scenario, report = imported(tmp_path, text.encode(), "version: 1\nhours_per_day: 6\n")
    assert [item.effort for item in scenario.items] == ["2.5d"]
    assert any('1 time with units, such as "2d 3h"' in note for note in report)
