"""Merges what a tracker says now into a scenario that people edit, three ways.

The three are what the last pull said (:mod:`.pulled`, a file beside the scenario), what the
scenario says now, and what the tracker says now. Data are merged first (:mod:`.values`,
:mod:`.entries`, :mod:`.sections`); then the text is made to say them (:mod:`.updater`), so that
comments, order and spelling of all else stay to the byte.
"""

from allocator.scenario.merge.merge_report import THE_TRACKER
from allocator.scenario.merge.pulled import Pulled, pulled_path, read_pulled
from allocator.scenario.merge.renaming import with_ids
from allocator.scenario.merge.scenario_merge import (
    MergedScenario,
    are_related,
    merge_scenario,
    refuse_items_elsewhere,
)
from allocator.scenario.merge.values import MergeConflict, Prefer

__all__ = [
    "THE_TRACKER",
    "MergeConflict",
    "MergedScenario",
    "Prefer",
    "Pulled",
    "are_related",
    "merge_scenario",
    "pulled_path",
    "read_pulled",
    "refuse_items_elsewhere",
    "with_ids",
]
