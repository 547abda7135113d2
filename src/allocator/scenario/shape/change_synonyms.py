"""Other names of the fields of change files, and what does not stand in them."""

from __future__ import annotations

from typing import Final

from allocator.scenario.shape.uncertainty_synonyms import SynonymRows

NO_INCLUDE: Final = (
    "changes include no files: plan a scenario that takes in both, "
    "include: [scenario.yaml, draft/scenario.yaml]; or write the entries under add"
)

CHANGES: Final[dict[str, SynonymRows]] = {
    "Changes": (
        ("remove", "delete removed deleted drop without", ""),
        ("add", "added new insert with", ""),
        ("update", "change changes set modify edit updated replace changed override", ""),
        ("extend", "append", ""),
        (
            None,
            "people items projects resources risks promises meetings rota use",
            "write add: for what is new, and update: for "
            "what changes, for example update: {PAY-12: {effort: 3d}}",
        ),
        (
            None,
            "calendar now name objectives goals sprints uncertainty",
            "write it under update: update: {calendar: {end: 2027-03-31}}",
        ),
        (None, "include includes", NO_INCLUDE),
    ),
    "Additions": ((None, "include includes", NO_INCLUDE),),
}
