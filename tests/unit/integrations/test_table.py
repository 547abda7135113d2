"""Tables of other tools and own sheets: headers, dates, estimates, people, links, outlines."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Alignment

from allocator.cli.main import main
from allocator.domain import ElapsedLag, Scenario
from allocator.domain.items import WorkItem
from allocator.errors import FormatError
from allocator.integrations import TRACKERS
from allocator.integrations.table.amounts import ends_of_range, percent_of, plain_date, seconds_of
from allocator.integrations.table.predecessors import PredecessorCells
from allocator.integrations.tracker.importer import ImportRequest, import_files, suggest_mapping
from allocator.scenario import loads

HOUR, DAY = 3600.0, 8 * 3600.0


class Table:
    """A table of a text, imported."""

    def __init__(self, folder: Path, text: str, name: str = "table.csv", mapping: str = "") -> None:
        path = folder / name
        path.write_text(text, "utf-8")
        rules = None
        if mapping:
            rules = folder / "mapping.yaml"
            rules.write_text(mapping, "utf-8")
        self.request = ImportRequest(files=[path], mapping=rules)
        made = import_files(TRACKERS["table"], self.request)
        self.report = list(made.report)
        self.scenario: Scenario = loads(made.text).scenario
        self.items: dict[str, WorkItem] = self.scenario.item_by_id

    def told(self, words: str) -> str:
        found = [line for line in self.report if words in line]
        assert found, "\n".join(self.report)
        return found[0]


LINEAR = (
    '"ID","Team","Title","Description","Status","Estimate","Priority","Project","Assignee",'
    '"Labels","Cycle Name","Created","Updated","Started","Completed","Canceled","Due Date",'
    '"Parent issue","Related to","Blocked by"\n'
    '"DS-1","Data","Clean","a\nb","Done","2","High","Churn","ana@acme.test","sql, data","Cycle 3",'
    '"Wed May 13 2026 11:21:41 GMT+0000 (GMT+00:00)",'
    '"Wed May 20 2026 11:51:28 GMT+0000 (GMT+00:00)",'
    '"Thu May 14 2026 09:00:00 GMT+0000 (GMT+00:00)",'
    '"Tue May 19 2026 16:00:00 GMT+0000 (GMT+00:00)","","","","",""\n'
    '"DS-2","Data","Train","","In Progress","5","Urgent","Churn","bo@acme.test","ml","Cycle 3",'
    '"","Wed May 20 2026 11:51:28 GMT+0000 (GMT+00:00)",'
    '"Mon May 18 2026 09:00:00 GMT+0000 (GMT+00:00)","","",'
    '"Fri Jun 26 2026 00:00:00 GMT+0000 (GMT+00:00)","","DS-4","DS-1"\n'
    '"DS-3","Data","Tune","","Todo","","No priority","Churn","","ml","","","","","","","","DS-9",'
    '"","DS-1"\n'
    '"DS-4","Data","Idea","","Canceled","1","Low","Churn","","","","","","","",'
    '"Wed May 20 2026 11:51:28 GMT+0000 (GMT+00:00)","","","",""\n'
)


def test_linear(tmp_path: Path) -> None:
    table = Table(tmp_path, LINEAR)
    done, going = table.items["DS-1"], table.items["DS-2"]
    assert (done.state, done.started, done.finished) == (
        "done",
        dt.datetime(2026, 5, 14, 9),
        dt.datetime(2026, 5, 19, 16),
    )
    assert (going.state, going.started, going.effort) == (
        "in_progress",
        dt.datetime(2026, 5, 18, 9),
        "5d",
    )
    assert (going.due, going.priority, going.people) == (dt.date(2026, 6, 26), 4, ("bo",))
    assert [link.item for link in going.after] == ["DS-1"]
    assert [(p.id, p.name) for p in table.scenario.projects] == [("churn", "Churn")]
    assert "DS-4" in table.told("will not be done")
    assert "Related to (1)" in table.told("make nothing wait")
    assert "Description (1)" in table.told("not read")
    assert table.told('column "Estimate": 3 numbers without a unit taken as points')


def test_asana(tmp_path: Path) -> None:
    table = Table(
        tmp_path,
        "Task ID,Created At,Completed At,Last Modified,Name,Section/Column,Assignee,Assignee Email,"
        "Start Date,Due Date,Tags,Notes,Projects,Parent task,Blocked By (Dependencies),"
        "Blocking (Dependencies),Estimated time\n"
        '1201,2026-05-01,2026-05-11,2026-05-11,Clean,Done,Ana,ana@a.test,,2026-05-12,"data,sql",,'
        'Churn,,,"Train, then tune",8h\n'
        '1202,2026-05-01,,2026-05-12,"Train, then tune",To do,Bo,,,2026-05-29,,,Churn,,Clean,,3d\n'
        '1203,2026-05-01,,2026-05-12,Tests,To do,,,,,,,Churn,"Train, then tune",,,90m\n',
    )
    assert table.items["1201"].state == "done"
    assert table.items["1201"].finished == dt.date(2026, 5, 11)
    assert table.items["1202"].is_milestone  # its part is the work
    assert (table.items["1203"].effort, table.items["1203"].group) == ("90m", "1202")
    assert [link.item for link in table.items["1203"].after] == ["1201"]


def test_clickup_counts_in_milliseconds(tmp_path: Path) -> None:
    table = Table(
        tmp_path,
        "Task ID,Task Custom ID,Task Name,Status,Date Created,Due Date,Due Date Text,Start Date,"
        "Parent ID,Assignees,Tags,Priority,List Name,Folder Name,Time Estimated,"
        "Time Estimated Text,Dependencies\n"
        "86a1,,Clean,to do,1747137600000,1782345600000,6/25/2026,,null,"
        '"[Ana Souza,Bo Chen]","[sql,data]",2,Churn,Models,28800000,8h,\n'
        "86a2,,Train,in progress,1747137600000,,,1747137600000,null,[Bo Chen],[ml],1,Churn,Models,"
        "57600000,16h,86a1\n",
    )
    clean, train = table.items["clean"], table.items["train"]
    assert (clean.due, clean.effort, clean.labels) == (dt.date(2026, 6, 25), "1d", ("sql", "data"))
    assert (train.effort, train.started, train.project) == (
        "2d",
        dt.datetime(2025, 5, 13, 12),
        "churn",
    )
    assert [link.item for link in train.after] == ["clean"]
    assert "clean: Ana Souza, Bo Chen" in table.told("several people")
    assert "Folder Name (2)" in table.told("not read")


def test_trello(tmp_path: Path) -> None:
    table = Table(
        tmp_path,
        "Card ID,Card Name,Card URL,Labels,Members,Due Date,List Name,Board Name,Archived,"
        "Due Complete\n"
        'c1,Clean,https://trello.com/c/1,"data (green), sql (red)",ana,2026-10-09T08:00:00.000Z,'
        "Doing,Churn,false,false\n"
        "c2,Old,https://trello.com/c/2,,,,Done,Churn,true,\n"
        "c3,Train,https://trello.com/c/3,,bo,2026-10-12T08:00:00.000Z,Backlog,Churn,false,true\n",
    )
    assert (table.items["c1"].state, table.items["c1"].labels) == ("in_progress", ("data", "sql"))
    assert table.items["c3"].state == "done"
    assert table.items["c3"].project == "churn"
    assert table.told("archived").endswith("1 (Old)")


def test_notion_has_relations_with_addresses_and_ranges_of_dates(tmp_path: Path) -> None:
    table = Table(
        tmp_path,
        "Task name,Assignee,Status,Due,Priority,Tags,Parent-task,Blocked by,Effort,Date\n"
        'Clean,Ana Souza,Done,"January 9, 2026",High,data,,,1d,'
        '"January 5, 2026 → January 9, 2026"\n'
        'Train,Ana Souza,Not started,"January 30, 2026",Medium,ml,,'
        '"Clean (https://www.notion.so/Clean-12?pvs=21), Label (https://www.notion.so/L-1)",3d,\n'
        "Label,,Not started,,,,Train (https://www.notion.so/Train-9?pvs=21),,2d,\n",
    )
    clean = table.items["clean"]
    assert (clean.started, clean.finished) == (dt.date(2026, 1, 5), dt.date(2026, 1, 9))
    assert table.items["label"].group == "train"
    assert "clean" in [link.item for link in table.items["label"].after]


def test_github_projects(tmp_path: Path) -> None:
    table = Table(
        tmp_path,
        "Title\tURL\tAssignees\tStatus\tEstimate\tIteration\tLabels\tLinked pull requests"
        "\tMilestone\tRepository\tParent issue\n"
        "Clean\thttps://github.com/acme/shop/issues/12\tana-s, bo\tTodo\t3\tIteration 4\tdata\t\tM1"
        "\tacme/shop\t\n"
        "Train\thttps://github.com/acme/shop/issues/14\tbo\tIn Progress\t5\t\tml\t\tM1\tacme/shop"
        "\thttps://github.com/acme/shop/issues/12\n"
        "Draft\t\t\t\t\t\t\t\t\t\t\n",
        "items.tsv",
    )
    assert list(table.items) == ["12", "14", "draft"]
    assert (table.items["14"].group, table.items["14"].effort) == ("12", "5d")
    assert table.items["14"].project == "acme-shop"


SMARTSHEET = (
    "Task Name,Duration,Start,Finish,Predecessors,% Complete,Assigned To,Status,Comments\n"
    "Launch,,01/05/26,02/13/26,,10%,,,\n"
    "  Design,5d,01/05/26,01/09/26,,100%,Ana Souza,Complete,\n"
    '  Build,2w,01/12/26,01/23/26,2FS +1d,25%,"Bo Chen, Cy Young",In Progress,\n'
    '  Test,3d,01/26/26,01/28/26,"3SS+4h, 2",0%,,Not Started,see wiki\n'
    "  Live,0,02/13/26,02/13/26,4FF-2ed,0%,,Not Started,\n"
)


def test_smartsheet_has_types_and_lags_of_links_and_an_outline(tmp_path: Path) -> None:
    table = Table(tmp_path, SMARTSHEET)
    links = {
        (item.id, link.item, link.type.value, link.lag)
        for item in table.scenario.items
        for link in item.after
        if item.id != "launch"
    }
    assert links == {
        ("build", "design", "FS", "1d"),
        ("test", "build", "SS", "4h"),
        ("test", "design", "FS", None),
        ("live", "test", "FF", ElapsedLag(elapsed="-2d")),
    }
    build = table.items["build"]
    assert (build.effort, build.remaining, build.state) == ("10d", "7.5d", "in_progress")
    assert table.items["live"].is_milestone
    assert {link.item for link in table.items["launch"].after} == {
        "design",
        "build",
        "test",
        "live",
    }
    assert table.items["test"].due is None and table.items["test"].not_before is None
    assert table.told('column "Finish": 5 dates are no due dates')
    asked = Table(tmp_path, SMARTSHEET, mapping="columns: {Finish: due}\n")
    assert asked.items["test"].due == dt.date(2026, 1, 28)


def test_wbs_codes_and_levels_are_an_outline_too(tmp_path: Path) -> None:
    text = "WBS,Task,Days\n1,All,\n1.1,One,2\n1.1.1,Deep,1\n1.2,Two,3\n"
    assert {i.id: i.group for i in Table(tmp_path, text).scenario.items} == {
        "all": None,
        "one": "all",
        "deep": "one",
        "two": "all",
    }
    text = "Outline Level,Task,Hours\n1,All,\n2,One,2\n3,Deep,1\n2,Two,3\n"
    found = Table(tmp_path, text)
    assert found.items["deep"].group == "one" and found.items["two"].effort == "3h"


def workbook(path: Path, rows: list[list[Any]], indents: dict[int, int] | None = None) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for number, indent in (indents or {}).items():
        sheet.cell(number, 1).alignment = Alignment(indent=indent)
    book.create_sheet("Comments").append(["wrote", "text"])
    book.save(path)


def test_a_workbook_has_dates_percentages_and_indentation(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    when = dt.datetime(2026, 12, 7)
    workbook(
        path,
        [
            ["My plan"],
            [],
            ["Task Name", "Due date", "Days", "Done %", "Owner"],
            ["Launch", None, None, None, None],
            ["Build", when, 2.5, 0.5, "Ana"],
        ],
        {5: 1},
    )
    made = import_files(TRACKERS["table"], ImportRequest(files=[path]))
    scenario = loads(made.text).scenario
    build = scenario.item_by_id["build"]
    assert (build.due, build.effort, build.group) == (dt.date(2026, 12, 7), "2.5d", "launch")
    assert any("1 sheet not read: Comments" in line for line in made.report)


def test_monday_repeats_its_header_by_group_and_has_subitems(tmp_path: Path) -> None:
    head = ["Name", "Subitems", "Owner", "Status", "Timeline - Start", "Timeline - End", "Hours"]
    path = tmp_path / "board.xlsx"
    workbook(
        path,
        [
            ["Churn board"],
            ["This month"],
            head,
            ["Model", "Clean, Train", "Ana", "Working on it", "2026-01-05", "2026-02-20", None],
            ["Subitems", "Name", "Owner", "Status", "Hours"],
            [None, "Clean", "Ana", "Done", 8],
            [None, "Train", "Bo", "Stuck", 16],
            ["Report", None, "Cy", None, None, "2026-03-01", 4],
            [None],
            ["Later"],
            head,
            ["Serve", None, "Bo", "", None, None, 12],
        ],
    )
    made = import_files(TRACKERS["table"], ImportRequest(files=[path]))
    items = loads(made.text).scenario.item_by_id
    assert set(items) == {"model", "clean", "train", "report", "serve"}
    assert items["clean"].group == items["train"].group == "model"
    assert (items["train"].effort, items["serve"].effort) == ("2d", "1.5d")
    assert items["report"].due == dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "unit", "seconds"),
    [
        ("3h 30m", "", 3.5 * HOUR),
        ("2 weeks", "", 10 * DAY),
        ("1,5 d", "", 1.5 * DAY),
        ("~3 days?", "", 3 * DAY),
        ("2:30", "", 2.5 * HOUR),
        ("16 hrs", "", 16 * HOUR),
        ("1 mo", "", 20 * DAY),
        ("28800000", "ms", 8 * HOUR),
        ("4", "d", 4 * DAY),
        ("4", "", None),
        ("soon", "d", None),
        ("3 apples", "", None),
    ],
)
def test_amounts(text: str, unit: str, seconds: float | None) -> None:
    assert seconds_of(text, 8, unit) == seconds


def test_what_ended_on_a_day_ended_with_its_working_hours(tmp_path: Path) -> None:
    rows = "Title,Status,Completed,Start\nClean,Done,2026-11-04,2026-11-04\nTrain,To do,,\n"
    done = Table(tmp_path, rows).items["clean"]
    assert (done.started, done.finished) == (dt.date(2026, 11, 4), dt.date(2026, 11, 4))


def test_what_ended_on_a_day_began_so_much_earlier_as_it_took(tmp_path: Path) -> None:
    rows = "Title,Status,Completed,Start,Estimate\nClean,Done,2026-11-04,,8h\n"
    rows += "Label,Done,2026-11-04,2026-11-04 13:00,2h\nTrain,To do,,,\n"
    items = Table(tmp_path, rows).items
    assert items["clean"].started == dt.datetime(2026, 11, 4, 9)
    assert items["label"].started == dt.datetime(2026, 11, 4, 13)


def test_names_of_columns_are_shortened_where_they_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(f"{'x' * 500}\x07,b\n1,2\n")
    assert main(["import", "table", str(path), "-o", str(tmp_path / "out.yaml")]) == 2
    told = capsys.readouterr().err
    assert len(told) < 400 + len(str(path)) and "\x07" not in told


def test_amounts_beyond_reason_are_unread_and_counted(tmp_path: Path) -> None:
    table = Table(tmp_path, "Task,Days\nOne,99999999999\nTwo,soon\nThree,3\n")
    assert [item.effort for item in table.scenario.items] == ["2d", "3d", "2d"]
    assert table.told("amounts of work unread: 2, such as")


def test_percentages_and_dates() -> None:
    assert [percent_of(text) for text in ("50%", "0.5", "50", "100%", "x")] == [
        *(0.5, 0.5, 0.5, 1.0),
        None,
    ]
    assert plain_date("1747137600000") == "2025-05-13 12:00"
    assert ends_of_range("2026-01-05 - 2026-01-09") == ("2026-01-05", "2026-01-09")
    assert ends_of_range("2026-01-09") == ("", "2026-01-09")


@pytest.mark.parametrize(
    ("cell", "links"),
    [
        ("12", [("12", "FS", "")]),
        ("12FS+2d", [("12", "FS", "2d")]),
        ("12SS-4h;14", [("12", "SS", "-4h"), ("14", "FS", "")]),
        ("12EA+1 tag", [("12", "FS", "1d")]),
        ("14FF + 3 edays", [("14", "FF", "3d elapsed")]),
        ("DS-1SF", [("DS-1", "SF", "")]),
        ("Ship 2FS", [("Ship 2FS", "FS", "")]),
        ("12FS+50%", [("12", "FS", "")]),
    ],
)
def test_predecessors(cell: str, links: list[tuple[str, str, str]]) -> None:
    reading = PredecessorCells({"12", "14", "DS-1", "Ship 2FS"}, 8)
    found = [(one.key, one.link, one.lag) for one in reading.cells(cell, "P", outward=False)]
    assert found == links
    assert bool(reading.unread) == ("%" in cell)


def test_own_columns_by_mapping_and_suggestions(tmp_path: Path) -> None:
    text = "Was;Wer;Std.;Nach\nDaten;Ana;12;\nModell;Bo;20;Daten\n"
    with pytest.raises(FormatError, match="Name of the column: title"):
        Table(tmp_path, text)
    mapping = "columns: {Was: title, Wer: assignee, Std.: hours}\nlink_columns: {Nach: before}\n"
    table = Table(tmp_path, text, mapping=mapping)
    assert (table.items["daten"].effort, table.items["modell"].effort) == ("1.5d", "2.5d")
    assert [link.item for link in table.items["modell"].after] == ["daten"]
    proposed = suggest_mapping(TRACKERS["table"], table.request)
    (tmp_path / "again.yaml").write_text(proposed, "utf-8")
    again = import_files(
        TRACKERS["table"],
        ImportRequest(files=table.request.files, mapping=tmp_path / "again.yaml"),
    )
    assert loads(again.text).scenario.items == table.scenario.items


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04broken", b"a,b\n1,2\n"])
@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.xls"])
def test_what_is_no_table_is_refused_without_a_traceback(
    tmp_path: Path, content: bytes, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["import", "table", str(path), "-o", str(tmp_path / "s.yaml")]) == 2
    told = capsys.readouterr().err
    assert name in told and "hint: " in told


def _workbook(path: Path) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for number in range(50):
        book.active.append([f"Title {number}", "Mia"] if number else ["Title", "Assignee"])
    book.save(path)
    return path.read_bytes()


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    """Return a workbook with another text in one of its parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            new.writestr(each, part if each == name else old.read(each))
    return made.getvalue()


def test_a_damaged_workbook_is_told(tmp_path: Path) -> None:
    """Each of these ended the command with a traceback."""
    path = tmp_path / "tasks.xlsx"
    whole = _workbook(path)
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as parts:
        place, size = parts.getinfo(sheet).header_offset, parts.getinfo(sheet).compress_size
        cells = parts.read(sheet)
    damaged = bytearray(whole)
    middle = place + 30 + len(sheet) + size // 2
    damaged[middle : middle + 20] = b"\xff" * 20
    for content in (
        bytes(damaged),
        _with_part(whole, sheet, cells[: len(cells) // 2]),
        _with_part(whole, sheet, cells.replace(b'r="A1"', b'r="A1" s="77"')),
        _with_part(whole, "xl/workbook.xml", b"<workbook"),
    ):
        path.write_bytes(content)
        with pytest.raises(FormatError, match=r"tasks\.xlsx: is no workbook"):
            import_files(TRACKERS["table"], ImportRequest(files=[path]))


@pytest.mark.parametrize(
    ("cell", "lag"),
    [
        ("12FS+2ed", "2d elapsed"),
        ("12FS+1ew", "7d elapsed"),
        ("12FS+2emo", "60d elapsed"),
        ("12FS+1emon", "30d elapsed"),
        ("12FS+90emin", "90m elapsed"),
        ("12FS+2w", "10d"),
    ],
)
def test_elapsed_lags_count_days_around_the_clock(cell: str, lag: str) -> None:
    """Elapsed months were of 20 days, as working months are; Microsoft Project's have 30."""
    links = list(PredecessorCells({"12"}, 8.0).cells(cell, "Predecessors", outward=False))
    assert [link.lag for link in links] == [lag]
