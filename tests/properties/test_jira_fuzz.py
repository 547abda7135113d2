"""Whatever an export holds, the import ends in a sound scenario or in a message with a place."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.errors import FormatError
from allocator.integrations import TRACKERS
from allocator.integrations.tracker.importer import ImportRequest, import_files, suggest_mapping
from allocator.scenario import loads
from support.jira_csv import table

DONE = {"status": "Done", "category": "Done", "resolution": "Done"}
WHOLE = table(
    [
        {"key": "A-1", "id": "1", "type": "Epic", "title": "Epic", "due": "20/Dec/26 12:00 AM"},
        {"key": "A-2", "id": "2", "epic": "A-1", "who": "Ana", "points": "3", "before": "A-3"},
        {"key": "A-3", "type": "Sub-task", "parent": "A-2", "estimate": "3600", "left": "60"},
        {**DONE, "key": "A-4", "changed": "25/Nov/26 4:30 PM", "spent": "7200", "after": "A-5"},
        {"key": "A-5", "status": "Doing", "category": "In Progress", "depends": "X-1"},
    ]
)
PIECES = st.sampled_from(
    (
        *("", " ", "\n", "\r", "\x0b", "\x00", ",", ";", '"', "'", "A-1", "A-2", "A-3", "A-4"),
        *("0", "-1", "9" * 30, "1e400", "nan", "1/2/26", "13/2/26", "45805", "é", "٣", "Σ", "Œ£"),
        *(
            "Done",
            "In Progress",
            "Removed",
            "Epic",
            "Sub-task",
            "\u2028",
            "\ufeff",
            "🎉",
            "#",
            ": ",
        ),
    )
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw a whole export with a few pieces replaced by others."""
    text = WHOLE
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 8)))
        text = text[:start] + draw(PIECES | st.text(max_size=3)) + text[end:]
    return text


@settings(max_examples=200, deadline=None)
@given(text=damaged(), encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_damaged_exports_end_in_a_sound_scenario_or_a_message(tmp_path_factory, text, encoding):
    path: Path = tmp_path_factory.getbasetemp() / "damaged.csv"
    path.write_bytes(text.encode(encoding, "replace"))
    check(path)


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=300))
def test_any_bytes_end_in_a_sound_scenario_or_a_message(tmp_path_factory, raw):
    path: Path = tmp_path_factory.getbasetemp() / "bytes.csv"
    path.write_bytes(raw)
    check(path)


def check(path: Path) -> None:
    request = ImportRequest(files=[path])
    try:
        written = import_files(TRACKERS["jira"], request)
        suggest_mapping(TRACKERS["jira"], request)
    except FormatError as error:
        assert "hint: " in str(error)
        return
    loads(written.text)
    assert written.report
