"""People and items from CSV files beside the scenario."""

from __future__ import annotations

import pytest

from allocator.errors import ScenarioError
from allocator.scenario import load, loads
from allocator.scenario.companions.cells import links, needs

SCENARIO = """\
name: x
calendar: {start: 2026-12-01, end: 2027-12-31}
people: team.csv
items: backlog.csv
resources: [{id: gpu, capacity: 8}, {id: tpu, capacity: 1}]
projects: [{id: churn}]
"""
TEAM = '''\
id,name,role,skills,capacity,rate,workdays,holidays,time_off,availability,from,to
ana,"Souza, Ana","Data Scientist",python:4; sql:3,0.8,85,mon; tue; wed; thu,BR; 2026-12-24,\
2026-12-21..2027-01-01; 2027-03-01,2027-02-01..2027-02-28 @0.5,2026-12-01,2027-05-31
bo,"Bo ""the builder""",,python; mlops,,,,US/CA,,,,
cy,,,mlops:2,,,,,,,,
'''
BACKLOG = """\
id,title,kind,project,needs,effort,elapsed,resources,after,not_before,due,deadline,priority,\
optional,value,assign,avoid
1,Label,,churn,sql:2,2d/3d/6d,,,,2026-12-02,2027-01-29,2027-06-30,5,,,,bo
CH 0,"Two
lines",,,python,3d,,gpu:4; tpu,,,,,,yes,2.5,ana; bo,

CH-2,,,,python:3; sql:2 | mlops:2 x1 @0.5 =1d,4d,,,1; CH 0 SS +2d; 1 FF -1d,,,,,no,,,
CH-3,,,,,,14d,,CH-2 FS +14d elapsed; CH 0 3d,,,,,,,,
M,,milestone,,,,,,CH-3,,,,,,,,
"""
SAME_IN_YAML = """\
name: x
calendar: {start: 2026-12-01, end: 2027-12-31}
people:
  - id: ana
    name: Souza, Ana
    role: Data Scientist
    skills: {python: 4, sql: 3}
    capacity: 0.8
    rate: 85
    workdays: [mon, tue, wed, thu]
    holidays: {country: BR, dates: [2026-12-24]}
    time_off: [{from: 2026-12-21, to: 2027-01-01}, {from: 2027-03-01, to: 2027-03-01}]
    availability: [{from: 2027-02-01, to: 2027-02-28, capacity: 0.5}]
    from: 2026-12-01
    to: 2027-05-31
  - id: bo
    name: 'Bo "the builder"'
    skills: [python, mlops]
    holidays: {country: US, subdivision: CA}
  - {id: cy, skills: {mlops: 2}}
items:
  - id: 1
    title: Label
    project: churn
    needs: {sql: 2}
    effort: {low: 2d, likely: 3d, high: 6d}
    not_before: 2026-12-02
    due: 2027-01-29
    deadline: 2027-06-30
    priority: 5
    avoid: [bo]
  - id: CH 0
    title: "Two\\nlines"
    needs: python
    effort: 3d
    resources: {gpu: 4, tpu: 1}
    optional: true
    value: 2.5
    assign: [ana, bo]
  - id: CH-2
    needs:
      - {skills: {python: 3, sql: 2}}
      - {skills: {mlops: 2}, share: 0.5, effort: 1d}
    effort: 4d
    after: [1, {item: CH 0, type: SS, lag: 2d}, {item: 1, type: FF, lag: -1d}]
  - id: CH-3
    elapsed: 14d
    after: [{item: CH-2, lag: {elapsed: 14d}}, {item: CH 0, lag: 3d}]
  - {id: M, kind: milestone, after: [CH-3]}
resources: [{id: gpu, capacity: 8}, {id: tpu, capacity: 1}]
projects: [{id: churn}]
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with a scenario and its two tables; returns a function that changes them."""

    def write(team=TEAM, backlog=BACKLOG, scenario=SCENARIO):
        for name, text in (("team.csv", team), ("backlog.csv", backlog), ("s.yaml", scenario)):
            content = text if isinstance(text, bytes) else text.encode()
            (tmp_path / name).write_bytes(content)
        return tmp_path / "s.yaml"

    return write


def errors(path):
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return [f for f in caught.value.findings if f.severity == "error"]


def test_tables_say_the_same_as_yaml(folder):
    assert load(folder()).scenario == loads(SAME_IN_YAML).scenario


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n").replace("Two\r\nlines", "Two\nlines"),
        lambda text: text.encode("utf-16"),
    ],
)
def test_tables_as_spreadsheets_write_them(folder, change):
    assert load(folder(change(TEAM), change(BACKLOG))).scenario == loads(SAME_IN_YAML).scenario


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(folder, delimiter):
    team = delimiter.join(("id", "name", "skills")) + "\n"
    team += delimiter.join(("ana", '"A;B"', '"sql:2; python"')) + "\n"
    people = load(folder(team, "id,needs,effort\nA,sql,1d\n")).scenario.people
    assert (people[0].name, people[0].skills) == ("A;B", {"sql": 2, "python": 1})


def test_tables_named_in_a_subfolder(folder, tmp_path):
    path = folder(scenario=SCENARIO.replace("team.csv", "data/team.csv"))
    (tmp_path / "data").mkdir()
    (tmp_path / "team.csv").rename(tmp_path / "data" / "team.csv")
    assert len(load(path).scenario.people) == 3


LINKS = [
    ("A", {"item": "A"}),
    ("A SS", {"item": "A", "type": "SS"}),
    ("A 2d", {"item": "A", "lag": "2d"}),
    ("A +1.5d", {"item": "A", "lag": "1.5d"}),
    ("A ff -3h", {"item": "A", "type": "FF", "lag": "-3h"}),
    ("A SF 14d elapsed", {"item": "A", "type": "SF", "lag": {"elapsed": "14d"}}),
    ("A B SS", {"item": "A B", "type": "SS"}),
    ("SS", {"item": "SS"}),
    ("2d", {"item": "2d"}),
    ("A elapsed", {"item": "A elapsed"}),
]


@pytest.mark.parametrize(("cell", "link"), LINKS)
def test_links_in_a_cell(cell, link):
    assert links(cell) == [link]
    assert links(f" {cell} ; ;{cell};") == [link, link]


NEEDS = [
    ("sql", {"skills": {"sql": 0}}),
    ("sql:2; python", {"skills": {"sql": 2, "python": 0}}),
    ("machine learning:3", {"skills": {"machine learning": 3}}),
    ("a:b:3", {"skills": {"a:b": 3}}),
    ("sql x2", {"skills": {"sql": 0}, "people": 2}),
    ("x2 @0.5", {"skills": {}, "people": 2, "share": 0.5}),
    (
        "sql:1 =1d/2d/3d",
        {"skills": {"sql": 1}, "effort": {"low": "1d", "likely": "2d", "high": "3d"}},
    ),
]


@pytest.mark.parametrize(("cell", "need"), NEEDS)
def test_needs_in_a_cell(cell, need):
    assert needs(cell) == [need]
    assert needs(f"{cell}|{cell}") == [need, need]


def test_what_is_wrong_in_a_cell_is_said_with_its_file_line_and_column(folder):
    team = "id,name,skills,capacity,time_off,skils\nana,x,sql:x,2,2026-13-01,\n"
    backlog = (
        'id,title,effort,optional,after,priority\n"A","a\nb",1d/2d,,,\n'
        'B,"a, ""b""",3x,maybe,C,"1,5"\nB,,3d,,,,surplus\n'
    )
    names = {f.file: f.file.rsplit("/")[-1] for f in errors(folder(team, backlog))}
    found = [(names[f.file], f.line, f.column, f.path) for f in errors(folder(team, backlog))]
    assert found == [
        ("team.csv", 1, 34, "people"),
        ("team.csv", 2, 7, "people[0].skills.sql"),
        ("team.csv", 2, 13, "people[0].capacity"),
        ("team.csv", 2, 15, "people[0].time_off[0].from"),
        ("team.csv", 2, 15, "people[0].time_off[0].to"),
        ("backlog.csv", 3, 4, "items[0].effort"),
        ("backlog.csv", 4, 14, "items[1].effort"),
        ("backlog.csv", 4, 17, "items[1].optional"),
        ("backlog.csv", 4, 23, "items[1].after[0].item"),
        ("backlog.csv", 4, 25, "items[1].priority"),
        ("backlog.csv", 5, 1, "items[2].id"),
        ("backlog.csv", 5, 10, "items[2]"),
    ]


@pytest.mark.parametrize(
    ("column", "cell", "message", "hint"),
    [
        ("effort", "1d/2d", 'effort: "1d/2d" is not low/likely/high', "2d/3d/6d"),
        ("effort", "5", "effort: '5' is not an amount of time", "write 5d"),
        ("priority", '"0,8"', 'priority: "0,8" is not a number', "0.8"),
        ("priority", "high", 'priority: must be a number, not "high"', "a number"),
        ("needs", "sql; sql", 'needs: "sql" is named twice', "name it once"),
        ("needs", "sql x2 x3", 'needs: "sql x2 x3" gives people twice', "keep one"),
        ("resources", "gpu:x", 'resources.gpu: must be a whole number, not "x"', "whole"),
        ("due", "29/01/2027", "due: '29/01/2027' is not a date", "write 2027-01-29"),
        ("after", "Z", 'comes after work item "Z", which does not exist', "add it to items"),
        ("needs", "nlp", 'needs the skill "nlp", which nobody has', "add it to a person"),
    ],
)
def test_messages_name_the_row(folder, column, cell, message, hint):
    columns = list(dict.fromkeys(["id", "effort", column]))
    row = {"id": "A", "effort": "1d", column: cell}
    backlog = ",".join(columns) + "\n" + ",".join(row[name] for name in columns) + "\n"
    (finding,) = errors(folder(backlog=backlog))
    assert finding.message.startswith('work item "A"')
    assert message in finding.message
    assert hint in finding.hint
    assert finding.line == 2


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("availability", "2027-01-01..2027-02-01", "has no capacity"),
        ("holidays", "US; BR", "names two countries"),
        ("capacity", "2", "must be at most 1"),
        ("workdays", "Mon; tues", "must be 'mon'"),
        ("time_off", "2027-02-01..2027-01-01", "the time is empty"),
    ],
)
def test_messages_about_people(folder, column, cell, message):
    team = f"id,skills,{column}\nana,sql; mlops; python:3,{cell}\n"
    (finding,) = errors(folder(team, "id,effort\nA,1d"))
    assert message in finding.message
    assert 'person "ana"' in finding.message
    assert (finding.line, finding.column) == (2, 26)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "team.csv: the file is empty", "column names"),
        ("\n\n", "team.csv: the file is empty", "column names"),
        ("name,skills\nana,sql\n", "there is no column id; every person needs one", "first line"),
        ("ID,name\nana,sql\n", 'unknown column "ID"', 'did you mean "id"?'),
        ("id,name,name\na,b,c\n", 'the column "name" is given twice', "keep one"),
        ("id,,name\na,,c\n", "a column has no name", "name it"),
        ('id,name\nana,"x\n', "this is not CSV", "in quotes"),
        ("id,name\nana,x\x00y\n", "the control character U+0000", "plain text"),
        (b"id,name\nana,Zo\xeb\n", "the file is not UTF-8 text", "CSV UTF-8"),
    ],
)
def test_tables_that_are_none(folder, text, message, hint):
    finding = errors(folder(text, "id,elapsed\nA,1d\n"))[0]
    assert message in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("tem.csv", "tem.csv: there is no such file"),
        ("../team.csv", "does not lie beside the scenario"),
        ("a/../../team.csv", "does not lie beside the scenario"),
        ("/etc/team.csv", "does not lie beside the scenario"),
        ("C:\\team.csv", "does not lie beside the scenario"),
        ("..\\team.csv", "does not lie beside the scenario"),
        ("\\\\server\\team.csv", "does not lie beside the scenario"),
        ("team.xlsx", "a list or the name of a CSV file"),
        ("folder.csv", "folder.csv: this is a directory"),
    ],
)
def test_tables_lie_beside_the_scenario(folder, tmp_path, name, message):
    (tmp_path / "folder.csv").mkdir()
    path = folder(scenario=SCENARIO.replace("team.csv", name))
    finding = errors(path)[0]
    assert message in finding.message
    assert finding.hint
    assert (finding.file, finding.line, finding.column, finding.path) == (str(path), 3, 9, "people")


def test_a_table_that_is_missing_hides_neither_the_other_nor_ids_in_it(folder, tmp_path):
    path = folder(backlog="id,effort,assign\nA,3,ana\n")
    (tmp_path / "team.csv").unlink()
    assert [f.path for f in errors(path)] == ["people", "items[0].effort"]


def test_a_text_has_no_tables_beside_it():
    with pytest.raises(ScenarioError, match="the scenario itself is no file"):
        loads(SCENARIO)


def test_a_folder_given_for_a_text_holds_its_tables(folder, tmp_path):
    folder()
    assert len(loads(SCENARIO, folder=tmp_path).scenario.items) == 5


def test_warnings_have_places_in_tables_too(folder):
    warnings = load(folder(TEAM + "dan,,,cobol,,,,,,,,\n")).warnings
    found = [(f.file.rpartition("/")[2], f.line, f.column, f.path) for f in warnings]
    assert found == [
        ("team.csv", 5, 1, "people[3]"),
        ("backlog.csv", 4, 37, "items[1].optional"),
    ]


def test_a_table_of_too_much_is_refused(folder):
    path = folder("id,skills\n" + "a,b;\n" * 400_000)
    assert "more than" in errors(path)[0].message
