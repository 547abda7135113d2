"""Text to data: YAML 1.2 scalars, JSON, encodings, and files that mean no good."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from allocator.errors import ScenarioError
from allocator.scenario import limits, load, loads
from allocator.scenario.text.document import read_document
from allocator.scenario.text.located import locate

SMALL = "name: x\ncalendar: {start: 2026-12-01}\nitems: [{id: A, elapsed: 1d}]\n"


def read(text, file="s.yaml"):
    return read_document(text, file=file)


def refusal(text, file="s.yaml"):
    with pytest.raises(ScenarioError) as caught:
        loads(text, file=file)
    (finding,) = caught.value.findings
    return finding


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("09:00", "09:00"),
        ("2026-12-01", "2026-12-01"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".", "."),
        ("-", "-"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("007", 7),
        ("-3", -3),
        ("+4", 4),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("'5'", "5"),
        ('"true"', "true"),
        ("!!str 5", "5"),
        ("1" * 65, "1" * 65),
    ],
)
def test_plain_scalars_follow_the_core_schema_of_yaml_1_2(written, value):
    if written == "-":
        assert read('a: ["-"]')["a"] == ["-"]
        return
    found = read(f"a: {written}")["a"]
    assert found == value
    assert type(found) is type(value)


def test_a_country_called_no_is_a_country():
    text = SMALL.replace("2026-12-01}", "2026-12-01, holidays: {country: NO}}")
    assert loads(text).scenario.calendar.holidays.country == "NO"


def test_keys_are_texts_or_whole_numbers():
    assert read("1: a\nyes: b\ntrue: c\n~: d\n1.5: e\n'2': f") == {
        1: "a",
        "yes": "b",
        "true": "c",
        "~": "d",
        "1.5": "e",
        "2": "f",
    }


def test_every_key_and_value_knows_its_place():
    root = read("a:\n  b: [x, {c: d}]\n  # comment\n  e:   f\n")
    places = {
        ("a",): (2, 3),
        ("a", "b", 0): (2, 7),
        ("a", "b", 1, "c"): (2, 14),
        ("a", "e"): (4, 8),
    }
    for path, place in places.items():
        found = locate(root, path)
        assert (found.line, found.column) == place
    assert locate(root, ("a", "e"), at_key=True).column == 3
    assert locate(root, ("a", "b", 1, "c")).path == "a.b[1].c"


def test_a_place_in_a_short_form_is_that_of_the_short_form():
    root = read("items:\n- needs: python\n- needs: {sql: 2}\n- after: A\n")
    assert locate(root, ("items", 0, "needs", 0, "skills")).path == "items[0].needs"
    assert locate(root, ("items", 1, "needs", 0, "skills", "sql")).path == "items[1].needs.sql"
    assert locate(root, ("items", 2, "after", 0, "item")).path == "items[2].after"


def test_aliases_are_followed_and_lead_to_what_they_stand_for():
    root = read("a: &x {b: 1}\nc: *x\nd: [*x]\n&k e: *k\n")
    assert root == {"a": {"b": 1}, "c": {"b": 1}, "d": [{"b": 1}], "e": "e"}
    assert (locate(root, ("d", 0, "b")).line, locate(root, ("d", 0, "b")).column) == (1, 11)


def test_json_reads_the_same():
    data = {
        "name": 'Café 😀 / \\ " \t',
        "calendar": {"start": "2026-12-01"},
        "items": [{"id": "A", "elapsed": "1d", "optional": True, "value": 1.5, "due": None}],
    }
    texts = [
        json.dumps(data),
        json.dumps(data, ensure_ascii=False, indent="\t"),
        json.dumps(data, separators=(",", ":")).replace("/", "\\/"),
        "\n\n " + json.dumps(data, indent=2).replace("\n", "\r\n"),
    ]
    for text in texts:
        for file in ("s.json", "s.yaml", "S.JSON"):
            assert read(text, file) == data
    scenario = loads(texts[0]).scenario
    assert scenario.name == data["name"]
    assert scenario.items[0].worth == 1.5


def test_json_has_places_too():
    root = read('{"a": 1,\n\t"b": [10,\n\t {"c": 2}]}', "s.json")
    assert (locate(root, ("b", 1, "c")).line, locate(root, ("b", 1, "c")).column) == (3, 9)
    assert locate(root, ("b",), at_key=True).line == 2


def test_levels_of_proficiency_are_numbers_in_json():
    data = {**json.loads(json.dumps(read(SMALL))), "proficiency": {"1": 0.5, "2": 1}}
    assert loads(json.dumps(data)).scenario.proficiency == {1: 0.5, 2: 1}


def test_yaml_that_begins_with_a_brace_is_still_yaml():
    assert read("{a: 1, b: [x, y],}") == {"a": 1, "b": ["x", "y"]}


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ('{"a": 1,}', 1, 9, "key"),
        ('{"a" 1}', 1, 6, ":"),
        ('{"a": 1 "b": 2}', 1, 9, ", or }"),
        ('{"a": [1 2]}', 1, 10, ", or ]"),
        ('{"a": [1,\n]}', 2, 1, "value"),
        ('{"a": tru}', 1, 7, "value"),
        ('{"a": "b', 1, 7, "value"),
        ('{"a": "\\x"}', 1, 7, "a text with valid escapes"),
        ('{"a": 01}', 1, 8, ", or }"),
        ('{"a": 1} x', 1, 10, "the end of the file"),
        ('{"a": {"b": 1}', 1, 15, ", or }"),
    ],
)
def test_what_is_wrong_with_json_is_said_with_its_place(text, line, column, expected):
    finding = refusal(text, "s.json")
    assert (finding.line, finding.column) == (line, column)
    assert f"expected {expected}, found" in finding.message


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        ("a: b: c", 1, 5, "mapping values are not allowed", 'text that contains ": " in quotes'),
        ("a:\n\t- b", 2, 1, "cannot start any token", "indent with spaces"),
        ("a: @b", 1, 4, "cannot start any token", "quotes"),
        ("a: [b\n", 2, 1, "did not find expected ',' or ']'", "not closed"),
        ("a: 'b", 1, 6, "unexpected end of stream", "a quote is not closed"),
        ("a:\n  b: 1\n c: 2", 3, 2, "did not find expected key", "indentation"),
        ("- a\nb: 1", 2, 1, "expected '-' indicator", "indentation"),
    ],
)
def test_what_is_wrong_with_yaml_is_said_with_its_place(text, line, column, message, hint):
    finding = refusal(text)
    assert (finding.line, finding.column) == (line, column)
    assert message in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: !!python/name:os.system x", (1, 4), "the YAML tag"),
        ("a: !foo x", (1, 4), "the YAML tag !foo is not supported"),
        ("a: 1\n---\nb: 2", (2, 1), "several documents"),
        ("a: &a {b: 1}\nc:\n  <<: *a", (3, 3), "merge keys"),
        ("? [a]\n: b", (1, 3), "cannot be the name of a field"),
        ("{a: b}: c", (1, 1), "cannot be the name of a field"),
        ("a: &x [1]\n*x : 2", (2, 1), "cannot be the name of a field"),
        ("a: *b", (1, 4), "the alias *b has no anchor before it"),
        ("a: &a [*a]", (1, 8), "stands for something that contains it"),
        ('a: "\\x1b[2J"', (1, 4), "the control character U+001B"),
        ('a: "\\0"', (1, 4), "the control character U+0000"),
        ("a: x\x00y", (1, 5), "the control character U+0000"),
        ("a: 1\nb: x\ud800", (2, 5), "the control character U+D800"),
        ('{"a": "\\ud800"}', (1, 7), "the control character U+D800"),
    ],
)
def test_what_scenarios_do_not_use_is_refused_clearly(text, place, message):
    finding = refusal(text)
    assert (finding.line, finding.column) == place
    assert message in finding.message


def test_all_keys_given_twice_are_named_at_once():
    with pytest.raises(ScenarioError) as caught:
        loads("a: {b: 1, c: 2, b: 3}\na: 2\nx: [1, {y: 1, y: 2}]", file="s.yaml")
    assert [str(f).split("\n")[0] for f in caught.value.findings] == [
        's.yaml:1:17: error: "b" is given twice, first on line 1 (a.b)',
        's.yaml:2:1: error: "a" is given twice, first on line 1 (a)',
        's.yaml:3:15: error: "y" is given twice, first on line 3 (x[1].y)',
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("# nothing\n", "the file is empty"),
        ("--- \n...\n", "the file is empty"),
        ("- a\n", "the file holds a list"),
        ("hello", "the file holds a text or a number"),
        ("5", "the file holds a text or a number"),
    ],
)
def test_a_text_without_fields_is_no_scenario(text, message):
    assert message in refusal(text).message


def test_an_empty_json_file_is_empty():
    assert "the file is empty" in refusal(" \n", "s.json").message


def bomb(width=10, levels=9):
    """The laughs: each list holds the one before ten times."""
    lines = ["a0: &a0 [" + "lol, " * width + "]"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{f'*a{level - 1}, ' * width}]")
    return "\n".join(lines)


HOSTILE = {
    "laughs": (bomb(), "more than [0-9,]+ values, aliases followed"),
    "quadratic laughs": (f"a: &a [{'x, ' * 9000}]\nb: [{'*a, ' * 9000}]", "more than .* values"),
    "long laughs": (f"a: &a '{'x' * 90_000}'\nb: [{'*a, ' * 9000}]", "more than .* characters"),
    "deep lists": ("[" * 100_000, "nested deeper than 64"),
    "deep maps": ("{a: " * 100_000, "nested deeper than 64"),
    "deep dashes": ("- " * 100_000, "nested deeper than 64"),
    "deep json": ('{"a":' * 100_000, "nested deeper than 64"),
    "deep aliases": (
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 99)),
        "nested deeper than 64 levels through aliases",
    ),
    "many values": ("a: [" + "1," * 400_000 + "]", "more than .* values"),
    "long text": (f"a: '{' ' * 200_000}'", "a text of 200,000 characters"),
    "directives": ("%FOO\n" * 50_000 + "---\na: 1", "directives"),
    "tag directives": (
        "".join(f"\n%TAG !a{n}! x" for n in range(50_000)) + "\n---\na: 1",
        "directives",
    ),
    "open quote": ('{"a": "' + "\\a" * 1_000_000, "a quoted scalar"),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_in_a_clear_error(name):
    text, message = HOSTILE[name]
    assert re.search(message, refusal(text).message)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "items",
    [
        "1, " * 100_000,
        "{id: a, effort: 1d, after: [" + "[], " * 100_000 + "]}",
        "{id: a, effort: 1d, after: [" + "b, " * 100_000 + "]}",
        "{id: &s '" + " " * 90_000 + "x', effort: *s}," + "{id: b, effort: *s}," * 300,
        "{id: a, effort: 1d, " + ", ".join(f"k{n}: 1" for n in range(100_000)) + "}",
    ],
    ids=["numbers", "nested lists", "links", "long efforts", "unknown fields"],
)
def test_a_flood_of_errors_is_cut_off(items):
    with pytest.raises(ScenarioError) as caught:
        loads(f"name: x\ncalendar: {{start: 2026-12-01}}\nitems: [{items}]")
    assert 1 <= len(caught.value.findings) <= 2 * limits.MAX_FINDINGS + 2
    assert len(str(caught.value)) < 2_000_000


def load_refusal(path):
    with pytest.raises(ScenarioError) as caught:
        load(path)
    (finding,) = caught.value.findings
    assert finding.file == str(path)
    return finding


def test_a_missing_file_is_said_with_the_nearest_name(tmp_path):
    (tmp_path / "scenario.yaml").write_text(SMALL)
    finding = load_refusal(tmp_path / "scenaro.yaml")
    assert finding.message == "there is no such file"
    assert str(tmp_path / "scenario.yaml") in finding.hint


def test_a_missing_folder_is_a_missing_file(tmp_path):
    (tmp_path / "file").write_text("x")
    assert load_refusal(tmp_path / "no" / "s.yaml").message == "there is no such file"
    assert load_refusal(tmp_path / "file" / "s.yaml").message == "there is no such file"


def test_a_directory_is_no_scenario(tmp_path):
    (tmp_path / "s.yaml").write_text(SMALL)
    finding = load_refusal(tmp_path)
    assert finding.message == "this is a directory"
    assert "s.yaml" in finding.hint


def test_a_large_file_is_refused_unread(tmp_path):
    path = tmp_path / "s.yaml"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)
    assert "larger than 16 MB" in load_refusal(path).message
    assert "larger than 16 MB" in refusal("#" * (16 * 2**20 + 1)).message


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")
def test_devices_and_pipes_are_refused(tmp_path):
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert "a device or a pipe" in load_refusal(pipe).message
    assert "a device or a pipe" in load_refusal("/dev/zero").message


@pytest.mark.parametrize("name", ["a\0b.yaml", "x" * 5000])
def test_names_that_no_file_can_have(name):
    with pytest.raises(ScenarioError, match="cannot be read"):
        load(name)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "s.yaml").write_text(SMALL)
    monkeypatch.setattr(Path, "open", refuse)
    finding = load_refusal(tmp_path / "s.yaml")
    assert finding.message == "the file cannot be read: Permission denied"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(tmp_path, encoding):
    path = tmp_path / "s.yaml"
    path.write_bytes(SMALL.replace("name: x", "name: Zoë").encode(encoding))
    assert load(path).scenario.name == "Zoë"


def test_other_encodings_are_refused_with_the_place(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_bytes(SMALL.replace("name: x", "# x\nname: Zoë").encode("latin-1"))
    finding = load_refusal(path)
    assert (finding.line, finding.column) == (2, 9)
    assert "is not UTF-8 text" in finding.message
    assert "UTF-8" in finding.hint
    path.write_bytes(b"\xff\xfea")
    assert "is not UTF-16 text" in load_refusal(path).message
    path.write_bytes(os.urandom(5000) + b"\xff")
    load_refusal(path)


def test_windows_line_ends_are_counted_once(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_bytes(SMALL.replace("elapsed", "elapsd").replace("\n", "\r\n").encode())
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert {finding.line for finding in caught.value.findings} == {3}
