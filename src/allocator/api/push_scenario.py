"""The scenario that was pulled: what the tracker said then, and where new keys are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from allocator.domain import Scenario
from allocator.errors import InputError, ScenarioError
from allocator.integrations.live.push.changes import Fields, known
from allocator.integrations.live.push.differences import with_journal
from allocator.integrations.live.push.journal import JournalContent
from allocator.integrations.live.push.undo import UndoPreview
from allocator.planfile.files import write_text
from allocator.scenario.load import load, loads
from allocator.scenario.merge import Pulled, pulled_path, read_pulled, with_ids
from allocator.scenario.shape.sections import entry_name
from allocator.scenario.text.document import read_document
from allocator.scenario.text.source import read_text

_ENDING = ".pulled.yaml"


class PushScenario:
    """A scenario that was pulled from a tracker.

    Parameters
    ----------
    path
        The scenario; it need not be there any more.
    pulled
        What the last pull said.
    """

    def __init__(self, path: Path, pulled: Pulled) -> None:
        self.path, self._pulled = path, pulled

    @property
    def issues(self) -> Mapping[str, Fields]:
        """By key, what the tracker held."""
        return self._pulled.issues

    @property
    def keys(self) -> dict[str, str]:
        """Key of each item that has one, by its id."""
        return {**{key: key for key in self.issues}, **self._pulled.made}

    @cached_property
    def base(self) -> Scenario | None:
        """The scenario as the last pull made it; None if it has errors."""
        try:
            return loads(self._pulled.scenario, folder=self.path.parent).scenario
        except ScenarioError:
            return None

    @cached_property
    def written(self) -> Scenario | None:
        """The scenario as it stands there now; None if it is gone or has errors."""
        try:
            return load(self.path).scenario
        except InputError:
            return None

    @cached_property
    def items_elsewhere(self) -> frozenset[str]:
        """Ids of items that templates and included files give it, in no line of its own.

        The key of an issue cannot be written to them; the next pull would bring the issue in as a
        second item beside such a one.
        """
        if self.written is None:
            return frozenset()
        entries = read_document(read_text(self.path, file=str(self.path)), file=str(self.path))
        own = entries.get("items", [])
        if not isinstance(own, list):
            return frozenset()  # items of a table, into which no pull is merged
        return frozenset(self.written.item_by_id.keys() - {entry_name("items", e) for e in own})

    def project_key(self) -> str:
        """Return the project in which new issues are made: that of most issues."""
        projects = Counter(key.rpartition("-")[0] for key in self.issues)
        return projects.most_common(1)[0][0] if projects else ""

    def note(
        self,
        content: JournalContent,
        states: Mapping[str, Fields],
        undone: UndoPreview | None = None,
    ) -> None:
        """Keep what a push has changed, and write the keys of new issues into the scenario.

        Parameters
        ----------
        content
            Of the file of the push, or of an undo.
        states
            What new issues hold now, by key.
        undone
            Of an undo: what was back, and gone, before it.
        """
        undone = undone or UndoPreview()
        changed = {c.key for s in content.steps.values() if s.end == "done" for c in s.changes}
        changed |= {change.key for change in undone.back}
        deleted = {s.deletes for s in content.steps.values() if s.end == "done" and s.deletes}
        deleted |= set(undone.gone)
        held_now = with_journal(self.issues, content)
        for change in undone.back:
            held_now.setdefault(change.key, {})[change.field] = change.before
        fields = {
            key: known(held) for key, held in {**held_now, **states}.items() if key not in deleted
        }
        fields |= {key: fields.get(key, {}) for key in content.keys.values()}
        made = {**self._pulled.made, **content.keys}
        back = {key: name for name, key in made.items() if key in deleted}
        made = {name: key for name, key in made.items() if key not in deleted}
        if changed or deleted or content.keys:
            self._pulled = Pulled(scenario=self._pulled.scenario, issues=fields, made=made)
            write_text(pulled_path(self.path), self._pulled.text())
        self._rename({**content.keys, **back})

    def _rename(self, ids: Mapping[str, str]) -> None:
        if not ids or not self.path.is_file():
            return
        text = read_text(self.path, file=str(self.path))
        renamed = with_ids(text, ids)
        if renamed != text:
            write_text(self.path, renamed)


def find_scenario(tracker_file: Path, scenario: Path | None) -> PushScenario:
    """Return the scenario that was pulled.

    Parameters
    ----------
    tracker_file
        Beside which it is looked for.
    scenario
        The scenario; None to look for it.

    Raises
    ------
    InputError
        There is none, or several.
    """
    found = [scenario] if scenario is not None else _candidates(tracker_file.parent)
    live = [
        PushScenario(path, pulled)
        for path in found
        if (pulled := read_pulled(path)) is not None and pulled.issues
    ]
    if len(live) == 1:
        return live[0]
    if live:
        names = ", ".join(str(one.path) for one in live)
        raise InputError(f"there are several scenarios of pulls: {names}", hint="--scenario FILE")
    where = f"beside {tracker_file}" if scenario is None else f"of {scenario}"
    raise InputError(
        f"no pull is kept {where}, so that nobody knows what has changed in the tracker since",
        hint=f"allocator pull {tracker_file} -o scenario.yaml, then plan, then push; "
        "--scenario FILE names a scenario elsewhere",
    )


def _candidates(folder: Path) -> list[Path]:
    found = []
    for pulled in sorted(folder.glob(f"*{_ENDING}")):
        stem = pulled.name.removesuffix(_ENDING)
        paths = [folder / f"{stem}{ending}" for ending in (".yaml", ".yml", ".json")]
        found.append(next((path for path in paths if path.is_file()), paths[0]))
    return found
