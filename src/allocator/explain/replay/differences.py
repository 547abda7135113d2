"""The differences between two scenarios as parts that can be undone one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

from allocator import wording
from allocator.domain import Scenario
from allocator.explain.replay.atoms import Atom, Section, entry_atoms
from allocator.explain.replay.scenario_fields import scenario_atoms


@dataclass(frozen=True, eq=False)
class Difference:
    """What belongs together of the differences between two scenarios.

    Attributes
    ----------
    atoms
        What of it is undone together: an item that is new, say, and the links to it.
    sentence
        What was and is.
    """

    atoms: tuple[Atom, ...]
    sentence: str

    @property
    def main(self) -> Atom:
        """What it is called by: an entry that came or went, else the first change."""
        return min(self.atoms, key=lambda atom: atom.kind == "changed")

    @property
    def key(self) -> str:
        """Tells the differences of two scenarios apart."""
        one = self.main
        return f"{one.section}:{one.id}:{','.join(one.fields)}:{self.sentence}"

    @property
    def kind(self) -> Literal["added", "removed", "changed"]:
        """Whether an entry is new, gone or changed."""
        return self.main.kind

    @property
    def section(self) -> Section:
        """Where it is."""
        return self.main.section

    @property
    def id(self) -> str:
        """Of the entry, or the name of the scenario's field."""
        return self.main.id

    @property
    def field(self) -> str | None:
        """The first of the fields that changed."""
        return next(iter(self.main.fields), None)

    @property
    def unreported(self) -> frozenset[str]:
        """Items whose progress is taken to be as the baseline has it where it is undone."""
        return frozenset(atom.id for atom in self.atoms if atom.is_progress or atom.is_stalled)

    @property
    def change(self) -> dict[str, Any] | None:
        """What undoes it, as ``--with`` takes it; None where no single change says that."""
        return self.atoms[0].change if len(self.atoms) == 1 else self.main.change

    def undone(self, scenario: Scenario) -> Scenario:
        """Return the new scenario without the difference."""
        return reduce(lambda found, atom: atom.undo(found), self.atoms, scenario)


def differences(
    old: Scenario, new: Scenario, as_planned: Collection[str], stalled: Sequence[Atom] = ()
) -> list[Difference]:
    """Return what differs between two scenarios, except that time has gone on.

    Parameters
    ----------
    old, new
        The scenarios; the new one without what is assumed of progress.
    as_planned
        Items of whose progress nothing is reported, or what was planned.
    stalled
        Items that have not gone on as planned, from :func:`stalled_items`; what blocks them is no
        difference besides.
    """
    told = {(atom.id, atom.fields) for atom in stalled}
    changed = (a for a in entry_atoms(old, new, as_planned) if (a.id, a.fields) not in told)
    atoms = [*scenario_atoms(old, new), *changed, *stalled]
    return [Difference(tuple(group), _sentence(group)) for group in _belonging_together(atoms)]


def _belonging_together(atoms: Sequence[Atom]) -> Iterator[list[Atom]]:
    """Yield the atoms in groups: an entry that came or went with the changes that name it."""
    group = list(range(len(atoms)))

    def first(at: int) -> int:
        while group[at] != at:
            at = group[at]
        return at

    moved = {atom.id: at for at, atom in enumerate(atoms) if atom.kind != "changed"}
    for at, atom in enumerate(atoms):
        for name in atom.names & moved.keys():
            one, other = sorted((first(at), first(moved[name])))
            group[other] = one
    found: dict[int, list[Atom]] = {}
    for at, atom in enumerate(atoms):
        found.setdefault(first(at), []).append(atom)
    yield from found.values()


def _sentence(atoms: Sequence[Atom]) -> str:
    entries = [atom for atom in atoms if atom.kind != "changed"]
    if not entries:
        return atoms[0].sentence
    for kind, verb in (("added", "new"), ("removed", "gone")):
        same = [atom for atom in entries if atom.kind == kind]
        if len(same) == len(entries) > 1:
            names = wording.joined([atom.id for atom in same], most=3)
            return f"{names} are {verb}"
    return " and ".join(atom.sentence for atom in entries[:2])
