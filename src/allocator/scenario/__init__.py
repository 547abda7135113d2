"""YAML and CSV to Scenario and back, with every finding's place in the text.

:func:`load` and :func:`loads` read a scenario and check all that can be checked without
planning; :func:`dump` writes one that reads back equal; :func:`json_schema` describes the
files for editors; :func:`load_team` reads people alone, :func:`read_calibration` what the
team's own estimates have been worth; :func:`fingerprint` identifies a scenario by its content.
"""

from allocator.domain.canonical import canonical_json, fingerprint
from allocator.scenario.companions.calibration import read_calibration
from allocator.scenario.companions.team import Team, load_team
from allocator.scenario.load import Loaded, load, loads
from allocator.scenario.write.dump import dump
from allocator.scenario.write.schema import json_schema

__all__ = [
    "Loaded",
    "Team",
    "canonical_json",
    "dump",
    "fingerprint",
    "json_schema",
    "load",
    "load_team",
    "loads",
    "read_calibration",
]
