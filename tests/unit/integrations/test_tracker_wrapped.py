"""Files that a spreadsheet has saved twice are read, or told so; what is no key is no work."""

from __future__ import annotations

from pathlib import Path

import pytest

from allocator.errors import FormatError
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files

HEAD = "Issue key,Summary,Status,Created"
REST = "To Do,2026-09-01"


def imported(
    tmp_path: Path, content: str | bytes, tracker: str = "jira"
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return title by id of what becomes of a file, and the report."""
    path = tmp_path / "export.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    written = import_files(TRACKERS[tracker], ImportRequest(files=[path]))
    words = [line.strip(" -").partition(": ")[::2] for line in written.text.splitlines()]
    words = words[words.index(("items:", "")) + 1 :]
    ids = [value for name, value in words if name == "id"]
    return dict(zip(ids, [v for n, v in words if n == "title"], strict=True)), written.report


TWICE = {
    "header filled up with semicolons": (
        f'{HEAD};;;\n"DS-1,Data,{REST}";;;\n"DS-2,""Train, twice"",{REST}";;;\n'
    ),
    "header in quotes too": f'"{HEAD}"\n"DS-1,Data,{REST}"\n"DS-2,""Train, twice"",{REST}"\n',
    "only rows with quotes in quotes": (
        f'{HEAD}\nDS-1,Data,{REST}\n"DS-2,""Train, twice"",{REST}"\n'
    ),
    "filled up with its own separator": (
        f'"{HEAD}",,,\n"DS-1,Data,{REST}",,,\n"DS-2,""Train, twice"",{REST}",,,\n'
    ),
    "with sep= and its mark": (
        f'\ufeff"sep=,";;\n{HEAD};;\n"DS-1,Data,{REST}";;\n"DS-2,""Train, twice"",{REST}";;\n'
    ),
    "carriage returns": (
        f'{HEAD};;;\r\n"DS-1,Data,{REST}";;;\r\n"DS-2,""Train, twice"",{REST}";;;\r\n'
    ),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", TWICE.values(), ids=TWICE)
def test_a_file_saved_twice_is_read_as_it_was_meant(tmp_path, text, encoding):
    titles, report = imported(tmp_path, text.encode(encoding))
    assert titles == {"DS-1": "Data", "DS-2": "Train, twice"}
    assert any("taken out of quotes" in line for line in report)


@pytest.mark.parametrize(("inner", "outer"), [(";", ","), ("\t", ";"), (",", ";"), (",", "\t")])
def test_any_separator_may_be_around_any_other(tmp_path, inner, outer):
    rows = [HEAD, f"DS-1,Data,{REST}", f'"DS-2,""Train,twice"",{REST}"']
    text = "".join(row.replace(",", inner) + 3 * outer + "\n" for row in rows)
    titles, _ = imported(tmp_path, text)
    assert titles == {"DS-1": "Data", "DS-2": f"Train{inner}twice".replace("\t", " ")}


def test_cells_that_the_spreadsheet_has_split_are_joined(tmp_path):
    text = f'{HEAD};\nDS-1,Use a; b,{REST}\n"DS-2,""Train";" twice"",{REST}"\n'
    assert imported(tmp_path, text)[0] == {"DS-1": "Use a; b", "DS-2": "Train; twice"}


def test_line_breaks_in_cells_stay_where_they_were_and_lines_are_counted_right(tmp_path):
    text = f'{HEAD};;\n"DS-1,""Data\nmore"",{REST}";;\nDS-2,x,{REST};;\nTotal,,,;;\n'
    titles, report = imported(tmp_path, text)
    assert titles == {"DS-1": "Data more", "DS-2": "x"}
    assert any('"Total" on line 5' in line for line in report)


def test_a_row_that_is_one_cell_and_does_not_fit_is_refused_with_its_line(tmp_path):
    text = f'{HEAD}\nDS-1,Train,{REST}\n"DS-2,Sales, purchases"",{REST}"\n'
    with pytest.raises(FormatError, match=r"csv:3: the whole row is one cell"):
        imported(tmp_path, text)


def test_a_file_saved_three_times_is_told_so(tmp_path):
    text = f'"""{HEAD}"""\n"""DS-1,Train,{REST}"""\n'
    with pytest.raises(FormatError, match="saved the file several times"):
        imported(tmp_path, text)


def test_what_has_not_the_form_of_a_key_is_no_work_and_is_told(tmp_path):
    text = f'{HEAD}\nDS-1,Train,{REST}\n{HEAD}\n"Made on Monday, by Ana"\nTotal,,5,\n,,Done,\n'
    titles, report = imported(tmp_path, text)
    assert titles == {"DS-1": "Train"}
    (told,) = (line for line in report if "has not the form" in line)
    assert '"Issue key" on line 3' in told
    assert '"Total" on line 5' in told
    assert any("neither a key nor a title" in line and "line 6" in line for line in report)
    assert report[0].startswith("5 rows read: 1 item made")


def test_keys_of_a_form_of_their_own_are_keys_where_no_other_has_the_usual_one(tmp_path):
    titles, _ = imported(tmp_path, f"{HEAD}\n17,Train,{REST}\nABC,Serve,{REST}\n")
    assert titles == {"17": "Train", "ABC": "Serve"}


def test_a_file_of_nothing_but_a_footer_holds_no_ticket(tmp_path):
    with pytest.raises(FormatError, match="no ticket in it"):
        imported(tmp_path, f"{HEAD}\nTotal,,,\n")


def test_a_cell_with_commas_in_a_full_row_is_a_cell(tmp_path):
    text = 'Title,State,Work Item Type\n"Plan, build, run",,\n'
    assert imported(tmp_path, text, "azure-devops")[0] == {"plan-build-run": "Plan, build, run"}


def test_rows_of_azure_devops_are_mended_and_refused_alike(tmp_path):
    head = "ID,Work Item Type,Title,State\n"
    text = head + '1,Task,x,New\n"2,Task,""a, b"",New"\nTotal,,,\n'
    titles, report = imported(tmp_path, text, "azure-devops")
    assert titles == {"1": "x", "2": "a, b"}
    assert any('"Total" on line 4' in line for line in report)
    with pytest.raises(FormatError, match="one cell"):
        imported(tmp_path, head + '"4,Task,oh, no,New"\n', "azure-devops")
