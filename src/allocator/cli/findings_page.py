"""docs/findings.md: every code of a finding, with an example and what allocator says of it."""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import chdir
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from allocator.errors import Finding, Place, ScenarioError

_INTRO = """\
What is wrong with a scenario, and what is worth knowing about it, is told as findings: an error
stops the command, a warning does not. Every finding has a code, which stays the same when its
message is reworded; `allocator check --json` gives it, with the ids that the finding is about
(`subjects`) and its place. In Python, `allocator.check` returns them as fields of each `Finding`.

Each example shows the part of a scenario that matters, and what `allocator check` says of it, but
for file, line and column."""

_SOUND = {
    "name": "name: Example",
    "calendar": "calendar: {start: 2026-12-01}",
    "people": "people: [{id: ana, skills: {python: 3}}]",
    "items": "items: [{id: A, effort: 3d, needs: python}]",
}
"""The fields of the scenario that an example stands in, by name."""

_NAMES = {
    "file": ("scenario.yaml", "yaml"),
    "scenario": ("scenario.yaml", "yaml"),
    "people_csv": ("people.csv", "csv"),
    "items_csv": ("items.csv", "csv"),
    "ics": ("", "ics"),
    "calibration": ("calibration.yaml", "yaml"),
    "changes": ("changes.yaml", "yaml"),
    "actuals": ("actuals.csv", "csv"),
    "team": ("team.yaml", "yaml"),
    "mapping": ("mapping.yaml", "yaml"),
    "tracker": ("tracker.yaml", "yaml"),
    "part": ("part.yaml", "yaml"),
    "requirements": ("prd.md", "markdown"),
}
"""By the key of an example: the name of its file, and its language."""


def catalogue() -> dict[str, dict[str, str]]:
    """Return what findings.toml says of each code."""
    text = files("allocator.scenario").joinpath("findings.toml").read_text("utf-8")
    return tomllib.loads(text)


def explained_codes() -> str:
    """Return what docs/findings.md says below its heading."""
    lines = [_INTRO, ""]
    for code, entry in catalogue().items():
        lines += [f"## {code}", "", entry["when"], "", *_shown(code, entry), ""]
    return "\n".join(lines).rstrip()


def _shown(code: str, entry: Mapping[str, str]) -> Iterator[str]:
    """Yield an example with the first finding of its code, or what to do."""
    if "mend" in entry:
        yield f"What to do: {entry['mend']}"
        return
    for key, (name, language) in _NAMES.items():
        if key in entry and entry[key].strip():
            named = _file_name(key, name, entry)
            yield from (() if key in ("scenario", "file") else (f"`{named}`:", ""))
            yield from (f"```{language}", entry[key].strip("\n"), "```", "")
    first = next(finding for finding in example_findings(entry) if finding.code == code)
    without_line = replace(first, place=Place(path=first.path))
    yield from ("```", *str(without_line).splitlines(), "```")


def example_findings(entry: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return what is found in the example of a code.

    Parameters
    ----------
    entry
        What findings.toml says of it.
    """
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        _write_example(entry)
        try:
            return _check(entry)
        except ScenarioError as error:
            return error.findings


def _write_example(entry: Mapping[str, str]) -> None:
    for key, (name, _) in _NAMES.items():
        if key in entry:
            Path(_file_name(key, name, entry)).write_text(entry[key].lstrip("\n"), "utf-8")
    if "file" not in entry:
        given = entry.get("scenario", "").strip("\n")
        own = re.findall(r"^(\w+):", given, flags=re.MULTILINE)
        fields = dict(_SOUND)
        for section in ("people", "items"):
            if f"{section}_csv" in entry:
                fields[section] = f"{section}: {section}.csv"
        text = [line for field, line in fields.items() if field not in own]
        Path("scenario.yaml").write_text("\n".join([*text, given]) + "\n", "utf-8")


def _file_name(key: str, name: str, entry: Mapping[str, str]) -> str:
    if key != "ics":
        return name
    named = re.search(r"\w+\.ics", entry["scenario"])
    assert named is not None, "the scenario of the example names the file"
    return named.group()


def _check(entry: Mapping[str, str]) -> tuple[Finding, ...]:
    import datetime as dt

    from allocator.drafting.document import read_requirements
    from allocator.integrations import TRACKERS
    from allocator.integrations.live.connection import load_connection
    from allocator.integrations.tracker.mapping_file import load_mapping
    from allocator.scenario import load, load_team

    if "team" in entry:
        return load_team("team.yaml", start=dt.date(2026, 12, 1)).warnings
    if "mapping" in entry:
        load_mapping(Path("mapping.yaml"), TRACKERS["jira"].fields)
        return ()
    if "requirements" in entry:
        read_requirements(Path("prd.md"))
        return ()
    if "tracker" in entry:
        load_connection(Path("tracker.yaml"))
        return ()
    changes = ["changes.yaml"] if "changes" in entry else []
    actuals = "actuals.csv" if "actuals" in entry else None
    return load("scenario.yaml", changes=changes, actuals=actuals).warnings
