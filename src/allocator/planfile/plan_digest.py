"""The digest of a plan: the same for the same scenario, dates and people, whoever wrote it."""

from __future__ import annotations

import hashlib
import json

from allocator.domain import Plan
from allocator.domain.canonical import fingerprint

_DECIDED = {"id", "state", "start", "finish", "assignments"}
"""The fields of an item that the planner decides; the others follow from them."""


def plan_digest(plan: Plan) -> str:
    """Return the SHA-256 of what a plan decides and of its scenario, in hexadecimal.

    When the plan was made, how long that took and how good it is proved to be do not count, so
    that a plan that was found again has the same digest.
    """
    items = [item.model_dump(mode="json", include=_DECIDED) for item in plan.items]
    text = json.dumps([fingerprint(plan.scenario), items], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
