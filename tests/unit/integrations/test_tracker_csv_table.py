"""CSV files as programs save them: encodings, delimiters, mojibake, uneven rows, guards."""

from __future__ import annotations

import codecs

import pytest

from allocator.errors import FormatError
from allocator.integrations.jira.column_names import jira_names
from allocator.integrations.tracker.csv_table import read_tracker_table
from allocator.integrations.tracker.headers import Header

KNOWN = Header(jira_names()).knows
SPANISH = (
    "Resumen,Clave de incidencia,Categoría de estado,Resolución\nFacturación ágil,A-1,Listo,ñ\n"
)
POLISH = "Podsumowanie,Klucz zgłoszenia,Id. zgłoszenia,Pozostały koszt\nŻółty wąż,A-1,1,60\n"


def cells(path, content, **options):
    path.write_bytes(content)
    table = read_tracker_table(path, KNOWN, **options)
    rows = [row for _, row in table.rows()]
    return table, rows


ENCODINGS = {
    "utf-8": SPANISH.encode("utf-8"),
    "utf-8 with a mark": codecs.BOM_UTF8 + SPANISH.encode("utf-8"),
    "utf-16 little": codecs.BOM_UTF16_LE + SPANISH.encode("utf-16-le"),
    "utf-16 big": codecs.BOM_UTF16_BE + SPANISH.encode("utf-16-be"),
    "utf-16 little without a mark": SPANISH.encode("utf-16-le"),
    "utf-16 big without a mark": SPANISH.encode("utf-16-be"),
    "cp1252": SPANISH.encode("cp1252"),
    "latin-1": SPANISH.encode("latin-1"),
    "mac_roman": SPANISH.encode("mac_roman"),
}


@pytest.mark.parametrize("content", ENCODINGS.values(), ids=ENCODINGS)
def test_every_encoding_gives_the_same_cells(tmp_path, content):
    table, rows = cells(tmp_path / "t.csv", content)
    assert table.header == ["Resumen", "Clave de incidencia", "Categoría de estado", "Resolución"]
    assert rows == [["Facturación ágil", "A-1", "Listo", "ñ"]]


def test_the_code_page_of_central_europe_is_told_by_the_header(tmp_path):
    table, rows = cells(tmp_path / "t.csv", POLISH.encode("cp1250"))
    assert rows == [["Żółty wąż", "A-1", "1", "60"]]
    assert table.notes == ["saved in the code page cp1250, not in Unicode"]


@pytest.mark.parametrize("page", ["mac_roman", "cp1252", "cp1250"])
def test_mojibake_is_mended_in_header_and_cells(tmp_path, page):
    whole = "Summary,Issue key,Σ Time Spent\nFacturación – año,A-1,1\n"
    mangled = whole.encode("utf-8").decode(page, errors="replace")
    if "\ufffd" in mangled:
        pytest.skip(f"{page} has no letter for some byte of it")
    table, rows = cells(tmp_path / "t.csv", mangled.encode("utf-8"))
    assert table.header[2] == "Σ Time Spent"
    assert rows == [["Facturación – año", "A-1", "1"]]
    assert f"took UTF-8 for {page}" in table.notes[0]


def test_letters_that_only_look_mangled_stay(tmp_path):
    _, rows = cells(tmp_path / "t.csv", "Summary,Issue key\nÂ£ and Ã©,A-1\n".encode())
    assert rows == [["Â£ and Ã©", "A-1"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end(tmp_path, delimiter, end):
    lines = [["Summary", "Issue key"], ['"a, b; c\td | e"', "A-1"], ["plain", "A-2"]]
    text = end.join(delimiter.join(line) for line in lines) + end
    _, rows = cells(tmp_path / "t.csv", text.encode())
    assert rows == [["a, b; c\td | e", "A-1"], ["plain", "A-2"]]


def test_a_line_that_says_the_separator_is_obeyed(tmp_path):
    _, rows = cells(tmp_path / "t.csv", b"sep=;\nSummary, all;Issue key\nx;A-1\n")
    assert rows == [["x", "A-1"]]


def test_line_breaks_in_cells_keep_the_lines_of_the_rows_right(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b'Summary,Issue key\r\n"one\r\ntwo",A-1\r\n"x ""y"" z",A-2\r\n')
    rows = list(read_tracker_table(path, KNOWN).rows())
    assert rows == [(2, ["one\r\ntwo", "A-1"]), (4, ['x "y" z', "A-2"])]


def test_rows_of_another_length_are_told(tmp_path):
    text = "Summary,Issue key,Labels\na,A-1\n\n,,\nb,A-2,x,\nc,A-3,x,y\n"
    table, rows = cells(tmp_path / "t.csv", text.encode())
    assert rows == [["a", "A-1", ""], ["b", "A-2", "x"], ["c", "A-3", "x"]]
    assert table.notes == [
        "2 rows with another number of cells than the header: lines 2, 5",
        "1 row with more cells than the header; what is beyond it was not read: line 6",
    ]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-x", "@a", "\tx", "'=x", "''-y"])
def test_a_cell_that_was_made_harmless_reads_back(tmp_path, value):
    _, rows = cells(tmp_path / "t.csv", f"Summary,Issue key\n'{value},A-1\n".encode())
    assert rows == [[value, "A-1"]]


def test_other_apostrophes_stay(tmp_path):
    _, rows = cells(tmp_path / "t.csv", b"Summary,Issue key\n'quoted' x,A-1\n=x,A-2\n")
    assert rows == [["'quoted' x", "A-1"], ["=x", "A-2"]]


# Content, and words of the message.
BROKEN = {
    "nothing": (b"", "is empty"),
    "blanks": (b" \n\n ", "is empty"),
    "a workbook": (b"PK\x03\x04....", "is a workbook, not CSV"),
    "a page": (b"<html><body>", "is a web page"),
    "an open quote": (b'Summary,Issue key\n"abc,A-1\nd,A-2\n', ":2: this is not CSV: a quote is"),
    "text after a quote": (b'Summary,Issue key\nx,A-0\n"a"b,A-1\n', ":3: this is not CSV"),
}


@pytest.mark.parametrize(("content", "words"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_csv_is_told(tmp_path, content, words):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(FormatError, match="hint: ") as caught:
        list(read_tracker_table(path, KNOWN).rows())
    assert words in str(caught.value)


def test_a_folder_and_a_missing_file_are_told(tmp_path):
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "x.csv", "there is no such file")):
        with pytest.raises(FormatError, match=words):
            read_tracker_table(path, KNOWN)
