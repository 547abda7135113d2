"""What a section is to show: its options, read and held against the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from allocator.documents.marker_words import MarkerWords
from allocator.documents.source import SectionSource
from allocator.documents.table import SectionColumn
from allocator.domain.requirements import DraftRecord
from allocator.drafting.last_draft import read_record
from allocator.errors import Finding, InputError, Place
from allocator.scenario.shape.nearest import Suggester
from allocator.wording import shorten


@dataclass(frozen=True, kw_only=True)
class SectionChoice:
    """The options of a section.

    Attributes
    ----------
    projects, items, labels
        Ids, and labels of items; empty where all count.
    columns
        Names of columns in their order; empty for the usual ones.
    most
        Rows that are shown; None for all.
    sprint, team
        Which sprint, and whose; None for the one under way, else the next, and for all teams.
    done
        Whether what is over is shown too.
    draft
        What ``allocator draft`` has read of a requirements document; None where none is named.
    """

    projects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    most: int | None = None
    sprint: str | None = None
    team: str | None = None
    done: bool = False
    draft: DraftRecord | None = None

    @property
    def names_items(self) -> bool:
        """Whether single items are chosen, not whole projects."""
        return bool(self.items or self.labels)

    def chosen(self, source: SectionSource) -> list[str]:
        """Return the ids of the plan's items that all options allow, in the plan's order."""
        wanted, labels = frozenset(self.items), frozenset(self.labels)
        return [
            item.id
            for item in source.plan.scenario.items
            if item.id in source.entries
            and (not wanted or item.id in wanted)
            and (not labels or labels & frozenset(item.labels))
            and (not self.projects or item.project in self.projects)
        ]


@dataclass
class ChoiceReader:
    """Reads the options of one marker.

    Attributes
    ----------
    source
        The plan.
    place
        Where the marker stands.
    columns
        Those that the kind of section has.
    findings
        What is wrong, filled while options are read.
    """

    source: SectionSource
    place: Place
    columns: Sequence[SectionColumn]
    findings: list[Finding] = field(default_factory=list)
    suggester: Suggester = field(default_factory=Suggester)

    def read(self, words: MarkerWords, allowed: Sequence[str]) -> SectionChoice:
        """Return the options; those that cannot be used are noted and left out."""
        found: dict[str, Any] = {}
        for name, value in words.options.items():
            if name not in allowed:
                self._note(
                    f'a section {words.kind} has no option "{shorten(name)}"',
                    self.suggester.did_you_mean(name, list(allowed), "its options")
                    or "it has no options",
                    code="unknown-section-option",
                )
            elif not value:
                self._wrong(f"{name} says nothing", f"write for example {EXAMPLES[name]}")
            else:
                found |= _READERS[name](self, value)
        return SectionChoice(**found)

    def _note(self, message: str, hint: str | None, *, code: str) -> None:
        self.findings.append(Finding(code=code, message=message, hint=hint, place=self.place))

    def _wrong(self, message: str, hint: str | None) -> None:
        self._note(message, hint, code="wrong-section-option")

    def _projects(self, value: str) -> dict[str, Any]:
        return {"projects": self._known(value, self.source.projects, "project", "projects")}

    def _items(self, value: str) -> dict[str, Any]:
        return {"items": self._known(value, self.source.entries, "item", "items")}

    def _labels(self, value: str) -> dict[str, Any]:
        items = self.source.plan.scenario.items
        known = dict.fromkeys(label for item in items for label in item.labels)
        return {"labels": self._known(value, known, "label", "labels")}

    def _teams(self, value: str) -> dict[str, Any]:
        teams = dict.fromkeys(one.team for one in self.source.plan.scenario.people if one.team)
        found = self._known(value, teams, "team", "teams")
        return {"team": found[0]} if found else {}

    def _known(self, value: str, known: Any, one: str, many: str) -> tuple[str, ...]:
        names = dict.fromkeys(name for name in map(str.strip, value.split(",")) if name)
        for name in names:
            if name not in known:
                hint = self.suggester.did_you_mean(name, list(known), many)
                text = f'the plan has no {one} "{shorten(name)}"'
                self._wrong(text, hint or f"the plan has no {many}")
        return tuple(name for name in names if name in known)

    def _columns(self, value: str) -> dict[str, Any]:
        by_name = {column.name: column for column in self.columns}
        found = []
        for name in filter(None, map(str.strip, value.lower().split(","))):
            if name not in by_name:
                hint = self.suggester.did_you_mean(name, list(by_name), "columns")
                self._wrong(f'the section has no column "{shorten(name)}"', hint)
            elif by_name[name].of_forecast and self.source.forecast is None:
                hint = "make one with allocator forecast, beside the plan, or leave the column out"
                self._wrong(f"column {name} shows a forecast, and the plan has none", hint)
            else:
                found.append(name)
        return {"columns": tuple(dict.fromkeys(found))}

    def _most(self, value: str) -> dict[str, Any]:
        if value.isascii() and value.isdigit() and int(value[:9]) >= 1:
            return {"most": int(value[:9])}
        self._wrong(f'most is a number of rows, not "{shorten(value)}"', "write most=10")
        return {}

    def _sprint(self, value: str) -> dict[str, Any]:
        return {"sprint": value}

    def _draft(self, value: str) -> dict[str, Any]:
        """Read the draft in a folder beside the document, or below."""
        folder = Path(self.place.file or "").parent / value
        try:
            return {"draft": read_record(folder)}
        except InputError as error:
            self._wrong(
                f"draft={shorten(value)}: {' '.join(str(error).split())}",
                "name the folder that allocator draft has written, seen from the document",
            )
            return {}

    def _done(self, value: str) -> dict[str, Any]:
        if value.lower() in ("yes", "no"):
            return {"done": value.lower() == "yes"}
        self._wrong(f'done is yes or no, not "{shorten(value)}"', "write done=yes")
        return {}


_READERS: Final[dict[str, Callable[[ChoiceReader, str], dict[str, Any]]]] = {
    "project": ChoiceReader._projects,
    "items": ChoiceReader._items,
    "label": ChoiceReader._labels,
    "columns": ChoiceReader._columns,
    "most": ChoiceReader._most,
    "sprint": ChoiceReader._sprint,
    "team": ChoiceReader._teams,
    "done": ChoiceReader._done,
    "draft": ChoiceReader._draft,
}

EXAMPLES: Final = {
    "project": "project=CH",
    "items": "items=CH-1,CH-2",
    "label": "label=release-1",
    "columns": "columns=item,state",
    "most": "most=10",
    "sprint": "sprint=next",
    "team": "team=data",
    "done": "done=yes",
    "draft": "draft=drafts/churn",
}
"""How each option is written."""
