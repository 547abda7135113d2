"""docs/import-azure-devops.md: its example imports to what it shows."""

from __future__ import annotations

import re
from pathlib import Path

from allocator.integrations import TRACKERS
from allocator.integrations.azure.column_names import LEVELS
from allocator.integrations.tracker.importer import ImportRequest, import_files

PAGE = (Path(__file__).parents[3] / "docs" / "import-azure-devops.md").read_text("utf-8")


def test_the_example_becomes_what_the_page_shows(tmp_path):
    (export,) = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
    (shown,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "query.csv").write_text(export, "utf-8")
    (tmp_path / "mapping.yaml").write_text("skills_from: [activity]\n", "utf-8")
    request = ImportRequest(files=[tmp_path / "query.csv"], mapping=tmp_path / "mapping.yaml")
    assert import_files(TRACKERS["azure-devops"], request).text == shown


def test_the_deepest_level_is_named():
    assert f"Title 1 to {LEVELS}" in PAGE
