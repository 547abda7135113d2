"""One text, and one number, for each scenario."""

from __future__ import annotations

import hashlib
import json

from allocator.domain.scenario import Scenario


def canonical_json(scenario: Scenario) -> str:
    """Return the scenario as JSON with sorted keys, no spaces and no fields at their defaults.

    Parameters
    ----------
    scenario
        Any scenario; equal scenarios give equal texts.
    """
    data = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(
        data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def fingerprint(scenario: Scenario) -> str:
    """Return the SHA-256 of the canonical JSON in UTF-8, as 64 hexadecimal digits.

    Parameters
    ----------
    scenario
        Any scenario.
    """
    return hashlib.sha256(canonical_json(scenario).encode()).hexdigest()
