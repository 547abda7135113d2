"""Azure DevOps: every shape of export and answer, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocator.errors import FormatError
from allocator.integrations.azure import reader as azure_devops
from allocator.integrations.azure.column_names import _FIELDS, _STATES, LEVELS, category_of
from allocator.integrations.azure.reader import AzureSource
from allocator.integrations.azure.records import account, named, sprint_of, tags
from allocator.integrations.tracker.mapping import Mapping
from allocator.integrations.tracker.ticket import Account, Ticket


class Files:
    """Files of one import."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, **contents: str | bytes | object) -> list[Path]:
        """Write files, ``a_csv="..."`` as a.csv; what is no text as JSON."""
        paths = []
        for name, content in contents.items():
            path = self.folder / name.replace("_", ".")
            if isinstance(content, str):
                content = content.encode("utf-8")
            path.write_bytes(
                content if isinstance(content, bytes) else json.dumps(content).encode()
            )
            paths.append(path)
        return paths

    def read(self, *, order=None, columns=None, **contents) -> AzureSource:
        rules = Mapping(columns=columns or {})
        return azure_devops.read(self.write(**contents), rules, order)

    def tickets(self, **contents) -> dict[str, Ticket]:
        return {ticket.key: ticket for ticket in self.read(**contents).tickets}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


FLAT = "ID,Work Item Type,Title,Assigned To,State,Tags\r\n"


def test_a_flat_query_with_its_mark_accounts_and_tags(files):
    rows = (
        '11,Bug,"Broken, ""again""",Ana Souza <ana@example.org>,Active,ml; sql\r\n'
        "12,Task,Line\u2028less,Bo,New,\r\n"
    )
    tickets = files.tickets(a_csv="\ufeff" + FLAT + rows)
    one, two = tickets.values()
    assert (one.key, one.type, one.title) == ("11", "Bug", 'Broken, "again"')
    assert one.assignee == Account(name="Ana Souza", email="ana@example.org")
    assert (one.status, one.category, one.labels) == ("Active", "in_progress", ("ml", "sql"))
    assert two.assignee == Account(name="Bo")
    assert (two.category, two.labels, two.line) == ("todo", (), 3)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ana Souza <ana@example.org>", Account(name="Ana Souza", email="ana@example.org")),
        (r"Ana Souza <CORP\ana>", Account(name="Ana Souza", id=r"CORP\ana")),
        ("ana@example.org", Account(email="ana@example.org")),
        ("Ana Souza", Account(name="Ana Souza")),
        ("", Account()),
    ],
)
def test_accounts_in_all_forms(text, who):
    assert account(text) == who


@pytest.mark.parametrize("text", ["a; b c", "a| b c", "a,b c", "a;b c;a;"])
def test_tags_between_semicolons_bars_or_commas(text):
    assert tags(text) == ("a", "b c")


TREE = """\
Work Item Type;Title 1;Title 2;Title 4;State
Epic;E;;;New
Feature;;F;;New
Task;;;T1;New
Task;;;T2;New
Epic;E2;;;New
Task;;;T3;New
"""


def test_a_tree_with_a_level_left_out_and_semicolons(files):
    parents = {t.title: t.parent for t in files.tickets(a_csv=TREE).values()}
    assert parents == {"E": "", "F": "e", "T1": "f", "T2": "f", "E2": "", "T3": "e2"}


def test_a_row_with_two_titles_is_one_item_on_the_upper_level(files):
    source = files.read(a_csv=TREE.replace(";;F;;", ";;F;G;"))
    found = {t.title: t.parent for t in source.tickets}
    assert found == {
        "E": "",
        "F: G": "e",
        "T1": "f-g",
        "T2": "f-g",
        "E2": "",
        "T3": "e2",
    }
    assert any("1 row with two titles" in note and "lines 3" in note for note in source.notes)


def test_the_column_parent_comes_before_the_tree(files):
    text = "ID,Title 1,Title 2,Parent\n1,A,,\n2,,B,\n3,,C,77\n"
    assert [t.parent for t in files.tickets(a_csv=text).values()] == ["", "1", "77"]


def test_rows_without_a_number_keep_their_ids_when_others_come_before_them(files):
    first = files.tickets(a_csv="Title\nLoad data\nTrain: model v2!\nLoad data\n")
    later = files.tickets(b_csv="Title\nSomething new\nLoad data\nTrain: model v2!\nLoad data\n")
    assert list(first) == ["load-data", "train-model-v2", "load-data-2"]
    assert list(later) == ["something-new", *first]


def test_ids_from_odd_titles():
    assert named("4711", {}) == "new-4711"
    assert named("???", {}) == "untitled"
    assert named("Übung — 数据", {}) == "übung-数据"
    long = named("word " * 40, {})
    assert len(long) <= 48
    assert long.endswith("word")


ESTIMATES = """\
ID,Title,State,Story Points,Original Estimate,Remaining Work,Completed Work
1,A,New,5,,,
2,B,New,"2,5",,,
3,C,Active,,"1.234,5",,
4,D,Active,,16,4.5,11.5
5,E,Closed,,16,0,16
6,F,New,0,,0,
7,G,New,many,,,
"""


def test_hours_become_seconds_and_points_stay(files):
    source = files.read(a_csv=ESTIMATES)
    a, b, c, d, e, f, g = source.tickets
    assert (a.points, b.points, f.points, g.points) == (5, 2.5, None, None)
    assert (d.original, d.remaining, d.spent) == (57600, 16200, 41400)
    assert (e.remaining, f.remaining) == (0, None)
    assert c.original == 1234.5 * 3600
    assert source.unread == {"points": {"many": 1}}


@pytest.mark.parametrize("name", ["Story Points", "Effort", "Size"])
def test_points_have_a_name_in_each_process(files, name):
    (one,) = files.tickets(a_csv=f"ID,Title,{name}\n1,A,3\n").values()
    assert one.points == 3


DATES = "ID,Title,State,Created Date,Activated Date,Closed Date,Target Date\n"


def test_dates_with_full_stops_have_the_day_first(files):
    row = "1,A,Closed,7.6.2025 14:59:28,9.6.2025 08:00:00,10.6.2025 16:30:00,3.7.2025\n"
    (one,) = files.tickets(a_csv=DATES + row).values()
    assert one.created == dt.datetime(2025, 6, 7, 14, 59, 28)
    assert one.start == dt.datetime(2025, 6, 9, 8)
    assert one.resolved == dt.datetime(2025, 6, 10, 16, 30)
    assert one.due == dt.datetime(2025, 7, 3)


def test_dates_that_could_mean_two_days_ask_for_their_order(files):
    text = DATES + "1,A,New,7/6/2025,,,\n"
    with pytest.raises(FormatError, match=r"7/6/2025.*\n.*--date-order dmy, mdy or ymd"):
        files.read(a_csv=text)
    (us,) = files.read(a_csv=text, order="mdy").tickets
    (ch,) = files.read(a_csv=text, order="dmy").tickets
    assert (us.created.month, ch.created.month) == (7, 6)


def test_dates_that_contradict_each_other_are_refused(files):
    text = DATES + "1,A,New,17/6/2025,,,\n2,B,New,6/17/2025,,,\n"
    with pytest.raises(FormatError, match="do not agree"):
        files.read(a_csv=text)


def test_what_is_no_date_is_counted(files):
    source = files.read(a_csv=DATES + "1,A,New,yesterday,,,\n2,B,New,yesterday,,,soon\n")
    assert source.unread == {"dates": {"yesterday": 2, "soon": 1}}


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for field, names in _FIELDS.items() for name in names]
)
def test_every_name_of_a_column_is_recognised(files, name, field):
    title = name if field == "title" else "System.Title"
    header = [title] if field == "title" else [title, name[0].upper() + name[1:]]
    value = {"points": "3", "original": "1", "remaining": "1", "spent": "1"}.get(
        field, "2026-01-02"
    )
    cells = ["2026-01-02"] if field == "title" else ["t", value]
    source = files.read(a_csv=f"{','.join(header)}\n{','.join(cells)}\n")
    assert source.columns[header[-1]] == field


@pytest.mark.parametrize("word", ["Title", "Titel", "Titre", "Título", "Tytuł", "タイトル"])
def test_levels_are_recognised_in_every_language(files, word):
    text = f"{word} 1,{word} {LEVELS}\nA,\n,B\n"
    a, b = files.tickets(a_csv=text).values()
    assert (a.parent, b.parent) == ("", a.key)


@pytest.mark.parametrize(
    ("state", "category"),
    [(name, category) for category, names in _STATES.items() for name in names],
)
def test_every_state_has_its_category(state, category):
    assert category_of(state.title() if state.isascii() else state) == category


def test_a_state_of_the_teams_own_has_none():
    assert category_of("Waiting for legal") is None


def test_closed_but_not_done_is_told_by_the_reason(files):
    text = "ID,Title,State,Reason\n1,A,Closed,Duplicate\n2,B,Closed,Fixed\n3,C,New,New\n"
    a, b, c = files.tickets(a_csv=text).values()
    assert (a.resolution, b.resolution, c.resolution) == ("Duplicate", "", "")


def test_a_file_without_titles_is_refused_and_says_what_it_has(files):
    with pytest.raises(FormatError, match=r'a\.csv:1: no column holds titles.*"ID", "Nom"'):
        files.read(a_csv="ID,Nom\n1,A\n")
    (one,) = files.read(a_csv="ID,Nom\n1,A\n", columns={"Nom": "title"}).tickets
    assert one.title == "A"


ITEM = {
    "id": 7,
    "rev": 3,
    "fields": {
        "System.Title": "Train the model",
        "System.WorkItemType": "User Story",
        "System.State": "Active",
        "System.AssignedTo": {
            "displayName": "Ana Souza",
            "uniqueName": "ana@example.org",
            "id": "d6245f20-2af8-44f4-9451-8107cb2767db",
        },
        "System.Tags": "ml; sql",
        "System.IterationPath": "Fraud\\2026\\Sprint 4",
        "System.AreaPath": "Fraud\\Models",
        "System.CreatedDate": "2026-01-02T20:49:20.77Z",
        "Microsoft.VSTS.Scheduling.StoryPoints": 5.0,
        "Microsoft.VSTS.Scheduling.TargetDate": "2026-03-01T00:00:00Z",
        "Microsoft.VSTS.Common.Priority": 2.0,
        "Microsoft.VSTS.Common.Activity": None,
        "Custom.Risk": {"odd": True},
    },
    "relations": [
        {"rel": "System.LinkTypes.Dependency-Reverse", "url": "https://x/_apis/wit/workItems/5"},
        {"rel": "System.LinkTypes.Dependency-Forward", "url": "https://x/_apis/wit/workItems/9"},
        {"rel": "System.LinkTypes.Hierarchy-Reverse", "url": "https://x/_apis/wit/workItems/2"},
        {"rel": "System.LinkTypes.Related", "url": "https://x/_apis/wit/workItems/3"},
        {"rel": "Hyperlink", "url": "https://example.org/page"},
    ],
}


def test_a_work_item_of_the_rest_interface(files):
    source = files.read(a_json={"count": 1, "value": [ITEM]})
    (one,) = source.tickets
    assert (one.key, one.title, one.type) == ("7", "Train the model", "User Story")
    assert one.assignee == Account(name="Ana Souza", email="ana@example.org")
    assert (one.points, one.priority, one.labels) == (5, "2", ("ml", "sql"))
    assert (one.iteration, one.sprints) == ("Fraud\\2026\\Sprint 4", ("Fraud\\2026\\Sprint 4",))
    assert (one.area, one.team, one.project) == ("Fraud\\Models", "Models", "Fraud")
    assert one.created == dt.datetime(2026, 1, 2, 20, 49, 20)
    assert one.due == dt.datetime(2026, 3, 1)
    assert one.parent == "2"
    assert [(tie.key, tie.type, tie.outward) for tie in one.link_cells] == [
        ("5", "Dependency", False),
        ("9", "Dependency", True),
        ("3", "Related", True),
    ]
    assert "relations to files, commits and pages, ignored: Hyperlink (1)" in source.notes


def test_answers_are_known_by_their_shape_however_they_are_wrapped(files):
    bare = [ITEM]
    example = {"responses": {"200": {"headers": {}, "body": {"count": 1, "value": bare}}}}
    for content in (bare, ITEM, {"value": bare}, example, [{"value": bare}, {"value": []}]):
        (one,) = files.read(a_json=content).tickets
        assert one.title == "Train the model"
    mark = b"\xef\xbb\xbf" + json.dumps(bare).encode()
    assert len(files.read(a_json=mark).tickets) == 1


def test_the_parent_may_know_its_children(files):
    parent = {
        "id": 1,
        "fields": {"System.Title": "P"},
        "relations": [
            {"rel": "System.LinkTypes.Hierarchy-Forward", "url": "https://x/workItems/2"},
            {"rel": "System.LinkTypes.Hierarchy-Forward", "url": "https://x/workItems/99"},
        ],
    }
    child = {"id": 2, "fields": {"System.Title": "C"}}
    tickets = files.tickets(a_json=[parent, child])
    assert {key: ticket.parent for key, ticket in tickets.items()} == {"1": "", "2": "1"}


def test_files_say_together_what_none_of_them_says(files):
    query = {
        "queryType": "tree",
        "workItemRelations": [
            {"target": {"id": 2}},
            {
                "rel": "System.LinkTypes.Hierarchy-Forward",
                "source": {"id": 2},
                "target": {"id": 7},
            },
        ],
    }
    rows = "7,Task,Newer title,,Closed,\n2,Epic,Top,,New,\n"
    bare = {**ITEM, "relations": None}
    source = files.read(a_json=query, b_json=[bare], c_csv=FLAT + rows)
    two, seven = source.tickets
    assert (two.key, two.title, two.is_container) == ("2", "Top", True)
    assert (seven.title, seven.parent, seven.points, seven.status) == (
        "Newer title",
        "2",
        5,
        "Closed",
    )
    assert seven.assignee.name == "Ana Souza"
    assert any("title (1)" in note and "the later counts" in note for note in source.notes)


def test_work_items_known_by_number_only_are_counted(files):
    source = files.read(a_json={"queryType": "flat", "workItems": [{"id": 4}, {"id": 5}]})
    assert [ticket.key for ticket in source.tickets] == ["4", "5"]
    assert any("2 work items known by number only" in note for note in source.notes)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", r"a\.json:1: is not JSON"),
        (b"\xff\xfe\x00", "is not"),
        (b'{"message": "TF401027: You need permission"}', "holds no known response"),
        (b'{"count": 0, "value": []}', "holds no known response"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"workingDays": ["monday"]}', "holds no work items"),
    ],
)
def test_json_that_cannot_be_used_is_refused_with_a_hint(files, content, message):
    with pytest.raises(FormatError, match=message) as caught:
        files.read(a_json=content)
    assert "hint: " in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    for name in ("a.csv", "a.json", "a"):
        with pytest.raises(FormatError, match="there is no such file"):
            azure_devops.read([tmp_path / name], Mapping())


KEYS = st.sampled_from(
    (
        *("id", "fields", "relations", "rel", "url", "value", "System.Title", "System.AssignedTo"),
        *("workItems", "workItemRelations", "source", "target", "teamMember", "activities"),
        *("capacityPerDay", "daysOff", "start", "end", "workingDays", "attributes", "startDate"),
        *("finishDate", "name", "children", "structureType", "displayName", "uniqueName"),
    )
)
ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(("", "x", "2026-01-05", "1")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=ODD)
def test_no_json_makes_the_reader_crash(files, content):
    try:
        files.read(a_json={"value": content})
    except FormatError as error:
        assert "hint: " in str(error)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("P", ""),
        ("", ""),
        (r"P\Sprint 4", "Sprint 4"),
        (r"P\2026\Sprint 4", r"P\2026\Sprint 4"),
        (r"\P\Sprint 4", "Sprint 4"),
    ],
)
def test_sprints_are_called_by_their_name_or_by_their_whole_path(path, name):
    assert sprint_of(path) == name
